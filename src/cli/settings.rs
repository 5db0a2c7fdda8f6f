//! What is given on the command line and in the environment, resolved.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use jiff::SignedDuration;

use super::args::{Color, Look, Out};
use super::error::{Stop, warn};
use super::world::World;
use super::write::{Readers, Target};
use crate::apply::BatchSize;
use crate::cloudflare::{BaseUrl, Credentials};
use crate::config::parse_duration;
use crate::model::AccountId;
use crate::render::{Format, Redact, Style};

/// A duration with its unit, as in a door list.
///
/// # Errors
/// What is wanted instead.
pub(crate) fn duration(text: &str) -> Result<SignedDuration, String> {
    parse_duration(text).ok_or_else(|| "a whole number with a unit is wanted, for example 90m, 24h or 7d".to_owned())
}

/// The size of a batch (fine print B7).
///
/// # Errors
/// What is wanted instead.
pub(crate) fn batch(text: &str) -> Result<usize, String> {
    let size = text.parse().ok().and_then(BatchSize::new);
    size.map(BatchSize::get).ok_or_else(|| format!("a number from 1 to {} is wanted", BatchSize::MAX))
}

/// An address to listen on: `ADDRESS:PORT`, `localhost:PORT` or a port, on loopback.
///
/// # Errors
/// What is wanted instead.
pub(crate) fn listen(text: &str) -> Result<SocketAddr, String> {
    let host_and_port = text.strip_prefix("localhost").or_else(|| text.starts_with(':').then_some(text));
    let port = host_and_port.map_or(text, |rest| rest.trim_start_matches(':'));
    let address = match port.parse::<u16>() {
        Ok(port) => SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), port),
        Err(_) => text.parse().map_err(|_| "ADDRESS:PORT or a port is wanted, for example 127.0.0.1:4010")?,
    };
    if address.ip().is_loopback() {
        Ok(address)
    } else {
        Err("it serves personal data to anybody who asks, so it listens on loopback only".to_owned())
    }
}

/// How text on stdout looks.
pub(crate) fn style(color: Color, world: &World) -> Style {
    let width = world.terminal.width.filter(|_| world.terminal.stdout);
    Style { color: colored(color, world.terminal.stdout, world), width }
}

/// How text on stderr looks.
pub(crate) fn stderr_style(color: Color, world: &World) -> Style {
    let width = world.terminal.width.filter(|_| world.terminal.stderr);
    Style { color: colored(color, world.terminal.stderr, world), width }
}

fn colored(color: Color, is_terminal: bool, world: &World) -> bool {
    match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => is_terminal && world.var("NO_COLOR").is_none() && world.var("TERM") != Some("dumb"),
    }
}

/// Whether progress may be drawn on stderr.
pub(crate) fn draws_progress(world: &World) -> bool {
    world.terminal.stderr && world.var("CI").is_none() && world.var("TERM") != Some("dumb")
}

/// What is printed and written, with every place found fit.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    /// On stdout.
    pub(crate) format: Format,
    /// Into files.
    pub(crate) files: Vec<(Format, Target)>,
    /// What is replaced by stand-ins.
    pub(crate) redact: Vec<Redact>,
}

impl Wanted {
    /// # Errors
    /// A place that cannot be written to, or that is named twice.
    pub(crate) fn new(look: &Look) -> anyhow::Result<Self> {
        let Look { format, out, redaction } = look;
        let mut files: Vec<(Format, Target)> = Vec::new();
        for Out { format, path } in out {
            let target = Target::new(path, Readers::Usual, true)?;
            if files.iter().any(|(_, other)| other.path() == target.path()) {
                return Err(Stop::error(format!("{path} is named by two --out")).into());
            }
            files.push((*format, target));
        }
        Ok(Self { format: *format, files, redact: redaction.redact.clone() })
    }
}

/// Where the API is.
///
/// # Errors
/// An address that a credential may not be sent to.
pub(crate) fn base_url(world: &World) -> anyhow::Result<BaseUrl> {
    let Some(text) = world.var("CLOUDFLARE_BASE_URL") else { return Ok(BaseUrl::default()) };
    BaseUrl::parse(text).map_err(|error| Stop::error(format!("CLOUDFLARE_BASE_URL: {error}")).into())
}

/// The credential: one scheme, the token first (product.md, section 4).
///
/// # Errors
/// None is set, or it cannot be sent.
pub(crate) fn credentials(world: &World) -> anyhow::Result<Credentials> {
    let token = world.var("CLOUDFLARE_API_TOKEN");
    let key = (world.var("CLOUDFLARE_EMAIL"), world.var("CLOUDFLARE_API_KEY"));
    let credentials = match (token, key) {
        (Some(token), key) => {
            if key != (None, None) {
                let text = "CLOUDFLARE_API_TOKEN is used; CLOUDFLARE_EMAIL and CLOUDFLARE_API_KEY are not sent";
                warn(text, &world.stderr);
            }
            Credentials::token(token)
        }
        (None, (Some(email), Some(key))) => Credentials::key(email, key),
        (None, (None, Some(_))) => {
            return Err(Stop::error("CLOUDFLARE_API_KEY needs CLOUDFLARE_EMAIL beside it").into());
        }
        (None, (_, None)) => {
            let help = "set CLOUDFLARE_API_TOKEN, or plan on a recorded account with --offline FILE";
            return Err(Stop::error("no credential is set").help(help).into());
        }
    };
    credentials.map_err(|error| Stop::error(error.to_string()).into())
}

/// Whether both credential schemes are set, of which one is sent.
pub(crate) fn has_two_schemes(world: &World) -> bool {
    let key = ["CLOUDFLARE_EMAIL", "CLOUDFLARE_API_KEY"].into_iter().any(|name| world.var(name).is_some());
    key && world.var("CLOUDFLARE_API_TOKEN").is_some()
}

/// `CLOUDFLARE_ACCOUNT_ID`, where it is set.
pub(crate) fn account_id(world: &World) -> Option<AccountId> {
    world.var("CLOUDFLARE_ACCOUNT_ID").map(AccountId::from)
}

#[cfg(test)]
mod tests {
    use super::super::world::Terminal;
    use super::super::world::fake::world;
    use super::*;

    const TERMINAL: Terminal = Terminal { stdin: true, stdout: true, stderr: true, width: Some(100) };

    #[test]
    fn colour_is_asked_for_or_follows_the_terminal() {
        let color = |color, env: &[(&str, &str)], terminal| style(color, &world(env, "", terminal).0).color;
        assert!(color(Color::Auto, &[], TERMINAL));
        assert!(!color(Color::Auto, &[], Terminal::default()));
        assert!(!color(Color::Auto, &[("NO_COLOR", "1")], TERMINAL));
        assert!(color(Color::Auto, &[("NO_COLOR", "")], TERMINAL), "empty counts as unset");
        assert!(!color(Color::Auto, &[("TERM", "dumb")], TERMINAL));
        assert!(color(Color::Always, &[("NO_COLOR", "1")], Terminal::default()));
        assert!(!color(Color::Never, &[], TERMINAL));
    }

    #[test]
    fn a_pipe_has_no_width_and_ci_no_progress() {
        assert_eq!(style(Color::Auto, &world(&[], "", Terminal { stdout: false, ..TERMINAL }).0).width, None);
        assert_eq!(style(Color::Auto, &world(&[], "", TERMINAL).0).width, Some(100));
        assert!(draws_progress(&world(&[], "", TERMINAL).0));
        assert!(!draws_progress(&world(&[("CI", "true")], "", TERMINAL).0));
        assert!(!draws_progress(&world(&[], "", Terminal { stderr: false, ..TERMINAL }).0));
    }

    #[test]
    fn one_scheme_is_chosen_and_the_token_comes_first() {
        let both = [("CLOUDFLARE_API_TOKEN", "t0ken"), ("CLOUDFLARE_EMAIL", "a@x.example")];
        let (both, _, stderr) = world(&both, "", Terminal::default());
        assert_eq!(format!("{:?}", credentials(&both).expect("a token")), "Token([secret])");
        assert!(stderr.text().starts_with("warning: CLOUDFLARE_API_TOKEN is used"));
        assert!(!stderr.text().contains("t0ken"));
        let key = [("CLOUDFLARE_API_KEY", "k3y"), ("CLOUDFLARE_EMAIL", "a@x.example")];
        let (key, _, stderr) = world(&key, "", Terminal::default());
        assert_eq!(format!("{:?}", credentials(&key).expect("a key")), "Key(a@x.example, [secret])");
        assert_eq!(stderr.text(), "");
    }

    #[test]
    fn a_missing_or_broken_credential_is_an_error_that_does_not_show_it() {
        for (env, words) in [
            (&[][..], "no credential is set"),
            (&[("CLOUDFLARE_EMAIL", "a@x.example")], "no credential is set"),
            (&[("CLOUDFLARE_API_KEY", "k3y")], "needs CLOUDFLARE_EMAIL"),
            (&[("CLOUDFLARE_API_TOKEN", "t0k en")], "white space"),
        ] {
            let error = credentials(&world(env, "", Terminal::default()).0).expect_err(words).to_string();
            assert!(error.contains(words), "{error}");
            assert!(!error.contains("k3y") && !error.contains("t0k"), "{error}");
        }
    }

    #[test]
    fn the_sandbox_listens_on_loopback_only() {
        for text in ["127.0.0.1:4010", "4010", ":4010", "localhost:4010"] {
            assert_eq!(listen(text), Ok(SocketAddr::from(([127, 0, 0, 1], 4010))), "{text}");
        }
        assert!(listen("[::1]:0").is_ok());
        for text in ["0.0.0.0:4010", "192.0.2.1:1", "localhost", "", "x:1", "99999"] {
            assert!(listen(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_bare_number_is_no_duration() {
        assert_eq!(duration("24h"), Ok(SignedDuration::from_hours(24)));
        assert!(duration("24").is_err());
        assert!(batch("0").is_err() && batch("201").is_err() && batch("x").is_err());
        assert_eq!(batch("200"), Ok(200));
    }
}

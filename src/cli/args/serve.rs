//! `doorlist sandbox`.

use std::net::SocketAddr;

use clap::{Args, ValueHint};

use super::Clock;
use crate::sandbox::fault::{GRAMMAR, Rule};

/// Serve a recorded account as an embedded Cloudflare API.
///
/// The first line on stdout is the base URL; any bearer token is accepted; it stays until it is stopped. Changes are
/// kept in memory: the file stays as it is.
#[derive(Debug, Args)]
#[command(after_long_help = after())]
pub(crate) struct Sandbox {
    /// The recorded account.
    #[arg(long, value_name = "RECORDING", value_hint = ValueHint::FilePath)]
    pub(crate) account: String,
    /// Where to listen; loopback only.
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:0", value_parser = super::super::settings::listen)]
    pub(crate) listen: SocketAddr,
    /// A fault on demand, see below; may be given several times.
    #[arg(long, value_name = "RULE")]
    pub(crate) fault: Vec<Rule>,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

fn after() -> String {
    format!("{EXAMPLES}\n\n{GRAMMAR}")
}

const EXAMPLES: &str = "\
Examples:
  doorlist sandbox --account account.json
  CLOUDFLARE_BASE_URL=http://127.0.0.1:4010/client/v4 CLOUDFLARE_API_TOKEN=any doorlist plan";

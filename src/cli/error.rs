//! What ends a run early: a message, a hint on what to do, and the exit code.

use std::fmt;

use super::exit::Exit;
use super::output::Output;
use crate::cloudflare::{Problem, ReadError};
use crate::model::plan::GuardName;
use crate::plan::Refusal;
use crate::render::inline;

/// An error whose exit code or hint is not the plain one.
#[derive(Debug)]
pub(crate) struct Stop {
    exit: Exit,
    text: String,
    help: Option<String>,
}

impl Stop {
    /// Exit 1.
    pub(crate) fn error(text: impl Into<String>) -> Self {
        Self { exit: Exit::Error, text: text.into(), help: None }
    }

    /// Exit 3, by a guard.
    pub(crate) fn guard(name: GuardName, text: &str) -> Self {
        let text = format!("refused by the guard `{}`: {text}", name.as_str());
        Self { exit: Exit::Refused, text, help: None }
    }

    /// Exit 3, where no single guard is to name.
    pub(crate) fn refused(text: impl Into<String>) -> Self {
        Self { exit: Exit::Refused, text: text.into(), help: None }
    }

    /// Exit 130.
    pub(crate) fn interrupted() -> Self {
        Self { exit: Exit::Interrupted, text: "interrupted; nothing was changed".to_owned(), help: None }
    }

    /// What to do next.
    #[must_use]
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// How the run ends.
    pub(crate) fn exit(&self) -> Exit {
        self.exit
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Stop {}

impl From<Refusal> for Stop {
    fn from(refusal: Refusal) -> Self {
        let Refusal { guard, text, help } = refusal;
        Self { help, ..Self::guard(guard, &text) }
    }
}

impl From<ReadError> for Stop {
    fn from(error: ReadError) -> Self {
        let ReadError { problem, text, help } = error;
        let stop = match problem {
            Problem::Stopped => return Self::interrupted(),
            Problem::Account => Self::guard(GuardName::Account, &text),
            Problem::Refused | Problem::Inventory => Self::guard(GuardName::Inventory, &text),
            Problem::Credential | Problem::Unreachable | Problem::TooLong { .. } => Self::error(text),
        };
        Self { help, ..stop }
    }
}

/// Says what went wrong on stderr and returns the exit code.
pub(crate) fn report(error: &anyhow::Error, stderr: &Output) -> Exit {
    let stop = error.chain().find_map(|cause| cause.downcast_ref::<Stop>());
    stderr.line(&format!("error: {}", inline(&chain(error))));
    if let Some(help) = stop.and_then(|stop| stop.help.as_deref()) {
        stderr.line(&format!("  help: {}", inline(help)));
    }
    stop.map_or(Exit::Error, Stop::exit)
}

/// Tells a problem that does not end the run.
pub(crate) fn warn(text: &str, stderr: &Output) {
    stderr.line(&format!("warning: {}", inline(text)));
}

/// The causes in one line. A cause that the text before it repeats already is left out.
fn chain(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain() {
        let text = cause.to_string();
        if line.is_empty() {
            line = text;
        } else if !line.ends_with(&text) {
            line.push_str(": ");
            line.push_str(&text);
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use anyhow::Context as _;

    use super::super::world::Terminal;
    use super::super::world::fake::world;
    use super::*;

    fn told(error: &anyhow::Error) -> (String, Exit) {
        let (world, _, stderr) = world(&[], "", Terminal::default());
        let exit = report(error, &world.stderr);
        (stderr.text(), exit)
    }

    #[test]
    fn an_error_is_one_line_with_its_causes() {
        let error: anyhow::Error =
            Err::<(), _>(std::io::Error::other("disk full")).context("cannot write plan.json").expect_err("an error");
        assert_eq!(told(&error), ("error: cannot write plan.json: disk full\n".to_owned(), Exit::Error));
    }

    #[test]
    fn a_guard_names_itself_and_ends_with_3() {
        let error = anyhow::Error::from(Stop::guard(GuardName::Account, "team acme, not globex").help("check it"));
        let told = told(&error.context("acme.yaml"));
        assert_eq!(
            told.0,
            "error: acme.yaml: refused by the guard `account`: team acme, not globex\n  help: check it\n"
        );
        assert_eq!(told.1, Exit::Refused);
    }

    #[test]
    fn text_from_outside_cannot_add_lines() {
        let (text, _) = told(&anyhow::Error::from(Stop::error("a\n::error::b\u{1b}[31m")));
        assert_eq!(text.lines().count(), 1);
        assert!(!text.contains('\u{1b}'));
    }
}

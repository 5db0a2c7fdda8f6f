//! Options that several commands share.

use clap::{Args, ValueHint};
use jiff::Timestamp;

use super::Out;
use super::out::one_of;
use crate::render::{Format, Redact};

/// Which door lists.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct DoorLists {
    /// A door list, or a folder of them; may be given several times [default: doorlist.yaml].
    ///
    /// A folder means its own *.yaml and *.yml, not those of folders below it. Each file is for another account.
    #[arg(short = 'f', long = "file", value_name = "FILE", value_hint = ValueHint::AnyPath)]
    pub(crate) files: Vec<String>,
}

/// A recorded account instead of the live one.
#[derive(Clone, Debug, Default, Args)]
#[group(multiple = false)]
pub(crate) struct Accounts {
    /// Read a recorded account, without a network; may be given several times.
    ///
    /// With several accounts each door list takes the recording of its account.id.
    #[arg(long, value_name = "RECORDING", value_hint = ValueHint::FilePath)]
    pub(crate) offline: Vec<String>,
    #[command(flatten)]
    pub(crate) sandbox: Recordings,
}

/// A recorded account to rehearse on.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Recordings {
    /// Rehearse on a copy of a recorded account; may be given several times.
    ///
    /// The copy is served by an embedded API on loopback, over real HTTP, with a credential of no worth. The file is not
    /// changed.
    #[arg(long, value_name = "RECORDING", value_hint = ValueHint::FilePath)]
    pub(crate) sandbox: Vec<String>,
}

/// The time.
#[derive(Clone, Copy, Debug, Default, Args)]
pub(crate) struct Clock {
    /// Fix the clock, for example 2026-11-22T00:00:00Z [default: now; for a recorded account, when it was recorded].
    #[arg(long, value_name = "RFC3339")]
    pub(crate) now: Option<Timestamp>,
}

/// What is printed and written.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Look {
    /// What to print on stdout: text, json, markdown, diff, github, sarif or html.
    #[arg(long, value_name = "FORMAT", default_value_t, value_parser = one_of(Format::ALL), hide_possible_values = true)]
    pub(crate) format: Format,
    /// Write it to a file, too, for example `json=plan.json`; may be given several times.
    #[arg(long, value_name = "KIND=PATH")]
    pub(crate) out: Vec<Out>,
    #[command(flatten)]
    pub(crate) redaction: Redaction,
}

/// What is left out for public places.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct Redaction {
    /// Put stand-ins for what public places should not see: email, serial, ip.
    ///
    /// The same person has the same stand-in everywhere. A redacted plan is for reading: it cannot be applied.
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(crate) redact: Vec<Redact>,
}

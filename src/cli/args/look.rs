//! `doorlist validate`, `show` and `explain`: they look, and change nothing.

use clap::{Args, ValueHint};

use super::out::{PROSE, one_of};
use super::{Accounts, Clock, DoorLists, Look, Redaction};
use crate::render::Format;

/// Check door lists, offline.
///
/// Reports every problem of every file in one run, each with its code, line, column and how to mend it. Also reads
/// what the files rely on: includes, directories, lists of serials and their age.
#[derive(Debug, Args)]
#[command(after_long_help = VALIDATE)]
pub(crate) struct Validate {
    #[command(flatten)]
    pub(crate) door_lists: DoorLists,
    #[command(flatten)]
    pub(crate) clock: Clock,
}

const VALIDATE: &str = "\
Examples:
  doorlist validate
  doorlist validate -f accounts/

Exit codes: 0 all files are right; 1 a file is wrong; 3 a file is right, but what it relies on is
missing, stale or too short.";

/// Render a saved plan or report, offline.
#[derive(Debug, Args)]
#[command(after_long_help = SHOW)]
pub(crate) struct Show {
    /// A plan or report in JSON, or an array of them.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) file: String,
    #[command(flatten)]
    pub(crate) look: Look,
}

const SHOW: &str = "\
Examples:
  doorlist show plan.json
  doorlist show plan.json --format markdown --redact email,serial
  doorlist show report.json --out html=report.html";

/// Say why one registration, device or address is kept or removed, and what permits it.
///
/// Names the stage that decided, the entry with its line, what else would have removed it, whether it would come
/// back, and every entry that is about it.
#[derive(Debug, Args)]
#[command(after_long_help = EXPLAIN)]
pub(crate) struct Explain {
    /// A registration id, a device id, name or serial number, or an e-mail address; or a published code, such as
    /// `stale`.
    #[arg(value_name = "SUBJECT")]
    pub(crate) subject: String,
    #[command(flatten)]
    pub(crate) door_lists: DoorLists,
    #[command(flatten)]
    pub(crate) accounts: Accounts,
    #[command(flatten)]
    pub(crate) clock: Clock,
    /// What to print: text, json, markdown or html.
    #[arg(long, value_name = "FORMAT", default_value_t, value_parser = one_of(PROSE), hide_possible_values = true)]
    pub(crate) format: Format,
    #[command(flatten)]
    pub(crate) redaction: Redaction,
}

const EXPLAIN: &str = "\
Examples:
  doorlist explain alice@acme.example
  doorlist explain bob-xps
  doorlist explain PF3CCC333 -f doorlist.yaml --offline account.json
  doorlist explain over_limit

Exit codes: 0 explained, 1 nothing matches or an error, 3 refused by a guard.";

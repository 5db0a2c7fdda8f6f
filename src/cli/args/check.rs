//! `doorlist doctor` and `watch`: what stands between a credential and a run, and who is there again after one.

use clap::{Args, ValueEnum, ValueHint};

use super::{Accounts, Clock, DoorLists};

/// Check credential, permissions, account, rate budget and clock. Reads only.
///
/// Asks every endpoint once and says for each which permission group it takes, what it is good for, and whether it may
/// be read. With a door list, what that list needs and may not be read is a problem; without one, only what every run
/// needs. Every problem comes with its mend.
#[derive(Debug, Args)]
#[command(after_long_help = DOCTOR)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) door_lists: DoorLists,
    /// The account, where there is no door list [default: `CLOUDFLARE_ACCOUNT_ID`, or the recording's].
    #[arg(long, value_name = "ID", conflicts_with = "files")]
    pub(crate) account_id: Option<String>,
    #[command(flatten)]
    pub(crate) accounts: Accounts,
    #[command(flatten)]
    pub(crate) clock: Clock,
    /// What to print: text or json.
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    pub(crate) format: Plain,
}

/// The formats of what is no plan and no report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Plain {
    /// For people.
    Text,
    /// For programs.
    Json,
}

const DOCTOR: &str = "\
Examples:
  doorlist doctor
  doorlist doctor -f doorlist.yaml --format json
  doorlist doctor --account-id 0123456789abcdef0123456789abcdef

Exit codes: 0 all that is needed is there; 1 the credential or the connection is of no use, or a
door list is wrong; 3 it is the wrong account, or something needed may not be read.";

/// Say who came back since an evidence folder was written.
///
/// Reads the folder that `apply --evidence` wrote, makes sure that it is as it was written, and holds what was removed
/// then against the account of now: the same registration, a new one of the same person, a new one on the same
/// machine. Reads only; made for a schedule.
#[derive(Debug, Args)]
#[command(after_long_help = WATCH)]
pub(crate) struct Watch {
    /// An evidence folder, or a folder of them; may be given several times.
    #[arg(long, value_name = "DIR", required = true, value_hint = ValueHint::DirPath)]
    pub(crate) since: Vec<String>,
    #[command(flatten)]
    pub(crate) accounts: Accounts,
    #[command(flatten)]
    pub(crate) clock: Clock,
    /// What to print: text or json.
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_possible_values = true)]
    pub(crate) format: Plain,
}

const WATCH: &str = "\
Examples:
  doorlist watch --since evidence/2026-11-22-HR-1042
  doorlist watch --since evidence/ --format json

Exit codes: 0 nobody came back; 1 an error, for example a folder that was edited or that no run
finished; 2 somebody or something came back; 3 refused by a guard.";

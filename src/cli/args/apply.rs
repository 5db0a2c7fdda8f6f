//! `doorlist apply`.

use clap::{Args, ValueHint};
use jiff::{SignedDuration, Timestamp};

use super::{Clock, DoorLists, Look, Recordings};
use crate::plan::Ack;

/// Do it: a door list's plan now, or a saved plan as it was reviewed.
///
/// Without PLAN: plans, shows the plan, and asks on a terminal for the team's name and the number of removals;
/// without a terminal `--auto-approve` is needed. With PLAN, a JSON plan as `plan --out json=PLAN` writes it: format,
/// digest, account and age are checked, and what it says is done, or nothing; a saved plan is consent by itself.
///
/// Every target is read again just before it is changed. What is no longer as planned is left alone. Afterwards the
/// account is read again, and the report says whether it is as the door list wants it. Run it again at any time.
#[derive(Debug, Args)]
#[command(after_long_help = AFTER)]
pub(crate) struct Apply {
    /// A saved plan, or an array of them for several accounts.
    #[arg(value_name = "PLAN", value_hint = ValueHint::FilePath)]
    pub(crate) plan: Option<String>,
    #[command(flatten)]
    pub(crate) door_lists: DoorLists,
    #[command(flatten)]
    pub(crate) sandbox: Recordings,
    #[command(flatten)]
    pub(crate) clock: Clock,
    #[command(flatten)]
    pub(crate) look: Look,
    /// Do not ask. The limits of the door list hold all the same.
    #[arg(long)]
    pub(crate) auto_approve: bool,
    /// Pass the limits for exactly this plan, as its refusal printed it; once for each account.
    #[arg(long, value_name = "COUNT@DIGEST")]
    pub(crate) ack: Vec<Ack>,
    /// Registrations in one bulk call: 1 to 200.
    #[arg(long, value_name = "N", default_value = "50", value_parser = super::super::settings::batch)]
    pub(crate) batch: usize,
    /// How old a saved plan may be, for example 4h [default: 24h].
    #[arg(long, value_name = "DURATION", value_parser = super::super::settings::duration)]
    pub(crate) max_plan_age: Option<SignedDuration>,
    #[command(flatten)]
    pub(crate) evidence: Evidence,
}

/// What an auditor will ask for.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Evidence")]
pub(crate) struct Evidence {
    /// Write a folder that an auditor can read: who, when, before, plan, every request, after.
    ///
    /// The folder is made where it is not there. Where it holds an earlier run already, this one goes into `run-2` below
    /// it, and so on; with several accounts each has a folder with its id. --redact holds for it, too.
    #[arg(long = "evidence", value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) folder: Option<String>,
    /// The ticket of the whole change.
    #[arg(long, value_name = "TICKET")]
    pub(crate) ticket: Option<String>,
    /// Who asked for it.
    #[arg(long, value_name = "WHO")]
    pub(crate) requested_by: Option<String>,
    /// When it was asked for: the SLA counts from here.
    #[arg(long, value_name = "RFC3339")]
    pub(crate) requested_at: Option<Timestamp>,
    /// Who approved it; may be given several times.
    #[arg(long, value_name = "WHO")]
    pub(crate) approved_by: Vec<String>,
    /// How long after it was asked for it has to be done, for example 24h.
    #[arg(long, value_name = "DURATION", value_parser = super::super::settings::duration)]
    pub(crate) sla: Option<SignedDuration>,
}

const AFTER: &str = "\
Examples:
  doorlist apply -f doorlist.yaml
  doorlist apply -f doorlist.yaml --auto-approve --out json=report.json
  doorlist apply plan.json -f doorlist.yaml
  doorlist apply -f doorlist.yaml --auto-approve --ack 31@sha256:2c26…
  doorlist apply -f doorlist.yaml --sandbox account.json --auto-approve
  doorlist apply plan.json --evidence evidence/HR-1042 --ticket HR-1042 --approved-by dana

Exit codes: 0 done and converged, or nothing to do; 1 error, nothing was changed; 3 refused by a
guard, nothing was changed; 4 incomplete, read the report and run it again; 130 interrupted, run it
again. The first Ctrl-C or SIGTERM starts nothing new, finishes what runs and writes the report; the
second ends at once.";

//! `doorlist plan`.

use clap::Args;
use jiff::SignedDuration;

use super::{Accounts, Clock, DoorLists, Look};

/// Show what would change. Reads only.
///
/// Reads the account to the end of every list that the door list needs, judges every registration, and shows what
/// would be deleted, revoked or restored, by which line of the door list, and whether it would come back. Sends GET
/// requests only.
#[derive(Debug, Args)]
#[command(after_long_help = AFTER)]
pub(crate) struct Plan {
    #[command(flatten)]
    pub(crate) door_lists: DoorLists,
    #[command(flatten)]
    pub(crate) accounts: Accounts,
    #[command(flatten)]
    pub(crate) clock: Clock,
    #[command(flatten)]
    pub(crate) look: Look,
    /// Exit with 2 where changes are pending.
    #[arg(long)]
    pub(crate) detailed_exitcode: bool,
    /// Mark the plan as made for a pull request: it can be read, and never applied.
    #[arg(long)]
    pub(crate) speculative: bool,
    /// How long the saved plan may wait to be applied, for example 4h [default: 24h].
    #[arg(long, value_name = "DURATION", value_parser = super::super::settings::duration)]
    pub(crate) max_plan_age: Option<SignedDuration>,
    /// Registrations in one bulk call of the apply, for its cost: 1 to 200.
    #[arg(long, value_name = "N", default_value = "50", value_parser = super::super::settings::batch)]
    pub(crate) batch: usize,
    /// List the accounts of the door lists and read nothing; with `--format json`, a matrix for CI.
    #[arg(long)]
    pub(crate) list_accounts: bool,
}

const AFTER: &str = "\
Examples:
  doorlist plan -f doorlist.yaml
  doorlist plan -f accounts/ --out json=plan.json --out markdown=plan.md
  doorlist plan -f doorlist.yaml --offline account.json --format diff
  doorlist plan -f doorlist.yaml --detailed-exitcode || test $? = 2
  doorlist plan -f accounts/ --list-accounts --format json

Exit codes: 0 planned, 1 error, 2 changes are pending (--detailed-exitcode), 3 refused by a guard.
A plan that a limit refuses is printed all the same; the refusal says what `apply --ack` takes.";

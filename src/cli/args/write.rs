//! `doorlist init`, `snapshot`, `schema`, `completions` and `man`: they write something to start from.

use clap::{Args, ValueEnum, ValueHint};

use super::{Accounts, Clock, DoorLists};

/// Write a door list from a live or recorded account; its first plan is empty.
///
/// Everybody who is there is permitted, everything else is reported. What looks wrong is marked with REVIEW and
/// waits for a decision: addresses outside the usual domains, registrations not seen for long, duplicates, machines
/// without a serial, revoked registrations, service tokens that end soon.
#[derive(Debug, Args)]
#[command(after_long_help = INIT)]
pub(crate) struct Init {
    /// The account [default: `CLOUDFLARE_ACCOUNT_ID`, or the recording's].
    #[arg(long, value_name = "ID")]
    pub(crate) account_id: Option<String>,
    #[command(flatten)]
    pub(crate) accounts: Accounts,
    #[command(flatten)]
    pub(crate) clock: Clock,
    /// Write to a file instead of stdout.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<String>,
    /// Replace the file where it is there.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

const INIT: &str = "\
Examples:
  doorlist init --account-id 0123456789abcdef0123456789abcdef --out doorlist.yaml
  doorlist init --offline account.json";

/// Record the live account in one file, to plan offline.
///
/// Every list with its rows as the API returns them. Lists that the token may not read are left out and named on
/// stderr. The file holds personal data: names, addresses, serial numbers.
#[derive(Debug, Args)]
#[command(after_long_help = SNAPSHOT)]
pub(crate) struct Snapshot {
    /// The account [default: `CLOUDFLARE_ACCOUNT_ID`, or the door list's].
    #[arg(long, value_name = "ID", conflicts_with = "files")]
    pub(crate) account_id: Option<String>,
    #[command(flatten)]
    pub(crate) door_lists: DoorLists,
    #[command(flatten)]
    pub(crate) clock: Clock,
    /// Write to a file, readable by its owner alone, instead of stdout.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<String>,
    /// Replace the file where it is there.
    #[arg(long, requires = "out")]
    pub(crate) force: bool,
}

const SNAPSHOT: &str = "\
Examples:
  doorlist snapshot --account-id 0123456789abcdef0123456789abcdef --out account.json
  doorlist snapshot -f doorlist.yaml --out account.json
  doorlist plan -f doorlist.yaml --offline account.json";

/// Print the JSON Schema of a file format.
#[derive(Debug, Args)]
#[command(after_long_help = SCHEMA)]
pub(crate) struct Schema {
    /// Which format.
    #[arg(value_name = "FORMAT", default_value = "doorlist")]
    pub(crate) of: SchemaOf,
}

const SCHEMA: &str = "\
Examples:
  doorlist schema > doorlist.schema.json
  doorlist schema plan > plan.schema.json";

/// The formats with a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SchemaOf {
    /// A door list.
    Doorlist,
    /// A plan in JSON.
    Plan,
    /// A report in JSON.
    Report,
    /// An explanation in JSON.
    Explanation,
}

/// Print a completion script for a shell.
#[derive(Debug, Args)]
#[command(after_long_help = COMPLETIONS)]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

const COMPLETIONS: &str = "\
Examples:
  doorlist completions bash > /etc/bash_completion.d/doorlist
  doorlist completions zsh > ~/.zfunc/_doorlist
  doorlist completions fish > ~/.config/fish/completions/doorlist.fish
  doorlist completions powershell >> $PROFILE";

/// Print a manual page, or write all of them into a folder.
#[derive(Debug, Args)]
#[command(after_long_help = MAN)]
pub(crate) struct Man {
    /// The command whose page is wanted; without it, the page of the program.
    #[arg(value_name = "COMMAND")]
    pub(crate) of: Option<String>,
    /// Write the page of the program and of every command into a folder, which is made where it is not there.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "of")]
    pub(crate) out: Option<String>,
}

const MAN: &str = "\
Examples:
  doorlist man apply | man -l -
  doorlist man --out ~/.local/share/man/man1";

//! The program and its commands.

use clap::{Parser, Subcommand, ValueEnum};

use super::{
    Apply, Completions, Doctor, Explain, Init, Man, Offboard, Plan, Sandbox, Schema, Show, Snapshot, Test, Validate,
    Watch,
};

/// Plan and apply who may hold a registration of the Cloudflare One Client.
///
/// A YAML file, the door list, says which users, service tokens and devices may hold a device registration of a
/// Cloudflare Zero Trust account. `plan` reads the account and shows what would be deleted, revoked or restored, and
/// whether it would come back; `apply` does exactly that, and can be run again at any time.
#[derive(Debug, Parser)]
#[command(name = "doorlist", version, after_help = AFTER, after_long_help = AFTER_LONG, max_term_width = 100)]
pub(crate) struct Cli {
    /// Colours: auto, always or never; auto means on a terminal, without `NO_COLOR`.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        default_value = "auto",
        hide_possible_values = true,
        display_order = 900
    )]
    pub(crate) color: Color,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER: &str = "\
First steps:
  doorlist init --account-id ID --out doorlist.yaml    a door list whose first plan is empty
  doorlist plan                                        what would change
  doorlist apply                                       do it; asks before it writes";

const AFTER_LONG: &str = "\
First steps:
  doorlist init --account-id ID --out doorlist.yaml    a door list whose first plan is empty
  doorlist plan                                        what would change
  doorlist apply                                       do it; asks before it writes

Environment:
  CLOUDFLARE_API_TOKEN    the credential; or CLOUDFLARE_EMAIL with CLOUDFLARE_API_KEY
  CLOUDFLARE_ACCOUNT_ID   has to agree with the door list where it is set
  CLOUDFLARE_BASE_URL     another address than https://api.cloudflare.com/client/v4: https, loopback
  NO_COLOR                no colours

Exit codes:
  0    done, or nothing to do
  1    error, bad usage included
  2    changes are pending (plan --detailed-exitcode); somebody came back (watch)
  3    refused by a guard
  4    the apply is incomplete: something failed, was skipped, or could not be verified
  130  interrupted";

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands, in the order in which they are met. What each does is told by its arguments.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Init(Init),
    Validate(Validate),
    Plan(Plan),
    Apply(Apply),
    Show(Show),
    Explain(Explain),
    Offboard(Offboard),
    Test(Test),
    Snapshot(Snapshot),
    Watch(Watch),
    Doctor(Doctor),
    Sandbox(Sandbox),
    Schema(Schema),
    Completions(Completions),
    Man(Man),
}

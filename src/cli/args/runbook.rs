//! `doorlist offboard` and `test`: runbooks, and their snapshots.

use clap::{Args, ValueEnum, ValueHint};

use super::out::{PROSE, one_of};
use super::{Accounts, Clock, DoorLists};
use crate::model::runbook::SubjectKind;
use crate::render::Format;

/// The runbook for a person, a machine or a service token that leaves.
///
/// Every step in its order, who does it, and what it would change now. Nothing is changed; --write puts the entry into
/// the door list, where it is reviewed and applied like any other change. What is protected and stays is named, and so
/// is the guard that would refuse the plan.
#[derive(Debug, Args)]
#[command(after_long_help = OFFBOARD)]
pub(crate) struct Offboard {
    /// One person's address, a serial number, a device id or name, or a service token's name or id.
    #[arg(value_name = "SUBJECT")]
    pub(crate) subject: String,
    /// What the subject is, where it could be several things.
    #[arg(long, value_name = "KIND")]
    pub(crate) kind: Option<Kind>,
    /// The machine is handed on to this person: the others' registrations on it go.
    #[arg(long, value_name = "EMAIL")]
    pub(crate) new_owner: Option<String>,
    /// The ticket, for the entry and the evidence.
    #[arg(long, value_name = "TICKET")]
    pub(crate) ticket: Option<String>,
    /// Why, for the entry.
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Put the entry into the door list, which keeps its comments and layout.
    #[arg(long)]
    pub(crate) write: bool,
    #[command(flatten)]
    pub(crate) door_lists: DoorLists,
    #[command(flatten)]
    pub(crate) accounts: Accounts,
    #[command(flatten)]
    pub(crate) clock: Clock,
    /// What to print: text, json, markdown or html.
    #[arg(long, value_name = "FORMAT", default_value_t, value_parser = one_of(PROSE), hide_possible_values = true)]
    pub(crate) format: Format,
}

/// What leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    /// A person.
    Person,
    /// A machine, lost or stolen.
    Device,
    /// A machine that gets another owner.
    HandedOn,
    /// A service token.
    Token,
}

impl From<Kind> for SubjectKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Person => Self::Person,
            Kind::Device => Self::Device,
            Kind::HandedOn => Self::HandedOn,
            Kind::Token => Self::Token,
        }
    }
}

const OFFBOARD: &str = "\
Examples:
  doorlist offboard erin@acme.example --ticket HR-1042
  doorlist offboard PF3CCC333 --ticket SEC-77 --reason \"stolen on the train\" --write
  doorlist offboard 5CG0BBB222 --new-owner heidi@acme.example
  doorlist offboard ci-runners --format markdown

Exit codes: 0 the runbook is printed; 1 nothing is named so, an option does not fit, or an error;
3 refused: a guard stands before any plan, or the plan with the entry would be refused. Such a
runbook is printed; its entry is not written where no --ack passes the guard.";

/// Run snapshot-tested runbooks.
///
/// A case is a folder with a case.yaml: the command, the time, a door list and a recorded account (its own or pointers
/// to them), and the expected text in expected.txt. Whatever the snapshot says, no case may close the door after
/// removing, delete a token that is still attached, release a seat too early, delete a shared machine, or touch what is
/// protected.
///
/// The command of a case is plan, apply, offboard, explain or validate, and changes nothing: apply rehearses on a copy
/// of the recorded account, and an option that writes files (--write, --out, --evidence) is an error in the case.yaml.
#[derive(Debug, Args)]
#[command(after_long_help = TEST)]
pub(crate) struct Test {
    /// Folders with a case.yaml, or folders of such folders.
    #[arg(value_name = "DIR", required = true, value_hint = ValueHint::DirPath)]
    pub(crate) folders: Vec<String>,
    /// Write what comes out as what is expected.
    #[arg(long)]
    pub(crate) update: bool,
    /// Write the results as JUnit XML, too.
    #[arg(long, value_name = "PATH", value_hint = ValueHint::FilePath)]
    pub(crate) junit: Option<String>,
}

const TEST: &str = "\
Examples:
  doorlist test examples/runbooks
  doorlist test runbooks/ --junit runbooks.xml
  doorlist test runbooks/ --update

Exit codes: 0 all cases are as expected, 1 one is not, or an error.";

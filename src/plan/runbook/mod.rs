//! Runbooks: what leaves is put into the door list, in memory, and planned; the steps are the plan's own actions with
//! the steps that no plan can know about, each in its place (product.md, sections 3 and 4).
//!
//! * [`subject`] – what the words on the command line name
//! * [`adopt`] – the door list with the new entries
//! * [`steps`] – the actions as steps, in the order of the phases
//! * [`extra`] – what people have to do beside, for each kind of subject

pub mod adopt;
pub mod extra;
pub mod steps;
pub mod subject;

use jiff::Timestamp;

use super::planner::{Refusal, Settings, plan};
use super::sentences::count;
use crate::model::plan::{Action, PlanAccount};
use crate::model::runbook::{AdditionNotes, Runbook, SubjectKind};
use crate::model::{Account, DoorList};
use subject::Subject;

/// What was asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// An address, a serial, a device id, a token's name or id.
    pub subject: String,
    /// Where the subject could be more than one kind of thing.
    pub kind: Option<SubjectKind>,
    /// The new owner's address, for a machine that is handed on.
    pub new_owner: Option<String>,
    /// The ticket.
    pub ticket: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

/// Why there is no runbook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRunbook {
    /// Nothing live is named so.
    #[error(
        "nothing in account {account} is named \"{subject}\"; give an address, a serial, a device id, or a token's name or id"
    )]
    NotFound {
        /// What was asked for.
        subject: String,
        /// Where.
        account: String,
    },
    /// Several things are named so.
    #[error("\"{subject}\" names {what}; give one of them: {choices}")]
    Ambiguous {
        /// What was asked for.
        subject: String,
        /// What it names.
        what: String,
        /// The ids to choose from.
        choices: String,
    },
    /// A synthetic address stands for every machine of the account.
    #[error(
        "{0} stands for every machine of the account, not for one owner; give the token's name, or the machine's serial or id"
    )]
    Synthetic(String),
    /// The account is not the door list's, or a list is missing.
    #[error("{}", .0.text)]
    Refused(Refusal),
}

/// Makes the runbook.
///
/// # Errors
///
/// See [`NoRunbook`].
pub fn runbook(list: &DoorList, account: &Account, now: Timestamp, request: &Request) -> Result<Runbook, NoRunbook> {
    let subject = subject::find(account, request)?;
    let notes = AdditionNotes { ticket: request.ticket.clone(), reason: request.reason.clone() };
    let additions = adopt::additions(&subject, account, &notes);
    let adopted = adopt::adopt(list, &additions);
    let planned = plan(&adopted, account, now, &Settings::default()).map_err(NoRunbook::Refused)?;
    let actions: Vec<Action> = planned.actions.into_iter().filter(|action| subject.owns(action)).collect();
    let title = title(&subject, request, &actions);
    let mut steps = steps::steps(actions);
    extra::add(&mut steps, &subject, &adopted, account, now);
    Ok(Runbook {
        account: PlanAccount {
            id: account.id.to_string(),
            name: account.name.clone(),
            team: account.organization.team().to_owned(),
        },
        subject: request.subject.clone(),
        kind: subject.kind(),
        title,
        ticket: request.ticket.clone(),
        additions,
        steps,
    })
}

fn title(subject: &Subject, request: &Request, actions: &[Action]) -> String {
    let removals = actions.iter().filter(|action| action.kind.removes_registration()).count() as u64;
    let what = match subject {
        Subject::Person { email, .. } => format!("{email} leaves"),
        Subject::Device { name, .. } => format!("machine {name} is lost or stolen"),
        Subject::HandedOn { name, new_owner, .. } => match new_owner {
            Some(owner) => format!("machine {name} goes to {owner}"),
            None => format!("machine {name} gets another owner"),
        },
        Subject::Token { name, .. } => format!("service token {name} is retired"),
    };
    let ticket = request.ticket.as_ref().map_or_else(String::new, |ticket| format!(" ({ticket})"));
    format!("{what}{ticket}: {} to remove", count(removals, "registration"))
}

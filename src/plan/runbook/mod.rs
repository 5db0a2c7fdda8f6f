//! Runbooks: what leaves is put into the door list, in memory, and planned; the steps are the plan's own actions with
//! the steps that no plan can know about, each in its place (product.md, sections 3 and 4).
//!
//! * [`find`], [`machine`] – what the words on the command line name
//! * [`subject`] – what leaves, and what belongs to it
//! * [`adopt`] – the door list with the new entries
//! * [`steps`] – the actions as steps, in the order of the phases
//! * [`stays`] – what stays all the same, and why
//! * [`extra`] – what people have to do beside, for each kind of subject
//! * [`no_runbook`] – why there is none

pub mod adopt;
pub mod extra;
pub mod find;
pub mod machine;
pub mod no_runbook;
pub mod stays;
pub mod steps;
pub mod subject;

use jiff::Timestamp;

use super::planner::{Settings, plan};
use super::sentences::count;
use crate::model::plan::{Action, Guard, GuardVerdict};
use crate::model::quote::name;
use crate::model::runbook::{AdditionNotes, Runbook, SubjectKind};
use crate::model::{Account, DoorList};
use find::Place;
pub use no_runbook::NoRunbook;
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

/// Makes the runbook.
///
/// # Errors
///
/// See [`NoRunbook`].
pub fn runbook(list: &DoorList, account: &Account, now: Timestamp, request: &Request) -> Result<Runbook, NoRunbook> {
    let subject = find::find(&Place { list, account, now }, request)?;
    let notes = AdditionNotes { ticket: request.ticket.clone(), reason: request.reason.clone() };
    let additions = adopt::additions(&subject, account, &notes);
    let adopted = adopt::adopt(list, &additions);
    let place = Place { list: &adopted, account, now };
    let planned = plan(&adopted, account, now, &Settings::default()).map_err(NoRunbook::Refused)?;
    let stays = stays::stays(&subject, &place, list, &planned);
    let is_tripped = |guard: &&Guard| guard.verdict == GuardVerdict::Tripped;
    let guards = planned.guards.iter().filter(is_tripped).cloned().collect();
    let actions: Vec<Action> = planned.actions.into_iter().filter(|action| subject.owns(action)).collect();
    let mut runbook = Runbook {
        account: planned.account,
        subject: request.subject.clone(),
        kind: subject.kind(),
        title: String::new(),
        ticket: request.ticket.clone(),
        additions,
        guards,
        stays,
        steps: steps::steps(actions),
    };
    extra::add(&mut runbook, &subject, &place);
    runbook.title = title(&subject, &runbook);
    Ok(runbook)
}

fn title(subject: &Subject, runbook: &Runbook) -> String {
    let what = match subject {
        Subject::Person { email, .. } => format!("{} leaves", name(email.as_str())),
        Subject::Device { name: machine, .. } => format!("machine {} is lost or stolen", name(machine)),
        Subject::HandedOn { name: machine, new_owner, .. } => match new_owner {
            Some(owner) => format!("machine {} goes to {}", name(machine), name(owner)),
            None => format!("machine {} gets another owner", name(machine)),
        },
        Subject::Token { name: token, .. } => format!("service token {} is retired", name(token)),
    };
    let ticket = runbook.ticket.as_ref().map_or_else(String::new, |ticket| format!(" ({})", name(ticket)));
    let removals = count(runbook.removals(), "registration");
    let stays = match runbook.stays.len() {
        0 => String::new(),
        1 => ", 1 stays".to_owned(),
        many => format!(", {many} stay"),
    };
    let refused = if runbook.is_refused() { "; REFUSED as it stands" } else { "" };
    format!("{what}{ticket}: {removals} to remove{stays}{refused}")
}

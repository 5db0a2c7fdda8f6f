//! Offboarding that sticks: what has to happen beside removing registrations, in the order in which it has to happen
//! (product.md, section 3; fine print A7, A23, A28, A40, A41).
//!
//! For a person who is to have no registration left because of who they are: close enrollment, end sessions, remove
//! registrations, delete device records on which nothing is left, release the seat, verify. For a token: out of the
//! enrollment policies, disable, remove its registrations, delete the token. Each step is an effect where
//! `offboarding` says so, and a step for a person otherwise.

mod block_list;
mod detach;
mod devices;
mod enrollment;
mod leftover;
mod people;
mod person;
mod policies;
mod steps;
mod token;
mod token_use;

use std::collections::HashSet;

pub use block_list::blocks_by;
pub(super) use leftover::leftovers;

use super::actions::Registrations;
use super::planner::Refusal;
use super::returning::Returning;
use super::returns::remedy::find_out;
use super::view::View;
use crate::model::plan::{Action, Target, Verdict};
use crate::model::quote::{is_plain, quoted};
use crate::model::{Account, DoorList};

/// Marks the id of the step for whoever runs the identity provider.
pub(super) const IDENTITY_PROVIDER: &str = "identity-provider";

/// Refuses a block list that would block nobody, before anything is planned (fine print A41).
///
/// # Errors
///
/// The refusal, with what is missing.
pub fn check(list: &DoorList, account: &Account) -> Result<(), Refusal> {
    block_list::check(list, account)
}

/// All actions beside those on registrations; the remedies of removals whose door this plan closes are rewritten
/// (fine print A23).
pub fn actions(view: &View<'_>, returning: &Returning<'_>, registrations: &mut Registrations) -> Vec<Action> {
    let left_out: HashSet<String> =
        registrations.not_closed.iter().filter_map(|action| action.target.registration_id.clone()).collect();
    let mut made = Vec::new();
    for person in people::offboarded(view, returning, &left_out) {
        let steps = person::steps(view, returning, &person);
        if let Some(closing) = steps.iter().find(|action| enrollment::closes(action)) {
            let open = enrollment::left_open(returning, person.email, closing);
            let is_theirs = |target: &Target| of_person(target, person.email.as_str());
            rewrite_remedies(&mut registrations.actions, is_theirs, &closed_by(&closing.id, &open));
        }
        made.extend(steps);
    }
    made.extend(devices::emptied(view, &left_out));
    for token in token::retired(view, returning, &left_out) {
        if let Some((id, remedy)) = &token.closed {
            let is_its = |target: &Target| target.token.as_ref().is_some_and(|token| token.id == id.as_str());
            rewrite_remedies(&mut registrations.actions, is_its, remedy);
            rewrite_remedies(&mut registrations.not_closed, is_its, remedy);
        }
        made.extend(token.steps);
    }
    made
}

/// The id of an action in a sentence: it has a colon, and is no name for all that.
fn action_id(id: &str) -> String {
    if is_plain(&id.replace(':', "")) { id.to_owned() } else { quoted(id) }
}

fn closed_by(closing: &str, open: &[String]) -> String {
    let closing = action_id(closing);
    if open.is_empty() {
        return format!("action {closing} of this plan closes it");
    }
    format!("action {closing} of this plan closes what certainly admits; {}", find_out(open))
}

fn of_person(target: &Target, email: &str) -> bool {
    let address = target.identity.as_ref().and_then(|identity| identity.email.as_deref());
    address.is_some_and(|address| address.eq_ignore_ascii_case(email))
}

/// What does not come back needs no remedy.
fn rewrite_remedies(actions: &mut [Action], is_meant: impl Fn(&Target) -> bool, remedy: &str) {
    for action in actions.iter_mut().filter(|action| is_meant(&action.target)) {
        if let Some(returns) = action.returns.as_mut().filter(|returns| returns.verdict != Verdict::No) {
            returns.remedy = Some(remedy.to_owned());
        }
    }
}

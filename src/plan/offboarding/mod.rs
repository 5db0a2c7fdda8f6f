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
use crate::model::plan::Action;
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
            rewrite_remedies(registrations, person.email.as_str(), &closed_by(&closing.id, &open));
        }
        made.extend(steps);
    }
    made.extend(devices::emptied(view, &left_out));
    made.extend(token::steps(view, returning));
    made
}

fn closed_by(closing: &str, open: &[String]) -> String {
    if open.is_empty() {
        return format!("action {closing} of this plan closes it");
    }
    format!("action {closing} of this plan closes what certainly admits; {}", find_out(open))
}

fn rewrite_remedies(registrations: &mut Registrations, email: &str, remedy: &str) {
    let of_person = |action: &&mut Action| {
        let identity = action.target.identity.as_ref();
        identity.and_then(|i| i.email.as_deref()).is_some_and(|e| e.eq_ignore_ascii_case(email))
    };
    for action in registrations.actions.iter_mut().filter(of_person) {
        if let Some(returns) = &mut action.returns {
            returns.remedy = Some(remedy.to_owned());
        }
    }
}

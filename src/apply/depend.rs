//! What an action depends on (product.md, sections 3 and 6): one failed step stops what depends on it and nothing
//! else.
//!
//! * A person's later phases depend on that person's earlier ones: no registration is deleted while the door that
//!   should have been closed first is open, no seat is released while a registration stays.
//! * The same holds for a service token.
//! * A device record depends on the registrations on it, whoever's they are, and on nothing else.

use std::collections::HashMap;

use super::ledger::Ledger;
use crate::model::plan::{Action, ActionKind, IdentityKind, Phase};

/// What links a later action to an earlier one.
#[derive(PartialEq, Eq, Hash)]
enum Link {
    Email(String),
    User(String),
    Token(String),
    Device(String),
}

/// What is not settled of the phases before one phase, by what could depend on it.
pub(super) struct Blockers(HashMap<Link, usize>);

impl Blockers {
    /// Taken when a phase begins: actions of one phase do not depend on each other.
    pub(super) fn before(phase: Phase, actions: &[Action], ledger: &Ledger<'_>) -> Self {
        let unsettled = actions.iter().enumerate().filter(|(place, action)| {
            action.phase < phase && ledger.became(*place).is_some_and(|became| !became.is_settled())
        });
        let mut links = HashMap::new();
        for (place, action) in unsettled {
            for link in owner(action).into_iter().chain(machine(action)) {
                links.entry(link).or_insert(place);
            }
        }
        Self(links)
    }

    /// The place of an action that this one has to wait for in vain.
    pub(super) fn of(&self, action: &Action) -> Option<usize> {
        let links =
            if action.kind == ActionKind::DeleteDevice { machine(action).into_iter().collect() } else { owner(action) };
        links.iter().find_map(|link| self.0.get(link).copied())
    }
}

fn owner(action: &Action) -> Vec<Link> {
    let person = action.target.identity.as_ref().filter(|identity| identity.kind == IdentityKind::Person);
    let email = person.and_then(|person| person.email.as_ref()).map(|email| Link::Email(email.to_ascii_lowercase()));
    let user = person.and_then(|person| person.id.as_ref()).map(|id| Link::User(id.clone()));
    let token = action.target.token.as_ref().map(|token| Link::Token(token.id.clone()));
    email.into_iter().chain(user).chain(token).collect()
}

fn machine(action: &Action) -> Option<Link> {
    action.target.device.as_ref().map(|device| Link::Device(device.id.clone()))
}

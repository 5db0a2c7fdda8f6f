//! What the door list has to say about each row, before any stage decides.

use std::collections::HashMap;

use super::matching::Matcher;
use crate::model::{Account, Email, Identity, Registration};

/// Who the row belongs to, with the entry about them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// A person and the entry that is final for them.
    Person(Option<usize>),
    /// A service identity, the entry that claims the machine, and another that claims it too: the first of another
    /// standing, else the next.
    Service(Option<usize>, Option<usize>),
    /// A connector.
    Connector,
    /// Another team's synthetic address.
    Foreign,
    /// No user on the row.
    Nobody,
}

/// The facts about one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The protection that holds.
    pub protected: Option<usize>,
    /// The device entry with a state that matches.
    pub device_state: Option<usize>,
    /// Whose it is.
    pub owner: Owner,
    /// The number of the person, the same on all rows of one.
    pub person: Option<usize>,
}

/// The facts of all rows, in the order of the account's registrations.
pub fn gather(matcher: &Matcher<'_>, account: &Account) -> Vec<Facts> {
    let mut people = Numbered::default();
    account.registrations.iter().map(|row| facts(matcher, account, row, &mut people)).collect()
}

/// People by address: each is asked about once.
#[derive(Default)]
struct Numbered<'a> {
    known: HashMap<&'a Email, (usize, Option<usize>)>,
}

impl<'a> Numbered<'a> {
    /// The person's number and the entry that is final for them.
    fn person(&mut self, email: &'a Email, matcher: &Matcher<'_>) -> (usize, Option<usize>) {
        let next = self.known.len();
        *self.known.entry(email).or_insert_with(|| (next, matcher.user_entries(email).next()))
    }
}

fn facts<'a>(matcher: &Matcher<'_>, account: &Account, row: &'a Registration, people: &mut Numbered<'a>) -> Facts {
    let mut number = None;
    let owner = match Identity::of(row, &account.organization.auth_domain) {
        Identity::Person(email) => {
            let (person, entry) = people.person(email, matcher);
            number = Some(person);
            Owner::Person(entry)
        }
        Identity::Service(_) => {
            let (claim, other) = matcher.claims(row, account);
            Owner::Service(claim, other)
        }
        Identity::Connector(_) => Owner::Connector,
        Identity::Foreign(_) => Owner::Foreign,
        Identity::Nobody => Owner::Nobody,
    };
    Facts {
        protected: matcher.protection(row, account),
        device_state: matcher.device_state(row, account),
        owner,
        person: number,
    }
}

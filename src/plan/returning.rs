//! Whether the owner of a row could enroll again: who is asked about (product.md, section 3; fine print A22).

use std::cell::RefCell;
use std::collections::HashMap;

use super::facts::{Facts, Owner};
use super::returns::evaluate::{answer, unknown};
use super::returns::rules::not_read;
use super::returns::{Enrollment, Subject};
use crate::model::account::Listed;
use crate::model::doorlist::TokenName;
use crate::model::plan::{Returns, Verdict};
use crate::model::{Account, DoorList, Registration, ServiceToken, TokenId};
use jiff::Timestamp;

/// What a `service_tokens` entry names in the account.
pub enum Named<'a> {
    /// This token, usable or not.
    Token(&'a ServiceToken),
    /// A token by id that could not be looked up.
    Id(TokenId),
    /// The tokens were read, and it is not among them, or its name is not unique.
    Missing,
    /// The tokens were not read.
    Unread(String),
}

/// Looks a token up by name or id.
pub fn named<'a>(account: &'a Account, name: &TokenName) -> Named<'a> {
    let tokens = match (&account.tokens, name) {
        (Listed::Read(tokens), _) => tokens,
        (Listed::Unread(_), TokenName::Id(id)) => return Named::Id(TokenId::from(id.as_str())),
        (Listed::Unread(why), TokenName::Name(_)) => return Named::Unread(not_read("service tokens", why)),
    };
    let mut found = tokens.iter().filter(|token| match name {
        TokenName::Name(name) => token.name == *name,
        TokenName::Id(id) => token.id.as_str() == id,
    });
    match (found.next(), found.next()) {
        (Some(token), None) => Named::Token(token),
        _ => Named::Missing,
    }
}

/// Whether a token can still be used.
pub fn is_alive(token: &ServiceToken, now: Timestamp) -> bool {
    token.enabled && token.expires_at.is_none_or(|at| at > now)
}

/// Answers the question for rows, each owner once.
pub struct Returning<'a> {
    list: &'a DoorList,
    account: &'a Account,
    now: Timestamp,
    /// The policies.
    pub enrollment: Enrollment<'a>,
    known: RefCell<HashMap<Key, Returns>>,
}

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Person(String),
    Token(Option<usize>),
    Other,
}

impl<'a> Returning<'a> {
    /// Makes an account ready to be asked.
    pub fn new(list: &'a DoorList, account: &'a Account, now: Timestamp) -> Self {
        Self { list, account, now, enrollment: Enrollment::new(account), known: RefCell::default() }
    }

    /// Whether the owner of this row could enroll again.
    pub fn of(&self, row: &Registration, facts: &Facts) -> Returns {
        let key = match (facts.owner, row.email()) {
            (Owner::Person(_), Some(email)) => Key::Person(email.to_string()),
            (Owner::Service(claim, _), _) => Key::Token(claim),
            _ => Key::Other,
        };
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let returns = self.ask(row, facts.owner);
        self.known.borrow_mut().insert(key, returns.clone());
        returns
    }

    fn ask(&self, row: &Registration, owner: Owner) -> Returns {
        match (owner, row.email()) {
            _ if matches!(self.enrollment, Enrollment::Closed) => answer(Verdict::No),
            (Owner::Person(_), Some(email)) => self.enrollment.returns(&Subject::Person(email)),
            (Owner::Service(claim, _), _) => self.token(claim),
            (Owner::Connector, _) => unknown(["how the connector is enrolled".to_owned()]),
            _ => unknown(["who enrolled the machine".to_owned()]),
        }
    }

    fn token(&self, claim: Option<usize>) -> Returns {
        let Some(index) = claim else { return self.enrollment.returns(&Subject::SomeToken) };
        match named(self.account, &self.list.service_tokens[index].token) {
            Named::Token(token) if !is_alive(token, self.now) => answer(Verdict::No),
            Named::Token(token) => self.enrollment.returns(&Subject::Token(&token.id)),
            Named::Id(id) => self.enrollment.returns(&Subject::Token(&id)),
            Named::Missing => self.enrollment.returns(&Subject::SomeToken),
            Named::Unread(why) => unknown([why]),
        }
    }
}

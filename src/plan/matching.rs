//! Which entry is about an address or a machine (product.md, section 2.3 and 2.4).

use std::collections::HashMap;

use jiff::Timestamp;

use super::facts::Owner;
use super::stages::Standing;
use super::view::Judged;
use crate::model::doorlist::{DeviceEntry, ProtectedEntry, State, UserEntry, Who};
use crate::model::identity::is_synthetic;
use crate::model::{Account, DoorList, Email, Pattern, Registration};

/// The entries of a door list, arranged so that an address finds its own without trying all.
pub struct Matcher<'a> {
    list: &'a DoorList,
    now: Timestamp,
    exact: HashMap<&'a str, Vec<usize>>,
    groups: Vec<usize>,
    patterns: Vec<usize>,
}

impl<'a> Matcher<'a> {
    /// Arranges the entries. `now` decides which classes and protections still hold.
    pub fn new(list: &'a DoorList, now: Timestamp) -> Self {
        let mut exact: HashMap<&str, Vec<usize>> = HashMap::new();
        let (mut groups, mut patterns) = (Vec::new(), Vec::new());
        for (index, entry) in list.users.iter().enumerate() {
            match &entry.who {
                Who::Exact(email) => exact.entry(email.as_str()).or_default().push(index),
                Who::Group(_) => groups.push(index),
                Who::Pattern(_) => patterns.push(index),
            }
        }
        Self { list, now, exact, groups, patterns }
    }

    /// The entries about a person, in the order in which they are tried: exact, groups, patterns, each in file
    /// order. The first is final, an ended one too.
    pub fn user_entries(&self, email: &Email) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let email = email.clone();
        let exact = self.exact.get(email.as_str()).map_or(&[][..], Vec::as_slice);
        let tried = exact.iter().chain(&self.groups).chain(&self.patterns).copied();
        tried.filter(move |index| self.user_matches(&self.list.users[*index], &email))
    }

    fn user_matches(&self, entry: &UserEntry, email: &Email) -> bool {
        let named = match &entry.who {
            Who::Exact(address) => address == email,
            Who::Group(group) => self.is_member(group, email),
            Who::Pattern(pattern) => pattern.matches(email.as_str()),
        };
        named && !entry.except.iter().any(|pattern| pattern.matches(email.as_str()))
    }

    /// Whether a person is in a group of the directory. Machines never are.
    fn is_member(&self, group: &str, email: &Email) -> bool {
        !is_synthetic(email.as_str()) && self.list.groups.get(group).is_some_and(|members| members.contains(email))
    }

    /// Whether the row's machine is in one of these classes.
    pub fn in_class(&self, classes: &[String], row: &Registration, account: &Account) -> bool {
        self.list.devices.iter().any(|entry| {
            entry.class.as_ref().is_some_and(|class| classes.contains(class))
                && !entry.notes.ended(self.now)
                && entry.select.matches(row, account)
        })
    }

    /// The first device entry with a state that the row's machine matches (fine print A11).
    pub fn device_state(&self, row: &Registration, account: &Account) -> Option<usize> {
        let hits = |entry: &DeviceEntry| entry.state != State::Permitted && entry.select.matches(row, account);
        self.list.devices.iter().position(hits)
    }

    /// The first protection that holds for the row.
    pub fn protection(&self, row: &Registration, account: &Account) -> Option<usize> {
        self.list.protected.iter().position(|entry| !entry.notes.ended(self.now) && self.protects(entry, row, account))
    }

    /// Whether a protection is about the row, ended or not.
    pub fn protects(&self, entry: &ProtectedEntry, row: &Registration, account: &Account) -> bool {
        let ProtectedEntry { email, device, group, notes: _, origin: _ } = entry;
        if email.is_none() && device.is_none() && group.is_none() {
            return false;
        }
        email.as_ref().is_none_or(|pattern| row.email().is_some_and(|address| address_protected(pattern, address)))
            && group.as_ref().is_none_or(|group| row.email().is_some_and(|address| self.is_member(group, address)))
            && device.as_ref().is_none_or(|select| select.matches(row, account))
    }

    /// Whether a protection is about a person, ended or not, whatever machines it is about.
    pub fn protects_person(&self, entry: &ProtectedEntry, person: &Email) -> bool {
        let ProtectedEntry { email, device: _, group, notes: _, origin: _ } = entry;
        (email.is_some() || group.is_some())
            && email.as_ref().is_none_or(|pattern| address_protected(pattern, person))
            && group.as_ref().is_none_or(|group| self.is_member(group, person))
    }

    /// The `service_tokens` entries that claim the row's machine, in file order.
    pub fn token_entries(&self, row: &Registration, account: &Account) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let claims: Vec<usize> = (0..self.list.service_tokens.len())
            .filter(|index| {
                let classes = &self.list.service_tokens[*index].devices;
                !classes.is_empty() && self.in_class(classes, row, account)
            })
            .collect();
        claims.into_iter()
    }

    /// The entry that claims the row's machine, and another that claims it too: the first whose standing differs, else
    /// the next. Who claims what differently must not depend on how many claim it alike (fine print A10).
    pub fn claims(&self, row: &Registration, account: &Account) -> (Option<usize>, Option<usize>) {
        let mut claims = self.token_entries(row, account);
        let Some(first) = claims.next() else { return (None, None) };
        let others: Vec<usize> = claims.collect();
        let standing = self.token_standing(first);
        let differing = others.iter().find(|other| self.token_standing(**other) != standing);
        (Some(first), differing.or(others.first()).copied())
    }

    /// The standing of a `service_tokens` entry.
    pub fn token_standing(&self, index: usize) -> Standing {
        Standing::of_token(&self.list.service_tokens[index], self.now)
    }

    /// The entries that claim the machine of a judged row; nothing where it is no service identity's.
    pub fn token_entries_of(
        &self,
        judged: &Judged<'_>,
        account: &Account,
    ) -> impl Iterator<Item = usize> + use<'_, 'a> {
        let service = matches!(judged.facts.owner, Owner::Service(..));
        service.then(|| self.token_entries(judged.row, account)).into_iter().flatten()
    }
}

/// Only an exact address protects a service identity or connector (fine print A39).
fn address_protected(pattern: &Pattern, address: &Email) -> bool {
    pattern.matches(address.as_str()) && (pattern.is_exact() || !is_synthetic(address.as_str()))
}

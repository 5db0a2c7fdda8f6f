//! Duplicates: which of a person's rows are on one machine (product.md, section 2.7; fine print A20, A44).

use std::collections::HashMap;

use super::caps::takes_a_place;
use super::rank::{is_newer, newest_first};
use crate::model::selector::normal_serial;
use crate::model::{Account, Email, Registration};

/// By what two records are one machine.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Key<'a> {
    Serial(&'a str),
    Hardware(String),
}

/// The newest row that stays, by person and machine.
pub struct Machines<'a> {
    account: &'a Account,
    newest: HashMap<(&'a Email, Key<'a>), usize>,
}

/// A row of a person as the search sees it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    /// Its index.
    pub row: usize,
    /// Whether it may be found to be a duplicate; others are only compared with.
    pub judged: bool,
    /// Whether it stays where it is no duplicate.
    pub stays: bool,
}

impl<'a> Machines<'a> {
    /// No machine yet.
    pub fn new(account: &'a Account) -> Self {
        Self { account, newest: HashMap::new() }
    }

    /// Walks one person's candidates, newest first, and calls `found(row, newer)` for every duplicate. Where
    /// `removes` is false a duplicate stays, and is compared with in its turn.
    pub fn walk(
        &mut self,
        person: &'a Email,
        candidates: &mut [Candidate],
        removes: bool,
        mut found: impl FnMut(usize, usize),
    ) {
        let rows = &self.account.registrations;
        candidates.sort_by(|a, b| newest_first(&rows[a.row], &rows[b.row]));
        for candidate in candidates {
            let keys = self.keys(&rows[candidate.row]);
            let newer = candidate.judged.then(|| self.lookup(person, &keys)).flatten();
            if let Some(newer) = newer {
                found(candidate.row, newer);
            }
            if candidate.stays && (newer.is_none() || !removes) {
                for key in keys {
                    self.newest.entry((person, key)).or_insert(candidate.row);
                }
            }
        }
    }

    /// The newer row that stays and would make this one a duplicate.
    pub fn newer_than(&self, person: &'a Email, row: &'a Registration) -> Option<usize> {
        let newer = self.lookup(person, &self.keys(row))?;
        (takes_a_place(row) && is_newer(&self.account.registrations[newer], row)).then_some(newer)
    }

    fn lookup(&self, person: &'a Email, keys: &[Key<'a>]) -> Option<usize> {
        keys.iter().find_map(|key| self.newest.get(&(person, key.clone())).copied())
    }

    fn keys(&self, row: &Registration) -> Vec<Key<'a>> {
        let Some(device) = self.account.device_of(row) else { return Vec::new() };
        let hardware = device.hardware_id.as_deref().and_then(normal_serial).map(Key::Hardware);
        device.serial_key.as_deref().map(Key::Serial).into_iter().chain(hardware).collect()
    }
}

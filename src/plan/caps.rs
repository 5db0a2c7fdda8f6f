//! Stage 6: `max_registrations` (product.md, section 2.6; fine print A15, A16, A44).

use super::facts::{Facts, Owner};
use super::rank::{is_newer, newest_first};
use super::stages::Stand;
use crate::model::{Account, DoorList, Registration, RegistrationType};

/// A person's rows that take a place, and how many places are left for them.
#[derive(Debug, Default)]
pub struct Places {
    free: usize,
    competing: Vec<usize>,
}

impl Places {
    /// The places of one person, whose rows these are. Active protected rows take theirs first; a row that would be
    /// restored counts as active. Nothing where the entry has no maximum.
    pub fn of(list: &DoorList, account: &Account, rows: &[usize], facts: &[Facts], stands: &[Stand]) -> Option<Self> {
        let Owner::Person(Some(entry)) = facts[*rows.first()?].owner else { return None };
        let allowed = usize::try_from(list.users[entry].max_registrations?.get()).unwrap_or(usize::MAX);
        let takes = |row: &&usize| takes_a_place(&account.registrations[**row]);
        let protected =
            |row: &&usize| facts[**row].protected.is_some() && account.registrations[**row].status.is_active();
        let competes = |row: &&usize| match &stands[**row] {
            Stand::Permitted { restore, .. } => account.registrations[**row].status.is_active() || *restore,
            Stand::Decided(_) | Stand::Quarantined(_) => false,
        };
        let taken = rows.iter().filter(takes).filter(protected).count();
        let competing = rows.iter().filter(takes).filter(competes).copied().collect();
        Some(Self { free: allowed.saturating_sub(taken), competing })
    }

    /// The rows that have to go: all but the newest.
    pub fn over(&mut self, account: &Account) -> &[usize] {
        let rows = &account.registrations;
        if self.competing.len() > self.free {
            self.competing.sort_by(|a, b| newest_first(&rows[*a], &rows[*b]));
        }
        self.competing.get(self.free..).unwrap_or(&[])
    }

    /// Whether a row that was decided before this stage would have had to go here.
    pub fn would_be_over(&self, row: &Registration, account: &Account) -> bool {
        let newer = |other: &&usize| is_newer(&account.registrations[**other], row);
        self.competing.iter().filter(newer).count() >= self.free
    }
}

/// Whether a row takes a place at all: extensions and unknown types do not.
pub fn takes_a_place(row: &Registration) -> bool {
    row.kind == RegistrationType::Warp
}

//! Stage 6: `max_registrations` (product.md, section 2.6; fine print A15, A16, A44).

use std::collections::HashMap;

use super::rank::{is_newer, newest_first};
use crate::model::doorlist::DoorList;
use crate::model::{Email, Registration, RegistrationType};

/// A person's rows that take a place, and how many places there are.
#[derive(Debug, Default)]
pub struct Places {
    /// Places, from the entry.
    pub allowed: usize,
    /// Active protected rows: they take their place first and never go.
    pub protected: Vec<usize>,
    /// Rows that reached this stage, newest first once [`Places::rank`] has run.
    pub competing: Vec<usize>,
}

impl Places {
    /// Sorts the competitors, newest first.
    pub fn rank(&mut self, rows: &[Registration]) {
        self.competing.sort_by(|a, b| newest_first(&rows[*a], &rows[*b]));
    }

    /// How many competitors may stay.
    fn free(&self) -> usize {
        self.allowed.saturating_sub(self.protected.len())
    }

    /// The competitors that have to go.
    pub fn over(&self) -> &[usize] {
        self.competing.get(self.free()..).unwrap_or(&[])
    }

    /// Whether a row that was decided before this stage would have had to go here.
    pub fn would_be_over(&self, row: &Registration, rows: &[Registration]) -> bool {
        self.competing.iter().filter(|other| is_newer(&rows[**other], row)).count() >= self.free()
    }
}

/// Whether a row takes a place at all: extensions and unknown types do not.
pub fn takes_a_place(row: &Registration) -> bool {
    row.kind == RegistrationType::Warp
}

/// The places of every person whose entry has a maximum.
pub type AllPlaces<'a> = HashMap<&'a Email, Places>;

/// The maximum of an entry.
pub fn maximum(list: &DoorList, user_entry: usize) -> Option<usize> {
    list.users[user_entry].max_registrations.and_then(|max| usize::try_from(max.get()).ok())
}

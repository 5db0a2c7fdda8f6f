//! Duplicates among one person's rows (product.md, section 2.7; fine print A20, A44).

use super::machine::Marks;
use super::rank::newest_first;
use crate::model::Account;

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

/// Calls `found(row, newer)` for every duplicate, newest first: a newer row that stays is on the same machine. Where
/// `removes` is false a duplicate stays, and is compared with in its turn.
pub fn find(account: &Account, candidates: &mut [Candidate], removes: bool, mut found: impl FnMut(usize, usize)) {
    if candidates.len() < 2 {
        return;
    }
    let rows = &account.registrations;
    candidates.sort_by(|a, b| newest_first(&rows[a.row], &rows[b.row]));
    let mut staying: Vec<(usize, Marks<'_>)> = Vec::with_capacity(candidates.len());
    for candidate in candidates {
        let marks = Marks::of(account, &rows[candidate.row]);
        let newer = staying.iter().find(|(_, other)| candidate.judged && marks.same(other)).map(|(row, _)| *row);
        if let Some(newer) = newer {
            found(candidate.row, newer);
        }
        if candidate.stays && (newer.is_none() || !removes) {
            staying.push((candidate.row, marks));
        }
    }
}

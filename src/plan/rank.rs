//! Which of a person's rows is the newer (product.md, section 2.6; fine print A15).

use std::cmp::{Ordering, Reverse};

use jiff::Timestamp;

use crate::model::Registration;

/// The time by which a row ranks: when it was last seen, else when it was made.
fn seen(row: &Registration) -> Option<Timestamp> {
    row.last_seen.at().or(row.created_at)
}

/// Newest first: last seen, then created, then the smaller id.
pub fn newest_first(a: &Registration, b: &Registration) -> Ordering {
    let key = |row: &Registration| (Reverse(seen(row)), Reverse(row.created_at));
    key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
}

/// Whether `a` ranks before `b`.
pub fn is_newer(a: &Registration, b: &Registration) -> bool {
    newest_first(a, b) == Ordering::Less
}

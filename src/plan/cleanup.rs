//! Stage 7: hygiene among what is permitted (product.md, section 2.7; fine print A20, A21, A35, A51).

use jiff::{SignedDuration, Timestamp};

use crate::model::doorlist::{AgeRule, Cleanup};
use crate::model::{Registration, Seen, Status};

/// Whether an active row has not been seen for longer than the rule says. Exactly that long is not yet; never seen,
/// unreadable and in the future are not at all.
pub fn is_stale(cleanup: &Cleanup, row: &Registration, now: Timestamp) -> bool {
    match (&cleanup.stale, row.last_seen) {
        (Some(rule), Seen::At(at)) => is_older(rule, at, now),
        (_, Seen::Never | Seen::Unreadable | Seen::At(_)) => false,
    }
}

/// Whether a revoked row has been so for longer than the rule says. One whose date cannot be read never has.
pub fn is_revoked_too_long(cleanup: &Cleanup, row: &Registration, now: Timestamp) -> bool {
    match (&cleanup.revoked, row.status) {
        (Some(rule), Status::Revoked(Some(at))) => is_older(rule, at, now),
        (_, Status::Active | Status::Revoked(_)) => false,
    }
}

fn is_older(rule: &AgeRule, at: Timestamp, now: Timestamp) -> bool {
    age(at, now) > rule.after
}

/// How long ago something was.
pub fn age(at: Timestamp, now: Timestamp) -> SignedDuration {
    now.duration_since(at)
}

//! Whether a target is still what the plan says (product.md, section 6): a pure comparison of a row with `expect`.

use jiff::Timestamp;

use super::remote::Change;
use crate::model::plan::Expect;
use crate::model::{Registration, UserId};

/// How a target stands just before it is changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// As the plan says: act.
    AsPlanned,
    /// There is no such row any more.
    Gone,
    /// It is already what the action makes of it.
    Already(&'static str),
    /// Something else than the plan says: leave it alone. The text names what differs.
    Changed(String),
}

/// Compares a row, or its absence, with what must still be true. Only what is given in `expect` is compared.
pub(super) fn standing(change: Change, expect: &Expect, row: Option<&Registration>) -> Standing {
    let Some(row) = row else { return Standing::Gone };
    // Another owner or machine under the same id: not the row that was judged, whatever its state.
    if let Some(difference) = other_row(expect, row) {
        return Standing::Changed(difference);
    }
    let active = row.status.is_active();
    match change {
        Change::Revoke if !active => return Standing::Already("already revoked"),
        Change::Unrevoke if active => return Standing::Already("already active"),
        Change::Delete | Change::Revoke | Change::Unrevoke => {}
    }
    moved_on(expect, row).map_or(Standing::AsPlanned, Standing::Changed)
}

fn other_row(expect: &Expect, row: &Registration) -> Option<String> {
    let user = row.user.as_deref();
    let user_id = user.and_then(|user| user.id.as_ref()).map(UserId::as_str);
    let email = user.and_then(|user| user.email.as_deref());
    if let Some(wanted) = &expect.user_id
        && wanted.as_deref() != user_id
    {
        return Some(differs("the user", wanted.as_deref(), user_id));
    }
    if let Some(wanted) = &expect.email
        && !same_address(wanted.as_deref(), email)
    {
        return Some(differs("the address", wanted.as_deref(), email));
    }
    if let Some(wanted) = &expect.device_id
        && **wanted != *row.device_id.as_str()
    {
        return Some(differs("the device", Some(wanted.as_str()), Some(row.device_id.as_str())));
    }
    if let Some(wanted) = expect.created_at
        && Some(wanted) != row.created_at
    {
        return Some(differs("the creation time", Some(wanted), row.created_at));
    }
    None
}

fn moved_on(expect: &Expect, row: &Registration) -> Option<String> {
    match (expect.revoked, row.status.is_active()) {
        (Some(false), false) => return Some("it has been revoked since".to_owned()),
        (Some(true), true) => return Some("it has been restored since".to_owned()),
        (None | Some(_), _) => {}
    }
    let wanted = expect.last_seen_at?;
    (wanted != row.last_seen.at()).then(|| seen_since(wanted, row.last_seen.at()))
}

fn seen_since(wanted: Option<Timestamp>, live: Option<Timestamp>) -> String {
    match (wanted, live) {
        (None, Some(live)) => format!("it has been seen since, at {live}; when it was judged it never had been"),
        (Some(wanted), Some(live)) if live > wanted => {
            format!("it has been seen since, at {live}; it was judged by {wanted}")
        }
        (Some(_) | None, _) => differs("when it was last seen", wanted, live),
    }
}

fn same_address(a: Option<&str>, b: Option<&str>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => a.eq_ignore_ascii_case(b),
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn differs<T: std::fmt::Display>(what: &str, wanted: Option<T>, live: Option<T>) -> String {
    let word = |value: Option<T>| value.map_or_else(|| "none".to_owned(), |value| value.to_string());
    format!("{what} is {} now; the plan says {}", word(live), word(wanted))
}

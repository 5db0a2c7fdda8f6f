//! Hygiene as comments: what `cleanup` would find, and rows about which nothing can be said.

use std::collections::HashMap;

use jiff::{SignedDuration, Timestamp};

use super::class::name_of;
use super::yaml::{capped, count, quoted};
use crate::model::{Account, Identity, Registration};

/// Not seen for longer is worth a line.
const STALE: SignedDuration = SignedDuration::from_hours(90 * 24);

/// Comment lines of one kind that are shown.
const MOST: usize = 25;

/// `cleanup` as comments, in lines: what each rule would find, and what no rule is about.
pub(crate) fn section(account: &Account, now: Timestamp) -> Vec<String> {
    let rules = [
        ("stale: { after: 90d, action: report }", "not seen for more than 90 days", stale(account, now)),
        (
            "duplicates: { action: report }",
            "older than another of the same person on the same machine",
            duplicates(account),
        ),
        ("revoked: { after: 14d, action: report }", "revoked, with virtual addresses that stay held", revoked(account)),
    ];
    let others = [
        ("on machines without a serial that names them; selectors by serial do not match these", nameless(account)),
        ("without a user of this team; they are reported, never removed", ownerless(account)),
    ];
    let mut out = vec![
        "# REVIEW: hygiene. A rule is off until it is uncommented; `report` tells, `revoke` and `delete` do."
            .to_owned(),
        "# cleanup:".to_owned(),
    ];
    for (rule, what, rows) in rules {
        out.push(format!("#   {rule}"));
        out.extend(found(account, what, &rows, "#     "));
    }
    for (what, rows) in others.iter().filter(|(_, rows)| !rows.is_empty()) {
        out.extend(found(account, what, rows, "# "));
    }
    out
}

fn found(account: &Account, what: &str, rows: &[&Registration], indent: &str) -> Vec<String> {
    let head = format!("{indent}{} {what}", count(rows.len(), "registration"));
    let lines = capped(rows.iter().map(|row| line(account, row)).collect(), MOST);
    [head].into_iter().chain(lines.into_iter().map(|line| format!("{indent}  {line}"))).collect()
}

fn line(account: &Account, row: &Registration) -> String {
    let email = row.user.as_ref().and_then(|user| user.email.as_deref()).unwrap_or("nobody");
    let seen = last_seen([row]);
    format!("{} of {} on {}, {seen}", quoted(row.id.as_str()), quoted(email), quoted(name_of(row, account)))
}

/// When the newest of these rows was last seen.
pub(crate) fn last_seen<'a>(rows: impl IntoIterator<Item = &'a Registration>) -> String {
    match rows.into_iter().filter_map(|row| row.last_seen.at()).max() {
        Some(at) => format!("last seen {}", day(at)),
        None => "never seen".to_owned(),
    }
}

/// The day of an instant, in UTC.
pub(crate) fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

fn stale(account: &Account, now: Timestamp) -> Vec<&Registration> {
    let is_old = |row: &&Registration| row.last_seen.at().is_some_and(|at| now.duration_since(at) > STALE);
    account.registrations.iter().filter(|row| row.status.is_active()).filter(is_old).collect()
}

fn revoked(account: &Account) -> Vec<&Registration> {
    account.registrations.iter().filter(|row| !row.status.is_active()).collect()
}

fn nameless(account: &Account) -> Vec<&Registration> {
    let has_placeholder = |row: &&Registration| {
        account.device_of(row).is_some_and(|device| device.serial.is_some() && device.serial_key.is_none())
    };
    account.registrations.iter().filter(has_placeholder).collect()
}

fn ownerless(account: &Account) -> Vec<&Registration> {
    let domain = &account.organization.auth_domain;
    let is_nobody = |row: &&Registration| matches!(Identity::of(row, domain), Identity::Nobody | Identity::Foreign(_));
    account.registrations.iter().filter(is_nobody).collect()
}

/// Active rows of a person that are older than another one of theirs with the same serial or hardware id.
fn duplicates(account: &Account) -> Vec<&Registration> {
    let mut newest: HashMap<(&str, String), &Registration> = HashMap::new();
    for row in candidates(account) {
        for key in keys(account, row) {
            let kept = newest.entry(key).or_insert(row);
            if is_newer(row, kept) {
                *kept = row;
            }
        }
    }
    let is_older = |row: &&Registration| {
        keys(account, row).iter().any(|key| newest.get(key).is_some_and(|newest| newest.id != row.id))
    };
    candidates(account).filter(is_older).collect()
}

fn candidates(account: &Account) -> impl Iterator<Item = &Registration> {
    let domain = &account.organization.auth_domain;
    let is_person = move |row: &&Registration| matches!(Identity::of(row, domain), Identity::Person(_));
    account.registrations.iter().filter(|row| row.status.is_active()).filter(is_person)
}

fn keys<'a>(account: &Account, row: &'a Registration) -> Vec<(&'a str, String)> {
    let (Some(email), Some(device)) = (row.email(), account.device_of(row)) else { return Vec::new() };
    let serial = device.serial_key.as_ref().map(|serial| format!("serial {serial}"));
    let hardware = device.hardware_id.as_ref().map(|id| format!("hardware {}", id.trim().to_ascii_lowercase()));
    serial.into_iter().chain(hardware).map(|key| (email.as_str(), key)).collect()
}

fn is_newer(a: &Registration, b: &Registration) -> bool {
    let age = |row: &Registration| (row.last_seen.at().or(row.created_at), row.created_at);
    age(a).cmp(&age(b)).then_with(|| b.id.cmp(&a.id)).is_gt()
}

//! Why one registration, device or address is kept or removed, and what permits it (product.md, section 4).

use std::collections::HashSet;

use jiff::Timestamp;

use super::actions::{reason, returns};
use super::judge::judge;
use super::matching::Matcher;
use super::returning::Returning;
use super::view::{Judged, View};
use super::{Cause, sentences, targets};
use crate::model::doorlist::{Notes, ProtectedEntry, State};
use crate::model::explain::{ExplainedEntry, ExplainedRow, Explanation};
use crate::model::identity::is_synthetic;
use crate::model::quote::name;
use crate::model::selector::{Selector, normal_serial};
use crate::model::{Account, DoorList, Email, Origin, Registration};

/// Explains a registration id, a device id, name or serial, or an address. What has no registration still gets the
/// entries that are about it.
pub fn explain(list: &DoorList, account: &Account, now: Timestamp, subject: &str) -> Explanation {
    let subject = subject.trim();
    let judgement = judge(list, account, now);
    let view = View { list, account, judgement: &judgement, now };
    let returning = Returning::new(list, account, now);
    let found: Vec<Judged<'_>> = view.rows().filter(|judged| is_about(account, judged.row, subject)).collect();
    let rows = found.iter().map(|judged| explained(&view, &returning, judged)).collect();
    Explanation { subject: subject.to_owned(), rows, entries: entries(&view, &found, subject) }
}

fn is_about(account: &Account, row: &Registration, subject: &str) -> bool {
    let serial = normal_serial(subject);
    let device = account.device_of(row);
    let name = device.map_or(&*row.device_name, |device| &*device.name);
    row.id.as_str() == subject
        || row.device_id.as_str() == subject
        || row.email() == Some(&Email::new(subject))
        || name.trim().eq_ignore_ascii_case(subject)
        || (serial.is_some() && serial.as_deref() == device.and_then(|device| device.serial_key.as_deref()))
}

/// What a plan says of the row, in the same words.
fn explained(view: &View<'_>, returning: &Returning<'_>, judged: &Judged<'_>) -> ExplainedRow {
    ExplainedRow {
        target: targets::target(view.account, judged.row, judged.facts.owner),
        decision: judged.verdict.decision,
        reason: reason(view, judged),
        returns: Some(returns(view, returning, judged)),
    }
}

/// The entries about the subject, in the order in which they are tried: protections and machines, then those about
/// the address; each that its rows, or the subject itself, match.
fn entries(view: &View<'_>, found: &[Judged<'_>], subject: &str) -> Vec<ExplainedEntry> {
    let matcher = Matcher::new(view.list, view.now);
    let named = naming(view, &matcher, subject);
    let mut causes: Vec<Cause> =
        found.iter().filter_map(|judged| judged.facts.protected).map(Cause::Protected).collect();
    causes.extend(named.iter().filter(|cause| matches!(cause, Cause::Protected(_))));
    causes.extend(found.iter().filter_map(|judged| judged.facts.device_state).map(Cause::Device));
    causes.extend(named.iter().filter(|cause| matches!(cause, Cause::Device(_))));
    for judged in found {
        causes.extend(matcher.token_entries_of(judged, view.account).map(Cause::Token));
    }
    for email in addresses(found, subject) {
        causes.extend(matcher.user_entries(&email).map(Cause::User));
    }
    causes.extend(found.iter().map(|judged| judged.verdict.cause));
    let mut seen = HashSet::new();
    causes.retain(|cause| seen.insert(*cause));
    let decides = |cause: Cause| match found {
        [] => of_nobody_yet(view, &causes) == Some(cause),
        found => found.iter().any(|judged| judged.verdict.cause == cause),
    };
    causes.iter().filter_map(|cause| entry(view, *cause, decides(*cause))).collect()
}

/// Protections and machine entries that name the subject, whether or not a registration matches them.
fn naming(view: &View<'_>, matcher: &Matcher<'_>, subject: &str) -> Vec<Cause> {
    let by_device = |select: &Selector| !subject.contains('@') && select.names(subject);
    let protects = |entry: &ProtectedEntry| {
        matcher.protects_person(entry, &Email::new(subject)) || entry.device.as_ref().is_some_and(by_device)
    };
    let protected = view.list.protected.iter().enumerate().filter(|(_, entry)| protects(entry));
    let devices = view.list.devices.iter().enumerate().filter(|(_, entry)| by_device(&entry.select));
    protected.map(|(index, _)| Cause::Protected(index)).chain(devices.map(|(index, _)| Cause::Device(index))).collect()
}

/// The entry that would decide about an address, or a machine, that has no registration yet.
fn of_nobody_yet(view: &View<'_>, causes: &[Cause]) -> Option<Cause> {
    let decides = |cause: &&Cause| match **cause {
        Cause::Protected(index) => {
            let entry = &view.list.protected[index];
            let by_machine_alone = entry.email.is_none() && entry.group.is_none();
            !entry.notes.ended(view.now) && (entry.device.is_none() || by_machine_alone)
        }
        Cause::Device(index) => view.list.devices[index].state != State::Permitted,
        Cause::User(_) => true,
        Cause::Nothing | Cause::Token(_) | Cause::Unlisted(_) | Cause::Cleanup(_) => false,
    };
    causes.iter().find(decides).copied()
}

/// The people's addresses of the rows, else the subject where it is one.
fn addresses(found: &[Judged<'_>], subject: &str) -> Vec<Email> {
    let mut emails: Vec<Email> = found.iter().filter_map(|judged| judged.row.email().cloned()).collect();
    if emails.is_empty() && subject.contains('@') {
        emails.push(Email::new(subject));
    }
    emails.retain(|email| !is_synthetic(email.as_str()));
    emails.sort();
    emails.dedup();
    emails
}

fn entry(view: &View<'_>, cause: Cause, decides: bool) -> Option<ExplainedEntry> {
    let origin: &Origin = view.origin(cause)?;
    let what = sentences::cause(view.list, cause);
    let standing = standing(view, cause).map_or_else(String::new, |standing| format!(", {standing}"));
    let notes = view.notes(cause).map(|notes| annotations(notes, view.now)).unwrap_or_default();
    Some(ExplainedEntry {
        text: format!("{what}{standing}{notes}"),
        mentions: sentences::mentions_of(view.list, cause),
        decides,
        file: origin.file.to_string(),
        line: origin.line,
    })
}

fn standing(view: &View<'_>, cause: Cause) -> Option<&'static str> {
    match cause {
        Cause::Protected(_) => Some("protected"),
        Cause::Device(index) => Some(sentences::state(view.list.devices[index].state)),
        Cause::Token(index) => Some(sentences::state(view.list.service_tokens[index].state)),
        Cause::User(index) => Some(sentences::state(view.list.users[index].state)),
        Cause::Nothing | Cause::Unlisted(_) | Cause::Cleanup(_) => None,
    }
}

fn annotations(notes: &Notes, now: Timestamp) -> String {
    let ended = if notes.ended(now) { " (ended)" } else { "" };
    let until = notes.until.map(|until| format!(", until {}{ended}", until.date));
    let ticket = notes.ticket.as_ref().map(|ticket| format!(", {}", name(ticket)));
    let reason = notes.reason.as_ref().map(|reason| format!(": {reason}"));
    [until, ticket, reason].into_iter().flatten().collect()
}

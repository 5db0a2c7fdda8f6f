//! Why one registration, device or address is kept or removed, and what permits it (product.md, section 4).

use jiff::Timestamp;

use super::actions::reason;
use super::judge::judge;
use super::matching::Matcher;
use super::returning::Returning;
use super::view::{Judged, View};
use super::{Cause, sentences, targets};
use crate::model::doorlist::{Notes, State};
use crate::model::explain::{ExplainedEntry, ExplainedRow, Explanation};
use crate::model::identity::is_synthetic;
use crate::model::selector::normal_serial;
use crate::model::{Account, DoorList, Email, Origin, Registration};

/// Explains a registration id, a device id, a serial or an address. An address with no registration still gets the
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
    let live = account.device_of(row).and_then(|device| device.serial_key.as_deref());
    row.id.as_str() == subject
        || row.device_id.as_str() == subject
        || row.email() == Some(&Email::new(subject))
        || (serial.is_some() && serial.as_deref() == live)
}

fn explained(view: &View<'_>, returning: &Returning<'_>, judged: &Judged<'_>) -> ExplainedRow {
    ExplainedRow {
        target: targets::target(view.account, judged.row, judged.facts.owner),
        decision: judged.verdict.decision,
        reason: reason(view, judged),
        returns: Some(returning.of(judged.row, judged.facts)),
    }
}

/// The entries about the subject: protections and machines of its rows, then those about the address, in the order
/// in which they are tried.
fn entries(view: &View<'_>, found: &[Judged<'_>], subject: &str) -> Vec<ExplainedEntry> {
    let decides = |cause: Cause| found.iter().any(|judged| judged.verdict.cause == cause);
    let matcher = Matcher::new(view.list, view.now);
    let mut causes: Vec<Cause> = Vec::new();
    for judged in found {
        causes.extend(judged.facts.protected.map(Cause::Protected));
        causes.extend(judged.facts.device_state.map(Cause::Device));
        causes.extend(matcher.token_entries_of(judged, view.account).map(Cause::Token));
    }
    for email in addresses(found, subject) {
        causes.extend(matcher.user_entries(&email).map(Cause::User));
    }
    causes.extend(found.iter().map(|judged| judged.verdict.cause));
    let mut seen = Vec::new();
    causes.retain(|cause| {
        !seen.contains(cause) && {
            seen.push(*cause);
            true
        }
    });
    causes.into_iter().filter_map(|cause| entry(view, cause, decides(cause))).collect()
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
    let standing = state(view, cause).map_or_else(String::new, |state| format!(", {}", sentences::state(state)));
    let notes = view.notes(cause).map(|notes| annotations(notes, view.now)).unwrap_or_default();
    Some(ExplainedEntry {
        text: format!("{what}{standing}{notes}"),
        decides,
        file: origin.file.to_string(),
        line: origin.line,
    })
}

fn state(view: &View<'_>, cause: Cause) -> Option<State> {
    match cause {
        Cause::Device(index) => Some(view.list.devices[index].state),
        Cause::Token(index) => Some(view.list.service_tokens[index].state),
        Cause::User(index) => Some(view.list.users[index].state),
        Cause::Nothing | Cause::Protected(_) | Cause::Unlisted(_) | Cause::Cleanup(_) => None,
    }
}

fn annotations(notes: &Notes, now: Timestamp) -> String {
    let ended = if notes.ended(now) { " (ended)" } else { "" };
    let until = notes.until.map(|until| format!(", until {}{ended}", until.date));
    let ticket = notes.ticket.as_ref().map(|ticket| format!(", {ticket}"));
    let reason = notes.reason.as_ref().map(|reason| format!(": {reason}"));
    [until, ticket, reason].into_iter().flatten().collect()
}

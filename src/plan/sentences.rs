//! The sentences of a plan. Plain words, no full stop; a name that is no plain word stands in quotes
//! ([`crate::model::quote`]). Escaping is the renderers' work.

use std::collections::HashSet;

use jiff::SignedDuration;

use super::Cause;
use super::cleanup::age;
use super::verdict::{CleanupKey, UnlistedKey};
use super::view::{Judged, View};
use crate::model::doorlist::{AgeRule, Fate, ProtectedEntry, State, TokenEntry, UserEntry, Who};
use crate::model::plan::Mentions;
use crate::model::quote::{name, quoted};
use crate::model::selector::Selector;
use crate::model::{DoorList, Pattern, ReasonCode, Registration, Seen, Status};

/// Why a row is judged as it is.
pub fn reason(view: &View<'_>, judged: &Judged<'_>) -> String {
    let sentence = bare_reason(view, judged);
    match view.notes(judged.verdict.cause).and_then(|notes| notes.reason.as_deref()) {
        Some(why) => format!("{sentence}: {why}"),
        None => sentence,
    }
}

fn bare_reason(view: &View<'_>, judged: &Judged<'_>) -> String {
    let (row, verdict) = (judged.row, judged.verdict);
    let who = who(row);
    match verdict.code {
        ReasonCode::Protected => "protected, never touched".to_owned(),
        ReasonCode::DeviceRevoked => "every registration on this machine is revoked".to_owned(),
        ReasonCode::DeviceAbsent => "no registration may be on this machine".to_owned(),
        ReasonCode::Connector => "WARP Connectors are left alone".to_owned(),
        ReasonCode::IdentityUnknown if row.user.is_none() => "nobody is named on this registration".to_owned(),
        ReasonCode::IdentityUnknown => format!("{who} is no address of this team"),
        ReasonCode::TokenNotListed => "no service_tokens entry claims this machine".to_owned(),
        ReasonCode::TokenRevoked => format!("{} is revoked", token(view, verdict.cause)),
        ReasonCode::TokenAbsent => format!("{} is to have no registration", token(view, verdict.cause)),
        ReasonCode::TokenExpired => format!("{} ended{}", token(view, verdict.cause), until(view, verdict.cause)),
        ReasonCode::TokenConflict => "service_tokens entries with different states claim this machine".to_owned(),
        ReasonCode::UserNotListed => format!("no entry permits {who}"),
        ReasonCode::UserRevoked => format!("{who} is revoked"),
        ReasonCode::UserAbsent => format!("{who} is to have no registration"),
        ReasonCode::UserExpired => format!("the permission of {who} ended{}", until(view, verdict.cause)),
        ReasonCode::DeviceNotListed => not_on_this_machine(view, judged),
        ReasonCode::Restore => format!("{who} is permitted again"),
        ReasonCode::OverLimit => over_limit(view, judged),
        ReasonCode::Duplicate | ReasonCode::Stale if verdict.is_left_revoked() => {
            format!("left revoked, though its entry restores: {}", hygiene(view, judged))
        }
        ReasonCode::Duplicate | ReasonCode::Stale => hygiene(view, judged),
        ReasonCode::RevokedTooLong => revoked_too_long(view, row),
        ReasonCode::Permitted => format!("permitted by {}", cause(view.list, verdict.cause)),
    }
}

/// The address on a row, or what stands for it.
pub fn who(row: &Registration) -> String {
    row.user.as_deref().and_then(|user| user.email.as_deref()).map_or_else(|| "an unknown user".to_owned(), name)
}

fn token(view: &View<'_>, cause: Cause) -> String {
    match cause {
        Cause::Token(index) => token_entry(&view.list.service_tokens[index]),
        _ => "the service token".to_owned(),
    }
}

fn until(view: &View<'_>, cause: Cause) -> String {
    let date = view.notes(cause).and_then(|notes| notes.until).map(|until| until.date);
    date.map_or_else(String::new, |date| format!(" after {date}"))
}

fn not_on_this_machine(view: &View<'_>, judged: &Judged<'_>) -> String {
    let classes = match judged.facts.owner {
        super::facts::Owner::Person(Some(index)) => view.list.users[index].devices.as_deref().unwrap_or(&[]),
        _ => &[],
    };
    let classes: Vec<String> = classes.iter().map(|class| name(class)).collect();
    format!("{} is permitted on {} machines, and this is none", who(judged.row), classes.join(" or "))
}

fn over_limit(view: &View<'_>, judged: &Judged<'_>) -> String {
    let max = match judged.verdict.cause {
        Cause::User(index) => view.list.users[index].max_registrations.map_or(0, std::num::NonZeroU32::get),
        _ => 0,
    };
    format!("{} may have {}, and more recent ones stay", who(judged.row), count(u64::from(max), "registration"))
}

fn hygiene(view: &View<'_>, judged: &Judged<'_>) -> String {
    match judged.verdict.code {
        ReasonCode::Duplicate => duplicate(view, judged),
        _ => stale(view, judged.row),
    }
}

fn duplicate(view: &View<'_>, judged: &Judged<'_>) -> String {
    let newer = judged.verdict.newer.map(|index| &view.account.registrations[index]);
    match newer {
        Some(newer) => {
            format!("{} has a newer registration on the same machine, {}", who(judged.row), name(newer.id.as_str()))
        }
        None => format!("{} has a newer registration on the same machine", who(judged.row)),
    }
}

fn stale(view: &View<'_>, row: &Registration) -> String {
    let limit = written(view.list.cleanup.stale.as_ref());
    match row.last_seen {
        Seen::At(at) => format!("last seen {} ago, the limit is {limit}", ago(age(at, view.now))),
        Seen::Never | Seen::Unreadable => "never seen".to_owned(),
    }
}

fn revoked_too_long(view: &View<'_>, row: &Registration) -> String {
    let limit = written(view.list.cleanup.revoked.as_ref());
    match row.status {
        Status::Revoked(Some(at)) => format!("revoked {} ago, the limit is {limit}", ago(age(at, view.now))),
        Status::Revoked(None) | Status::Active => "revoked".to_owned(),
    }
}

fn written(rule: Option<&AgeRule>) -> &str {
    rule.map_or("", |rule| &rule.written)
}

/// A length of time in its largest whole unit, for example `284 days`.
pub fn ago(duration: SignedDuration) -> String {
    let seconds = duration.as_secs().max(0).unsigned_abs();
    match seconds {
        0..60 => count(seconds, "second"),
        60..3_600 => count(seconds / 60, "minute"),
        3_600..172_800 => count(seconds / 3_600, "hour"),
        _ => count(seconds / 86_400, "day"),
    }
}

/// A number with its noun, for example `1 day`, `2 days`.
pub fn count(number: u64, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// What of the door list caused a verdict, in words.
pub fn cause(list: &DoorList, cause: Cause) -> String {
    match cause {
        Cause::Nothing => "the registration itself".to_owned(),
        Cause::Protected(index) => protected(&list.protected[index]),
        Cause::Device(index) => machine(&list.devices[index].select, list.devices[index].class.as_deref()),
        Cause::Token(index) => token_entry(&list.service_tokens[index]),
        Cause::User(index) => user(&list.users[index]),
        Cause::Unlisted(key) => unlisted(list, key),
        Cause::Cleanup(CleanupKey::Duplicates) => "cleanup.duplicates".to_owned(),
        Cause::Cleanup(CleanupKey::Stale) => format!("cleanup.stale after {}", written(list.cleanup.stale.as_ref())),
        Cause::Cleanup(CleanupKey::Revoked) => {
            format!("cleanup.revoked after {}", written(list.cleanup.revoked.as_ref()))
        }
    }
}

fn unlisted(list: &DoorList, key: UnlistedKey) -> String {
    let (name, fate) = match key {
        UnlistedKey::Users => ("users", list.unlisted.users.value),
        UnlistedKey::ServiceTokens => ("service_tokens", list.unlisted.service_tokens.value),
        UnlistedKey::Devices => ("devices", list.unlisted.devices.value),
        UnlistedKey::Connectors => ("connectors", list.unlisted.connectors.value),
    };
    let fate = match fate {
        Fate::Keep => "keep",
        Fate::Report => "report",
        Fate::Revoke => "revoke",
        Fate::Delete => "delete",
    };
    format!("unlisted.{name}: {fate}")
}

/// A `service_tokens` entry in words.
pub fn token_entry(entry: &TokenEntry) -> String {
    format!("service token {}", name(entry.token.as_str()))
}

/// A `users` entry in words.
pub fn user(entry: &UserEntry) -> String {
    match &entry.who {
        Who::Exact(email) => name(email.as_str()),
        Who::Pattern(pattern) => quoted(pattern.as_str()),
        Who::Group(group) => format!("group {}", name(group)),
    }
}

/// A `protected` entry in words.
pub fn protected(entry: &ProtectedEntry) -> String {
    let email = entry.email.as_ref().map(|pattern| name(pattern.as_str()));
    let group = entry.group.as_ref().map(|group| format!("group {}", name(group)));
    let device = entry.device.as_ref().map(|select| machine(select, None));
    let parts: Vec<String> = [email, group, device].into_iter().flatten().collect();
    parts.join(", ")
}

/// A machine entry in words.
pub fn machine(select: &Selector, class: Option<&str>) -> String {
    let Selector { id, serial, hardware_id, name: names, tag, os, profile, kind } = select;
    let parts = [
        id.as_ref().map(|ids| few("id", ids.iter().map(AsRef::as_ref))),
        serial.as_ref().map(|serials| few("serial", sorted(serials).into_iter())),
        hardware_id.as_ref().map(|ids| few("hardware id", ids.iter().map(AsRef::as_ref))),
        names.as_ref().map(|names| few("name", names.iter().map(Pattern::as_str))),
        tag.as_ref().map(|tags| few("tag", tags.iter().map(|(key, _)| &**key))),
        os.as_ref().map(|names| few("os", names.iter().map(AsRef::as_ref))),
        profile.as_ref().map(|names| few("profile", names.iter().map(AsRef::as_ref))),
        kind.as_ref().map(|kinds| few("type", kinds.iter().map(AsRef::as_ref))),
    ];
    let selected: Vec<String> = parts.into_iter().flatten().collect();
    match class {
        Some(class) => format!("class {} ({})", name(class), selected.join(", ")),
        None => selected.join(", "),
    }
}

fn sorted(serials: &HashSet<String>) -> Vec<&str> {
    let mut serials: Vec<&str> = serials.iter().map(String::as_str).collect();
    serials.sort_unstable();
    serials
}

/// What [`machine`] names of single machines. A name with a `*` is none.
pub fn mentions(select: &Selector) -> Mentions {
    let serials = select.serial.iter().flat_map(|serials| sorted(serials).into_iter().take(SHOWN));
    let hardware = select.hardware_id.iter().flat_map(|ids| ids.iter().map(String::as_str).take(SHOWN));
    let names = select.name.iter().flat_map(|names| names.iter().take(SHOWN)).filter(|name| name.is_exact());
    Mentions {
        people: Vec::new(),
        devices: names.map(|name| name.as_str().to_owned()).collect(),
        serials: serials.chain(hardware).map(str::to_owned).collect(),
    }
}

/// What [`cause`] names of single machines.
pub fn mentions_of(list: &DoorList, cause: Cause) -> Mentions {
    match cause {
        Cause::Device(index) => mentions(&list.devices[index].select),
        Cause::Protected(index) => list.protected[index].device.as_ref().map(mentions).unwrap_or_default(),
        Cause::Nothing | Cause::Token(_) | Cause::User(_) | Cause::Unlisted(_) | Cause::Cleanup(_) => {
            Mentions::default()
        }
    }
}

/// Of a list in a sentence, so many are named.
const SHOWN: usize = 3;

/// The first of a list.
fn few<'a>(what: &str, values: impl ExactSizeIterator<Item = &'a str>) -> String {
    let all = values.len();
    let shown: Vec<String> = values.take(SHOWN).map(name).collect();
    let rest = if all > shown.len() { format!(" and {} more", all - shown.len()) } else { String::new() };
    format!("{what} {}{rest}", shown.join(", "))
}

/// The state of an entry in words.
pub fn state(state: State) -> &'static str {
    match state {
        State::Permitted => "permitted",
        State::Revoked => "revoked",
        State::Absent => "absent",
    }
}

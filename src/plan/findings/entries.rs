//! Findings about entries of the door list: dead, ended, ending, unknown (fine print A12, A39).

use std::collections::HashSet;

use jiff::SignedDuration;
use unicode_security::MixedScript as _;

use super::{at, finding};
use crate::model::doorlist::{Notes, State, Who};
use crate::model::plan::{Finding, Level};
use crate::model::{Email, FindingCode, Origin, ServiceToken};
use crate::plan::facts::Owner;
use crate::plan::matching::Matcher;
use crate::plan::returning::{Named, named};
use crate::plan::sentences;
use crate::plan::stages::Standing;
use crate::plan::view::{Judged, View};

/// One for each entry that a person should look at.
pub(super) fn findings(view: &View<'_>) -> Vec<Finding> {
    let mut found = protected(view);
    found.extend(users(view));
    found.extend(tokens(view));
    found.extend(machines(view));
    found.extend(lookalikes(view));
    found
}

fn protected(view: &View<'_>) -> Vec<Finding> {
    let matched: HashSet<usize> = view.rows().filter_map(|judged| judged.facts.protected).collect();
    let matcher = Matcher::new(view.list, view.now);
    let mut found = Vec::new();
    for (index, entry) in view.list.protected.iter().enumerate() {
        let what = sentences::protected(entry);
        found.extend(end_of(view, &entry.notes, &entry.origin, &format!("the protection of {what}"), true));
        let dead = !entry.notes.ended(view.now)
            && !matched.contains(&index)
            && !view.account.registrations.iter().any(|row| matcher.protects(entry, row, view.account));
        if dead {
            let text = format!("the protection of {what} matches nothing");
            found.push(at(finding(FindingCode::ProtectedUnmatched, Level::Warning, text), &entry.origin));
        }
    }
    found
}

fn users(view: &View<'_>) -> Vec<Finding> {
    let owner = |owner| match owner {
        Owner::Person(entry) => entry,
        _ => None,
    };
    let matched: HashSet<usize> = view.rows().filter_map(|judged| owner(judged.facts.owner)).collect();
    let mut found = Vec::new();
    for (index, entry) in view.list.users.iter().enumerate() {
        let what = sentences::user(entry);
        found.extend(end_of(view, &entry.notes, &entry.origin, &format!("the permission of {what}"), false));
        if !matched.contains(&index) && !matches!(entry.who, Who::Exact(_)) {
            let text = format!("{what} is final for nobody who has a registration");
            found.push(at(finding(FindingCode::EntryUnmatched, Level::Note, text), &entry.origin));
        }
    }
    found
}

fn tokens(view: &View<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, entry) in view.list.service_tokens.iter().enumerate() {
        let name = entry.token.as_str();
        found.extend(end_of(view, &entry.notes, &entry.origin, &format!("the permission of token {name}"), false));
        match named(view.account, &entry.token) {
            Named::Missing => {
                let text = format!("the account has no service token {name}, or more than one of that name");
                found.push(at(finding(FindingCode::TokenUnknown, Level::Warning, text), &entry.origin));
            }
            Named::Token(token) => found.extend(end_of_token(view, index, token)),
            Named::Id(_) | Named::Unread(_) => {}
        }
    }
    found
}

/// Announces the end of a token that the door list still permits: its machines stay connected, and none can enroll.
fn end_of_token(view: &View<'_>, index: usize, token: &ServiceToken) -> Option<Finding> {
    let entry = &view.list.service_tokens[index];
    let end = token.expires_at?;
    let left = end.duration_since(view.now);
    if entry.state != State::Permitted || entry.notes.ended(view.now) || left > entry.notes.ahead() {
        return None;
    }
    let owner = entry.notes.owner.as_ref().map_or_else(String::new, |owner| format!(", owner {owner}"));
    let is_its = |judged: &Judged<'_>| matches!(judged.facts.owner, Owner::Service(Some(claim), _) if claim == index);
    let machines = view.rows().filter(|judged| judged.row.status.is_active() && is_its(judged)).count();
    let depend = match machines {
        0 => "no machine depends on it".to_owned(),
        1 => "1 machine depends on it".to_owned(),
        many => format!("{many} machines depend on it"),
    };
    let name = &token.name;
    let (code, text) = if left > SignedDuration::ZERO {
        let ago = sentences::ago(left);
        (FindingCode::TokenEndsSoon, format!("service token {name} ends at {end} (in {ago}); {depend}{owner}"))
    } else {
        (FindingCode::TokenEnded, format!("service token {name} ended at {end} and admits nobody; {depend}{owner}"))
    };
    Some(at(finding(code, Level::Warning, text), &entry.origin))
}

fn machines(view: &View<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for entry in &view.list.devices {
        let what = sentences::machine(&entry.select, entry.class.as_deref());
        found.extend(end_of(view, &entry.notes, &entry.origin, &what, true));
        if !view.account.registrations.iter().any(|row| entry.select.matches(row, view.account)) {
            let text = format!("{what} matches no machine");
            found.push(at(finding(FindingCode::EntryUnmatched, Level::Note, text), &entry.origin));
        }
    }
    found
}

/// Announces an end as long before as the entry says; where the end is silent otherwise, ever after as well.
fn end_of(view: &View<'_>, notes: &Notes, origin: &Origin, what: &str, ever_after: bool) -> Option<Finding> {
    let until = notes.until?;
    let owner = notes.owner.as_ref().map_or_else(String::new, |owner| format!(", owner {owner}"));
    let left = until.ends_at.duration_since(view.now);
    if left > SignedDuration::ZERO {
        let soon = left <= notes.ahead();
        let text = format!("{what} ends after {} (in {}){owner}", until.date, sentences::ago(left));
        return soon.then(|| at(finding(FindingCode::EntryEndsSoon, Level::Warning, text), origin));
    }
    let text = format!("{what} ended after {} and no longer holds{owner}", until.date);
    ever_after.then(|| at(finding(FindingCode::EntryEnded, Level::Warning, text), origin))
}

/// Addresses that a pattern matches and that mix scripts (fine print A24).
fn lookalikes(view: &View<'_>) -> Vec<Finding> {
    let mut seen: HashSet<&Email> = HashSet::new();
    let mut found = Vec::new();
    for judged in view.rows() {
        let (Owner::Person(Some(index)), Some(email)) = (judged.facts.owner, judged.row.email()) else { continue };
        let entry = &view.list.users[index];
        if !matches!(entry.who, Who::Pattern(_)) || email.as_str().is_ascii() || !seen.insert(email) {
            continue;
        }
        if email.as_str().split(['@', '.', '-', '_', '+']).any(|part| !part.is_single_script()) {
            let permitted = Standing::of_user(entry, view.now) == Standing::Permitted && !judged.verdict.removes();
            let how = if permitted { "is permitted by" } else { "matches" };
            let text = format!("{email} mixes scripts and {how} {}", sentences::user(entry));
            let mut lookalike = at(finding(FindingCode::Lookalike, Level::Warning, text), &entry.origin);
            lookalike.registration_id = Some(judged.row.id.to_string());
            lookalike.identity = Some(crate::plan::targets::identity(judged.row, judged.facts.owner));
            found.push(lookalike);
        }
    }
    found
}

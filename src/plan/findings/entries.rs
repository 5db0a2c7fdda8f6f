//! Findings about entries of the door list: dead, ended, ending, unknown (fine print A12, A39).

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use unicode_security::MixedScript as _;

use super::{at, finding};
use crate::model::doorlist::{Notes, State, Who};
use crate::model::plan::{Finding, Level, Mentions};
use crate::model::quote::name;
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

/// An entry that a finding is about.
struct Entry<'a> {
    notes: &'a Notes,
    origin: &'a Origin,
    /// What it selects, in words: the same in every run.
    subject: String,
    /// What the words name, the owner left out.
    mentions: Mentions,
}

impl Entry<'_> {
    fn finding(&self, code: FindingCode, level: Level, text: String) -> Finding {
        let (subject, mentions) = (Some(self.subject.clone()), self.mentions.clone());
        at(Finding { subject, mentions, ..finding(code, level, text) }, self.origin)
    }

    /// The same with the owner at its end, who is asked first.
    fn with_owner(&self, code: FindingCode, level: Level, text: &str) -> Finding {
        let Some(owner) = &self.notes.owner else { return self.finding(code, level, text.to_owned()) };
        let mut finding = self.finding(code, level, format!("{text}; owner {}", name(owner)));
        finding.mentions.people.push(owner.clone());
        finding
    }

    /// Announces an end as long before as the entry says; where the end is silent otherwise, ever after as well.
    fn end(&self, what: &str, now: Timestamp, ever_after: bool) -> Option<Finding> {
        let until = self.notes.until?;
        let left = until.ends_at.duration_since(now);
        if left > SignedDuration::ZERO {
            let text = format!("{what} ends after {} (in {})", until.date, sentences::ago(left));
            let soon = left <= self.notes.ahead();
            return soon.then(|| self.with_owner(FindingCode::EntryEndsSoon, Level::Warning, &text));
        }
        let text = format!("{what} ended after {} and no longer holds", until.date);
        ever_after.then(|| self.with_owner(FindingCode::EntryEnded, Level::Warning, &text))
    }
}

fn protected(view: &View<'_>) -> Vec<Finding> {
    let matched: HashSet<usize> = view.rows().filter_map(|judged| judged.facts.protected).collect();
    let matcher = Matcher::new(view.list, view.now);
    let mut found = Vec::new();
    for (index, protection) in view.list.protected.iter().enumerate() {
        let subject = sentences::protected(protection);
        let what = format!("the protection of {subject}");
        let mentions = protection.device.as_ref().map(sentences::mentions).unwrap_or_default();
        let entry = Entry { notes: &protection.notes, origin: &protection.origin, subject, mentions };
        found.extend(entry.end(&what, view.now, true));
        let dead = !protection.notes.ended(view.now)
            && !matched.contains(&index)
            && !view.account.registrations.iter().any(|row| matcher.protects(protection, row, view.account));
        if dead {
            let text = format!("{what} matches nothing");
            found.push(entry.finding(FindingCode::ProtectedUnmatched, Level::Warning, text));
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
    for (index, user) in view.list.users.iter().enumerate() {
        let subject = sentences::user(user);
        let what = format!("the permission of {subject}");
        let entry = Entry { notes: &user.notes, origin: &user.origin, subject, mentions: Mentions::default() };
        found.extend(entry.end(&what, view.now, false));
        if !matched.contains(&index) && !matches!(user.who, Who::Exact(_)) {
            let text = format!("{} is final for nobody who has a registration", entry.subject);
            found.push(entry.finding(FindingCode::EntryUnmatched, Level::Note, text));
        }
    }
    found
}

fn tokens(view: &View<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for (index, token) in view.list.service_tokens.iter().enumerate() {
        let subject = sentences::token_entry(token);
        let what = format!("the permission of {subject}");
        let entry = Entry { notes: &token.notes, origin: &token.origin, subject, mentions: Mentions::default() };
        found.extend(entry.end(&what, view.now, false));
        match named(view.account, &token.token) {
            Named::Missing => {
                let text = format!("the account has no {}, or more than one of that name", entry.subject);
                found.push(entry.finding(FindingCode::TokenUnknown, Level::Warning, text));
            }
            Named::Token(live) => found.extend(end_of_token(view, index, &entry, live)),
            Named::Id(_) | Named::Unread(_) => {}
        }
    }
    found
}

/// Announces the end of a token that the door list still permits: its machines stay connected, and none can enroll.
fn end_of_token(view: &View<'_>, index: usize, entry: &Entry<'_>, token: &ServiceToken) -> Option<Finding> {
    let end = token.expires_at?;
    let left = end.duration_since(view.now);
    let permitted = view.list.service_tokens[index].state == State::Permitted;
    if !permitted || entry.notes.ended(view.now) || left > entry.notes.ahead() {
        return None;
    }
    let is_its = |judged: &Judged<'_>| matches!(judged.facts.owner, Owner::Service(Some(claim), _) if claim == index);
    let machines = view.rows().filter(|judged| judged.row.status.is_active() && is_its(judged)).count();
    let depend = match machines {
        0 => "no machine depends on it".to_owned(),
        1 => "1 machine depends on it".to_owned(),
        many => format!("{many} machines depend on it"),
    };
    let token = format!("service token {}", name(&token.name));
    Some(if left > SignedDuration::ZERO {
        let text = format!("{token} ends at {end} (in {}); {depend}", sentences::ago(left));
        entry.with_owner(FindingCode::TokenEndsSoon, Level::Warning, &text)
    } else {
        let text = format!("{token} ended at {end} and admits nobody; {depend}");
        entry.with_owner(FindingCode::TokenEnded, Level::Warning, &text)
    })
}

fn machines(view: &View<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for machine in &view.list.devices {
        let subject = sentences::machine(&machine.select, machine.class.as_deref());
        let mentions = sentences::mentions(&machine.select);
        let entry = Entry { notes: &machine.notes, origin: &machine.origin, subject, mentions };
        found.extend(entry.end(&entry.subject, view.now, true));
        if !view.account.registrations.iter().any(|row| machine.select.matches(row, view.account)) {
            let text = format!("{} matches no machine", entry.subject);
            found.push(entry.finding(FindingCode::EntryUnmatched, Level::Note, text));
        }
    }
    found
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
            let text = format!("{} mixes scripts and {how} {}", name(email.as_str()), sentences::user(entry));
            let mut lookalike = at(finding(FindingCode::Lookalike, Level::Warning, text), &entry.origin);
            lookalike.registration_id = Some(judged.row.id.to_string());
            lookalike.identity = Some(crate::plan::targets::identity(judged.row, judged.facts.owner));
            found.push(lookalike);
        }
    }
    found
}

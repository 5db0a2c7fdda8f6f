//! A plan as annotations: guards that tripped, changes and findings by entry and reason, counts.

use std::collections::BTreeMap;

use super::annotation::{Annotation, Severity, write};
use crate::model::Plan;
use crate::model::plan::{Action, ActionKind, Finding, Guard, GuardVerdict, Level};
use crate::render::escape::inline;
use crate::render::phrase::Phrase;
use crate::render::view::{self, Owner};
use crate::render::words;

/// The plans of one run; the most important of all accounts come first.
pub(in crate::render) fn plans(plans: &[Plan]) -> String {
    write(plans.iter().flat_map(one).collect())
}

fn one(plan: &Plan) -> Vec<Annotation> {
    let mut annotations = guards(plan);
    annotations.extend(changes(plan));
    annotations.extend(findings(plan));
    annotations.push(Annotation {
        severity: Severity::Notice,
        // Before any other notice.
        weight: u64::MAX,
        file: None,
        line: None,
        title: format!("doorlist plan for team {}: {}", plan.account.team, view::headline(plan)),
        lines: [view::counts(plan)].into_iter().chain(view::blast(plan).iter().map(Phrase::to_text)).collect(),
    });
    annotations
}

fn guards(plan: &Plan) -> Vec<Annotation> {
    let tripped = plan.guards.iter().filter(|guard| guard.verdict == GuardVerdict::Tripped);
    let ack = view::ack(plan).map(|ack| format!("If it is meant, this very plan passes with --ack {}", inline(&ack)));
    let annotation = |guard: &Guard| {
        let said = Phrase::say(format!("value {}, limit {}: ", guard.value, guard.limit));
        Annotation {
            severity: Severity::Error,
            weight: u64::MAX,
            file: plan.doorlist.paths.first().cloned(),
            line: None,
            title: format!("doorlist: refused by guard {} (team {})", guard.name.as_str(), plan.account.team),
            lines: [Some(said.then(Phrase::sentence(&guard.text)).to_text()), ack.clone()]
                .into_iter()
                .flatten()
                .collect(),
        }
    };
    tripped.map(annotation).collect()
}

/// What one entry causes for one reason. Restores, steps and the rest do not hide removals of the same entry.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Key<'a> {
    severity: Severity,
    class: Class,
    file: Option<&'a str>,
    line: Option<u32>,
    code: &'static str,
}

fn changes(plan: &Plan) -> Vec<Annotation> {
    let mut by_entry: BTreeMap<Key<'_>, Vec<&Action>> = BTreeMap::new();
    for action in &plan.actions {
        let reason = &action.reason;
        let key = Key {
            severity: severity(action.kind),
            class: class(action.kind),
            file: reason.file.as_deref(),
            line: reason.line,
            code: reason.code.as_str(),
        };
        by_entry.entry(key).or_default().push(action);
    }
    by_entry.into_iter().map(|(key, actions)| change(plan, &key, &actions)).collect()
}

/// What is counted together in a title.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Deleted,
    Revoked,
    Restored,
    Other,
    Step,
}

const fn class(kind: ActionKind) -> Class {
    match kind {
        ActionKind::DeleteRegistration => Class::Deleted,
        ActionKind::RevokeRegistration => Class::Revoked,
        ActionKind::UnrevokeRegistration => Class::Restored,
        ActionKind::HumanStep => Class::Step,
        ActionKind::DeleteDevice
        | ActionKind::BlockEnrollment
        | ActionKind::ExcludeFromEnrollment
        | ActionKind::RemoveTokenFromEnrollment
        | ActionKind::DisableServiceToken
        | ActionKind::DeleteServiceToken
        | ActionKind::RevokeSessions
        | ActionKind::ReleaseSeat => Class::Other,
    }
}

/// `3 registrations deleted`.
fn many(class: Class, count: u64) -> String {
    match class {
        Class::Deleted => format!("{} deleted", words::REGISTRATION.count(count)),
        Class::Revoked => format!("{} revoked", words::REGISTRATION.count(count)),
        Class::Restored => format!("{} restored", words::REGISTRATION.count(count)),
        Class::Other => words::OTHER.count(count),
        Class::Step => words::STEP.count(count),
    }
}

const fn severity(kind: ActionKind) -> Severity {
    match kind {
        ActionKind::UnrevokeRegistration | ActionKind::HumanStep => Severity::Notice,
        _ => Severity::Warning,
    }
}

fn change(plan: &Plan, key: &Key<'_>, actions: &[&Action]) -> Annotation {
    let count = words::len(actions);
    let line = |action: &&Action| {
        let change = view::change(action, plan.created_at);
        let on = change.object.to_text();
        let returns = change.returns.map(|returns| format!(", returns: {}", returns.to_text())).unwrap_or_default();
        if action.target.registration_id.is_none() {
            return format!("{} {on}", change.verb).trim_start().to_owned();
        }
        let whose = Owner::of(&action.target).title(&action.target).to_text();
        let seen = change.seen.unwrap_or_default();
        format!("{} {whose} on {on}, {seen}{returns}", change.verb)
    };
    let meaning = actions.first().map_or("", |action| action.reason.code.meaning());
    Annotation {
        severity: key.severity,
        weight: if key.class <= Class::Revoked { count + (1 << 32) } else { count },
        file: key.file.map(str::to_owned),
        line: key.line,
        title: format!("doorlist: {} ({}, team {})", many(key.class, count), key.code, plan.account.team),
        lines: [meaning.to_owned()].into_iter().chain(actions.iter().map(line)).collect(),
    }
}

/// What is found at one entry for one reason.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct FindingKey<'a> {
    level: Level,
    file: Option<&'a str>,
    line: Option<u32>,
    code: &'a str,
}

fn findings(plan: &Plan) -> Vec<Annotation> {
    let mut by_entry: BTreeMap<FindingKey<'_>, Vec<&Finding>> = BTreeMap::new();
    for finding in &plan.findings {
        let Finding { level, file, line, code, .. } = finding;
        let key = FindingKey { level: *level, file: file.as_deref(), line: *line, code };
        by_entry.entry(key).or_default().push(finding);
    }
    by_entry.into_iter().map(|(key, findings)| finding(&plan.account.team, &key, &findings)).collect()
}

fn finding(team: &str, key: &FindingKey<'_>, findings: &[&Finding]) -> Annotation {
    let count = words::len(findings);
    Annotation {
        severity: match key.level {
            Level::Error => Severity::Error,
            Level::Warning => Severity::Warning,
            Level::Note => Severity::Notice,
        },
        weight: count,
        file: key.file.map(str::to_owned),
        line: key.line,
        title: format!("doorlist: {} ({}, team {team})", words::FINDING.count(count), key.code),
        lines: findings.iter().map(|finding| text(finding)).collect(),
    }
}

fn text(finding: &Finding) -> String {
    let view = view::finding(finding);
    let about = view.about.map(|about| format!(" ({})", about.to_text())).unwrap_or_default();
    format!("{}{about}", Phrase::sentence(view.text).to_text())
}

//! The account's lines, before and after.

use super::unified::{Row, unified};
use crate::model::Plan;
use crate::model::plan::{Action, ActionKind, PlanAccount, Target, TargetDevice};
use crate::model::report::{Became, Report};
use crate::render::escape::{inline, name, quoted};
use crate::render::view::Owner;

/// The diffs of all accounts, one after the other; nothing for an account that stays as it is.
pub(in crate::render) fn plans(plans: &[Plan]) -> String {
    plans.iter().map(|plan| diff(&plan.account, plan.actions.iter(), &plan.remaining)).collect()
}

/// What was done, as far as it is known.
pub(in crate::render) fn reports(reports: &[Report]) -> String {
    let done = |report: &Report| {
        let outcomes = report.outcomes.iter().filter(|outcome| outcome.became == Became::Done);
        diff(&report.account, outcomes.map(|outcome| &outcome.action), &[])
    };
    reports.iter().map(done).collect()
}

fn diff<'a>(account: &PlanAccount, actions: impl Iterator<Item = &'a Action>, remaining: &[Target]) -> String {
    let mut registrations: Vec<(Owner, String, Row)> = remaining.iter().map(stays).collect();
    let mut others: Vec<(&'static str, String, Row)> = Vec::new();
    for action in actions {
        if let Some(row) = registration(action) {
            registrations.push((Owner::of(&action.target), key(&action.target), row));
        } else {
            others.extend(other(action).into_iter().map(|(part, row)| (part, row.key(), row)));
        }
    }
    registrations.sort_by(|a, b| (&a.0, &a.1).cmp(&(&b.0, &b.1)));
    others.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let rows = registrations.into_iter().map(|(_, _, row)| ("registrations", row));
    unified(&file_name(account), &in_parts(rows.chain(others.into_iter().map(|(part, _, row)| (part, row)))))
}

/// Rows with a heading before the first of each part.
fn in_parts(rows: impl Iterator<Item = (&'static str, Row)>) -> Vec<Row> {
    let mut all = Vec::new();
    let mut current = "";
    for (part, row) in rows {
        if part != current {
            all.push(Row::same(format!("[{part}]")));
            current = part;
        }
        all.push(row);
    }
    all
}

/// `acme/0123…`, of characters that every reader of diffs takes for a file's name.
fn file_name(account: &PlanAccount) -> String {
    let safe = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' }).collect()
    };
    format!("{}/{}", safe(&account.team), safe(&account.id))
}

fn key(target: &Target) -> String {
    target.registration_id.clone().unwrap_or_default()
}

fn stays(target: &Target) -> (Owner, String, Row) {
    let status = if target.active == Some(false) { "revoked" } else { "active" };
    (Owner::of(target), key(target), Row::same(line(target, status)))
}

/// A registration before and after; nothing for an action on something else.
fn registration(action: &Action) -> Option<Row> {
    let target = &action.target;
    let before = || Some(line(target, if target.active == Some(false) { "revoked" } else { "active" }));
    match action.kind {
        ActionKind::DeleteRegistration => Some(Row { before: before(), after: None }),
        ActionKind::RevokeRegistration => Some(Row { before: before(), after: Some(line(target, "revoked")) }),
        ActionKind::UnrevokeRegistration => Some(Row { before: before(), after: Some(line(target, "active")) }),
        ActionKind::DeleteDevice
        | ActionKind::BlockEnrollment
        | ActionKind::ExcludeFromEnrollment
        | ActionKind::RemoveTokenFromEnrollment
        | ActionKind::DisableServiceToken
        | ActionKind::DeleteServiceToken
        | ActionKind::RevokeSessions
        | ActionKind::ReleaseSeat
        | ActionKind::HumanStep => None,
    }
}

/// `bob@acme.example | active | bob-xps | serial 5CG0BBB222 | seen 2026-02-11 | registration 4e60…`
fn line(target: &Target, status: &str) -> String {
    let owner = Owner::of(target).title(target).to_text();
    let seen =
        target.last_seen_at.map_or_else(|| "never seen".to_owned(), |at| format!("seen {}", at.strftime("%Y-%m-%d")));
    let mut cells = vec![owner, status.to_owned()];
    cells.extend(target.device.as_ref().map(machine));
    cells.push(seen);
    cells.extend(target.registration_id.as_ref().map(|id| format!("registration {}", inline(id))));
    cells.join(" | ")
}

fn machine(device: &TargetDevice) -> String {
    match &device.serial {
        Some(serial) => format!("{} | serial {}", name(&device.name), name(serial)),
        None => name(&device.name),
    }
}

/// What changes beside registrations, each with the part of the account that it is in.
fn other(action: &Action) -> Vec<(&'static str, Row)> {
    let target = &action.target;
    let whom = || name(target.identity.as_ref().and_then(|identity| identity.email.as_deref()).unwrap_or("unknown"));
    let token = || quoted(target.token.as_ref().map_or("", |token| &token.name));
    let policies = |what: String, row: fn(String) -> Row| {
        target
            .policies
            .iter()
            .map(|policy| ("enrollment", row(format!("policy {} | {what}", quoted(&policy.name)))))
            .collect()
    };
    match action.kind {
        ActionKind::ExcludeFromEnrollment => policies(format!("excludes {}", whom()), Row::added),
        ActionKind::RemoveTokenFromEnrollment => policies(format!("includes token {}", token()), Row::removed),
        ActionKind::BlockEnrollment => {
            let list = quoted(target.list.as_ref().map_or("", |list| &list.name));
            vec![("enrollment", Row::added(format!("list {list} | has {}", whom())))]
        }
        ActionKind::RevokeSessions => vec![("sessions", Row::removed(format!("sessions of {}", whom())))],
        ActionKind::ReleaseSeat => vec![("seats", Row::removed(format!("seat of {}", whom())))],
        ActionKind::DeleteDevice => {
            let record =
                target.device.as_ref().map(|device| format!("{} | device {}", machine(device), inline(&device.id)));
            record.map(|record| ("devices", Row::removed(record))).into_iter().collect()
        }
        ActionKind::DisableServiceToken => {
            let state = |state: &str| Some(format!("token {} | {state}", token()));
            vec![("tokens", Row { before: state("enabled"), after: state("disabled") })]
        }
        ActionKind::DeleteServiceToken => vec![("tokens", Row::removed(format!("token {}", token())))],
        ActionKind::DeleteRegistration
        | ActionKind::RevokeRegistration
        | ActionKind::UnrevokeRegistration
        | ActionKind::HumanStep => Vec::new(),
    }
}

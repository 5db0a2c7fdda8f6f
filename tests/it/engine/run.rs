//! One run against a sandbox, and what it changed.

use doorlist::apply::{BatchSize, Ending, Live, Unobserved, Watch, run};
use doorlist::model::report::Became;
use doorlist::model::{DoorList, Plan};
use doorlist::plan::{Settings, approve, plan};
use doorlist::sandbox::Sandbox;
use serde_json::Value;
use tokio_util::sync::CancellationToken;

use crate::support::company::now;
use crate::support::router::connect;

/// Reads the account and plans.
pub(super) async fn planned(sandbox: &Sandbox, list: &DoorList) -> Plan {
    let (reader, _) = connect(sandbox);
    let account = reader.account(list.needs(), now()).await.expect("an account");
    plan(list, &account, now(), &Settings::default()).expect("a plan")
}

/// Applies a plan.
pub(super) async fn carried_out(sandbox: &Sandbox, plan: &Plan) -> Ending {
    let (reader, writer) = connect(sandbox);
    let approved = approve(plan.clone(), None).expect("no limits");
    let clock = now;
    let remote = Live::new(&reader, &writer, &clock);
    let watch = Watch { observer: &mut Unobserved, stop: &CancellationToken::new(), clock: &clock, halt: None };
    run(&approved, &remote, BatchSize::default(), watch).await
}

/// Reads, plans and applies; everything must have been done.
pub(super) async fn applied(sandbox: &Sandbox, list: &DoorList) -> Plan {
    let plan = planned(sandbox, list).await;
    let ending = carried_out(sandbox, &plan).await;
    let undone: Vec<(&str, &str)> = ending
        .outcomes
        .iter()
        .filter(|outcome| !matches!(outcome.became, Became::Done | Became::ForAPerson))
        .map(|outcome| (outcome.action.id.as_str(), outcome.detail.as_deref().unwrap_or_default()))
        .collect();
    assert_eq!(undone, [], "everything is done");
    plan
}

/// What became of the effects, in order.
pub(super) fn became(ending: &Ending) -> Vec<Became> {
    let effects = ending.outcomes.iter().filter(|outcome| outcome.action.kind.is_effect());
    effects.map(|outcome| outcome.became).collect()
}

/// What became of one action, and why.
pub(super) fn outcome<'a>(ending: &'a Ending, id: &str) -> (Became, &'a str) {
    let found = ending.outcomes.iter().find(|outcome| outcome.action.id == id).expect("an action with this id");
    (found.became, found.detail.as_deref().unwrap_or_default())
}

/// The writes that were sent, as `METHOD path`, without the account.
pub(super) fn writes(sandbox: &Sandbox) -> Vec<String> {
    let below = |path: &str| {
        path.rsplit_once("/accounts/").map_or("", |(_, rest)| rest).split_once('/').map_or("", |it| it.1).to_owned()
    };
    let writes = sandbox.log().into_iter().filter(|request| request.method != "GET");
    writes.map(|request| format!("{} {}", request.method, below(&request.path))).collect()
}

/// Everything that differs between two recordings, one line each: rows that went and came, fields that changed. Times
/// of change, and counts that follow from rows, are left out.
pub(super) fn changes(before: &Value, after: &Value) -> Vec<String> {
    let mut found = Vec::new();
    compare("", before, after, &mut found);
    found
}

const FOLLOWING: &[&str] = &[
    "recorded_at",
    "updated_at",
    "count",
    "app_count",
    "active_registrations",
    "active_device_count",
    "last_seen_user",
];

fn compare(path: &str, before: &Value, after: &Value, found: &mut Vec<String>) {
    match (before, after) {
        (Value::Object(old), Value::Object(new)) => {
            let keys: std::collections::BTreeSet<&String> = old.keys().chain(new.keys()).collect();
            for key in keys.into_iter().filter(|key| !FOLLOWING.contains(&key.as_str())) {
                let (old, new) = (old.get(key).unwrap_or(&Value::Null), new.get(key).unwrap_or(&Value::Null));
                compare(&format!("{path}/{key}"), old, new, found);
            }
        }
        (Value::Array(old), Value::Array(new)) => rows(path, old, new, found),
        _ if before == after => {}
        _ => found.push(format!("{path}: {before} became {after}")),
    }
}

/// Rows by what identifies them; rules by themselves.
fn rows(path: &str, old: &[Value], new: &[Value], found: &mut Vec<String>) {
    let find = |rows: &[Value], wanted: &Value| rows.iter().find(|row| name(row) == name(wanted)).cloned();
    for row in old {
        match find(new, row) {
            Some(now) => compare(&format!("{path}/{}", name(row)), row, &now, found),
            None => found.push(format!("- {path}/{}", name(row))),
        }
    }
    for row in new.iter().filter(|row| find(old, row).is_none()) {
        found.push(format!("+ {path}/{}", name(row)));
    }
}

fn name(row: &Value) -> String {
    let key = ["id", "value"].into_iter().find_map(|key| row[key].as_str());
    key.map_or_else(|| row.to_string(), str::to_owned)
}

//! Whether a run is what a step expects.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Outcome;
use super::expect::{OneOrMany, Step, WantedAction, WantedGuard, WantedPlan};
use super::process::Finished;

/// What an action does to what: enough to tell the actions of a plan apart.
type Key = (String, String);

/// The plan, where the step looks into one.
pub(super) fn step(step: &Step, run: &Finished) -> Outcome<Option<Value>> {
    exit(step, run)?;
    streams(step, run)?;
    if !step.plans.is_empty() {
        plans(&step.plans, run)?;
    }
    if !step.asks_for_a_plan() {
        return Ok(None);
    }
    let plan = json(run)?;
    if let Some(wanted) = &step.actions {
        actions(wanted, &plan)?;
    }
    phases(&step.phases, &plan)?;
    findings(step, &plan)?;
    step.guards.iter().try_for_each(|wanted| guard(wanted, &plan))?;
    for (key, value) in &step.summary {
        if &plan["summary"][key] != value {
            return Err(format!("summary.{key} is {}, expected {value}", plan["summary"][key]));
        }
    }
    Ok(Some(plan))
}

fn exit(step: &Step, run: &Finished) -> Outcome<()> {
    let allowed = step.exit.all();
    if allowed.contains(&run.code) {
        return Ok(());
    }
    Err(format!("exit {}, expected {allowed:?}; stderr: {}", run.code, run.stderr.trim()))
}

fn streams(step: &Step, run: &Finished) -> Outcome<()> {
    let output = run.output();
    let streams = [
        ("stdout", &run.stdout, &step.stdout_contains, &step.stdout_lacks),
        ("stderr", &run.stderr, &step.stderr_contains, &step.stderr_lacks),
        ("output", &output, &step.output_contains, &step.output_lacks),
    ];
    for (name, text, contains, lacks) in streams {
        let folded = text.to_lowercase();
        if let Some(missing) = contains.iter().find(|item| !has_all(&folded, item)) {
            return Err(format!("{name} lacks {:?}; it is: {text}", missing.all()));
        }
        if let Some(unwanted) = lacks.iter().find(|item| text.contains(item.as_str())) {
            return Err(format!("{name} has {unwanted:?}; it is: {text}"));
        }
    }
    Ok(())
}

fn has_all(folded: &str, item: &OneOrMany<String>) -> bool {
    item.all().iter().all(|needle| folded.contains(&needle.to_lowercase()))
}

fn json(run: &Finished) -> Outcome<Value> {
    serde_json::from_str(&run.stdout).map_err(|error| format!("stdout is not JSON ({error}): {}", run.stdout))
}

fn plans(wanted: &[WantedPlan], run: &Finished) -> Outcome<()> {
    let all = json(run)?;
    let plans = all.as_array().ok_or("stdout is not an array of plans")?;
    let have: Vec<&str> = plans.iter().filter_map(|plan| plan["account"]["id"].as_str()).collect();
    let want: Vec<&str> = wanted.iter().map(|plan| plan.account.as_str()).collect();
    if have != want {
        return Err(format!("plans of {have:?}, expected {want:?}"));
    }
    wanted.iter().zip(plans).try_for_each(|(wanted, plan)| actions(&wanted.actions, plan))
}

fn actions(wanted: &[WantedAction], plan: &Value) -> Outcome<()> {
    let all = plan["actions"].as_array().ok_or("the plan has no actions[]")?;
    let people_too = wanted.iter().any(|action| action.kind == "human_step");
    let mut have = BTreeMap::new();
    for action in all.iter().filter(|action| people_too || action["kind"] != "human_step") {
        let key = key_of(action);
        if have.insert(key.clone(), action).is_some() {
            return Err(format!("two actions are the same: {key:?}"));
        }
    }
    let want: BTreeMap<Key, &WantedAction> = wanted.iter().map(|action| (key_wanted(action), action)).collect();
    let missing: Vec<&Key> = want.keys().filter(|key| !have.contains_key(*key)).collect();
    let extra: Vec<&Key> = have.keys().filter(|key| !want.contains_key(*key)).collect();
    if !(missing.is_empty() && extra.is_empty()) {
        return Err(format!("missing: {missing:?}; not expected: {extra:?}"));
    }
    want.iter().try_for_each(|(key, wanted)| details(key, wanted, have[key]))
}

fn key_wanted(action: &WantedAction) -> Key {
    let target = match (&action.registration, &action.device, &action.email, &action.token) {
        (Some(registration), ..) => registration.clone(),
        (None, Some(device), ..) => device.clone(),
        (None, None, email, token) => email.as_ref().or(token.as_ref()).map_or_else(String::new, |s| s.to_lowercase()),
    };
    (action.kind.clone(), target)
}

fn key_of(action: &Value) -> Key {
    let kind = action["kind"].as_str().unwrap_or_default();
    let target = &action["target"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let id = if kind.ends_with("_registration") {
        text(&target["registration_id"])
    } else if kind == "delete_device" {
        text(&target["device"]["id"])
    } else {
        let identity = &target["identity"];
        identity["email"].as_str().or(identity["id"].as_str()).unwrap_or_default().to_lowercase()
    };
    (kind.to_owned(), id)
}

fn details(key: &Key, wanted: &WantedAction, action: &Value) -> Outcome<()> {
    let reason = &action["reason"];
    let given = [
        ("reason.code", &reason["code"], wanted.reason.clone().map(Value::from)),
        ("reason.also", &reason["also"], wanted.also.clone().map(Value::from)),
        ("reason.line", &reason["line"], wanted.line.map(Value::from)),
        ("reason.ticket", &reason["ticket"], wanted.ticket.clone().map(Value::from)),
        ("returns.verdict", &action["returns"]["verdict"], wanted.returns.clone().map(Value::from)),
    ];
    for (name, is, should) in given {
        if should.as_ref().is_some_and(|should| should != is) {
            return Err(format!("{key:?}: {name} is {is}, expected {should:?}"));
        }
    }
    let file = reason["file"].as_str().unwrap_or_default();
    if wanted.file.as_ref().is_some_and(|end| !file.ends_with(end.as_str())) {
        return Err(format!("{key:?}: reason.file is {file:?}"));
    }
    let returns = action["returns"].to_string();
    if wanted.policy.as_ref().is_some_and(|policy| !returns.contains(policy.as_str())) {
        return Err(format!("{key:?}: returns does not name {:?}: {returns}", wanted.policy));
    }
    Ok(())
}

/// The phases of the actions, each run of one phase once.
fn phases(wanted: &[String], plan: &Value) -> Outcome<()> {
    if wanted.is_empty() {
        return Ok(());
    }
    let actions = plan["actions"].as_array().into_iter().flatten();
    let mut have: Vec<&str> = actions.filter_map(|action| action["phase"].as_str()).collect();
    have.dedup();
    if have == wanted { Ok(()) } else { Err(format!("the phases are {have:?}, expected {wanted:?}")) }
}

fn findings(step: &Step, plan: &Value) -> Outcome<()> {
    let findings: Vec<String> =
        plan["findings"].as_array().into_iter().flatten().map(|finding| finding.to_string().to_lowercase()).collect();
    for item in &step.findings_contain {
        if !findings.iter().any(|finding| has_all(finding, item)) {
            return Err(format!("no finding has {:?}; there are: {findings:#?}", item.all()));
        }
    }
    for item in &step.findings_lack {
        if let Some(finding) = findings.iter().find(|finding| has_all(finding, item)) {
            return Err(format!("a finding has {:?}: {finding}", item.all()));
        }
    }
    Ok(())
}

fn guard(wanted: &WantedGuard, plan: &Value) -> Outcome<()> {
    let all = plan["guards"].as_array().into_iter().flatten();
    let named: Vec<&Value> =
        all.filter(|guard| guard["name"].as_str().is_some_and(|name| name.contains(&wanted.name))).collect();
    if named.is_empty() {
        return Err(format!("no guard is named …{}…", wanted.name));
    }
    let verdict = wanted.verdict.clone().map(Value::from);
    for (field, should) in [("value", &wanted.value), ("limit", &wanted.limit), ("verdict", &verdict)] {
        if let Some(should) = should
            && !named.iter().any(|guard| &guard[field] == should)
        {
            return Err(format!("guard {}: {field} is not {should}: {named:?}", wanted.name));
        }
    }
    Ok(())
}

//! A plan or a report as a run.

use serde_json::{Value, json};

use super::result::Found;
use super::rules::{Rules, guard_rule};
use crate::model::Plan;
use crate::model::plan::{Action, ActionKind, Finding, Guard, GuardVerdict};
use crate::model::report::{Became, Outcome, Report};
use crate::render::json::pretty;
use crate::render::phrase::Phrase;
use crate::render::view::{self, Owner};

/// The plans of one invocation as one log.
pub(in crate::render) fn plans(plans: &[Plan]) -> String {
    let rules = Rules::new();
    log(&plans.iter().map(|plan| plan_run(plan, &rules)).collect::<Vec<_>>())
}

/// The reports of one invocation: what was not done.
pub(in crate::render) fn reports(reports: &[Report]) -> String {
    let rules = Rules::new();
    log(&reports.iter().map(|report| report_run(report, &rules)).collect::<Vec<_>>())
}

fn log(runs: &[Value]) -> String {
    pretty(&json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": runs,
    }))
}

fn run(rules: &Rules, account: &str, digest: &str, results: &[Value]) -> Value {
    json!({
        "tool": { "driver": {
            "name": "doorlist",
            "version": env!("CARGO_PKG_VERSION"),
            "informationUri": env!("CARGO_PKG_REPOSITORY"),
            "rules": rules.all,
        } },
        "automationDetails": { "id": format!("doorlist/{account}/") },
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": { "digest": digest },
    })
}

fn plan_run(plan: &Plan, rules: &Rules) -> Value {
    let account = plan.account.id.as_str();
    let guards = plan.guards.iter().filter(|guard| guard.verdict == GuardVerdict::Tripped);
    let guard_rules: Vec<(String, &Guard)> = guards.map(|guard| (guard_rule(guard.name), guard)).collect();
    let tripped = guard_rules.iter().map(|(rule, guard)| tripped(account, rule, guard));
    let changes = plan.actions.iter().map(|action| change(account, action, plan));
    let findings = plan.findings.iter().map(|found| finding(account, found));
    let doorlist = plan.doorlist.paths.first().map(String::as_str);
    let results: Vec<Value> =
        tripped.chain(changes).chain(findings).map(|found| found.to_json(rules, doorlist)).collect();
    run(rules, account, &plan.digest, &results)
}

fn tripped<'a>(account: &'a str, rule: &'a str, guard: &Guard) -> Found<'a> {
    Found {
        rule,
        level: "error",
        text: Phrase::say(format!("Refused: value {}, limit {}: ", guard.value, guard.limit))
            .then(Phrase::sentence(&guard.text)),
        file: None,
        line: None,
        identity: [account, rule, ""].map(str::to_owned),
        properties: json!({ "guard": guard.name.as_str() }),
    }
}

fn change<'a>(account: &'a str, action: &'a Action, plan: &Plan) -> Found<'a> {
    let Action { id, kind, phase, target, reason, returns, .. } = action;
    let returns = returns.as_ref().map(|returns| returns.verdict.as_str());
    let back = returns.map(|returns| format!(", returns: {returns}")).unwrap_or_default();
    let why = if kind.is_effect() { Phrase::say(": ").then(Phrase::sentence(&reason.text)) } else { Phrase::new() };
    Found {
        rule: reason.code.as_str(),
        level: if kind.removes_registration() { "warning" } else { "note" },
        text: what(action, plan.created_at).then(why).plain(back),
        file: reason.file.as_deref(),
        line: reason.line,
        identity: [account, id, reason.code.as_str()].map(str::to_owned),
        properties: json!({
            "action": kind.as_str(),
            "phase": phase.as_str(),
            "registration_id": target.registration_id,
            "returns": returns,
        }),
    }
}

/// `delete bob-xps (serial 5CG0BBB222) of bob@acme.example`.
fn what(action: &Action, now: jiff::Timestamp) -> Phrase {
    let change = view::change(action, now);
    let whose = match action.target.registration_id {
        Some(_) => Phrase::say(" of ").then(Owner::of(&action.target).title(&action.target)),
        None => Phrase::new(),
    };
    let verb = if action.kind == ActionKind::HumanStep { "step for a person:" } else { change.verb };
    Phrase::say(format!("{verb} ")).then(change.object).then(whose)
}

fn finding<'a>(account: &'a str, finding: &'a Finding) -> Found<'a> {
    Found {
        rule: &finding.code,
        level: finding.level.as_str(),
        text: Phrase::sentence(&finding.text),
        file: finding.file.as_deref(),
        line: finding.line,
        identity: [account.to_owned(), about(finding), finding.code.clone()],
        properties: json!({ "registration_id": finding.registration_id }),
    }
}

/// What a finding is about, which is the same in every run; the sentence is not, since it tells days and counts.
fn about(finding: &Finding) -> String {
    let Finding { registration_id, identity, device, subject, file, text, .. } = finding;
    if let Some(row) = registration_id {
        return row.clone();
    }
    let email = identity.as_ref().and_then(|identity| identity.email.as_deref());
    let device = device.as_ref().map(|device| device.id.as_str());
    let entry = subject.as_deref().map(|subject| [file.as_deref().unwrap_or(""), subject].join("\n"));
    let known: Vec<&str> = [email, device, entry.as_deref()].into_iter().flatten().collect();
    // Plans of earlier versions name no subject.
    if subject.is_none() && file.is_some() { without_age(text) } else { known.join("\n") }
}

/// A sentence without what it says about the days that are left.
fn without_age(text: &str) -> String {
    let age = text.split_once(" (in ").and_then(|(before, rest)| Some((before, rest.split_once(')')?.1)));
    age.map_or_else(|| text.to_owned(), |(before, after)| format!("{before}{after}"))
}

fn report_run(report: &Report, rules: &Rules) -> Value {
    let account = report.account.id.as_str();
    let left = report.outcomes.iter().filter(|outcome| !outcome.became.is_settled());
    let results: Vec<Value> = left.map(|left| outcome(account, left, report).to_json(rules, None)).collect();
    run(rules, account, &report.digest, &results)
}

fn outcome<'a>(account: &'a str, outcome: &'a Outcome, report: &Report) -> Found<'a> {
    let Outcome { action, became, detail, finished_at: _ } = outcome;
    let detail = detail.as_ref().map(|detail| Phrase::say(": ").then(Phrase::sentence(detail))).unwrap_or_default();
    Found {
        rule: action.reason.code.as_str(),
        level: match became {
            Became::Failed | Became::Unverified => "error",
            Became::Superseded | Became::NotAttempted => "warning",
            Became::Done | Became::AlreadyDone | Became::ForAPerson => "note",
        },
        text: Phrase::say(format!("{}: ", became.as_str())).then(what(action, report.started_at)).then(detail),
        file: action.reason.file.as_deref(),
        line: action.reason.line,
        identity: [account, &action.id, became.as_str()].map(str::to_owned),
        properties: json!({ "action": action.kind.as_str(), "became": became.as_str() }),
    }
}

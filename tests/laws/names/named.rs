//! A plan and a report with one name in every place that has text from outside.

use doorlist::model::report::Report;
use doorlist::model::{Plan, plan::Action};

use super::sample;

/// The text in every place of an action that has text from outside.
fn rename(action: &mut Action, name: &str) {
    let target = &mut action.target;
    if let Some(device) = &mut target.device {
        name.clone_into(&mut device.name);
        device.serial = device.serial.as_ref().map(|_| name.to_owned());
    }
    if let Some(identity) = &mut target.identity {
        // In front of an own domain, so that owners stay as many as they are.
        identity.email = identity.email.as_ref().map(|email| format!("{name}{email}"));
    }
    for policy in &mut target.policies {
        name.clone_into(&mut policy.name);
    }
    for named in target.token.iter_mut().chain(&mut target.list) {
        name.clone_into(&mut named.name);
    }
    action.reason.text = format!("{} {name}", action.reason.text);
    action.reason.ticket = action.reason.ticket.as_ref().map(|_| name.to_owned());
    action.reason.owner = action.reason.owner.as_ref().map(|_| name.to_owned());
    if let Some(returns) = &mut action.returns {
        for policy in &mut returns.policies {
            name.clone_into(&mut policy.name);
            name.clone_into(&mut policy.rule);
        }
        for need in &mut returns.needs {
            *need = format!("group {name}");
        }
        returns.remedy = returns.remedy.as_ref().map(|remedy| format!("{remedy} {name}"));
    }
}

pub(super) fn plan(name: &str) -> Plan {
    let mut plan = sample::refused();
    plan.actions.iter_mut().for_each(|action| rename(action, name));
    plan.account.name = Some(name.to_owned());
    for target in &mut plan.remaining {
        if let Some(identity) = &mut target.identity {
            identity.email = identity.email.as_ref().map(|email| format!("{name}{email}"));
        }
    }
    for finding in &mut plan.findings {
        finding.text = format!("{} {name}", finding.text);
        if let Some(device) = &mut finding.device {
            device.name = format!("{name} on a desk");
        }
    }
    for kept in &mut plan.summary.kept {
        kept.text = format!("by {name}");
    }
    plan
}

pub(super) fn report(name: &str) -> Report {
    let mut report = sample::report();
    for outcome in &mut report.outcomes {
        rename(&mut outcome.action, name);
        outcome.detail = outcome.detail.as_ref().map(|detail| format!("{detail} {name}"));
    }
    report
}

//! Every text of a document that may say who somebody is. Each structure is taken apart field by field, so that a new
//! field does not compile before somebody has decided about it.

use crate::model::Plan;
use crate::model::explain::{ExplainedEntry, ExplainedRow, Explanation};
use crate::model::plan::{
    Action, AdmittingPolicy, Amount, Expect, ExpectedPolicy, Finding, Guard, Kept, Mentions, NamedId, PlanDoorlist,
    Reason, Returns, Summary, Target, TargetDevice, TargetIdentity, TargetPolicy,
};
use crate::model::report::{Outcome, Report, Verification};

/// What a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    /// The address of an owner, or who answers for an entry.
    Address,
    /// The name of a machine.
    DeviceName,
    /// Its serial.
    Serial,
    /// A sentence, a name or a path that may have any of them in it.
    Text,
}

type Visit<'v> = dyn FnMut(Slot, &mut String) + 'v;

pub(super) fn plan(plan: &mut Plan, visit: &mut Visit) {
    let Plan {
        format_version: _,
        generator: _,
        account: _,
        doorlist,
        inventory: _,
        origin: _,
        actions,
        remaining,
        findings,
        guards,
        summary,
        digest: _,
        created_at: _,
        expires_at: _,
    } = plan;
    let PlanDoorlist { paths, sha256: _, approver_required: _ } = doorlist;
    let Summary {
        changes: _,
        deletes: _,
        revokes: _,
        restores: _,
        others: _,
        human_steps: _,
        kept,
        reported: _,
        blast_radius: _,
        cost: _,
    } = summary;
    for path in paths {
        visit(Slot::Text, path);
    }
    for each in actions {
        action(each, visit);
    }
    for each in remaining {
        target(each, visit);
    }
    for each in findings {
        finding(each, visit);
    }
    for each in guards {
        guard(each, visit);
    }
    for Kept { code: _, text, count: _, mentions: named, file, line: _ } in kept {
        visit(Slot::Text, text);
        mentions(named, visit);
        texts(file, visit);
    }
}

pub(super) fn report(report: &mut Report, visit: &mut Visit) {
    let Report {
        format_version: _,
        account: _,
        digest: _,
        outcomes,
        verification,
        interrupted: _,
        left_out: _,
        requests: _,
        started_at: _,
        finished_at: _,
    } = report;
    for Outcome { action: each, became: _, detail, finished_at: _ } in outcomes {
        action(each, visit);
        texts(detail, visit);
    }
    match verification {
        Verification::Converged => {}
        Verification::Remaining { actions } => {
            for each in actions {
                action(each, visit);
            }
        }
        Verification::Unverified { why } => visit(Slot::Text, why),
    }
}

pub(super) fn explanation(explanation: &mut Explanation, visit: &mut Visit) {
    let Explanation { subject, rows, entries } = explanation;
    visit(Slot::Text, subject);
    for ExplainedRow { target: row, decision: _, reason: why, returns: back } in rows {
        target(row, visit);
        reason(why, visit);
        if let Some(back) = back {
            returns(back, visit);
        }
    }
    for ExplainedEntry { text, mentions: named, decides: _, file, line: _ } in entries {
        visit(Slot::Text, text);
        mentions(named, visit);
        visit(Slot::Text, file);
    }
}

fn action(action: &mut Action, visit: &mut Visit) {
    let Action { id, kind: _, phase: _, target: on, reason: why, returns: back, expect } = action;
    visit(Slot::Text, id);
    target(on, visit);
    reason(why, visit);
    if let Some(back) = back {
        returns(back, visit);
    }
    expectation(expect, visit);
}

fn expectation(expect: &mut Expect, visit: &mut Visit) {
    let Expect {
        email,
        name,
        policies,
        user_id: _,
        device_id: _,
        created_at: _,
        revoked: _,
        last_seen_at: _,
        registrations_left: _,
        application_id: _,
    } = expect;
    if let Some(Some(address)) = email {
        visit(Slot::Address, address);
    }
    texts(name, visit);
    for ExpectedPolicy { id: _, name, decision: _, app_count: _, only_rule: _ } in policies {
        visit(Slot::Text, name);
    }
}

fn target(target: &mut Target, visit: &mut Visit) {
    let Target {
        registration_id: _,
        device: machine,
        identity: owner,
        active: _,
        last_seen_at: _,
        registration_type: _,
        policies,
        list,
        token,
        seat_uid: _,
    } = target;
    device(machine, visit);
    identity(owner, visit);
    for TargetPolicy { id: _, name, app_count: _, app_id: _ } in policies {
        visit(Slot::Text, name);
    }
    for NamedId { id: _, name } in list.iter_mut().chain(token) {
        visit(Slot::Text, name);
    }
}

fn device(device: &mut Option<TargetDevice>, visit: &mut Visit) {
    if let Some(TargetDevice { id: _, name, serial }) = device {
        visit(Slot::DeviceName, name);
        if let Some(serial) = serial {
            visit(Slot::Serial, serial);
        }
    }
}

fn identity(identity: &mut Option<TargetIdentity>, visit: &mut Visit) {
    if let Some(TargetIdentity { kind: _, email: Some(address), id: _ }) = identity {
        visit(Slot::Address, address);
    }
}

fn reason(reason: &mut Reason, visit: &mut Visit) {
    let Reason { code: _, text, file, line: _, ticket, owner, also: _ } = reason;
    visit(Slot::Text, text);
    texts(file, visit);
    texts(ticket, visit);
    if let Some(owner) = owner {
        visit(Slot::Address, owner);
    }
}

fn returns(returns: &mut Returns, visit: &mut Visit) {
    let Returns { verdict: _, policies, needs, remedy } = returns;
    for AdmittingPolicy { id: _, name, rule } in policies {
        visit(Slot::Text, name);
        visit(Slot::Text, rule);
    }
    for need in needs {
        visit(Slot::Text, need);
    }
    texts(remedy, visit);
}

fn finding(finding: &mut Finding, visit: &mut Visit) {
    let Finding {
        code: _,
        level: _,
        text,
        registration_id: _,
        identity: owner,
        device: machine,
        subject,
        mentions: named,
        file,
        line: _,
    } = finding;
    visit(Slot::Text, text);
    texts(subject, visit);
    mentions(named, visit);
    identity(owner, visit);
    device(machine, visit);
    texts(file, visit);
}

fn mentions(mentions: &mut Mentions, visit: &mut Visit) {
    let Mentions { people, devices, serials } = mentions;
    for (slot, names) in [(Slot::Address, people), (Slot::DeviceName, devices), (Slot::Serial, serials)] {
        for name in names {
            visit(slot, name);
        }
    }
}

fn guard(guard: &mut Guard, visit: &mut Visit) {
    let Guard { name: _, value, limit, verdict: _, text } = guard;
    visit(Slot::Text, text);
    for amount in [value, limit] {
        match amount {
            Amount::Word(word) => visit(Slot::Text, word),
            Amount::Count(_) | Amount::Share(_) => {}
        }
    }
}

fn texts(text: &mut Option<String>, visit: &mut Visit) {
    if let Some(text) = text {
        visit(Slot::Text, text);
    }
}

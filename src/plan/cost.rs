//! What applying a plan costs in requests and time (product.md, section 5; API page, section 9).

use crate::model::pace;
use crate::model::plan::{Action, ActionKind, Cost, TargetPolicy};
use crate::model::{Account, ReasonCode};

/// Rows a page where the account was not read over the API.
const PAGE: u64 = 1_000;

/// A policy is read twice before it is replaced, so that nobody else's change is lost, and once more afterwards.
const REPLACING: u64 = 4;

/// Each batch is read again and written, with what is over the limit in batches of its own; every other target is read, written and read again, seats with one call for a
/// batch of them; afterwards the account is read once more.
pub fn cost(actions: &[Action], account: &Account, batch: usize) -> Cost {
    let of = |kind| actions.iter().filter(|action| action.kind == kind).count();
    let bulk = [ActionKind::DeleteRegistration, ActionKind::RevokeRegistration, ActionKind::UnrevokeRegistration];
    let is_over = |action: &&Action| action.reason.code == ReasonCode::OverLimit;
    let over = |kind| actions.iter().filter(|action| action.kind == kind).filter(is_over).count();
    let calls = |count: usize| count.div_ceil(batch.max(1));
    let batches: usize = bulk.into_iter().map(|kind| calls(over(kind)) + calls(of(kind) - over(kind))).sum();
    let seats = of(ActionKind::ReleaseSeat).div_ceil(batch.max(1));
    let writing = 2 * batches as u64 + seats as u64 + actions.iter().map(single).sum::<u64>();
    let requests = if writing == 0 { 0 } else { writing + reading(account) };
    Cost { requests, seconds: pace::seconds(requests) }
}

/// Requests for one action that goes in no bulk call, where nothing fails.
fn single(action: &Action) -> u64 {
    let policies = action.target.policies.len() as u64;
    match action.kind {
        ActionKind::DeleteRegistration
        | ActionKind::RevokeRegistration
        | ActionKind::UnrevokeRegistration
        | ActionKind::HumanStep => 0,
        // What is on a device, or left to a person, is a list of its own.
        ActionKind::DeleteDevice => 4,
        // Without the call that frees it, which it shares.
        ActionKind::ReleaseSeat => 3,
        // Application, list and items before; the items after.
        ActionKind::BlockEnrollment => 5,
        ActionKind::ExcludeFromEnrollment => REPLACING * policies,
        ActionKind::RemoveTokenFromEnrollment => action.target.policies.iter().map(|it| detaching(action, it)).sum(),
        ActionKind::DisableServiceToken | ActionKind::DeleteServiceToken => 3 + 3 * policies,
        // Nothing tells whether a session is open.
        ActionKind::RevokeSessions => 1,
    }
}

fn detaching(action: &Action, policy: &TargetPolicy) -> u64 {
    let goes = action.expect.policies.iter().any(|expected| expected.id == policy.id && expected.only_rule);
    match (goes, &policy.app_id) {
        (false, _) => REPLACING,
        (true, Some(_)) => 3,
        // The application is replaced as a policy is; the policy itself is read before and after.
        (true, None) => REPLACING + 2,
    }
}

fn reading(account: &Account) -> u64 {
    let reading = &account.reading;
    if reading.pages > 0 {
        return reading.pages;
    }
    let rows = account.registrations.len() as u64;
    let devices = account.devices.as_ref().map_or(0, |devices| devices.len() as u64);
    1 + rows.div_ceil(PAGE).max(1) + devices.div_ceil(PAGE)
}

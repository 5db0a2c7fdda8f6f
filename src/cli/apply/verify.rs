//! Reading the account again after an apply (product.md, section 6).

use std::collections::HashSet;

use jiff::Timestamp;

use super::execute::Job;
use crate::apply::confirm;
use crate::cli::error::Stop;
use crate::cli::evidence::NEEDS;
use crate::model::account::Needs;
use crate::model::plan::{Action, IdentityKind, Target};
use crate::model::report::{Became, Outcome, Verification};
use crate::model::{Account, Email, Plan, ReasonCode, Registration};
use crate::plan::{self, Settings};

/// Says whether the account is as it should be, and how it is where it was read. Outcomes that it contradicts are
/// corrected.
pub(crate) async fn verify(
    job: &Job,
    now: Timestamp,
    outcomes: &mut [Outcome],
) -> (Verification, Result<Account, String>) {
    let now = job.dated.as_ref().map_or(now, |dated| dated.now);
    match job.hands.reader.account(needs(job), now).await {
        Ok(account) => {
            confirm(outcomes, &account.registrations);
            let verification = match &job.dated {
                Some(dated) => {
                    let again = plan::plan(&dated.list, &account, dated.now, &Settings::default());
                    again
                        .map_err(Stop::from)
                        .map_or_else(|stop| unverified(&stop), |again| by_planning(&again, outcomes))
                }
                None => by_the_plan(job.approved.plan(), &account, outcomes),
            };
            (verification, Ok(account))
        }
        Err(error) => {
            let stop = Stop::from(error);
            (unverified(&stop), Err(stop.to_string()))
        }
    }
}

/// What is read: all registrations, and what the door list and the evidence need.
fn needs(job: &Job) -> Needs {
    let list = job.dated.as_ref().map(|dated| dated.list.needs()).unwrap_or_default();
    let evidence = job.record.as_ref().map(|_| NEEDS).unwrap_or_default();
    list.or(evidence)
}

fn unverified(stop: &Stop) -> Verification {
    Verification::Unverified { why: stop.to_string() }
}

/// The new plan has to be empty. What this run did not do is left, too, where planning again cannot see it: a device
/// record or a seat of somebody who has no registration any more.
fn by_planning(again: &Plan, outcomes: &[Outcome]) -> Verification {
    let mut left: Vec<Action> = again.actions.iter().filter(|action| action.kind.is_effect()).cloned().collect();
    let planned: HashSet<String> = left.iter().map(|action| action.id.clone()).collect();
    left.extend(open(outcomes).filter(|action| !planned.contains(&action.id)).cloned());
    verification(left)
}

/// Without a door list: every target has to be as the saved plan wants it, and nobody whom it removed may be there again.
fn by_the_plan(plan: &Plan, account: &Account, outcomes: &[Outcome]) -> Verification {
    let left: Vec<Action> = open(outcomes).cloned().collect();
    if !left.is_empty() {
        return verification(left);
    }
    if outcomes.iter().any(|outcome| outcome.became == Became::Superseded) {
        let why = "what changed since the plan was made was left alone: plan again".to_owned();
        return Verification::Unverified { why };
    }
    let back = back(plan, account);
    match back.len() {
        0 => Verification::Converged,
        _ => Verification::Unverified {
            why: format!("people whom the plan removed are there again: {}", back.join(", ")),
        },
    }
}

fn verification(left: Vec<Action>) -> Verification {
    if left.is_empty() { Verification::Converged } else { Verification::Remaining { actions: left } }
}

/// Effects that are still to be done. What was superseded is another plan's.
fn open(outcomes: &[Outcome]) -> impl Iterator<Item = &Action> {
    let is_open = |outcome: &&Outcome| !outcome.became.is_settled() && outcome.became != Became::Superseded;
    outcomes.iter().filter(is_open).map(|outcome| &outcome.action)
}

/// Active rows of people whom the plan removed for who they are, that it does not know.
fn back(plan: &Plan, account: &Account) -> Vec<String> {
    let is_person = |target: &Target| target.identity.as_ref().is_some_and(|one| one.kind == IdentityKind::Person);
    let email = |target: &Target| target.identity.as_ref()?.email.as_deref().map(Email::new);
    let removed: HashSet<Email> = plan
        .actions
        .iter()
        .filter(|action| action.kind.removes_registration() && is_about_the_person(action.reason.code))
        .filter(|action| is_person(&action.target))
        .filter_map(|action| email(&action.target))
        .collect();
    let known: HashSet<&str> = plan
        .actions
        .iter()
        .map(|action| &action.target)
        .chain(&plan.remaining)
        .filter_map(|target| target.registration_id.as_deref())
        .collect();
    let is_back = |row: &&Registration| {
        row.status.is_active()
            && !known.contains(row.id.as_str())
            && row.email().is_some_and(|email| removed.contains(email))
    };
    account.registrations.iter().filter(is_back).map(|row| row.id.to_string()).collect()
}

fn is_about_the_person(code: ReasonCode) -> bool {
    matches!(
        code,
        ReasonCode::UserNotListed | ReasonCode::UserRevoked | ReasonCode::UserAbsent | ReasonCode::UserExpired
    )
}

//! Reading the account again after an apply (product.md, section 6).

use jiff::Timestamp;

use super::execute::Job;
use crate::apply::confirm;
use crate::cli::error::Stop;
use crate::cli::evidence::NEEDS;
use crate::cloudflare::Reader;
use crate::model::account::Needs;
use crate::model::plan::Action;
use crate::model::report::{Outcome, Verification};
use crate::model::{Account, RegistrationId};
use crate::plan::{self, Settings};

/// Says whether the account is as it should be, and how it is where all of it was read. Outcomes that it contradicts are
/// corrected.
pub(crate) async fn verify(
    job: &Job,
    now: Timestamp,
    outcomes: &mut [Outcome],
) -> (Verification, Result<Account, String>) {
    let now = job.dated.as_ref().map_or(now, |dated| dated.now);
    let Some(needs) = needs(job) else {
        let left = by_the_targets(&job.hands.reader, outcomes).await;
        return (verification(left), Err("it was not read as a whole".to_owned()));
    };
    match job.hands.reader.account(needs, now).await {
        Ok(account) => {
            confirm(outcomes, &account.registrations);
            (verification(left(job, &account, outcomes)), Ok(account))
        }
        Err(error) => {
            let stop = Stop::from(error);
            (Verification::Unverified { why: stop.to_string() }, Err(stop.to_string()))
        }
    }
}

/// What is read of the whole account: for the door list and for the evidence. Nothing where neither is there.
fn needs(job: &Job) -> Option<Needs> {
    let list = job.dated.as_ref().map(|dated| dated.list.needs());
    let evidence = job.record.as_ref().map(|_| NEEDS);
    match (list, evidence) {
        (Some(list), Some(evidence)) => Some(list.or(evidence)),
        (list, evidence) => list.or(evidence),
    }
}

fn verification(left: Result<Vec<Action>, Stop>) -> Verification {
    match left {
        Ok(actions) if actions.is_empty() => Verification::Converged,
        Ok(actions) => Verification::Remaining { actions },
        Err(stop) => Verification::Unverified { why: stop.to_string() },
    }
}

/// With the door list: the new plan, at the same time, has to be empty. Without: every target has to be as the saved
/// plan wants it.
fn left(job: &Job, account: &Account, outcomes: &[Outcome]) -> Result<Vec<Action>, Stop> {
    let Some(dated) = &job.dated else { return Ok(unsettled(outcomes)) };
    let plan = plan::plan(&dated.list, account, dated.now, &Settings::default())?;
    Ok(plan.actions.into_iter().filter(|action| action.kind.is_effect()).collect())
}

async fn by_the_targets(reader: &Reader, outcomes: &mut [Outcome]) -> Result<Vec<Action>, Stop> {
    let id = |outcome: &Outcome| outcome.action.target.registration_id.as_deref().map(RegistrationId::from);
    let ids: Vec<RegistrationId> = outcomes.iter().filter_map(id).collect();
    confirm(outcomes, &reader.registrations(&ids).await?);
    Ok(unsettled(outcomes))
}

fn unsettled(outcomes: &[Outcome]) -> Vec<Action> {
    let left = outcomes.iter().filter(|outcome| !outcome.became.is_settled());
    left.map(|outcome| outcome.action.clone()).collect()
}

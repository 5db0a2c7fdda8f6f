//! Reading the account again after an apply (product.md, section 6).

use crate::apply::confirm;
use crate::cli::doorlists::Dated;
use crate::cli::error::Stop;
use crate::cloudflare::Reader;
use crate::model::RegistrationId;
use crate::model::plan::Action;
use crate::model::report::{Outcome, Verification};
use crate::plan::{self, Settings};

/// Says whether the account is as it should be. Outcomes that it contradicts are corrected.
pub(crate) async fn verify(dated: Option<&Dated>, reader: &Reader, outcomes: &mut [Outcome]) -> Verification {
    let left = match dated {
        Some(dated) => by_planning_again(dated, reader, outcomes).await,
        None => by_the_targets(reader, outcomes).await,
    };
    match left {
        Ok(actions) if actions.is_empty() => Verification::Converged,
        Ok(actions) => Verification::Remaining { actions },
        Err(stop) => Verification::Unverified { why: stop.to_string() },
    }
}

/// With the door list: the new plan, at the same time, has to be empty.
async fn by_planning_again(dated: &Dated, reader: &Reader, outcomes: &mut [Outcome]) -> Result<Vec<Action>, Stop> {
    let Dated { list, now, .. } = dated;
    let account = reader.account(list.needs(), *now).await?;
    confirm(outcomes, &account.registrations);
    let plan = plan::plan(list, &account, *now, &Settings::default())?;
    Ok(plan.actions.into_iter().filter(|action| action.kind.is_effect()).collect())
}

/// Without: every target has to be as the saved plan wants it.
async fn by_the_targets(reader: &Reader, outcomes: &mut [Outcome]) -> Result<Vec<Action>, Stop> {
    let id = |outcome: &Outcome| outcome.action.target.registration_id.as_deref().map(RegistrationId::from);
    let ids: Vec<RegistrationId> = outcomes.iter().filter_map(id).collect();
    confirm(outcomes, &reader.registrations(&ids).await?);
    let left = outcomes.iter().filter(|outcome| !outcome.became.is_settled());
    Ok(left.map(|outcome| outcome.action.clone()).collect())
}

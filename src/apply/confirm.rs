//! Holds the outcomes against a later reading: what the API reported as done has to be so. Nothing is documented
//! about bulk calls that do half (API page, section 1.4), so success is believed only until the account is read again.

use std::collections::HashMap;

use super::remote::Change;
use crate::model::Registration;
use crate::model::report::{Became, Outcome};

/// Turns an outcome that the account contradicts into an unverified one. `rows` are all rows of the account, or all
/// that are left of the plan's targets.
pub fn confirm(outcomes: &mut [Outcome], rows: &[Registration]) {
    let rows: HashMap<&str, &Registration> = rows.iter().map(|row| (row.id.as_str(), row)).collect();
    for outcome in outcomes.iter_mut().filter(|outcome| claims_success(outcome)) {
        let id = outcome.action.target.registration_id.as_deref();
        let row = id.and_then(|id| rows.get(id).copied());
        if let Some(contradiction) = contradiction(outcome, row) {
            outcome.became = Became::Unverified;
            outcome.detail = Some(format!("reported as done, but {contradiction}"));
        }
    }
}

fn claims_success(outcome: &Outcome) -> bool {
    matches!(outcome.became, Became::Done | Became::AlreadyDone)
}

fn contradiction(outcome: &Outcome, row: Option<&Registration>) -> Option<&'static str> {
    let row = row?;
    let change = Change::ALL.into_iter().find(|change| change.kind() == outcome.action.kind)?;
    match change {
        Change::Delete => Some("the registration is still there"),
        Change::Revoke => row.status.is_active().then_some("the registration is active"),
        Change::Unrevoke => (!row.status.is_active()).then_some("the registration is revoked"),
    }
}

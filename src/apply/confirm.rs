//! Holds the outcomes against a later reading: what the API reported as done has to be so. Nothing is documented
//! about bulk calls that do half (API page, section 1.4), so success is believed only until the account is read again.

use std::collections::HashMap;

use super::remote::Change;
use crate::model::Registration;
use crate::model::report::{Became, Outcome};

/// Corrects the outcomes of registrations. What was reported as done and is not becomes unverified; what was unverified
/// and is as wanted becomes done. `rows` are all rows of the account, or all that are left of the plan's targets.
pub fn confirm(outcomes: &mut [Outcome], rows: &[Registration]) {
    let rows: HashMap<&str, &Registration> = rows.iter().map(|row| (row.id.as_str(), row)).collect();
    for outcome in outcomes {
        let Some(change) = Change::ALL.into_iter().find(|change| change.kind() == outcome.action.kind) else {
            continue;
        };
        let id = outcome.action.target.registration_id.as_deref();
        let contradiction = contradiction(change, id.and_then(|id| rows.get(id).copied()));
        let (became, detail) = match (outcome.became, contradiction) {
            (Became::Done | Became::AlreadyDone, Some(words)) => {
                (Became::Unverified, format!("reported as done, but {words}"))
            }
            (Became::Unverified, None) => (Became::Done, "done, as reading the account again shows".to_owned()),
            _ => continue,
        };
        outcome.became = became;
        outcome.detail = Some(detail);
    }
}

fn contradiction(change: Change, row: Option<&Registration>) -> Option<&'static str> {
    let row = row?;
    match change {
        Change::Delete => Some("the registration is still there"),
        Change::Revoke => row.status.is_active().then_some("the registration is active"),
        Change::Unrevoke => (!row.status.is_active()).then_some("the registration is revoked"),
    }
}

//! Policies as actions name them, and what must still be true of them.

use crate::model::Account;
use crate::model::enrollment::Policy;
use crate::model::plan::{ExpectedPolicy, TargetPolicy};

/// A policy that is changed. `app_id` is the enrollment application.
pub(super) fn target(account: &Account, policy: &Policy, app_id: Option<&str>) -> TargetPolicy {
    TargetPolicy {
        id: policy.id.to_string(),
        name: policy.name.clone(),
        app_count: app_count(account, policy),
        app_id: if is_reusable(account, policy) { None } else { app_id.map(str::to_owned) },
    }
}

/// What must still be true of it. `only_rule` where its Include rules name nothing but the token that goes.
pub(super) fn expected(account: &Account, policy: &Policy, only_rule: bool) -> ExpectedPolicy {
    ExpectedPolicy {
        id: policy.id.to_string(),
        name: policy.name.clone(),
        decision: policy.decision.as_str().to_owned(),
        app_count: app_count(account, policy),
        only_rule,
    }
}

/// A policy is reusable if the account's reusable policies have it (API page, section 6.2); else it belongs to the
/// application.
pub(super) fn is_reusable(account: &Account, policy: &Policy) -> bool {
    reusable(account, policy).is_some() || policy.reusable == Some(true)
}

/// How many applications a reusable policy serves, where that is said.
pub(super) fn app_count(account: &Account, policy: &Policy) -> Option<u64> {
    reusable(account, policy).and_then(|row| row.app_count)
}

fn reusable<'a>(account: &'a Account, policy: &Policy) -> Option<&'a Policy> {
    account.policies.rows()?.iter().find(|row| row.id == policy.id)
}

//! What refers to a service token.

use std::collections::HashSet;

use crate::model::enrollment::{Policy, Rule, Rules};
use crate::model::{Account, PolicyId, TokenId};
use crate::plan::returning::Returning;

/// The policies whose Include rules name the token.
pub(super) fn naming<'a>(policies: &'a [&'a Policy], id: &'a TokenId) -> impl Iterator<Item = &'a Policy> {
    policies.iter().copied().filter(move |policy| policy.rules.include.contains(&Rule::ServiceToken(id.clone())))
}

/// Whether a policy admits any token of the account.
pub(super) fn admits_any_token(policy: &Policy) -> bool {
    policy.rules.include.contains(&Rule::AnyValidServiceToken)
}

/// Policies of other applications, and groups, that name the token, in words.
pub(super) fn users_elsewhere(account: &Account, returning: &Returning<'_>, id: &TokenId) -> Vec<String> {
    let own: HashSet<&PolicyId> = returning.enrollment.policies().iter().map(|policy| &policy.id).collect();
    let applications = account.applications.rows().unwrap_or(&[]);
    let attached = applications.iter().flat_map(|application| &application.policies);
    let reusable = account.policies.rows().unwrap_or(&[]);
    let mut found: Vec<String> = attached
        .chain(reusable)
        .filter(|policy| !own.contains(&policy.id) && names(&policy.rules, id))
        .map(|policy| format!("policy \"{}\"", policy.name))
        .collect();
    let groups = account.groups.rows().unwrap_or(&[]);
    found
        .extend(groups.iter().filter(|group| names(&group.rules, id)).map(|group| format!("group \"{}\"", group.name)));
    found.sort();
    found.dedup();
    found
}

fn names(rules: &Rules, id: &TokenId) -> bool {
    let Rules { include, exclude, require } = rules;
    include.iter().chain(exclude).chain(require).any(|rule| *rule == Rule::ServiceToken(id.clone()))
}

//! What refers to a service token.

use crate::model::account::{Listed, Unread};
use crate::model::enrollment::{Policy, Rule, Rules};
use crate::model::{Account, TokenId};
use crate::plan::returning::Returning;
use crate::plan::returns::rules::not_read;

/// The policies whose Include rules name the token.
pub(super) fn naming<'a>(policies: &'a [&'a Policy], id: &TokenId) -> Vec<&'a Policy> {
    policies.iter().copied().filter(|policy| includes(policy, id)).collect()
}

/// Whether the Include rules name nothing but the token, so that without it the policy would be invalid.
pub(super) fn is_only_rule(policy: &Policy, id: &TokenId) -> bool {
    let include = &policy.rules.include;
    !include.is_empty() && include.iter().all(|rule| *rule == Rule::ServiceToken(id.clone()))
}

/// Whether a policy admits any token of the account.
pub(super) fn admits_any_token(policy: &Policy) -> bool {
    policy.rules.include.contains(&Rule::AnyValidServiceToken)
}

/// What refers to the token beside the Include rules of the enrollment policies, in words: policies of other
/// applications, groups, and Require or Exclude rules.
pub(super) fn elsewhere(account: &Account, returning: &Returning<'_>, id: &TokenId) -> Vec<String> {
    let own = returning.enrollment.policies();
    let is_own = |policy: &Policy| own.iter().any(|own| own.id == policy.id);
    let applications = account.applications.rows().unwrap_or(&[]);
    let attached = applications.iter().flat_map(|application| application.policies.rows().unwrap_or(&[]));
    let reusable = account.policies.rows().unwrap_or(&[]);
    let others = attached.chain(reusable).filter(|policy| !is_own(policy) && names(&policy.rules, id));
    let narrowed = own.iter().copied().filter(|policy| narrows(&policy.rules, id));
    let groups = account.groups.rows().unwrap_or(&[]);
    let groups = groups.iter().filter(|group| names(&group.rules, id)).map(|group| format!("group \"{}\"", group.name));
    let mut found: Vec<String> =
        others.chain(narrowed).map(|policy| format!("policy \"{}\"", policy.name)).chain(groups).collect();
    found.sort();
    found.dedup();
    found
}

/// What was not read and could refer to a token.
pub(super) fn unread(account: &Account) -> Option<String> {
    let why = |what, unread: Option<&Unread>| unread.map(|why| not_read(what, why));
    why("Access applications", unread_of(&account.applications))
        .or_else(|| why("reusable policies", unread_of(&account.policies)))
        .or_else(|| why("Access groups", unread_of(&account.groups)))
}

fn unread_of<T>(list: &Listed<T>) -> Option<&Unread> {
    match list {
        Listed::Read(_) => None,
        Listed::Unread(why) => Some(why),
    }
}

fn includes(policy: &Policy, id: &TokenId) -> bool {
    policy.rules.include.contains(&Rule::ServiceToken(id.clone()))
}

fn narrows(rules: &Rules, id: &TokenId) -> bool {
    rules.exclude.iter().chain(&rules.require).any(|rule| *rule == Rule::ServiceToken(id.clone()))
}

fn names(rules: &Rules, id: &TokenId) -> bool {
    narrows(rules, id) || rules.include.contains(&Rule::ServiceToken(id.clone()))
}

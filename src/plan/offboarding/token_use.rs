//! What refers to a service token.

use super::policies;
use crate::model::account::{Listed, Unread};
use crate::model::enrollment::{Application, Policy, Rule, Rules};
use crate::model::quote::quoted;
use crate::model::{Account, TokenId};
use crate::plan::returning::Returning;
use crate::plan::returns::rules::not_read;
use crate::plan::sentences::count;

/// The policies whose Include rules name the token.
pub(super) fn naming<'a>(policies: &'a [&'a Policy], id: &TokenId) -> Vec<&'a Policy> {
    policies.iter().copied().filter(|policy| includes(policy, id)).collect()
}

/// Whether the Include rules name one of these tokens.
pub(super) fn names_one_of(policy: &Policy, tokens: &[TokenId]) -> bool {
    tokens.iter().any(|id| includes(policy, id))
}

/// Whether the Include rules name nothing but these tokens, so that without them the policy would be invalid.
pub(super) fn names_only(policy: &Policy, tokens: &[TokenId]) -> bool {
    let include = &policy.rules.include;
    let is_one = |rule: &Rule| matches!(rule, Rule::ServiceToken(named) if tokens.contains(named));
    !include.is_empty() && include.iter().all(is_one)
}

/// Whether a policy admits any token of the account.
pub(super) fn admits_any_token(policy: &Policy) -> bool {
    policy.rules.include.contains(&Rule::AnyValidServiceToken)
}

/// The policies of an application, where they are known.
fn attached(application: &Application) -> &[Policy] {
    application.policies.rows().unwrap_or(&[])
}

/// Reusable policies that name nothing but the token, and that no application uses: what a run that was cut off after
/// it took them out of enrollment leaves behind.
pub(super) fn unused<'a>(account: &'a Account, id: &TokenId) -> Vec<&'a Policy> {
    let applications = account.applications.rows().unwrap_or(&[]);
    let is_attached = |policy: &Policy| applications.iter().flat_map(attached).any(|used| used.id == policy.id);
    let reusable = account.policies.rows().unwrap_or(&[]).iter();
    reusable
        .filter(|policy| {
            policy.app_count == Some(0) && names_only(policy, std::slice::from_ref(id)) && !is_attached(policy)
        })
        .collect()
}

/// The enrollment policies that name the token and that serve other applications, too, in words.
pub(super) fn shared(account: &Account, returning: &Returning<'_>, id: &TokenId) -> Vec<String> {
    let own = returning.enrollment.application_id();
    let applications = account.applications.rows().unwrap_or(&[]);
    let others = || applications.iter().filter(|application| Some(application.id.as_str()) != own);
    let users = |policy: &Policy| -> Vec<String> {
        let uses = |application: &&Application| attached(application).iter().any(|used| used.id == policy.id);
        others().filter(uses).map(|application| quoted(&application.name)).collect()
    };
    let said = |policy: &Policy| {
        let (named, name) = (users(policy), quoted(&policy.name));
        match policies::app_count(account, policy).unwrap_or(0).saturating_sub(1) {
            0 if named.is_empty() => None,
            more if named.is_empty() => Some(format!("policy {name} of {}", count(more, "other application"))),
            _ => Some(format!("policy {name} of application {}", named.join(" and "))),
        }
    };
    naming(returning.enrollment.policies(), id).into_iter().filter_map(said).collect()
}

/// What refers to the token beside the Include rules of the enrollment policies, in words: policies of other
/// applications, groups, and Require or Exclude rules.
pub(super) fn elsewhere(account: &Account, returning: &Returning<'_>, id: &TokenId) -> Vec<String> {
    let own = returning.enrollment.policies();
    let is_own = |policy: &Policy| own.iter().any(|own| own.id == policy.id);
    let applications = account.applications.rows().unwrap_or(&[]);
    let attached = applications.iter().flat_map(attached);
    let reusable = account.policies.rows().unwrap_or(&[]);
    let unused = unused(account, id);
    let is_unused = |policy: &Policy| unused.iter().any(|unused| unused.id == policy.id);
    let is_other = |policy: &&Policy| !is_own(policy) && !is_unused(policy) && names(&policy.rules, id);
    let others = attached.chain(reusable).filter(is_other);
    let narrowed = own.iter().copied().filter(|policy| narrows(&policy.rules, id));
    let groups = account.groups.rows().unwrap_or(&[]);
    let groups =
        groups.iter().filter(|group| names(&group.rules, id)).map(|group| format!("group {}", quoted(&group.name)));
    let mut found: Vec<String> =
        others.chain(narrowed).map(|policy| format!("policy {}", quoted(&policy.name))).chain(groups).collect();
    found.sort();
    found.dedup();
    found
}

/// What was not read and could refer to a token.
pub(super) fn unread(account: &Account) -> Option<String> {
    let why = |what, unread: Option<&Unread>| unread.map(|why| not_read(what, why));
    let applications = account.applications.rows().unwrap_or(&[]);
    let own = applications.iter().find(|application| application.kind == "warp");
    why("Access applications", unread_of(&account.applications))
        .or_else(|| why("policies of the enrollment application", own.and_then(|own| unread_of(&own.policies))))
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

//! Taking a service token out of the enrollment policies.
//!
//! An Include rule beside others is taken out of its policy. A policy whose Include rules name nothing else cannot be
//! kept without it: one that is the application's own is deleted, a reusable one is taken out of the application (API
//! page, section 6.5). Of several tokens that go, the last one of a policy counts as its only rule: the others are out by
//! then. A rule for any token, and one that admits the token by a group, are for a person to replace.

use super::policies;
use super::token::Retiring;
use super::token_use::{admits_any_token, names_one_of, names_only, naming, unused};
use crate::model::enrollment::Policy;
use crate::model::plan::{Action, ActionKind, Expect, Phase, Returns, Target};
use crate::model::quote::{name, quoted};
use crate::plan::returns::{Enrollment, Subject};

/// What becomes of the policies that name a token.
pub(super) struct Detaching<'a> {
    /// The program changes them.
    changed: Vec<&'a Policy>,
    /// And these when all that are the application's own are gone: reusable ones that name nothing else.
    unlinked: Vec<&'a Policy>,
    /// The same, left to a person: the application keeps policies of its own, and a list of policies is sent as links
    /// or whole, never mixed (API page, section 6.1).
    stuck: Vec<&'a Policy>,
    /// Reusable ones that name nothing else and serve the enrollment application alone, or nothing: nothing uses them
    /// afterwards.
    pub(super) emptied: Vec<&'a Policy>,
    /// Those that name the token even then.
    pub(super) still_naming: Vec<&'a Policy>,
}

/// Sorts the policies that name the token.
pub(super) fn detaching<'a>(retiring: &'a Retiring<'_>) -> Detaching<'a> {
    let account = retiring.view.account;
    let all = retiring.returning.enrollment.policies();
    let is_left = |policy: &&Policy| names_only(policy, retiring.gone()) && policies::is_reusable(account, policy);
    let named = naming(all, &retiring.token.id);
    let (left, changed): (Vec<&Policy>, Vec<&Policy>) = named.iter().copied().partition(is_left);
    let unused = unused(account, &retiring.token.id);
    let own = || all.iter().filter(|policy| !policies::is_reusable(account, policy));
    if own().any(|policy| !names_only(policy, retiring.going)) {
        return Detaching { changed, unlinked: Vec::new(), stuck: left.clone(), emptied: unused, still_naming: left };
    }
    let alone = |policy: &&Policy| policies::app_count(account, policy) == Some(1);
    let (mut emptied, still_naming): (Vec<&Policy>, _) = left.iter().copied().partition(alone);
    emptied.extend(unused);
    let (changed, unlinked) = if own().next().is_some() { (changed, left) } else { (named, Vec::new()) };
    Detaching { changed, unlinked, stuck: Vec::new(), emptied, still_naming }
}

impl Detaching<'_> {
    /// The steps.
    pub(super) fn steps(&self, retiring: &Retiring<'_>) -> Vec<Action> {
        let mut made = self.remove(retiring);
        made.extend(self.stuck.iter().map(|policy| {
            let text = format!(
                "take policy {}, which names nothing but service token {}, out of the enrollment application",
                quoted(&policy.name),
                name(&retiring.token.name)
            );
            retiring.human(Phase::Enrollment, &format!("detach:{}", policy.id), text)
        }));
        made.extend(by_other_rules(retiring));
        made
    }

    /// Whether the token could still enroll after that.
    pub(super) fn leaves_open(&self, retiring: &Retiring<'_>) -> Returns {
        let out: Vec<&Policy> = self.changed.iter().chain(&self.unlinked).copied().collect();
        retiring.returning.enrollment.returns_without(&retiring.token.id, &out)
    }

    /// One action, or two.
    fn remove(&self, retiring: &Retiring<'_>) -> Vec<Action> {
        let mut edit = removal(retiring, &self.changed);
        let unlink = removal(retiring, &self.unlinked);
        if let (Some(edit), Some(_)) = (&mut edit, &unlink) {
            edit.id.push_str("/edit");
        }
        edit.into_iter().chain(unlink).collect()
    }
}

/// The action that takes the token out of these policies.
fn removal(retiring: &Retiring<'_>, named: &[&Policy]) -> Option<Action> {
    if named.is_empty() {
        return None;
    }
    let account = retiring.view.account;
    let app_id = retiring.returning.enrollment.application_id();
    let is_only = |policy: &Policy| names_only(policy, retiring.gone());
    let going = named.iter().filter(|policy| is_only(policy));
    let aside: Vec<String> = going
        .map(|policy| {
            let then = if names_one_of(policy, retiring.earlier()) { "then names" } else { "names" };
            let goes = if policies::is_reusable(account, policy) {
                "is taken out of the enrollment application"
            } else {
                "is deleted"
            };
            format!("policy {} {then} nothing else and {goes}", quoted(&policy.name))
        })
        .collect();
    let targets = named.iter().map(|policy| policies::target(account, policy, app_id)).collect();
    let target = Target { policies: targets, ..retiring.target() };
    let expect = Expect {
        application_id: app_id.map(str::to_owned),
        policies: named.iter().map(|policy| policies::expected(account, policy, is_only(policy))).collect(),
        ..Expect::default()
    };
    let kind = ActionKind::RemoveTokenFromEnrollment;
    Some(Action { expect, ..retiring.effect(kind, Phase::Enrollment, target, &aside) })
}

/// Policies that admit the token without naming it, and what cannot be told.
fn by_other_rules(retiring: &Retiring<'_>) -> Vec<Action> {
    let enrollment = &retiring.returning.enrollment;
    if let Enrollment::Unread(why) = enrollment {
        let name = name(&retiring.token.name);
        let text = format!("take service token {name} out of the enrollment policies; that takes {why}");
        return vec![retiring.human(Phase::Enrollment, "detach", text)];
    }
    let any = enrollment.policies().iter().filter(|policy| admits_any_token(policy)).map(|policy| {
        let text = format!(
            "replace \"any valid service token\" in policy {} by the tokens that are meant",
            quoted(&policy.name)
        );
        retiring.human(Phase::Enrollment, &format!("any-token:{}", policy.id), text)
    });
    let id = &retiring.token.id;
    let returns = enrollment.returns(&Subject::Token(id));
    let named = naming(enrollment.policies(), id);
    let is_told = |policy: &Policy| admits_any_token(policy) || named.iter().any(|named| named.id == policy.id);
    let told: Vec<&str> =
        enrollment.policies().iter().filter(|policy| is_told(policy)).map(|policy| policy.id.as_str()).collect();
    let others = returns.policies.iter().filter(|policy| !told.contains(&policy.id.as_str())).map(|policy| {
        let text = format!(
            "close policy {} for service token {}: it admits it by {}",
            quoted(&policy.name),
            name(&retiring.token.name),
            policy.rule
        );
        retiring.human(Phase::Enrollment, &format!("admits:{}", policy.id), text)
    });
    any.chain(others).collect()
}

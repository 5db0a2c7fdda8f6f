//! Taking a service token out of the enrollment policies.
//!
//! An Include rule beside others is taken out of its policy. A policy whose Include rules name nothing else cannot be
//! kept without it: one that is the application's own is deleted, a reusable one is taken out of the application (API
//! page, section 6.5). A rule for any token, and one that admits the token by a group, are for a person to replace.

use super::policies;
use super::token::Retiring;
use super::token_use::{admits_any_token, is_only_rule, naming, unused};
use crate::model::enrollment::Policy;
use crate::model::plan::{Action, ActionKind, Expect, Phase, Returns, Target};
use crate::model::quote::{name, quoted};
use crate::plan::returns::{Enrollment, Subject};

/// What becomes of the policies that name a token.
pub(super) struct Detaching<'a> {
    /// The program changes them.
    changed: Vec<&'a Policy>,
    /// A person has to: reusable ones that name nothing else, in an application that has policies of its own, too. A
    /// list of policies is sent as links or whole, never mixed (API page, section 6.1).
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
    let named = naming(all, &retiring.token.id);
    let is_left = |policy: &&Policy| is_only_rule(policy, &retiring.token.id) && policies::is_reusable(account, policy);
    let left: Vec<&Policy> = named.iter().copied().filter(is_left).collect();
    let unused = unused(account, &retiring.token.id);
    if all.iter().any(|policy| !policies::is_reusable(account, policy)) {
        let changed = named.into_iter().filter(|policy| !is_left(policy)).collect();
        return Detaching { changed, stuck: left.clone(), emptied: unused, still_naming: left };
    }
    let alone = |policy: &&Policy| policies::app_count(account, policy) == Some(1);
    let (mut emptied, still_naming): (Vec<&Policy>, _) = left.into_iter().partition(alone);
    emptied.extend(unused);
    Detaching { changed: named, stuck: Vec::new(), emptied, still_naming }
}

impl Detaching<'_> {
    /// The steps.
    pub(super) fn steps(&self, retiring: &Retiring<'_>) -> Vec<Action> {
        let mut made: Vec<Action> = self.remove(retiring).into_iter().collect();
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
        retiring.returning.enrollment.returns_without(&retiring.token.id, &self.changed)
    }

    fn remove(&self, retiring: &Retiring<'_>) -> Option<Action> {
        if self.changed.is_empty() {
            return None;
        }
        let account = retiring.view.account;
        let app_id = retiring.returning.enrollment.application_id();
        let is_only = |policy: &Policy| is_only_rule(policy, &retiring.token.id);
        let aside: Vec<String> = self
            .changed
            .iter()
            .filter(|policy| is_only(policy))
            .map(|policy| {
                let what = if policies::is_reusable(account, policy) {
                    "is taken out of the enrollment application"
                } else {
                    "is deleted"
                };
                format!("policy {} names nothing else and {what}", quoted(&policy.name))
            })
            .collect();
        let named = self.changed.iter().map(|policy| policies::target(account, policy, app_id)).collect();
        let target = Target { policies: named, ..retiring.target() };
        let kind = ActionKind::RemoveTokenFromEnrollment;
        let expect = Expect {
            application_id: app_id.map(str::to_owned),
            policies: self.changed.iter().map(|policy| policies::expected(account, policy, is_only(policy))).collect(),
            ..Expect::default()
        };
        Some(Action { expect, ..retiring.effect(kind, Phase::Enrollment, target, &aside) })
    }
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

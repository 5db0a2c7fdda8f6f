//! The steps for a service token that is to have no registration: out of the enrollment policies, disabled, deleted
//! (product.md, section 3). They are planned as long as something is left to do, registrations or not.

use super::enrollment::policy_target;
use super::steps::{effect, human};
use super::token_use::{admits_any_token, naming, users_elsewhere};
use crate::model::doorlist::{TokenEntry, TokenStep};
use crate::model::plan::{
    Action, ActionKind, IdentityKind, NamedId, Phase, Reason, Target, TargetIdentity, TargetPolicy,
};
use crate::model::{ReasonCode, ServiceToken};
use crate::plan::returning::{Named, Returning, named};
use crate::plan::stages::Standing;
use crate::plan::view::View;

/// The steps of all tokens that are absent or have ended.
pub(super) fn steps(view: &View<'_>, returning: &Returning<'_>) -> Vec<Action> {
    let mut made = Vec::new();
    for entry in &view.list.service_tokens {
        let code = match Standing::of(entry.state, entry.notes.ended(view.now)) {
            Standing::Absent => ReasonCode::TokenAbsent,
            Standing::Expired => ReasonCode::TokenExpired,
            Standing::Permitted | Standing::Revoked => continue,
        };
        if let Named::Token(token) = named(view.account, &entry.token) {
            made.extend(Retiring { view, returning, token, reason: reason(entry, code) }.steps());
        }
    }
    made
}

fn reason(entry: &TokenEntry, code: ReasonCode) -> Reason {
    Reason {
        code,
        text: format!("service token {} is to have no registration", entry.token.as_str()),
        file: Some(entry.origin.file.to_string()),
        line: Some(entry.origin.line),
        ticket: entry.notes.ticket.clone(),
        owner: entry.notes.owner.clone(),
        also: Vec::new(),
    }
}

/// A token that goes.
struct Retiring<'a> {
    view: &'a View<'a>,
    returning: &'a Returning<'a>,
    token: &'a ServiceToken,
    reason: Reason,
}

impl Retiring<'_> {
    fn steps(&self) -> Vec<Action> {
        let step = self.view.list.offboarding.service_tokens;
        let mut made = Vec::new();
        match step {
            TokenStep::Report => made.extend(self.by_a_person()),
            TokenStep::Detach | TokenStep::Disable | TokenStep::Delete => made.extend(self.detach()),
        }
        if matches!(step, TokenStep::Disable | TokenStep::Delete) && self.token.enabled {
            made.push(self.effect(ActionKind::DisableServiceToken, Phase::Enrollment, Vec::new()));
        }
        if step == TokenStep::Delete {
            made.push(self.delete());
        }
        made
    }

    fn target(&self, policies: Vec<TargetPolicy>) -> Target {
        Target {
            identity: Some(TargetIdentity {
                kind: IdentityKind::Service,
                email: None,
                id: Some(self.token.id.to_string()),
            }),
            token: Some(NamedId { id: self.token.id.to_string(), name: self.token.name.clone() }),
            policies,
            ..Target::default()
        }
    }

    fn effect(&self, kind: ActionKind, phase: Phase, policies: Vec<TargetPolicy>) -> Action {
        effect(kind, phase, self.token.id.as_str(), self.target(policies), &self.reason)
    }

    fn human(&self, phase: Phase, key: &str, text: String) -> Action {
        human(phase, &format!("{key}:{}", self.token.id), self.target(Vec::new()), &self.reason, text)
    }

    /// Its Include rules in the enrollment policies. A rule for any token is for a person to replace.
    fn detach(&self) -> Vec<Action> {
        let app_id = self.returning.enrollment.application_id();
        let policies = self.returning.enrollment.policies();
        let naming: Vec<TargetPolicy> =
            naming(policies, &self.token.id).map(|policy| policy_target(self.view.account, policy, app_id)).collect();
        let mut made = Vec::new();
        if !naming.is_empty() {
            made.push(self.effect(ActionKind::RemoveTokenFromEnrollment, Phase::Enrollment, naming));
        }
        let open = policies.iter().filter(|policy| admits_any_token(policy));
        made.extend(open.map(|policy| {
            let text = format!(
                "replace \"any valid service token\" in policy \"{}\" by the tokens that are meant",
                policy.name
            );
            self.human(Phase::Enrollment, &format!("any-token:{}", policy.id), text)
        }));
        made
    }

    fn by_a_person(&self) -> Option<Action> {
        let names: Vec<String> = naming(self.returning.enrollment.policies(), &self.token.id)
            .map(|policy| format!("\"{}\"", policy.name))
            .collect();
        if names.is_empty() && !self.token.enabled {
            return None;
        }
        let text = format!(
            "retire service token {}: take it out of {}, disable it, and delete it",
            self.token.name,
            if names.is_empty() { "whatever refers to it".to_owned() } else { format!("policy {}", names.join(", ")) }
        );
        Some(self.human(Phase::Enrollment, "token", text))
    }

    /// Deleted only where nothing else refers to it; Cloudflare refuses otherwise (API page, section 5).
    fn delete(&self) -> Action {
        let elsewhere = users_elsewhere(self.view.account, self.returning, &self.token.id);
        if elsewhere.is_empty() {
            return self.effect(ActionKind::DeleteServiceToken, Phase::Tokens, Vec::new());
        }
        let text = format!("take service token {} out of {}, then delete it", self.token.name, elsewhere.join(", "));
        self.human(Phase::Tokens, "delete-token", text)
    }
}

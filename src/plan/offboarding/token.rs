//! The steps for a service token that is to have no registration: out of the enrollment policies, disabled, deleted
//! (product.md, section 3). They are planned as long as something is left to do, registrations or not.

use super::detach::{Detaching, detaching};
use super::policies;
use super::steps::{effect, human};
use super::token_use::{elsewhere, naming, unread};
use crate::model::doorlist::{TokenEntry, TokenStep};
use crate::model::enrollment::Policy;
use crate::model::plan::{Action, ActionKind, Expect, IdentityKind, NamedId, Phase, Reason, Target, TargetIdentity};
use crate::model::quote::{name, quoted};
use crate::model::{ReasonCode, ServiceToken};
use crate::plan::returning::{Named, Returning, named};
use crate::plan::sentences;
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
        text: format!("{} is to have no registration", sentences::token_entry(entry)),
        file: Some(entry.origin.file.to_string()),
        line: Some(entry.origin.line),
        ticket: entry.notes.ticket.clone(),
        owner: entry.notes.owner.clone(),
        also: Vec::new(),
    }
}

/// A token that goes.
pub(super) struct Retiring<'a> {
    pub(super) view: &'a View<'a>,
    pub(super) returning: &'a Returning<'a>,
    pub(super) token: &'a ServiceToken,
    reason: Reason,
}

impl Retiring<'_> {
    fn steps(&self) -> Vec<Action> {
        let step = self.view.list.offboarding.service_tokens;
        if step == TokenStep::Report {
            return self.by_a_person().into_iter().collect();
        }
        let detaching = detaching(self);
        let mut made = detaching.steps(self);
        if matches!(step, TokenStep::Disable | TokenStep::Delete) && self.token.enabled {
            made.push(self.disable());
        }
        if step == TokenStep::Delete {
            made.push(self.delete(&detaching));
        }
        made
    }

    /// The action, with what is said about it beside why the token goes.
    pub(super) fn effect(&self, kind: ActionKind, phase: Phase, target: Target, aside: &[String]) -> Action {
        let text = aside.iter().fold(self.reason.text.clone(), |text, aside| format!("{text}; {aside}"));
        let reason = Reason { text, ..self.reason.clone() };
        effect(kind, phase, self.token.id.as_str(), target, &reason)
    }

    pub(super) fn human(&self, phase: Phase, key: &str, text: String) -> Action {
        human(phase, &format!("{key}:{}", self.token.id), self.target(), &self.reason, text)
    }

    pub(super) fn target(&self) -> Target {
        Target {
            identity: Some(TargetIdentity {
                kind: IdentityKind::Service,
                email: None,
                id: Some(self.token.id.to_string()),
            }),
            token: Some(NamedId { id: self.token.id.to_string(), name: self.token.name.clone() }),
            ..Target::default()
        }
    }

    pub(super) fn expect(&self) -> Expect {
        Expect { name: Some(self.token.name.clone()), ..Expect::default() }
    }

    fn by_a_person(&self) -> Option<Action> {
        let names: Vec<String> = naming(self.returning.enrollment.policies(), &self.token.id)
            .iter()
            .map(|policy| quoted(&policy.name))
            .collect();
        if names.is_empty() && !self.token.enabled {
            return None;
        }
        let text = format!(
            "retire service token {}: take it out of {}, disable it, and delete it",
            name(&self.token.name),
            if names.is_empty() { "whatever refers to it".to_owned() } else { format!("policy {}", names.join(", ")) }
        );
        Some(self.human(Phase::Enrollment, "token", text))
    }

    /// Whatever else refers to the token stops working with it.
    fn disable(&self) -> Action {
        let others = elsewhere(self.view.account, self.returning, &self.token.id);
        let aside = (!others.is_empty()).then(|| format!("it stops working for {}, too", others.join(", ")));
        let aside: Vec<String> = aside.into_iter().collect();
        let kind = ActionKind::DisableServiceToken;
        Action { expect: self.expect(), ..self.effect(kind, Phase::Enrollment, self.target(), &aside) }
    }

    /// Deleted only where nothing else refers to it; Cloudflare refuses otherwise (API page, section 5). Reusable
    /// policies that name nothing but the token, and serve the enrollment application alone, go with it.
    fn delete(&self, detaching: &Detaching<'_>) -> Action {
        let by_a_person = |text| self.human(Phase::Tokens, "delete-token", text);
        let (account, name) = (self.view.account, name(&self.token.name));
        if let Some(why) = unread(account) {
            return by_a_person(format!(
                "find out whether anything refers to service token {name}, then delete it: {why}"
            ));
        }
        let mut others = elsewhere(account, self.returning, &self.token.id);
        others.extend(detaching.still_naming.iter().map(|policy| format!("policy {}", quoted(&policy.name))));
        if !others.is_empty() {
            return by_a_person(format!("take service token {name} out of {}, then delete it", others.join(", ")));
        }
        let emptied = &detaching.emptied;
        let goes =
            |policy: &&Policy| format!("policy {}, which names nothing else, is deleted first", quoted(&policy.name));
        let aside: Vec<String> = emptied.iter().map(goes).collect();
        let named = |policy: &&Policy| policies::target(account, policy, None);
        let target = Target { policies: emptied.iter().map(named).collect(), ..self.target() };
        let mut expect = self.expect();
        expect.policies = emptied.iter().map(|policy| policies::expected(account, policy, true)).collect();
        Action { expect, ..self.effect(ActionKind::DeleteServiceToken, Phase::Tokens, target, &aside) }
    }
}

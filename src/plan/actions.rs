//! Verdicts to actions: target, reason, whether it comes back, and what must still be true when it is applied.

use super::facts::Owner;
use super::returning::{Named, Returning, named};
use super::sentences;
use super::targets;
use super::verdict::Verdict;
use super::view::{Judged, View};
use crate::model::explain::Decision;
use crate::model::plan::{self, Action, ActionKind, Expect, NamedId, Phase, Reason, Returns, Target};
use crate::model::{ReasonCode, Registration};

/// The actions on registrations, and the rows whose removal `require_closed` refuses.
#[derive(Debug, Default)]
pub struct Registrations {
    /// In no order yet.
    pub actions: Vec<Action>,
    /// Left out of the plan (fine print A14).
    pub not_closed: Vec<Action>,
}

/// Makes the actions on registrations.
pub fn registrations(view: &View<'_>, returning: &Returning<'_>) -> Registrations {
    let mut made = Registrations::default();
    for judged in view.rows() {
        let Some(kind) = kind(judged.verdict.decision) else { continue };
        let action = action(view, returning, &judged, kind);
        if is_refused(view, judged.verdict, &action) {
            made.not_closed.push(action);
        } else {
            made.actions.push(action);
        }
    }
    made
}

fn kind(decision: Decision) -> Option<ActionKind> {
    match decision {
        Decision::Delete => Some(ActionKind::DeleteRegistration),
        Decision::Revoke => Some(ActionKind::RevokeRegistration),
        Decision::Restore => Some(ActionKind::UnrevokeRegistration),
        Decision::Keep | Decision::Report => None,
    }
}

/// `yes` and `unattended` refuse, `unknown` does not.
fn is_refused(view: &View<'_>, verdict: &Verdict, action: &Action) -> bool {
    let comes_back = action.returns.as_ref().is_some_and(|returns| match returns.verdict {
        plan::Verdict::Yes | plan::Verdict::Unattended => true,
        plan::Verdict::No | plan::Verdict::Unknown => false,
    });
    verdict.removes() && comes_back && view.requires_closed(verdict)
}

fn action(view: &View<'_>, returning: &Returning<'_>, judged: &Judged<'_>, kind: ActionKind) -> Action {
    let target = targets::target(view.account, judged.row, judged.facts.owner);
    Action {
        id: id(kind, judged.row.id.as_str()),
        kind,
        phase: Phase::Registrations,
        target: Target { token: token(view, judged.facts.owner), ..target },
        reason: reason(view, judged),
        returns: kind.removes_registration().then(|| returns(view, returning, judged)),
        expect: expect(judged.row, judged.verdict.code),
    }
}

/// The token that the door list says the machine is enrolled by: its steps and those of its machines depend on each
/// other.
fn token(view: &View<'_>, owner: Owner) -> Option<NamedId> {
    let Owner::Service(Some(claim), _) = owner else { return None };
    match named(view.account, &view.list.service_tokens[claim].token) {
        Named::Token(token) => Some(NamedId { id: token.id.to_string(), name: token.name.clone() }),
        Named::Id(id) => Some(NamedId { id: id.to_string(), name: id.to_string() }),
        Named::Missing | Named::Unread(_) => None,
    }
}

/// Whether the owner could enroll again. Where the removal is not about who they are, closing enrollment for them is
/// no remedy.
pub fn returns(view: &View<'_>, returning: &Returning<'_>, judged: &Judged<'_>) -> Returns {
    let mut returns = returning.of(judged.row, judged.facts);
    let Some(remedy) = remedy(view, judged) else { return returns };
    if returns.remedy.is_some() && returns.verdict != plan::Verdict::Unknown {
        returns.remedy = Some(remedy.to_owned());
    }
    returns
}

/// What helps beside closing enrollment; nothing where closing it is what helps.
fn remedy(view: &View<'_>, judged: &Judged<'_>) -> Option<&'static str> {
    let (verdict, owner) = (judged.verdict, judged.facts.owner);
    match verdict.code {
        _ if view.is_out(owner) => None,
        ReasonCode::OverLimit | ReasonCode::Duplicate | ReasonCode::Stale | ReasonCode::RevokedTooLong
            if !view.is_permitted(owner) =>
        {
            None
        }
        // Revoked by `unlisted.devices` before: what goes on from stage 5 is marked.
        ReasonCode::RevokedTooLong if !verdict.revoked_though_permitted => Some(ANOTHER_MACHINE),
        ReasonCode::OverLimit | ReasonCode::Duplicate | ReasonCode::Stale | ReasonCode::RevokedTooLong => {
            Some("none is wanted: whoever is permitted may enroll again")
        }
        ReasonCode::DeviceRevoked | ReasonCode::DeviceAbsent => {
            Some("end the owner's sessions and reset the password, so that nobody else can enroll the machine")
        }
        ReasonCode::DeviceNotListed => Some(ANOTHER_MACHINE),
        _ => None,
    }
}

const ANOTHER_MACHINE: &str = "enrollment policies cannot tell machines apart: permit the machine, or take it away";

/// The stable id of an action.
pub fn id(kind: ActionKind, target: &str) -> String {
    format!("{}:{target}", kind.as_str())
}

/// Code, sentence, place and annotations of a verdict.
pub fn reason(view: &View<'_>, judged: &Judged<'_>) -> Reason {
    let cause = judged.verdict.cause;
    let (origin, notes) = (view.origin(cause), view.notes(cause));
    Reason {
        code: judged.verdict.code,
        text: sentences::reason(view, judged),
        file: origin.map(|origin| origin.file.to_string()),
        line: origin.map(|origin| origin.line),
        ticket: notes.and_then(|notes| notes.ticket.clone()),
        owner: notes.and_then(|notes| notes.owner.clone()),
        also: judged.verdict.also.to_vec(),
    }
}

/// What must still be true: the same row, of the same owner, on the same machine, as revoked as it was; and not seen
/// since, where its age or its rank decided.
fn expect(row: &Registration, code: ReasonCode) -> Expect {
    let user = row.user.as_deref();
    Expect {
        user_id: Some(user.and_then(|user| user.id.as_ref()).map(ToString::to_string)),
        email: Some(user.and_then(|user| user.email.as_deref()).map(str::to_owned)),
        device_id: Some(row.device_id.to_string()),
        created_at: row.created_at,
        revoked: Some(!row.status.is_active()),
        last_seen_at: by_age_or_rank(code).then(|| row.last_seen.at()),
        ..Expect::default()
    }
}

fn by_age_or_rank(code: ReasonCode) -> bool {
    matches!(code, ReasonCode::Stale | ReasonCode::Duplicate | ReasonCode::OverLimit)
}

/// Puts actions into the order of execution: by phase, deletes before revokes before restores, links of an application
/// after policies of its own, by owner, by the stage that decided, by id. What is over the limit goes before what is stale: a run that is cut off between the two leaves
/// rows that still take their places, so that the next one finds the same rows over the limit.
pub fn sort(actions: &mut [Action]) {
    actions.sort_by_cached_key(|action| {
        let place = (action.phase, action.kind, takes_out_a_link(action));
        (place, owner_key(&action.target), action.reason.code, action.id.clone())
    });
}

/// Whether a reusable policy that names nothing but a token is taken out of the application.
fn takes_out_a_link(action: &Action) -> bool {
    let is_link = |id: &String| action.target.policies.iter().any(|policy| policy.id == *id && policy.app_id.is_none());
    let mut going = action.expect.policies.iter().filter(|policy| policy.only_rule);
    action.kind == ActionKind::RemoveTokenFromEnrollment && going.any(|policy| is_link(&policy.id))
}

/// Groups rows by owner: people by address, then machines.
pub fn owner_key(target: &Target) -> (Option<plan::IdentityKind>, String) {
    let identity = target.identity.as_ref();
    let email = identity.and_then(|identity| identity.email.as_deref()).unwrap_or("").to_ascii_lowercase();
    (identity.map(|identity| identity.kind), email)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn removal(id: &str, code: ReasonCode) -> Action {
        Action {
            id: id.to_owned(),
            kind: ActionKind::DeleteRegistration,
            phase: Phase::Registrations,
            target: Target::default(),
            reason: Reason {
                code,
                text: String::new(),
                file: None,
                line: None,
                ticket: None,
                owner: None,
                also: Vec::new(),
            },
            returns: None,
            expect: Expect::default(),
        }
    }

    #[test]
    fn what_is_over_the_limit_goes_before_what_is_stale() {
        let mut actions = [removal("a", ReasonCode::Stale), removal("b", ReasonCode::OverLimit)];
        sort(&mut actions);
        assert_eq!(actions.map(|action| action.id), ["b", "a"]);
    }
}

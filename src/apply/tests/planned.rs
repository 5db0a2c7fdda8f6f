//! Actions of offboarding as the planner makes them, for a person `erin` (user `u1`) and a token `t1` called `ci`.

use super::fake::{action, of_person};
use crate::model::plan::{Action, ActionKind, Expect, ExpectedPolicy, NamedId, Phase, Target, TargetPolicy};

pub(super) const ERIN: &str = "Erin@acme.example";

fn effect(kind: ActionKind, phase: Phase, key: &str) -> Action {
    Action {
        id: format!("{}:{key}", kind.as_str()),
        phase,
        target: Target::default(),
        expect: Expect::default(),
        ..action(kind, key)
    }
}

fn named(id: &str, own: bool) -> TargetPolicy {
    TargetPolicy { id: id.to_owned(), name: id.to_owned(), app_count: Some(1), app_id: own.then(|| "app".to_owned()) }
}

fn expected(id: &str, decision: &str, only_rule: bool) -> ExpectedPolicy {
    ExpectedPolicy {
        id: id.to_owned(),
        name: id.to_owned(),
        decision: decision.to_owned(),
        app_count: Some(1),
        only_rule,
    }
}

/// An Exclude rule for her in each of these allow policies.
pub(super) fn exclude(policies: &[&str]) -> Action {
    let mut action = of_person(effect(ActionKind::ExcludeFromEnrollment, Phase::Enrollment, "erin"), ERIN);
    action.target.policies = policies.iter().map(|id| named(id, false)).collect();
    action.expect.policies = policies.iter().map(|id| expected(id, "allow", false)).collect();
    action
}

/// Her address on list `l1`.
pub(super) fn block() -> Action {
    let mut action = of_person(effect(ActionKind::BlockEnrollment, Phase::Enrollment, "erin"), ERIN);
    action.target.list = Some(NamedId { id: "l1".to_owned(), name: "offboarded".to_owned() });
    action.expect.name = Some("offboarded".to_owned());
    action.expect.application_id = Some("app".to_owned());
    action
}

pub(super) fn end_sessions() -> Action {
    of_person(effect(ActionKind::RevokeSessions, Phase::Sessions, "erin"), ERIN)
}

pub(super) fn release_seat() -> Action {
    let mut action = of_person(effect(ActionKind::ReleaseSeat, Phase::Seats, "erin"), ERIN);
    action.target.seat_uid = Some("seat-u1".to_owned());
    action.expect.user_id = Some(Some("u1".to_owned()));
    action.expect.registrations_left = Some(0);
    action
}

fn of_token(mut action: Action) -> Action {
    action.target.token = Some(NamedId { id: "t1".to_owned(), name: "ci".to_owned() });
    action.expect.name = Some("ci".to_owned());
    action
}

/// The token out of these policies: id, whether the application's own, whether it names nothing else.
pub(super) fn detach(policies: &[(&str, bool, bool)]) -> Action {
    let mut action = of_token(effect(ActionKind::RemoveTokenFromEnrollment, Phase::Enrollment, "t1"));
    action.target.policies = policies.iter().map(|(id, own, _)| named(id, *own)).collect();
    action.expect.policies = policies.iter().map(|(id, _, only)| expected(id, "non_identity", *only)).collect();
    action.expect.application_id = Some("app".to_owned());
    action
}

pub(super) fn disable() -> Action {
    of_token(effect(ActionKind::DisableServiceToken, Phase::Enrollment, "t1"))
}

/// The token, with these reusable policies that name nothing else.
pub(super) fn delete_token(emptied: &[&str]) -> Action {
    let mut action = of_token(effect(ActionKind::DeleteServiceToken, Phase::Tokens, "t1"));
    action.target.policies = emptied.iter().map(|id| named(id, false)).collect();
    action.expect.policies = emptied.iter().map(|id| expected(id, "non_identity", true)).collect();
    action
}

/// A registration on a machine that the door list says is the token's.
pub(super) fn of_tokens_machine(mut action: Action) -> Action {
    action.target.token = Some(NamedId { id: "t1".to_owned(), name: "ci".to_owned() });
    action
}

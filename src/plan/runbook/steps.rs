//! Actions as steps: one for each kind and phase, in the order of the phases.

use crate::model::plan::{Action, ActionKind, Phase};
use crate::model::runbook::{Doer, Step};
use crate::plan::offboarding::IDENTITY_PROVIDER;
use crate::plan::sentences::count;

/// The steps of a plan's actions. A step for a person stands alone.
pub fn steps(actions: Vec<Action>) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for action in actions {
        if action.kind == ActionKind::HumanStep {
            steps.push(by_hand(action));
            continue;
        }
        let same = |step: &&mut Step| {
            step.phase == action.phase && step.actions.first().is_some_and(|first| first.kind == action.kind)
        };
        match steps.iter_mut().find(same) {
            Some(step) => step.actions.push(action),
            None => {
                steps.push(Step {
                    phase: action.phase,
                    by: Doer::Doorlist,
                    text: String::new(),
                    actions: vec![action],
                });
            }
        }
    }
    for step in steps.iter_mut().filter(|step| step.text.is_empty()) {
        step.text = sentence(&step.actions);
    }
    order(&mut steps);
    steps
}

/// By phase, as planned; the identity provider first in each. What has to happen before anything else does, and what
/// decides whether anything is to happen, is not sorted in: it is put before the rest.
pub fn order(steps: &mut [Step]) {
    steps.sort_by_key(|step| (step.phase, step.by != Doer::IdentityProvider));
}

fn by_hand(action: Action) -> Step {
    let provider = action.id.contains(&format!(":{IDENTITY_PROVIDER}:"));
    Step {
        phase: action.phase,
        by: if provider { Doer::IdentityProvider } else { Doer::Person },
        text: action.reason.text,
        actions: Vec::new(),
    }
}

fn sentence(actions: &[Action]) -> String {
    let number = actions.len() as u64;
    let Some(first) = actions.first() else { return String::new() };
    match first.kind {
        ActionKind::DeleteRegistration => format!("delete {}", count(number, "registration")),
        ActionKind::RevokeRegistration => {
            format!("revoke {}; the rows stay for the record", count(number, "registration"))
        }
        ActionKind::UnrevokeRegistration => format!("restore {}", count(number, "registration")),
        ActionKind::DeleteDevice => format!("delete {} on which nothing is left", count(number, "device record")),
        ActionKind::BlockEnrollment => "put the address on the block list".to_owned(),
        ActionKind::ExcludeFromEnrollment => "exclude the address in every policy that admits it".to_owned(),
        ActionKind::RemoveTokenFromEnrollment => "take the token out of the enrollment policies".to_owned(),
        ActionKind::DisableServiceToken => "switch the token off".to_owned(),
        ActionKind::DeleteServiceToken => "delete the token".to_owned(),
        ActionKind::RevokeSessions => "end all sessions".to_owned(),
        ActionKind::ReleaseSeat => "release the seat".to_owned(),
        ActionKind::HumanStep => first.reason.text.clone(),
    }
}

/// A step that no plan knows about.
pub fn extra(phase: Phase, by: Doer, text: impl Into<String>) -> Step {
    Step { phase, by, text: text.into(), actions: Vec::new() }
}

//! Actions on people and tokens, and steps for people.

use crate::model::plan::{Action, ActionKind, Expect, Phase, Reason, Returns, Target};
use crate::plan::actions::id;

/// An effect that is about no registration. `key` makes its id.
pub(super) fn effect(kind: ActionKind, phase: Phase, key: &str, target: Target, reason: &Reason) -> Action {
    Action { id: id(kind, key), kind, phase, target, reason: reason.clone(), returns: None, expect: Expect::default() }
}

/// Something that no API can do, or that `offboarding` leaves to a person. `key` tells steps of one phase apart.
pub(super) fn human(phase: Phase, key: &str, target: Target, reason: &Reason, text: String) -> Action {
    let kind = ActionKind::HumanStep;
    let key = format!("{}:{key}", phase.as_str());
    Action { reason: Reason { text, ..reason.clone() }, ..effect(kind, phase, &key, target, reason) }
}

/// What has to be done about enrollment, in words.
pub(super) fn remedy(returns: &Returns) -> &str {
    returns.remedy.as_deref().unwrap_or("close enrollment")
}

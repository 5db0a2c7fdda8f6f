//! Closing enrollment for a person: first of all, or the client is back in a minute.

use super::block_list;
use super::people::Offboarded;
use super::person::target;
use super::steps::{effect, human, remedy};
use crate::model::account::Account;
use crate::model::doorlist::EnrollmentStep;
use crate::model::enrollment::Policy;
use crate::model::plan::{Action, ActionKind, Phase, Target, TargetPolicy, Verdict};
use crate::plan::returning::Returning;
use crate::plan::returns::Subject;
use crate::plan::view::View;

/// The step that closes enrollment, where it is open or may be.
pub(super) fn close(view: &View<'_>, returning: &Returning<'_>, person: &Offboarded<'_>) -> Option<Action> {
    if person.returns.verdict == Verdict::No {
        return None;
    }
    match &view.list.offboarding.enrollment {
        EnrollmentStep::Report => Some(by_a_person(person)),
        EnrollmentStep::Exclude => Some(exclude(view, returning, person).unwrap_or_else(|| by_a_person(person))),
        EnrollmentStep::BlockList(name) => {
            Some(block_list::append(view, returning, person, name).unwrap_or_else(|| by_a_person(person)))
        }
    }
}

/// Whether an action closes the door for its person.
pub(super) fn closes(action: &Action) -> bool {
    matches!(action.kind, ActionKind::BlockEnrollment | ActionKind::ExcludeFromEnrollment)
}

fn by_a_person(person: &Offboarded<'_>) -> Action {
    let text = format!("close enrollment for {}: {}", person.email, remedy(&person.returns));
    human(Phase::Enrollment, &format!("enrollment:{}", person.email), target(person), &person.reason, text)
}

/// An Exclude rule in every policy that certainly admits the person.
fn exclude(view: &View<'_>, returning: &Returning<'_>, person: &Offboarded<'_>) -> Option<Action> {
    let admitting = returning.enrollment.admitting(&Subject::Person(person.email));
    if admitting.is_empty() || person.returns.verdict != Verdict::Yes {
        return None;
    }
    let app_id = returning.enrollment.application_id();
    let policies = admitting.into_iter().map(|policy| policy_target(view.account, policy, app_id)).collect();
    let target = Target { policies, ..target(person) };
    let kind = ActionKind::ExcludeFromEnrollment;
    Some(effect(kind, Phase::Enrollment, person.email.as_str(), target, &person.reason))
}

/// A policy as an action names it. It is reusable if the account's reusable policies have it (API page, section
/// 6.2); else it belongs to the application.
pub(super) fn policy_target(account: &Account, policy: &Policy, app_id: Option<&str>) -> TargetPolicy {
    let reusable = account.policies.rows().and_then(|rows| rows.iter().find(|row| row.id == policy.id));
    let is_reusable = reusable.is_some() || policy.reusable == Some(true);
    TargetPolicy {
        id: policy.id.to_string(),
        name: policy.name.clone(),
        app_count: reusable.and_then(|row| row.app_count),
        app_id: if is_reusable { None } else { app_id.map(str::to_owned) },
    }
}

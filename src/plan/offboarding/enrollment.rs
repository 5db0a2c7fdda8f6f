//! Closing enrollment for a person: first of all, or the client is back in a minute.

use super::people::Offboarded;
use super::person::target;
use super::steps::{effect, human, remedy};
use super::{block_list, policies};
use crate::model::Email;
use crate::model::doorlist::EnrollmentStep;
use crate::model::plan::{Action, ActionKind, Expect, Phase, Target, Verdict};
use crate::model::quote::name;
use crate::plan::returning::Returning;
use crate::plan::returns::Subject;
use crate::plan::returns::evaluate::is_late;
use crate::plan::view::View;

/// The steps that close enrollment, where it is open or may be.
pub(super) fn close(view: &View<'_>, returning: &Returning<'_>, person: &Offboarded<'_>) -> Vec<Action> {
    if person.returns.verdict == Verdict::No {
        return Vec::new();
    }
    let closing = match &view.list.offboarding.enrollment {
        EnrollmentStep::Report => None,
        EnrollmentStep::Exclude => exclude(view, returning, person),
        EnrollmentStep::BlockList(name) => block_list::append(view, returning, person, name),
    };
    let Some(closing) = closing else { return vec![by_a_person(person)] };
    let doubt = doubt(returning, person, &closing);
    [closing].into_iter().chain(doubt).collect()
}

/// Whether an action closes the door for its person.
pub(super) fn closes(action: &Action) -> bool {
    matches!(action.kind, ActionKind::BlockEnrollment | ActionKind::ExcludeFromEnrollment)
}

/// What would have to be known to say that the action leaves nothing open. An Exclude rule goes into the policies that
/// certainly admit the person, and another may; a block list comes after what bypasses.
pub(super) fn left_open(returning: &Returning<'_>, email: &Email, closing: &Action) -> Vec<String> {
    let listed = closing.kind == ActionKind::BlockEnrollment;
    returning.enrollment.doubts(&Subject::Person(email), |policy| !(listed && is_late(&policy.decision)))
}

fn doubt(returning: &Returning<'_>, person: &Offboarded<'_>, closing: &Action) -> Option<Action> {
    let needs = left_open(returning, person.email, closing);
    let text = format!("find out {}: by that, {} could still enroll", needs.join(", "), name(person.email.as_str()));
    let key = format!("doubt:{}", person.email);
    (!needs.is_empty()).then(|| human(Phase::Enrollment, &key, target(person), &person.reason, text))
}

fn by_a_person(person: &Offboarded<'_>) -> Action {
    let text = format!("close enrollment for {}: {}", name(person.email.as_str()), remedy(&person.returns));
    human(Phase::Enrollment, &format!("enrollment:{}", person.email), target(person), &person.reason, text)
}

/// An Exclude rule in every policy that certainly admits the person.
fn exclude(view: &View<'_>, returning: &Returning<'_>, person: &Offboarded<'_>) -> Option<Action> {
    let admitting = returning.enrollment.admitting(&Subject::Person(person.email));
    if admitting.is_empty() || person.returns.verdict != Verdict::Yes {
        return None;
    }
    let app_id = returning.enrollment.application_id();
    let named = |policy| policies::target(view.account, policy, app_id);
    let target = Target { policies: admitting.iter().copied().map(named).collect(), ..target(person) };
    let kind = ActionKind::ExcludeFromEnrollment;
    let mut action = effect(kind, Phase::Enrollment, person.email.as_str(), target, &person.reason);
    action.expect = Expect {
        policies: admitting.into_iter().map(|policy| policies::expected(view.account, policy, false)).collect(),
        ..Expect::default()
    };
    Some(action)
}

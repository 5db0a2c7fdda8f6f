//! The steps for a person, in their order.

use super::enrollment;
use super::people::Offboarded;
use super::steps::{effect, human};
use crate::model::AccessUser;
use crate::model::account::{Listed, Unread};
use crate::model::plan::{Action, ActionKind, Expect, Phase, Target, Verdict};
use crate::model::quote::name;
use crate::plan::returning::Returning;
use crate::plan::view::View;

/// Enrollment, sessions, seat and verification; registrations and devices are planned elsewhere.
pub(super) fn steps(view: &View<'_>, returning: &Returning<'_>, person: &Offboarded<'_>) -> Vec<Action> {
    let mut steps = vec![identity_provider(person)];
    steps.extend(enrollment::close(view, returning, person));
    let closed = person.returns.verdict == Verdict::No || steps.iter().any(enrollment::closes);
    steps.push(sessions(view, person));
    steps.extend(seat(view, person, closed));
    steps.push(verify(person));
    steps
}

/// The target of a step about a person.
pub(super) fn target(person: &Offboarded<'_>) -> Target {
    Target { identity: Some(person.identity.clone()), ..Target::default() }
}

fn identity_provider(person: &Offboarded<'_>) -> Action {
    let text =
        format!("disable {} in the identity provider, if the account is still there", name(person.email.as_str()));
    human(
        Phase::Enrollment,
        &format!("{}:{}", super::IDENTITY_PROVIDER, person.email),
        target(person),
        &person.reason,
        text,
    )
}

fn sessions(view: &View<'_>, person: &Offboarded<'_>) -> Action {
    let email = person.email.as_str();
    if view.list.offboarding.revoke_sessions {
        return effect(ActionKind::RevokeSessions, Phase::Sessions, email, target(person), &person.reason);
    }
    let text = format!("end the sessions of {}; they outlive the registrations", name(email));
    human(Phase::Sessions, &format!("sessions:{email}"), target(person), &person.reason, text)
}

/// A seat is released only where its owner cannot take it again at once.
fn seat(view: &View<'_>, person: &Offboarded<'_>, closed: bool) -> Option<Action> {
    let email = person.email.as_str();
    let step = |text: String| human(Phase::Seats, &format!("seat:{email}"), target(person), &person.reason, text);
    let users = match &view.account.users {
        Listed::Read(users) => users,
        Listed::Unread(why) => return Some(step(unknown_seat(email, why, view.list.offboarding.release_seats))),
    };
    let user = users.iter().find(|user| is_same(user, person)).filter(|user| user.has_seat())?;
    let whose = name(email);
    if !view.list.offboarding.release_seats {
        return Some(step(format!("release the seat of {whose}; it is paid for until then")));
    }
    let Some(seat_uid) = user.seat_uid.clone() else {
        return Some(step(format!("release the seat of {whose}; the account does not say which seat it is")));
    };
    if !closed && person.returns.verdict == Verdict::Yes {
        return Some(step(format!(
            "close enrollment, then release the seat of {whose}; at the next login it is taken again"
        )));
    }
    Some(release(person, user, seat_uid))
}

/// Nobody knows whether there is a seat; where one was to be released, why it is not is said as well.
fn unknown_seat(email: &str, why: &Unread, is_asked_for: bool) -> String {
    let step = format!("release the seat of {}, if there is one", name(email));
    if !is_asked_for {
        return step;
    }
    match why {
        Unread::NotNeeded | Unread::NotRecorded => format!("{step}; the users were not read"),
        Unread::Refused(why) => format!("{step}; the users could not be read ({why})"),
    }
}

fn is_same(user: &AccessUser, person: &Offboarded<'_>) -> bool {
    person.identity.id.as_deref().is_some_and(|id| user.id.as_str() == id) || user.email.as_ref() == Some(person.email)
}

fn release(person: &Offboarded<'_>, user: &AccessUser, seat_uid: String) -> Action {
    let target = Target { seat_uid: Some(seat_uid), ..target(person) };
    let mut action = effect(ActionKind::ReleaseSeat, Phase::Seats, person.email.as_str(), target, &person.reason);
    action.reason.text = format!("{}; Cloudflare also deletes registrations that are left", person.reason.text);
    action.expect =
        Expect { user_id: Some(Some(user.id.to_string())), registrations_left: Some(0), ..Expect::default() };
    action
}

fn verify(person: &Offboarded<'_>) -> Action {
    let text = format!("look again after a day whether {} is back: doorlist plan", name(person.email.as_str()));
    human(Phase::Verify, &format!("verify:{}", person.email), target(person), &person.reason, text)
}

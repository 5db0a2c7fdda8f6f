//! What an earlier run of the same account left undone, where planning anew cannot see it: whoever has no registration any
//! more is not offboarded (fine print A40), so a device record or a seat whose turn had not come would stay for good. Each
//! such step is taken up only if the door list of now still wants it and the account of now still has it.

use std::collections::HashSet;

use crate::model::plan::{Action, ActionKind, IdentityKind, Target};
use crate::model::{AccessUser, DeviceId, Email, Plan};
use crate::plan::matching::Matcher;
use crate::plan::stages::Standing;
use crate::plan::view::{Judged, View};

/// The steps of the unfinished plan that are still to be done and that this plan does not have.
pub(in crate::plan) fn leftovers(view: &View<'_>, unfinished: &Plan, planned: &[Action]) -> Vec<Action> {
    if unfinished.account.id != view.account.id.as_str() {
        return Vec::new();
    }
    let known: HashSet<&str> = planned.iter().map(|action| action.id.as_str()).collect();
    let matcher = Matcher::new(view.list, view.now);
    let deleted = planned.iter().filter(|action| action.kind == ActionKind::DeleteRegistration);
    let deleted: HashSet<&str> = deleted.filter_map(|action| action.target.registration_id.as_deref()).collect();
    let is_open = |action: &&Action| match action.kind {
        ActionKind::DeleteDevice => {
            has_left(view, &matcher, &deleted, &action.target) && is_empty(view, &deleted, &action.target)
        }
        ActionKind::ReleaseSeat => has_left(view, &matcher, &deleted, &action.target) && is_taken(view, &action.target),
        _ => false,
    };
    let open = unfinished.actions.iter().filter(|action| !known.contains(action.id.as_str())).filter(is_open);
    open.cloned().map(taken_up).collect()
}

fn taken_up(mut action: Action) -> Action {
    let aside = "; taken up from a run that did not end";
    if !action.reason.text.ends_with(aside) {
        action.reason.text.push_str(aside);
    }
    action
}

/// Whether the owner is to have no registration, and has none but those that this plan deletes. Of a machine of a token nothing more can be asked: all
/// such machines have one owner.
fn has_left(view: &View<'_>, matcher: &Matcher<'_>, deleted: &HashSet<&str>, target: &Target) -> bool {
    let Some(identity) = &target.identity else { return false };
    match identity.kind {
        IdentityKind::Person => {}
        IdentityKind::Service => return true,
        IdentityKind::Connector | IdentityKind::Foreign | IdentityKind::Unknown => return false,
    }
    let Some(email) = identity.email.as_deref().map(Email::new) else { return false };
    let stays = |judged: Judged<'_>| !deleted.contains(judged.row.id.as_str());
    let stays = view.rows().filter(|judged| judged.row.email() == Some(&email)).any(stays);
    !stays && is_to_leave(view, matcher, &email)
}

fn is_to_leave(view: &View<'_>, matcher: &Matcher<'_>, email: &Email) -> bool {
    let is_protected = view.list.protected.iter().any(|entry| {
        !entry.notes.ended(view.now) && entry.email.as_ref().is_some_and(|pattern| pattern.matches(email.as_str()))
    });
    let standing = matcher.user_entries(email).next().map(|index| {
        let entry = &view.list.users[index];
        Standing::of(entry.state, entry.notes.ended(view.now))
    });
    !is_protected
        && match standing {
            Some(Standing::Absent | Standing::Expired) => true,
            Some(Standing::Permitted | Standing::Revoked) => false,
            None => view.list.unlisted.users.value.removes(),
        }
}

/// Whether the record is there, this plan leaves nothing on it, and the door list still says that such records go.
fn is_empty(view: &View<'_>, deleted: &HashSet<&str>, target: &Target) -> bool {
    let Some(id) = target.device.as_ref().map(|device| DeviceId::from(device.id.as_str())) else { return false };
    let is_there = view.account.devices.as_ref().is_some_and(|devices| devices.contains_key(&id));
    view.list.offboarding.delete_devices
        && is_there
        && view
            .rows()
            .filter(|judged| judged.row.device_id == id)
            .all(|judged| deleted.contains(judged.row.id.as_str()))
}

/// Whether the seat is taken, and the door list still says that such seats are released.
fn is_taken(view: &View<'_>, target: &Target) -> bool {
    let is_theirs = |user: &&AccessUser| user.seat_uid.is_some() && user.seat_uid == target.seat_uid;
    let user = view.account.users.rows().and_then(|users| users.iter().find(is_theirs));
    view.list.offboarding.release_seats && user.is_some_and(AccessUser::has_seat)
}

//! Changes from outside, as if somebody else had made them: for tests of what happens between a plan and its apply.

use super::State;
use super::devices::Seen;
use super::json::{self, Object};
use super::shelf::Shelf;

/// Merges into a row of a list, which is made where it is not there; nothing to merge removes it. False where the list
/// was not recorded.
pub(crate) fn change(state: &mut State, list: &str, id: &str, merge: Option<Object>) -> bool {
    match list {
        "registrations" => registration(state, id, merge),
        "physical_devices" => device(state, id, merge),
        "users" => user(state, id, merge),
        "service_tokens" => on_shelf(&mut state.tokens, id, merge),
        "applications" => on_shelf(&mut state.applications, id, merge),
        "policies" => on_shelf(&mut state.policies, id, merge),
        "groups" => on_shelf(&mut state.groups, id, merge),
        "lists" => on_shelf(&mut state.lists, id, merge),
        _ => None,
    }
    .is_some()
}

fn merged(known: Option<Object>, id: &str, merge: Object) -> Object {
    let mut row = known.unwrap_or_default();
    json::merge(&mut row, merge);
    row.insert("id".into(), id.into());
    row
}

fn registration(state: &mut State, id: &str, merge: Option<Object>) -> Option<()> {
    let rows = state.registrations.as_mut()?;
    let known = rows.remove(id);
    if let Some(merge) = merge {
        rows.insert(merged(known, id, merge));
    }
    Some(())
}

fn device(state: &mut State, id: &str, merge: Option<Object>) -> Option<()> {
    let (devices, registrations) = (state.devices.as_mut()?, state.registrations.as_ref());
    let known = devices.rows().get(id).map(|device| device.to_json(id, registrations, Seen::Recorded));
    devices.remove(id);
    if let Some(merge) = merge {
        devices.insert(merged(known.map(|known| json::from_text(&known)), id, merge), registrations);
    }
    Some(())
}

fn user(state: &mut State, id: &str, merge: Option<Object>) -> Option<()> {
    let users = state.users.as_mut()?;
    let known = users.remove(id);
    if let Some(merge) = merge {
        users.insert(merged(known, id, merge));
    }
    Some(())
}

fn on_shelf(shelf: &mut Option<Shelf>, id: &str, merge: Option<Object>) -> Option<()> {
    let shelf = shelf.as_mut()?;
    match (shelf.get_mut(id), merge) {
        (Some(row), Some(merge)) => *row = merged(Some(std::mem::take(row)), id, merge),
        (None, Some(merge)) => shelf.push(merged(None, id, merge)),
        (_, None) => drop(shelf.remove(id)),
    }
    Some(())
}

//! From the state back to a recorded account.

use std::sync::Arc;

use serde_json::Value;

use super::devices::{Device, Seen};
use super::json::Object;
use super::shelf::Shelf;
use super::{Organization, State};

/// The state as the text of a recorded account; what was not recorded is missing again.
pub(crate) fn dump(state: &State) -> String {
    let mut parts = vec![
        ("recorded_at", Value::from(state.clock.now().to_string()).to_string()),
        ("account", Value::Object(state.account.clone()).to_string()),
    ];
    match &state.organization {
        Organization::NotRecorded => {}
        Organization::None => parts.push(("organization", "null".into())),
        Organization::Recorded(fields) => parts.push(("organization", Value::Object(fields.clone()).to_string())),
    }
    let mut list = |name, rows: Option<String>| parts.extend(rows.map(|rows| (name, rows)));
    let registrations = state.registrations.as_ref();
    list("registrations", registrations.map(|rows| join(rows.rows().values().map(|row| row.to_json(true)))));
    let device = |(id, device): (&Arc<str>, &Device)| device.to_json(id, registrations, Seen::Recorded);
    list("physical_devices", state.devices.as_ref().map(|rows| join(rows.rows().iter().map(device))));
    let users = state.users.as_ref();
    list("users", users.map(|rows| join(rows.rows().values().map(|user| user.to_json(registrations)))));
    list("service_tokens", state.tokens.as_ref().map(|rows| objects(rows, Object::clone)));
    list("applications", state.applications.as_ref().map(|rows| objects(rows, Object::clone)));
    list("policies", state.policies.as_ref().map(|rows| objects(rows, |policy| state.reusable_view(policy))));
    list("groups", state.groups.as_ref().map(|rows| objects(rows, Object::clone)));
    list("lists", state.lists.as_ref().map(|rows| objects(rows, Object::clone)));
    parts.extend(state.rest.iter().map(|(key, value)| (key.as_str(), value.to_string())));
    let members = parts.into_iter().map(|(key, value)| format!("{}:{value}", Value::from(key)));
    format!("{{{}}}", members.collect::<Vec<_>>().join(","))
}

fn join(rows: impl Iterator<Item = String>) -> String {
    format!("[{}]", rows.collect::<Vec<_>>().join(","))
}

fn objects(shelf: &Shelf, view: impl Fn(&Object) -> Object) -> String {
    join(shelf.iter().map(|object| Value::Object(view(object)).to_string()))
}

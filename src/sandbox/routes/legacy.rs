//! `/devices` of old, past its end of life since 2025-11-11 (API page, section 3). It speaks of registration ids where
//! it says device, and refuses accounts with multi-user mode.

use serde_json::{Value, json};

use super::bulk::{self, Targets};
use super::paging;
use crate::sandbox::account::State;
use crate::sandbox::account::devices::{Device, Devices};
use crate::sandbox::account::json::{self, Object};
use crate::sandbox::account::registrations::{Registrations, Row, Standing};
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::{Call, read};
use crate::sandbox::http::refusal::Refusal;

/// The most ids of one call.
const MOST_IDS: usize = 200;

/// What `device_type` may be; anything else was not known then.
const TYPES: &[&str] = &["windows", "mac", "linux", "android", "ios", "chromeos"];

/// From the keys of a physical device to those of old, where they are not the same.
const OF_DEVICE: &[&str] =
    &["mac_address", "manufacturer", "model", "os_version", "os_version_extra", "serial_number", "device_type"];

/// From the keys of a registration to those of old.
const OF_REGISTRATION: &[(&str, &str)] = &[
    ("id", "id"),
    ("key", "key"),
    ("user", "user"),
    ("virtual_ipv4", "ip"),
    ("created_at", "created"),
    ("updated_at", "updated"),
    ("last_seen_at", "last_seen"),
    ("revoked_at", "revoked_at"),
];

pub(crate) fn list(state: &mut State, _: &Call) -> Result<Answer, Refusal> {
    let registrations = single_user(state)?;
    let live = registrations.rows().values().filter(|row| row.standing != Standing::Deleted);
    Ok(paging::single(&live.map(|row| view(row, state.devices.as_ref())).collect::<Vec<_>>()))
}

pub(crate) fn get(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let (_, row) = single_user(state)?.live(call.param("device_id")).ok_or_else(|| call.no_object())?;
    Ok(Answer::result(&view(row, state.devices.as_ref())))
}

pub(crate) fn revoke(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    each(state, targets(state, call)?, State::revoke_registration)
}

pub(crate) fn unrevoke(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    each(state, targets(state, call)?, State::unrevoke_registration)
}

fn each(state: &mut State, targets: Targets, effect: impl Fn(&mut State, &str)) -> Result<Answer, Refusal> {
    for id in &targets.ids {
        effect(state, id);
    }
    targets.answer(Answer::result(&json!({})))
}

fn single_user(state: &State) -> Result<&Registrations, Refusal> {
    let registrations = read(state.registrations.as_ref())?;
    if registrations.is_multi_user() { Err(Refusal::multi_user()) } else { Ok(registrations) }
}

fn targets(state: &State, call: &Call) -> Result<Targets, Refusal> {
    single_user(state)?;
    let wrong = || Refusal::bad_query("the body must be a list of at most 200 registration ids");
    let body = call.json()?;
    let ids: Option<Vec<&str>> = body.as_array().ok_or_else(wrong)?.iter().map(Value::as_str).collect();
    let ids = ids.filter(|ids| !ids.is_empty() && ids.len() <= MOST_IDS).ok_or_else(wrong)?;
    bulk::targets(state, call, &ids)
}

fn view(row: &Row, devices: Option<&Devices>) -> Value {
    let fields = row.fields();
    let named = |(from, to): &(&str, &str)| Some(((*to).to_owned(), set(&fields, from)?.clone()));
    let mut view: Object = OF_REGISTRATION.iter().filter_map(named).collect();
    view.insert("deleted".into(), false.into());
    for (path, to) in [("name", "name"), ("client_version", "version")] {
        view.extend(json::at(&fields, &["device", path]).map(|value| (to.to_owned(), value.clone())));
    }
    let device = row.device.as_ref().and_then(|id| devices?.rows().get(id)).map(Device::fields);
    let known = |key: &&str| Some(((*key).to_owned(), set(device.as_ref()?, key)?.clone()));
    view.extend(OF_DEVICE.iter().filter_map(known));
    view.retain(|key, value| key != "device_type" || value.as_str().is_some_and(|kind| TYPES.contains(&kind)));
    Value::Object(view)
}

fn set<'a>(fields: &'a Object, key: &str) -> Option<&'a Value> {
    fields.get(key).filter(|value| !value.is_null())
}

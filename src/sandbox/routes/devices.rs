//! `/devices/physical-devices` (API page, section 2).

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::Value;

use super::cursor::Asked;
use crate::sandbox::account::State;
use crate::sandbox::account::devices::{Device, DeviceSortBy, Devices, Seen, key};
use crate::sandbox::account::json::{self, Object};
use crate::sandbox::account::order::{Entry, Key, Order, page, walk};
use crate::sandbox::account::registrations::{Registrations, Standing};
use crate::sandbox::fault::Trouble;
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::{Call, read, write};
use crate::sandbox::http::query::Query;
use crate::sandbox::http::refusal::Refusal;

#[derive(Clone, Copy, PartialEq)]
enum Sort {
    Id,
    ActiveRegistrations,
    By(DeviceSortBy),
}

const SORTS: &[(&str, (&str, Sort))] = &[
    ("id", ("id", Sort::Id)),
    ("name", ("name", Sort::By(DeviceSortBy::Name))),
    ("client_version", ("client_version", Sort::By(DeviceSortBy::ClientVersion))),
    ("last_seen_user.email", ("last_seen_user.email", Sort::By(DeviceSortBy::UserEmail))),
    ("last_seen_at", ("last_seen_at", Sort::By(DeviceSortBy::LastSeen))),
    ("active_registrations", ("active_registrations", Sort::ActiveRegistrations)),
    ("created_at", ("created_at", Sort::By(DeviceSortBy::Created))),
];

/// Where `search` looks.
const SEARCHED: &[&[&str]] = &[
    &["id"],
    &["name"],
    &["serial_number"],
    &["hardware_id"],
    &["mac_address"],
    &["last_seen_user", "email"],
    &["last_seen_user", "name"],
];

/// What `include` may ask for.
const PROFILE: &str = "last_seen_registration.policy";

/// The most `tag` filters of a query.
const MOST_TAGS: usize = 10;

pub(crate) fn list(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let devices = write(state.devices.as_mut())?;
    let registrations = state.registrations.as_ref();
    let filter = Filter::of(&call.query)?;
    let (name, sort) = call.query.choice("sort_by", SORTS)?.unwrap_or(("id", Sort::Id));
    let asked = Asked::of(&call.query, name, state.settings)?;
    let entries = filter.entries(devices, registrations, sort);
    let order = entries.as_deref().map_or(Order::Ids, |entries| Order::Sorted(entries));
    let steps = walk(devices.rows(), order, asked.from.as_ref(), asked.descending);
    let mut page = page(steps, asked.size, |id, device| filter.keeps(id, device, registrations));
    let before = asked.from.as_ref().and_then(|from| devices.rows().get_key_value(&*from.id));
    if let (Some(Trouble::Shift), Some(first), Some(before)) = (&call.trouble, page.rows.first_mut(), before) {
        *first = before;
    }
    let seen = shown(&call.query);
    Ok(asked.answer(page, |id, device| device.to_json(id, registrations, seen)))
}

pub(crate) fn get(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let id = call.param("device_id");
    let device = read(state.devices.as_ref())?.rows().get(id).ok_or_else(|| call.no_object())?;
    Ok(Answer::raw(&device.to_json(id, state.registrations.as_ref(), shown(&call.query)), None))
}

pub(crate) fn delete(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let id = call.param("device_id");
    if !read(state.devices.as_ref())?.rows().contains_key(id) {
        return Err(call.no_object());
    }
    state.delete_device(id);
    Ok(Answer::empty())
}

pub(crate) fn revoke(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let id = call.param("device_id");
    if !read(state.devices.as_ref())?.rows().contains_key(id) {
        return Err(call.no_object());
    }
    for registration in state.live_on(id) {
        state.revoke_registration(&registration);
    }
    Ok(Answer::empty())
}

/// `PATCH …/{device_id}` with `{"tags": {…}}`: replaces all tags.
pub(crate) fn set_tags(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let id = call.param("device_id");
    let tags = call.object()?.remove("tags");
    let Some(Value::Object(tags)) = tags.filter(fits) else {
        return Err(Refusal::bad_query("tags must be at most 10 texts by name, each of at most 1024 characters"));
    };
    let now = state.clock.tick();
    let (devices, registrations) = (write(state.devices.as_mut())?, state.registrations.as_ref());
    let device = devices.rows().get(id).ok_or_else(|| call.no_object())?;
    let mut fields = json::from_text(&device.to_json(id, registrations, Seen::Recorded));
    fields.insert("tags".into(), Value::Object(tags));
    fields.insert("updated_at".into(), now.into());
    devices.insert(fields, registrations);
    get(state, call)
}

fn fits(tags: &Value) -> bool {
    let short = |value: &Value| value.as_str().is_some_and(|text| text.chars().count() <= 1_024);
    tags.as_object().is_some_and(|tags| tags.len() <= MOST_TAGS && tags.values().all(short))
}

fn shown(query: &Query) -> Seen {
    if query.includes(PROFILE) { Seen::WithProfile } else { Seen::Plain }
}

/// What a query asks for.
struct Filter {
    ids: Vec<String>,
    with_active: Option<bool>,
    kind: Option<String>,
    email: Option<String>,
    profile: Option<String>,
    tags: Vec<(String, String)>,
    search: Option<String>,
    seen_after: Option<Timestamp>,
    seen_before: Option<Timestamp>,
}

impl Filter {
    fn of(query: &Query) -> Result<Self, Refusal> {
        let active = [("only", Some(true)), ("exclude", Some(false)), ("include", None)];
        query.choice("has_registration_type", super::REGISTRATION_TYPES)?;
        Ok(Self {
            ids: query.all("id").map(str::to_owned).collect(),
            with_active: query.choice("active_registrations", &active)?.unwrap_or(Some(true)),
            kind: query.one("has_registration_type").map(str::to_owned),
            email: query.folded("last_seen_user.email"),
            profile: query.one("last_seen_registration.policy.id").map(str::to_owned),
            tags: tags(query)?,
            search: query.folded("search"),
            seen_after: query.instant("seen_after")?,
            seen_before: query.instant("seen_before")?,
        })
    }

    /// The devices in order, unless that is by id anyway.
    fn entries(
        &self,
        devices: &mut Devices,
        registrations: Option<&Registrations>,
        sort: Sort,
    ) -> Option<Arc<Vec<Entry>>> {
        let place = |id: &str, device: &Device| match sort {
            Sort::Id => Key::Nothing,
            Sort::ActiveRegistrations => Key::Count(device.active(id, registrations)),
            Sort::By(by) => key(device, by),
        };
        let entry = |(id, device): (&Arc<str>, &Device)| (place(id, device), Arc::clone(id));
        let mut entries: Vec<Entry> = match sort {
            _ if !self.ids.is_empty() => {
                self.ids.iter().filter_map(|id| devices.rows().get_key_value(id.as_str())).map(entry).collect()
            }
            Sort::Id => return None,
            Sort::By(by) => return Some(devices.sorted(by)),
            Sort::ActiveRegistrations => devices.rows().iter().map(entry).collect(),
        };
        entries.sort_unstable();
        entries.dedup();
        Some(Arc::new(entries))
    }

    fn keeps(&self, id: &str, device: &Device, registrations: Option<&Registrations>) -> bool {
        self.with_active.is_none_or(|wanted| (device.active(id, registrations) > 0) == wanted)
            && self.kind.as_deref().is_none_or(|kind| registrations.is_some_and(|rows| has_type(rows, id, kind)))
            && self.profile.as_deref().is_none_or(|profile| has_profile(device, id, registrations, profile))
            && (self.is_by_count() || self.keeps_fields(&device.fields()))
    }

    /// Whether the fields need not be looked at.
    fn is_by_count(&self) -> bool {
        let texts = self.email.is_none() && self.search.is_none() && self.tags.is_empty();
        texts && self.seen_after.is_none() && self.seen_before.is_none()
    }

    fn keeps_fields(&self, fields: &Object) -> bool {
        let email = json::text(fields, &["last_seen_user", "email"]);
        self.email.as_deref().is_none_or(|wanted| email.is_some_and(|email| email.eq_ignore_ascii_case(wanted)))
            && self.tags.iter().all(|(key, value)| json::text(fields, &["tags", key]) == Some(value))
            && self.search.as_deref().is_none_or(|search| json::contains(fields, SEARCHED, search))
            && super::is_seen_between(fields, self.seen_after, self.seen_before)
    }
}

fn tags(query: &Query) -> Result<Vec<(String, String)>, Refusal> {
    let pair = |tag: &str| tag.split_once(':').map(|(key, value)| (key.to_owned(), value.to_owned()));
    let tags: Option<Vec<_>> = query.all("tag").map(pair).collect();
    let wrong = || Refusal::bad_query("tag must be key:value, at most 10 of them");
    tags.filter(|tags| tags.len() <= MOST_TAGS).ok_or_else(wrong)
}

fn has_type(rows: &Registrations, device: &str, kind: &str) -> bool {
    let mut live = rows.on_device(device).filter(|(_, row)| row.standing != Standing::Deleted);
    live.any(|(_, row)| json::text(&row.fields(), &["registration_type"]).unwrap_or("warp") == kind)
}

fn has_profile(device: &Device, id: &str, registrations: Option<&Registrations>, wanted: &str) -> bool {
    let profile = device.profile(id, registrations);
    profile.as_ref().and_then(|profile| profile.get("id")).and_then(Value::as_str) == Some(wanted)
}

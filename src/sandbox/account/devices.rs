//! The physical devices. Their counts follow the registrations: what was recorded, and what has changed since. Where
//! the recorded count differs from the recorded rows, the difference stays, as it did when the account was read.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::Value;

use super::json::{self, Object};
use super::order::{Entry, Key, Orders};
use super::registrations::Registrations;

/// One physical device.
#[derive(Debug)]
pub(crate) struct Device {
    text: Box<str>,
    recorded_count: Option<Value>,
    /// How many more than there are rows the recorded count says.
    beyond_rows: i64,
    seen_registration: Option<Value>,
}

/// How much of `last_seen_registration` is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// All that was recorded, and nothing else.
    Recorded,
    /// Without its profile, as the API gives it.
    Plain,
    /// With its profile, recorded or derived: `include=last_seen_registration.policy`.
    WithProfile,
}

/// What devices can be sorted by, besides their ids and the count that is derived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeviceSortBy {
    /// `name`.
    Name,
    /// `client_version`.
    ClientVersion,
    /// `last_seen_user.email`.
    UserEmail,
    /// `last_seen_at`.
    LastSeen,
    /// `created_at`.
    Created,
}

impl Device {
    /// Its fields, without those that are derived.
    pub(crate) fn fields(&self) -> Object {
        json::from_text(&self.text)
    }

    /// How many registrations on it are active: as it was recorded, and as the rows have changed since.
    pub(crate) fn active(&self, id: &str, registrations: Option<&Registrations>) -> u64 {
        registrations.map_or_else(
            || self.recorded_count.as_ref().and_then(Value::as_u64).unwrap_or_default(),
            |rows| active_rows(rows, id).saturating_add(self.beyond_rows).try_into().unwrap_or_default(),
        )
    }

    /// The profile of the registration that was last seen on it: as recorded, else as the registrations have it.
    pub(crate) fn profile(&self, id: &str, registrations: Option<&Registrations>) -> Option<Value> {
        let recorded = self.seen_registration.as_ref().and_then(|seen| seen.get("policy"));
        recorded.cloned().or_else(|| last_profile(id, registrations?))
    }

    /// Its JSON: with the count that is right now, or as recorded where the registrations are not known.
    pub(crate) fn to_json(&self, id: &str, registrations: Option<&Registrations>, show: Seen) -> String {
        let count = match (registrations, &self.recorded_count) {
            (None, recorded) => recorded.as_ref().map(Value::to_string),
            (Some(_), _) => Some(self.active(id, registrations).to_string()),
        };
        let seen = match show {
            Seen::Recorded => self.seen_registration.clone(),
            Seen::Plain => self.seen_registration.clone().map(without_profile),
            Seen::WithProfile => self.seen_with_profile(id, registrations),
        };
        let seen = seen.map(|seen| seen.to_string());
        let members = [("active_registrations", count), ("last_seen_registration", seen)];
        let members: Vec<_> = members.iter().filter_map(|(key, text)| Some((*key, text.as_deref()?))).collect();
        json::with_members(&self.text, &members)
    }

    fn seen_with_profile(&self, id: &str, registrations: Option<&Registrations>) -> Option<Value> {
        let Some(profile) = self.profile(id, registrations) else { return self.seen_registration.clone() };
        let mut seen = match &self.seen_registration {
            Some(Value::Object(seen)) => seen.clone(),
            _ => Object::new(),
        };
        seen.insert("policy".into(), profile);
        Some(Value::Object(seen))
    }
}

fn active_rows(registrations: &Registrations, device: &str) -> i64 {
    registrations.active_on(device).try_into().unwrap_or(i64::MAX)
}

fn without_profile(mut seen: Value) -> Value {
    if let Value::Object(inner) = &mut seen {
        inner.remove("policy");
    }
    seen
}

fn last_profile(device: &str, registrations: &Registrations) -> Option<Value> {
    let rows = registrations.on_device(device).map(|(_, row)| row);
    let newest = rows.max_by_key(|row| Key::time(json::text(&row.fields(), &["last_seen_at"])))?;
    serde_json::from_str(&newest.profile.as_ref()?.text).ok()
}

/// All physical devices of an account.
#[derive(Debug, Default)]
pub(crate) struct Devices {
    rows: BTreeMap<Arc<str>, Device>,
    orders: Orders<DeviceSortBy>,
}

impl Devices {
    /// The devices by id.
    pub(crate) fn rows(&self) -> &BTreeMap<Arc<str>, Device> {
        &self.rows
    }

    /// The devices in another order than by id.
    pub(crate) fn sorted(&mut self, by: DeviceSortBy) -> Arc<Vec<Entry>> {
        let rows = &self.rows;
        self.orders.get(by, || rows.iter().map(|(id, row)| (key(row, by), Arc::clone(id))).collect())
    }

    /// Puts a device in its place, over one with the same id. One without an id is not taken. Its count, where it has
    /// one, is that of the registrations as they are now.
    pub(crate) fn insert(&mut self, mut fields: Object, registrations: Option<&Registrations>) {
        let Some(id) = json::text(&fields, &["id"]).map(Arc::from) else { return };
        self.orders.forget();
        let recorded_count = fields.remove("active_registrations");
        let seen_registration = fields.remove("last_seen_registration");
        let counted = recorded_count.as_ref().and_then(Value::as_u64).and_then(|count| i64::try_from(count).ok());
        let beyond_rows = counted.zip(registrations).map_or(0, |(count, rows)| count - active_rows(rows, &id));
        let text = json::to_text(&fields);
        self.rows.insert(id, Device { text, recorded_count, beyond_rows, seen_registration });
    }

    /// Takes a device out and gives its fields as far as they are not derived.
    pub(crate) fn remove(&mut self, id: &str) -> Option<Object> {
        let device = self.rows.remove(id)?;
        self.orders.forget();
        let mut fields = device.fields();
        fields.extend(device.seen_registration.map(|seen| ("last_seen_registration".to_owned(), seen)));
        Some(fields)
    }
}

/// What a device sorts by.
pub(crate) fn key(device: &Device, by: DeviceSortBy) -> Key {
    let fields = device.fields();
    match by {
        DeviceSortBy::Name => Key::text(json::text(&fields, &["name"])),
        DeviceSortBy::ClientVersion => Key::text(json::text(&fields, &["client_version"])),
        DeviceSortBy::UserEmail => Key::text(json::text(&fields, &["last_seen_user", "email"])),
        DeviceSortBy::LastSeen => Key::time(json::text(&fields, &["last_seen_at"])),
        DeviceSortBy::Created => Key::time(json::text(&fields, &["created_at"])),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::json::literal as object;
    use super::*;

    fn device(value: Value) -> Device {
        let mut devices = Devices::default();
        devices.insert(object(value), None);
        devices.rows.remove("d1").unwrap_or_else(|| unreachable!("the device was just put in"))
    }

    #[test]
    fn the_count_is_the_recorded_one_and_what_has_changed_since() {
        let mut rows = Registrations::default();
        rows.insert(object(json!({"id": "r1", "device": {"id": "d1"}})));
        let mut devices = Devices::default();
        devices.insert(object(json!({"id": "d1", "active_registrations": 7})), Some(&rows));
        let counts = |rows: &Registrations, devices: &Devices| {
            let json = devices.rows["d1"].to_json("d1", Some(rows), Seen::Plain);
            json::from_text(&json)["active_registrations"].as_u64()
        };
        assert_eq!(counts(&rows, &devices), Some(7));
        rows.insert(object(json!({"id": "r2", "device": {"id": "d1"}})));
        assert_eq!(counts(&rows, &devices), Some(8));
        rows.remove("r1");
        rows.remove("r2");
        assert_eq!(counts(&rows, &devices), Some(6));
        assert!(devices.rows["d1"].to_json("d1", None, Seen::Plain).contains("\"active_registrations\":7"));
    }

    #[test]
    fn a_count_that_was_not_recorded_is_derived_and_none_is_negative() {
        let mut rows = Registrations::default();
        rows.insert(object(json!({"id": "r1", "device": {"id": "d1"}})));
        assert_eq!(device(json!({"id": "d1"})).active("d1", Some(&rows)), 1);
        let mut devices = Devices::default();
        devices.insert(object(json!({"id": "d1", "active_registrations": 0})), Some(&rows));
        rows.remove("r1");
        assert_eq!(devices.rows["d1"].active("d1", Some(&rows)), 0);
    }

    #[test]
    fn the_profile_of_the_last_seen_registration_is_recorded_or_derived() {
        let recorded = device(json!({"id": "d1", "last_seen_registration": {"policy": {"id": "p1"}}}));
        assert!(recorded.to_json("d1", None, Seen::Plain).ends_with("\"last_seen_registration\":{}}"));
        assert!(recorded.to_json("d1", None, Seen::WithProfile).contains("{\"policy\":{\"id\":\"p1\"}}"));
        let mut rows = Registrations::default();
        rows.insert(object(json!({"id": "r1", "device": {"id": "d1"}, "policy": {"id": "old"}})));
        let newer = json!({"id": "r0", "device": {"id": "d1"}, "policy": {"id": "new"}, "last_seen_at": "2026-01-01T00:00:00Z"});
        rows.insert(object(newer));
        let derived =
            device(json!({"id": "d1", "last_seen_registration": null})).to_json("d1", Some(&rows), Seen::WithProfile);
        assert!(derived.contains("\"last_seen_registration\":{\"policy\":{\"id\":\"new\"}}"), "{derived}");
    }
}

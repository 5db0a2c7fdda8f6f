//! The Zero Trust users and their sessions.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use super::index::Index;
use super::json::{self, Object};
use super::registrations::{Registrations, Standing};

/// One user.
#[derive(Debug)]
pub(crate) struct User {
    text: Box<str>,
    recorded_count: Option<Value>,
    /// Whether the sessions of this user were ended.
    pub(crate) signed_out: bool,
}

impl User {
    /// The fields, without the count that is derived.
    pub(crate) fn fields(&self) -> Object {
        json::from_text(&self.text)
    }

    /// The JSON as the API gives it.
    pub(crate) fn to_json(&self, registrations: Option<&Registrations>) -> String {
        let count = match (registrations, &self.recorded_count) {
            (Some(rows), _) => Some(active_devices(&self.fields(), rows).to_string()),
            (None, recorded) => recorded.as_ref().map(Value::to_string),
        };
        let members: Vec<_> = count.iter().map(|count| ("active_device_count", count.as_str())).collect();
        json::with_members(&self.text, &members)
    }
}

/// Under which keys the rows of a user are found: `id`, `uid` and the address (API page, section 4.1).
pub(crate) fn owner_keys(user: &Object) -> Vec<String> {
    let ids = ["id", "uid"].into_iter().filter_map(|key| json::text(user, &[key])).map(str::to_owned);
    let email = json::text(user, &["email"]).map(str::to_ascii_lowercase);
    ids.chain(email).collect()
}

/// The ids of a user's registrations, each once.
pub(crate) fn registrations_of(user: &Object, rows: &Registrations) -> Vec<Arc<str>> {
    let keys = owner_keys(user);
    let mut ids: Vec<Arc<str>> = keys.iter().flat_map(|key| rows.of_owner(key)).map(|(id, _)| Arc::clone(id)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn active_devices(user: &Object, rows: &Registrations) -> usize {
    let keys = owner_keys(user);
    let owned = keys.iter().flat_map(|key| rows.of_owner(key)).map(|(_, row)| row);
    let active = owned.filter(|row| row.standing == Standing::Active);
    active.filter_map(|row| row.device.as_ref()).collect::<HashSet<_>>().len()
}

/// All users of an account.
#[derive(Debug, Default)]
pub(crate) struct Users {
    rows: BTreeMap<Arc<str>, User>,
    by_key: Index,
}

impl Users {
    /// The users by id.
    pub(crate) fn rows(&self) -> &BTreeMap<Arc<str>, User> {
        &self.rows
    }

    /// The user with an id.
    pub(crate) fn get(&self, id: &str) -> Option<(&Arc<str>, &User)> {
        self.rows.get_key_value(id)
    }

    /// Puts a user in place, over one with the same id. One without an id is not taken.
    pub(crate) fn insert(&mut self, mut fields: Object) {
        let Some(id) = json::text(&fields, &["id"]).map(Arc::from) else { return };
        self.remove(&id);
        for key in keys(&fields) {
            self.by_key.insert(&key, &id);
        }
        let recorded_count = fields.remove("active_device_count");
        self.rows.insert(id, User { text: json::to_text(&fields), recorded_count, signed_out: false });
    }

    /// Changes the fields of a user, but not the id, the seat or the address.
    pub(crate) fn change(&mut self, id: &str, change: impl FnOnce(&mut Object)) {
        if let Some(user) = self.rows.get_mut(id) {
            let mut fields = user.fields();
            change(&mut fields);
            user.text = json::to_text(&fields);
        }
    }

    /// Ends the sessions of a user, or lets there be one.
    pub(crate) fn sign(&mut self, id: &str, out: bool) {
        if let Some(user) = self.rows.get_mut(id) {
            user.signed_out = out;
        }
    }

    /// Takes a user out.
    pub(crate) fn remove(&mut self, id: &str) -> Option<Object> {
        let (id, user) = self.rows.remove_entry(id)?;
        let fields = user.fields();
        for key in keys(&fields) {
            self.by_key.remove(&key, &id);
        }
        Some(fields)
    }

    /// The user who holds a seat.
    pub(crate) fn with_seat(&self, seat: &str) -> Option<(Arc<str>, Object)> {
        self.with_key(&seat_key(seat))
    }

    /// The user with an address, in whatever ASCII case.
    pub(crate) fn with_email(&self, email: &str) -> Option<(Arc<str>, Object)> {
        self.with_key(&email_key(email))
    }

    fn with_key(&self, key: &str) -> Option<(Arc<str>, Object)> {
        let id = self.by_key.of(key).next()?;
        Some((Arc::clone(id), self.rows.get(id)?.fields()))
    }
}

fn keys(fields: &Object) -> impl Iterator<Item = String> {
    let seat = json::text(fields, &["seat_uid"]).map(seat_key);
    seat.into_iter().chain(json::text(fields, &["email"]).map(email_key))
}

fn seat_key(seat: &str) -> String {
    format!("seat {seat}")
}

fn email_key(email: &str) -> String {
    format!("email {}", email.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::json::literal as object;
    use super::*;

    #[test]
    fn users_are_found_by_seat_and_by_address_until_they_are_removed() {
        let mut users = Users::default();
        users.insert(object(json!({"id": "u1", "seat_uid": "s1", "email": "Ann@x.test"})));
        assert!(users.with_seat("s1").is_some());
        assert!(users.with_email("aNN@X.test").is_some());
        users.remove("u1");
        assert!(users.with_seat("s1").is_none());
    }

    #[test]
    fn devices_are_counted_once_and_only_with_active_rows() {
        let mut rows = Registrations::default();
        for value in [
            json!({"id": "r1", "device": {"id": "d1"}, "user": {"id": "u1", "email": "ann@x.test"}}),
            json!({"id": "r2", "device": {"id": "d1"}, "user": {"email": "ANN@x.test"}}),
            json!({"id": "r3", "device": {"id": "d2"}, "user": {"id": "u1"}, "revoked_at": "2026-01-01T00:00:00Z"}),
        ] {
            rows.insert(object(value));
        }
        let user = object(json!({"id": "u1", "email": "ann@x.test"}));
        assert_eq!(active_devices(&user, &rows), 1);
        assert_eq!(registrations_of(&user, &rows).len(), 3);
    }
}

//! The registrations, held as text: a million of them fit, and a page is served without building a value.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use serde_json::Value;

use super::index::Index;
use super::json::{self, Object};
use super::order::{Entry, Key, Orders};

/// Whether a row counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Neither revoked nor deleted.
    Active,
    /// `revoked_at` is set.
    Revoked,
    /// `deleted_at` is set: only `status=all` shows it, and nothing can be done with it.
    Deleted,
}

/// A device settings profile, shared between the rows that have it.
#[derive(Debug)]
pub(crate) struct Profile {
    /// Its JSON.
    pub(crate) text: Box<str>,
    /// Its id.
    pub(crate) id: Option<Box<str>>,
}

/// One registration.
#[derive(Debug)]
pub(crate) struct Row {
    /// Its JSON without `policy`.
    pub(crate) text: Box<str>,
    /// What `include=policy` adds.
    pub(crate) profile: Option<Arc<Profile>>,
    /// Whether it counts.
    pub(crate) standing: Standing,
    /// The id of its device.
    pub(crate) device: Option<Arc<str>>,
}

impl Row {
    /// Its JSON, with `policy` where that is asked for and known.
    pub(crate) fn to_json(&self, with_profile: bool) -> String {
        match &self.profile {
            Some(profile) if with_profile => json::with_members(&self.text, &[("policy", &profile.text)]),
            _ => self.text.to_string(),
        }
    }

    /// Its fields without `policy`.
    pub(crate) fn fields(&self) -> Object {
        json::from_text(&self.text)
    }
}

/// What registrations can be sorted by, besides their ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SortBy {
    /// `user.name`.
    UserName,
    /// `user.email`.
    UserEmail,
    /// `last_seen_at`.
    LastSeen,
    /// `created_at`.
    Created,
}

/// All registrations of an account.
#[derive(Debug, Default)]
pub(crate) struct Registrations {
    rows: BTreeMap<Arc<str>, Row>,
    by_device: Index,
    by_owner: Index,
    profiles: BTreeMap<Box<str>, Arc<Profile>>,
    orders: Orders<SortBy>,
}

impl Registrations {
    /// The rows by id.
    pub(crate) fn rows(&self) -> &BTreeMap<Arc<str>, Row> {
        &self.rows
    }

    /// A row that exists, that is, without `deleted_at`.
    pub(crate) fn live(&self, id: &str) -> Option<(&Arc<str>, &Row)> {
        self.rows.get_key_value(id).filter(|(_, row)| row.standing != Standing::Deleted)
    }

    /// The rows on a device.
    pub(crate) fn on_device<'a>(&'a self, device: &'a str) -> impl Iterator<Item = (&'a Arc<str>, &'a Row)> {
        self.by_device.of(device).filter_map(|id| self.rows.get_key_value(id))
    }

    /// The rows of an owner: a user id, or an address in lower case.
    pub(crate) fn of_owner<'a>(&'a self, owner: &'a str) -> impl Iterator<Item = (&'a Arc<str>, &'a Row)> {
        self.by_owner.of(owner).filter_map(|id| self.rows.get_key_value(id))
    }

    /// The active rows on a device.
    pub(crate) fn active_on(&self, device: &str) -> usize {
        self.on_device(device).filter(|(_, row)| row.standing == Standing::Active).count()
    }

    /// The rows in another order than by id.
    pub(crate) fn sorted(&mut self, by: SortBy) -> Arc<Vec<Entry>> {
        let rows = &self.rows;
        self.orders.get(by, || rows.iter().map(|(id, row)| (key(row, by), Arc::clone(id))).collect())
    }

    /// Puts a row in its place, over one with the same id. A row without an id is not taken.
    pub(crate) fn insert(&mut self, mut fields: Object) {
        let Some(id) = json::text(&fields, &["id"]).map(Arc::from) else { return };
        self.remove(&id);
        self.orders.forget();
        let profile = fields.remove("policy").map(|policy| self.profile(&policy));
        let device = json::text(&fields, &["device", "id"]).map(|device| self.by_device.insert(device, &id));
        for owner in owners(&fields) {
            self.by_owner.insert(&owner, &id);
        }
        let row = Row { text: json::to_text(&fields), profile, standing: standing(&fields), device };
        self.rows.insert(id, row);
    }

    /// Takes a row out and gives its fields, `policy` among them.
    pub(crate) fn remove(&mut self, id: &str) -> Option<Object> {
        let (id, row) = self.rows.remove_entry(id)?;
        self.orders.forget();
        let mut fields = row.fields();
        if let Some(device) = &row.device {
            self.by_device.remove(device, &id);
        }
        for owner in owners(&fields) {
            self.by_owner.remove(&owner, &id);
        }
        if let Some(profile) = &row.profile {
            let value = serde_json::from_str(&profile.text).unwrap_or_default();
            fields.insert("policy".into(), value);
        }
        Some(fields)
    }

    /// Revokes an active row. Gives its former fields, or nothing where there was nothing to do.
    pub(crate) fn revoke(&mut self, id: &str, now: &str) -> Option<Object> {
        let row = self.rows.get_mut(id).filter(|row| row.standing == Standing::Active)?;
        let before = row.fields();
        let mut fields = before.clone();
        fields.insert("revoked_at".into(), now.into());
        fields.insert("updated_at".into(), now.into());
        row.text = json::to_text(&fields);
        row.standing = Standing::Revoked;
        Some(before)
    }

    /// Takes a revocation back.
    pub(crate) fn unrevoke(&mut self, id: &str, now: &str) {
        let Some(row) = self.rows.get_mut(id).filter(|row| row.standing == Standing::Revoked) else { return };
        let mut fields = row.fields();
        fields.insert("revoked_at".into(), Value::Null);
        fields.insert("updated_at".into(), now.into());
        row.text = json::to_text(&fields);
        row.standing = Standing::Active;
    }

    /// Whether two people are active on one machine, as in multi-user mode. That a row has another id than its device,
    /// and old rows beside the one in use, are usual without it (API page, sections 1.3 and 3).
    pub(crate) fn is_multi_user(&self) -> bool {
        let active = || self.rows.values().filter(|row| row.standing == Standing::Active);
        let mut rows_on: HashMap<&str, u32> = HashMap::new();
        for device in active().filter_map(|row| row.device.as_deref()) {
            *rows_on.entry(device).or_default() += 1;
        }
        rows_on.retain(|_, rows| *rows > 1);
        let shared = active().filter(|row| row.device.as_deref().is_some_and(|device| rows_on.contains_key(device)));
        let mut first: HashMap<&str, Object> = HashMap::new();
        for (device, fields) in shared.filter_map(|row| Some((row.device.as_deref()?, row.fields()))) {
            if first.get(device).is_some_and(|known| is_another_user(known, &fields)) {
                return true;
            }
            if owners(&fields).next().is_some() {
                first.entry(device).or_insert(fields);
            }
        }
        false
    }

    fn profile(&mut self, policy: &Value) -> Arc<Profile> {
        let text: Box<str> = policy.to_string().into();
        let id = policy.get("id").and_then(Value::as_str).map(Box::from);
        let known = self.profiles.entry(text.clone()).or_insert_with(|| Arc::new(Profile { text, id }));
        Arc::clone(known)
    }
}

/// What a registration sorts by.
pub(crate) fn key(row: &Row, by: SortBy) -> Key {
    let fields = row.fields();
    match by {
        SortBy::UserName => Key::text(json::text(&fields, &["user", "name"])),
        SortBy::UserEmail => Key::text(json::text(&fields, &["user", "email"])),
        SortBy::LastSeen => Key::time(json::text(&fields, &["last_seen_at"])),
        SortBy::Created => Key::time(json::text(&fields, &["created_at"])),
    }
}

fn standing(fields: &Object) -> Standing {
    if json::is_set(fields, "deleted_at") {
        Standing::Deleted
    } else if json::is_set(fields, "revoked_at") {
        Standing::Revoked
    } else {
        Standing::Active
    }
}

/// Whether the rows have different users; one without a user has none. Ids decide where both rows have one.
fn is_another_user(one: &Object, other: &Object) -> bool {
    let id = |row| json::text(row, &["user", "id"]);
    let email = |row| json::text(row, &["user", "email"]);
    match (id(one).zip(id(other)), email(one).zip(email(other))) {
        (Some((one, other)), _) => one != other,
        (None, Some((one, other))) => !one.eq_ignore_ascii_case(other),
        (None, None) => false,
    }
}

/// Under which keys a row is found: the user's id, and the address, for users that are known by that alone.
fn owners(fields: &Object) -> impl Iterator<Item = String> {
    let id = json::text(fields, &["user", "id"]).map(str::to_owned);
    let email = json::text(fields, &["user", "email"]).map(str::to_ascii_lowercase);
    id.into_iter().chain(email)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn rows() -> Registrations {
        let mut rows = Registrations::default();
        for value in [
            json!({"id": "r1", "device": {"id": "d1"}, "user": {"id": "u1", "email": "A@x.test"}, "policy": {"id": "p"}}),
            json!({"id": "r2", "device": {"id": "d1"}, "user": {"email": "a@X.test"}, "revoked_at": "2026-01-01T00:00:00Z"}),
            json!({"id": "r3", "device": null, "user": null, "deleted_at": "2026-01-01T00:00:00Z"}),
        ] {
            rows.insert(json::literal(value));
        }
        rows
    }

    #[test]
    fn rows_are_found_by_device_and_by_owner_until_they_are_removed() {
        let mut rows = rows();
        assert_eq!((rows.on_device("d1").count(), rows.active_on("d1")), (2, 1));
        assert_eq!(rows.of_owner("a@x.test").count(), 2);
        let gone = rows.remove("r1").unwrap_or_default();
        assert_eq!(gone["policy"], json!({"id": "p"}));
        assert_eq!((rows.on_device("d1").count(), rows.of_owner("u1").count()), (1, 0));
    }

    #[test]
    fn a_revocation_is_written_once_and_can_be_taken_back() {
        let mut rows = rows();
        assert!(rows.revoke("r1", "2026-02-02T00:00:00Z").is_some());
        assert!(rows.revoke("r1", "2026-03-03T00:00:00Z").is_none());
        assert_eq!(rows.rows()["r1"].fields()["revoked_at"], "2026-02-02T00:00:00Z");
        rows.unrevoke("r1", "2026-03-03T00:00:00Z");
        assert_eq!(rows.rows()["r1"].fields()["revoked_at"], Value::Null);
        assert_eq!(rows.active_on("d1"), 1);
    }

    #[test]
    fn the_profile_is_shown_only_on_request() {
        let rows = rows();
        assert!(!rows.rows()["r1"].to_json(false).contains("policy"));
        assert!(rows.rows()["r1"].to_json(true).ends_with(",\"policy\":{\"id\":\"p\"}}"));
    }

    #[test]
    fn only_two_people_active_on_one_machine_are_multi_user_mode() {
        let row = |id: &str, device: &str, user: Value| json!({"id": id, "device": {"id": device}, "user": user});
        let ann = json!({"id": "u1", "email": "ann@x.test"});
        let bob = json!({"id": "u2", "email": "bob@x.test"});
        let revoked = |mut row: Value| {
            row["revoked_at"] = json!("2026-01-01T00:00:00Z");
            row
        };
        let table = [
            (vec![row("r1", "d1", ann.clone()), row("r2", "d2", bob.clone())], false),
            (vec![row("r1", "d1", ann.clone()), row("r2", "d1", ann.clone())], false),
            (vec![row("r1", "d1", ann.clone()), row("r2", "d1", json!({"email": "ANN@x.test"}))], false),
            (vec![row("r1", "d1", ann.clone()), revoked(row("r2", "d1", bob.clone()))], false),
            (vec![row("r0", "d1", Value::Null), row("r1", "d1", ann.clone())], false),
            (vec![row("r0", "d1", Value::Null), row("r1", "d1", ann.clone()), row("r2", "d1", bob.clone())], true),
            (vec![row("r1", "d1", json!({"email": "ann@x.test"})), row("r2", "d1", bob)], true),
        ];
        for (values, is_multi_user) in table {
            let mut rows = Registrations::default();
            for value in &values {
                rows.insert(json::literal(value.clone()));
            }
            assert_eq!(rows.is_multi_user(), is_multi_user, "{values:?}");
        }
    }

    #[test]
    fn deleted_rows_are_not_live() {
        assert!(rows().live("r3").is_none());
        assert!(rows().live("r2").is_some());
    }
}

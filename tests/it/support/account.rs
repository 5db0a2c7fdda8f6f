//! Recorded accounts, made row by row. Times are those that the tests' clock makes old or new.

use serde_json::{Value, json};

/// The account of the tests.
pub(crate) const ACCOUNT: &str = "0123456789abcdef0123456789abcdef";

/// Another account.
pub(crate) const OTHER: &str = "fedcba9876543210fedcba9876543210";

/// The tests' clock.
pub(crate) const NOW: &str = "2026-11-22T00:00:00Z";

/// A recorded account.
#[derive(Clone)]
pub(crate) struct Recorded(Value);

impl Recorded {
    /// An account of team acme without anything in it.
    pub(crate) fn empty() -> Self {
        Self::of(ACCOUNT, "acme")
    }

    pub(crate) fn of(account: &str, team: &str) -> Self {
        Self(json!({
            "recorded_at": NOW,
            "account": { "id": account, "name": team },
            "organization": { "name": team, "auth_domain": format!("{team}.cloudflareaccess.com") },
            "registrations": [],
            "physical_devices": [],
            "users": [],
            "service_tokens": [],
            "applications": [warp_application(team)],
            "policies": [employees(team)],
            "groups": [],
            "lists": []
        }))
    }

    /// Four people of acme, one contractor and one stranger: `r1` … `r6`.
    pub(crate) fn acme() -> Self {
        Self::empty()
            .row("r1", "alice@acme.example", "alice-mbp")
            .row("r2", "bob@acme.example", "bob-xps")
            .row("r3", "carol@partner.example", "carol-thinkpad")
            .row("r4", "dave@acme.example", "dave-iphone")
            .row("r5", "erin@acme.example", "erin-mbp")
            .row("r6", "mallory@gmail.example", "mallory-pc")
    }

    /// `people` people of acme, `p1@acme.example` … on `r1` …, and as many strangers on `x1` ….
    pub(crate) fn crowd(people: usize, strangers: usize) -> Self {
        let staff = (1..=people).fold(Self::empty(), |account, n| {
            account.row(&format!("r{n}"), &format!("p{n}@acme.example"), &format!("laptop-{n}"))
        });
        (1..=strangers).fold(staff, |account, n| {
            account.row(&format!("x{n}"), &format!("s{n}@elsewhere.example"), &format!("pc-{n}"))
        })
    }

    /// An active registration with its device, last seen two days ago.
    pub(crate) fn row(mut self, id: &str, email: &str, device: &str) -> Self {
        let user = json!({ "id": user_id(email), "email": email, "name": "" });
        self.push(
            "registrations",
            json!({
                "id": id,
                "created_at": "2026-03-01T09:00:00Z",
                "updated_at": "2026-11-20T10:00:00Z",
                "last_seen_at": "2026-11-20T10:00:00Z",
                "deleted_at": null,
                "revoked_at": null,
                "key": "cHVibGlj",
                "key_type": "secp256r1",
                "tunnel_type": "masque",
                "registration_type": "warp",
                "virtual_ipv4": "100.96.0.1",
                "virtual_ipv6": "2606:4700:cf1:1000::1",
                "device": { "id": format!("d-{id}"), "name": device, "client_version": "2026.9.558.0" },
                "user": user
            }),
        );
        self.push(
            "physical_devices",
            json!({
                "id": format!("d-{id}"),
                "name": device,
                "created_at": "2026-03-01T09:00:00Z",
                "updated_at": "2026-11-20T10:00:00Z",
                "last_seen_at": "2026-11-20T10:00:00Z",
                "active_registrations": 1,
                "tags": {},
                "device_type": "windows",
                "hardware_id": format!("HW-{id}"),
                "serial_number": format!("SN-{id}"),
                "deleted_at": null
            }),
        );
        self
    }

    /// Changes a registration.
    pub(crate) fn with(mut self, id: &str, key: &str, value: Value) -> Self {
        let rows = self.0["registrations"].as_array_mut().expect("a list");
        let row = rows.iter_mut().find(|row| row["id"] == id).expect("a row with this id");
        row[key] = value;
        self
    }

    /// Changes the device of a registration.
    pub(crate) fn device_with(mut self, id: &str, key: &str, value: Value) -> Self {
        let rows = self.0["physical_devices"].as_array_mut().expect("a list");
        let row = rows.iter_mut().find(|row| row["id"] == format!("d-{id}")).expect("a device of this row");
        row[key] = value;
        self
    }

    /// Changes the enrollment application; without a value the key goes.
    pub(crate) fn application_with(mut self, key: &str, value: Option<Value>) -> Self {
        let application = self.0["applications"][0].as_object_mut().expect("an object");
        match value {
            Some(value) => drop(application.insert(key.to_owned(), value)),
            None => drop(application.remove(key)),
        }
        self
    }

    /// A service token.
    pub(crate) fn token(mut self, name: &str, expires_at: &str) -> Self {
        self.push(
            "service_tokens",
            json!({
                "id": format!("t-{name}"), "name": name, "enabled": true, "expires_at": expires_at, "duration": "8760h"
            }),
        );
        self
    }

    /// A user who takes both seats, with the id that [`Recorded::row`] gives.
    pub(crate) fn seat(mut self, email: &str) -> Self {
        self.push(
            "users",
            json!({
                "id": user_id(email), "uid": user_id(email), "seat_uid": format!("s-{}", user_id(email)),
                "email": email, "name": "", "access_seat": true, "gateway_seat": true, "active_device_count": 1,
                "created_at": "2026-03-01T09:00:00Z", "updated_at": "2026-11-20T10:00:00Z"
            }),
        );
        self
    }

    /// A policy of the enrollment application that admits a token and nobody else.
    pub(crate) fn admits_token(mut self, name: &str) -> Self {
        let policy = json!({
            "id": format!("p-{name}"), "name": name, "decision": "non_identity", "precedence": 2, "reusable": true,
            "app_count": 1, "include": [{ "service_token": { "token_id": format!("t-{name}") } }],
            "exclude": [], "require": []
        });
        self.0["applications"][0]["policies"].as_array_mut().expect("a list").push(policy.clone());
        self.push("policies", policy);
        self
    }

    /// A Gateway list of addresses without any.
    pub(crate) fn list(mut self, name: &str) -> Self {
        self.push("lists", json!({ "id": format!("l-{name}"), "name": name, "type": "EMAIL", "items": [] }));
        self
    }

    /// With another name than the organization's.
    pub(crate) fn named(mut self, name: &str) -> Self {
        self.0["account"]["name"] = json!(name);
        self
    }

    /// Leaves a list out: it was not read.
    pub(crate) fn without(mut self, key: &str) -> Self {
        self.0.as_object_mut().expect("an object").remove(key);
        self
    }

    pub(crate) fn json(&self) -> String {
        self.0.to_string()
    }

    fn push(&mut self, list: &str, row: Value) {
        self.0[list].as_array_mut().expect("a list").push(row);
    }
}

/// The same for the same address.
fn user_id(email: &str) -> String {
    let number: u64 = email.bytes().enumerate().map(|(at, byte)| (at as u64 + 1) * u64::from(byte)).sum();
    format!("u-{number}")
}

fn warp_application(team: &str) -> Value {
    json!({
        "id": "a-warp",
        "type": "warp",
        "name": "Warp Login App",
        "domain": format!("{team}.cloudflareaccess.com/warp"),
        "policies": [employees(team)]
    })
}

/// The policy that admits everybody of the team's own domain.
fn employees(team: &str) -> Value {
    json!({
        "id": "p-employees",
        "name": "Employees",
        "decision": "allow",
        "precedence": 1,
        "reusable": true,
        "app_count": 1,
        "session_duration": "24h",
        "include": [{ "email_domain": { "domain": format!("{team}.example") } }],
        "exclude": [],
        "require": []
    })
}

/// A door list of team acme that permits acme.example and deletes whoever is not listed, without limits.
pub(crate) fn door_list(rest: &str) -> String {
    format!("version: 1\naccount: {{ id: {ACCOUNT}, team: acme }}\n{rest}")
}

/// As [`door_list`], for acme.example and nobody else.
pub(crate) fn staff_only() -> String {
    door_list(STAFF_ONLY)
}

pub(crate) const STAFF_ONLY: &str = r#"unlisted: { users: delete }
users:
  - email: "*@acme.example"
service_tokens: []
devices: []
limits: { removals: unlimited, percent: unlimited, people: unlimited }
"#;

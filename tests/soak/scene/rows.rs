//! Rows as the API returns them.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::NOW;

#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) registrations: Vec<Value>,
    pub(super) devices: Vec<Value>,
    pub(super) users: Vec<Value>,
    pub(super) tokens: Vec<Value>,
}

/// One registration; ages are in hours.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) id: String,
    /// The user's id and address.
    pub(super) user: Option<(String, String)>,
    pub(super) machine: Machine,
    pub(super) seen: i64,
    pub(super) revoked: Option<i64>,
    pub(super) kind: &'static str,
}

#[derive(Clone, Debug)]
pub(super) struct Machine {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) serial: String,
}

impl Machine {
    pub(super) fn new(key: &str, name: &str) -> Self {
        Self { id: format!("d-{key}"), name: name.to_owned(), serial: format!("SN-{key}") }
    }

    /// Another record of the same hardware.
    pub(super) fn again(&self) -> Self {
        Self { id: format!("{}-again", self.id), ..self.clone() }
    }
}

impl Rows {
    pub(super) fn add(&mut self, row: &Row) {
        let user = row.user.as_ref().map(|(id, email)| json!({ "id": id, "email": email, "name": "" }));
        self.registrations.push(json!({
            "id": row.id, "created_at": before(24 * 300), "updated_at": before(row.seen),
            "last_seen_at": before(row.seen), "deleted_at": null, "revoked_at": row.revoked.map(before),
            "key": "cHVibGlj", "key_type": "secp256r1", "tunnel_type": "masque", "registration_type": row.kind,
            "virtual_ipv4": "100.96.0.1", "device": { "id": row.machine.id, "name": row.machine.name }, "user": user
        }));
        if self.devices.iter().all(|device| device["id"] != row.machine.id.as_str()) {
            self.device(&row.machine);
        }
    }

    fn device(&mut self, machine: &Machine) {
        self.devices.push(json!({
            "id": machine.id, "name": machine.name, "created_at": before(24 * 300), "updated_at": before(48),
            "last_seen_at": before(48), "active_registrations": 1, "tags": {}, "device_type": "windows",
            "serial_number": machine.serial, "hardware_id": format!("HW-{}", machine.serial), "deleted_at": null
        }));
    }

    /// A user, perhaps without seats.
    pub(super) fn user(&mut self, id: &str, email: &str, seat: bool) {
        self.users.push(json!({
            "id": id, "uid": id, "seat_uid": format!("seat-{id}"), "email": email, "name": "", "access_seat": seat,
            "gateway_seat": seat, "active_device_count": 1, "created_at": before(24 * 300), "updated_at": before(48)
        }));
    }

    pub(super) fn token(&mut self, id: &str, name: &str, enabled: bool) {
        self.tokens.push(json!({
            "id": id, "name": name, "client_id": format!("{id}.access"), "duration": "8760h", "enabled": enabled,
            "expires_at": "2027-03-01T00:00:00Z", "created_at": before(24 * 300), "updated_at": before(24 * 300)
        }));
    }
}

fn before(hours: i64) -> String {
    let now: Timestamp = NOW.parse().expect("a constant");
    now.checked_sub(SignedDuration::from_hours(hours)).expect("near").to_string()
}

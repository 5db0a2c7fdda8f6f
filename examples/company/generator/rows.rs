//! Rows as the API returns them (API page, sections 1.3, 2 and 4.1).

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde::Serialize;

use super::company::{Owner, Registered};
use super::machines::Machine;
use super::people::Person;

/// When the account was recorded: 2026-11-22T00:00:00Z.
const RECORDED_AT: i64 = 1_795_305_600;

/// The time so many seconds before the account was recorded.
pub(super) fn ago(seconds: i64) -> String {
    Timestamp::from_second(RECORDED_AT - seconds).map_or_else(|_| String::new(), |at| at.to_string())
}

#[derive(Serialize)]
pub(super) struct RegistrationRow<'a> {
    id: &'a str,
    created_at: String,
    updated_at: String,
    last_seen_at: Option<String>,
    revoked_at: Option<String>,
    deleted_at: Option<String>,
    key: String,
    key_type: Option<&'static str>,
    tunnel_type: Option<&'static str>,
    registration_type: &'static str,
    virtual_ipv4: Option<String>,
    virtual_ipv6: Option<String>,
    device: DeviceInRow<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<UserInRow<'a>>,
}

#[derive(Serialize)]
struct DeviceInRow<'a> {
    id: &'a str,
    name: &'a str,
    client_version: &'static str,
}

#[derive(Serialize)]
struct UserInRow<'a> {
    id: &'a str,
    email: &'a str,
    name: &'a str,
}

impl<'a> RegistrationRow<'a> {
    pub(super) fn new(number: usize, row: &'a Registered, machine: &'a Machine, people: &'a [Person]) -> Self {
        // A browser extension has no tunnel and no address.
        let client = !row.extension;
        Self {
            id: &row.id,
            created_at: ago(row.made),
            updated_at: ago(row.revoked.or(row.seen).unwrap_or(row.made)),
            last_seen_at: row.seen.map(ago),
            revoked_at: row.revoked.map(ago),
            deleted_at: None,
            key: format!("bm90IGEga2V5LCBudW1iZXIg{number:08}"),
            key_type: client.then_some("secp256r1"),
            tunnel_type: client.then_some("masque"),
            registration_type: if row.extension { "browser_extension" } else { "warp" },
            virtual_ipv4: client.then(|| ipv4(number)),
            virtual_ipv6: client.then(|| format!("2606:4700:cf1:1000::{:x}:{:x}", number >> 16, number & 0xffff)),
            device: DeviceInRow { id: &machine.id, name: &machine.name, client_version: "2026.9.558.0" },
            user: user(row.owner, people),
        }
    }
}

fn user(owner: Owner, people: &[Person]) -> Option<UserInRow<'_>> {
    match owner {
        Owner::Person(place) => {
            let Person { id, email, name, .. } = &people[place];
            Some(UserInRow { id, email, name })
        }
        Owner::Service => Some(synthetic("5e7ce000-0000-4000-8000-000000000001", "non_identity")),
        Owner::Connector => Some(synthetic("5e7ce000-0000-4000-8000-000000000002", "warp_connector")),
        Owner::Nobody => None,
    }
}

fn synthetic(id: &'static str, which: &'static str) -> UserInRow<'static> {
    let email = match which {
        "non_identity" => "non_identity@larkfield.cloudflareaccess.com",
        _ => "warp_connector@larkfield.cloudflareaccess.com",
    };
    UserInRow { id, email, name: "" }
}

/// From the default pool, 100.96.0.0/12.
fn ipv4(number: usize) -> String {
    format!("100.{}.{}.{}", 96 + (number >> 16 & 0xf), number >> 8 & 0xff, number & 0xff)
}

#[derive(Serialize)]
pub(super) struct DeviceRow<'a> {
    id: &'a str,
    name: &'a str,
    created_at: String,
    updated_at: String,
    last_seen_at: Option<String>,
    active_registrations: u32,
    tags: BTreeMap<&'static str, &'static str>,
    device_type: Option<&'static str>,
    hardware_id: Option<&'a str>,
    serial_number: Option<&'a str>,
    deleted_at: Option<String>,
}

impl<'a> DeviceRow<'a> {
    pub(super) fn new(machine: &'a Machine, active: u32, seen: Option<i64>) -> Self {
        let last_seen_at = seen.map(ago);
        Self {
            id: &machine.id,
            name: &machine.name,
            created_at: "2025-01-07T08:00:00Z".to_owned(),
            updated_at: last_seen_at.clone().unwrap_or_else(|| "2025-01-07T08:00:00Z".to_owned()),
            last_seen_at,
            active_registrations: active,
            tags: machine.tags.iter().copied().collect(),
            device_type: machine.os,
            hardware_id: machine.hardware_id.as_deref(),
            serial_number: machine.serial.as_deref(),
            deleted_at: None,
        }
    }
}

#[derive(Serialize)]
pub(super) struct UserRow<'a> {
    id: &'a str,
    seat_uid: String,
    email: &'a str,
    name: &'a str,
    access_seat: bool,
    gateway_seat: bool,
    active_device_count: u32,
}

impl<'a> UserRow<'a> {
    pub(super) fn new(person: &'a Person, devices: u32) -> Self {
        Self {
            id: &person.id,
            seat_uid: format!("5ea7{}", &person.id[4..]),
            email: &person.email,
            name: &person.name,
            access_seat: devices > 1,
            gateway_seat: true,
            active_device_count: devices,
        }
    }
}

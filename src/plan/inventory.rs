//! What was read, counted and hashed in canonical order (product.md, section 5; fine print A46).

use std::collections::HashSet;

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::digest::hex;
use super::returning::Returning;
use crate::model::plan::{Counts, Inventory};
use crate::model::{Account, Identity, PhysicalDevice, Registration, Status};

/// Counts, pages, hash and time.
pub fn inventory(account: &Account, returning: &Returning<'_>) -> Inventory {
    Inventory {
        counts: counts(account, returning),
        pages: account.reading.pages,
        sha256: sha256(account),
        read_at: account.reading.read_at,
    }
}

fn counts(account: &Account, returning: &Returning<'_>) -> Counts {
    let rows = &account.registrations;
    let active = rows.iter().filter(|row| row.status.is_active()).count();
    Counts {
        registrations: rows.len() as u64,
        active: active as u64,
        revoked: (rows.len() - active) as u64,
        people: people(account),
        physical_devices: account.devices.as_ref().map(|devices| devices.len() as u64),
        service_tokens: account.tokens.rows().map(|rows| rows.len() as u64),
        enrollment_policies: returning.enrollment.policy_count().map(|count| count as u64),
    }
}

fn people(account: &Account) -> u64 {
    let domain = &account.organization.auth_domain;
    let people: HashSet<_> = account
        .registrations
        .iter()
        .filter_map(|row| match Identity::of(row, domain) {
            Identity::Person(email) => Some(email),
            _ => None,
        })
        .collect();
    people.len() as u64
}

fn sha256(account: &Account) -> String {
    let mut hash = Sha256::new();
    for row in &account.registrations {
        registration(&mut hash, row);
    }
    let mut devices: Vec<&PhysicalDevice> = account.devices.iter().flat_map(|devices| devices.values()).collect();
    devices.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    for device in devices {
        line(&mut hash, &["device", device.id.as_str(), &device.name, device.serial.as_deref().unwrap_or("")]);
    }
    hex(&hash.finalize())
}

fn registration(hash: &mut Sha256, row: &Registration) {
    let time = |at: Option<Timestamp>| at.map_or_else(String::new, |at| at.to_string());
    let revoked = match row.status {
        Status::Active => String::new(),
        Status::Revoked(at) => format!("revoked {}", time(at)),
    };
    let email = row.email().map_or("", |email| email.as_str());
    let (created, seen) = (time(row.created_at), time(row.last_seen.at()));
    line(hash, &["registration", row.id.as_str(), row.device_id.as_str(), email, &created, &seen, &revoked]);
}

/// Fields with their lengths, so that no text can pass for two.
fn line(hash: &mut Sha256, fields: &[&str]) {
    for field in fields {
        hash.update((field.len() as u64).to_le_bytes());
        hash.update(field.as_bytes());
    }
}

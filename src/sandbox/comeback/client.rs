//! What a new enrollment makes.

use std::collections::HashSet;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde_json::{Value, json};

use super::synthetic;
use crate::sandbox::account::State;
use crate::sandbox::account::effects::Gone;
use crate::sandbox::account::json::{self, Object};
use crate::sandbox::account::registrations::{Registrations, Row};

/// Makes the new row, the device record where it is gone, and the seat.
pub(super) fn come_back(state: &mut State, gone: Gone) -> Option<String> {
    let now = state.clock.tick();
    let mut row = gone.registration;
    if let Some(device) = gone.device {
        new_device(state, device, &mut row, &now);
    }
    let registrations = state.registrations.as_mut()?;
    let id = state.mint.id(|id| registrations.rows().contains_key(id));
    let address = free_address(registrations);
    row.insert("id".into(), id.as_str().into());
    row.insert("key".into(), state.mint.hex(44).into());
    row.insert("revoked_at".into(), Value::Null);
    for key in ["created_at", "updated_at", "last_seen_at"] {
        row.insert(key.into(), now.as_str().into());
    }
    for (key, address) in [("virtual_ipv4", address.map(ipv4)), ("virtual_ipv6", address.map(ipv6))] {
        row.insert(key.into(), address.into());
    }
    take_seat(state, &row);
    state.registrations.as_mut()?.insert(row);
    Some(id)
}

fn new_device(state: &mut State, mut device: Object, row: &mut Object, now: &str) {
    let Some(devices) = &mut state.devices else { return };
    let old = json::text(&device, &["id"]).unwrap_or_default().to_owned();
    // Another registration of the same machine may have brought the record back already.
    let known = state.returned_devices.get(&old).cloned();
    let id = known.unwrap_or_else(|| {
        let id = state.mint.id(|id| devices.rows().contains_key(id));
        device.insert("id".into(), id.as_str().into());
        device.extend(["created_at", "updated_at", "last_seen_at"].map(|key| (key.to_owned(), now.into())));
        devices.insert(device, state.registrations.as_ref());
        id
    });
    state.returned_devices.insert(old, id.clone());
    if let Some(Value::Object(of)) = row.get_mut("device") {
        of.insert("id".into(), id.into());
    }
}

/// The first address of the default pool, 100.96.0.0/12, that no row holds, as its distance from the pool's start.
fn free_address(registrations: &Registrations) -> Option<u32> {
    const POOL: u32 = 1 << 20;
    let held = |row: &Row| Some(json::text(&row.fields(), &["virtual_ipv4"])?.to_owned());
    let held: HashSet<String> = registrations.rows().values().filter_map(held).collect();
    (1..POOL).find(|offset| !held.contains(&ipv4(*offset)))
}

fn ipv4(offset: u32) -> String {
    Ipv4Addr::from_bits(0x6460_0000 + offset).to_string()
}

fn ipv6(offset: u32) -> String {
    Ipv6Addr::from_bits(0x2606_4700_0cf1_1000_0000_0000_0000_0000 + u128::from(offset)).to_string()
}

/// Who logs in takes a seat again; machines never have one.
fn take_seat(state: &mut State, row: &Object) {
    let Some(email) = json::text(row, &["user", "email"]).filter(|email| synthetic(email).is_none()) else { return };
    let Some(users) = &mut state.users else { return };
    if let Some((id, _)) = users.with_email(email) {
        users.sign(&id, false);
        users.change(&id, |fields| drop(fields.insert("gateway_seat".into(), json!(true))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_come_from_the_default_pool() {
        assert_eq!((ipv4(17).as_str(), ipv6(17).as_str()), ("100.96.0.17", "2606:4700:cf1:1000::11"));
    }
}

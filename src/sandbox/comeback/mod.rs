//! Clients that come back: who was cut off and may still enrol has a new registration soon (API page, section 0.4).
//!
//! A person's client asks its person to log in; a machine with a service token enrols without anybody. Whether they may
//! is up to the enrollment application's policies, which [`admit`] reads on its own: the sandbox must not share a
//! mistake with the program that it tests.

mod admit;

use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde_json::{Value, json};

use self::admit::Doors;
use super::account::State;
use super::account::effects::Gone;
use super::account::json::{self, Object};
use super::account::registrations::Registrations;

/// What the recording cannot tell about who comes back.
#[derive(Clone, Debug, Default)]
pub struct Absences {
    /// Addresses that the identity provider does not let in any more.
    pub locked_out: BTreeSet<String>,
    /// Which token a machine has, by the id of its registration or device. Cloudflare does not say; a machine that is
    /// not named here comes back if any token may enrol.
    pub tokens: BTreeMap<String, String>,
}

/// Lets everybody who was cut off try to enrol, and gives the ids of the new registrations. Who is refused may try
/// again later.
pub(crate) fn enroll(state: &mut State, absences: &Absences) -> Vec<String> {
    let doors = Doors::of(state);
    let gone = std::mem::take(&mut state.gone);
    let (back, still_gone) = gone.into_iter().partition(|gone| may_return(state, &doors, gone, absences));
    state.gone = still_gone;
    back.into_iter().filter_map(|gone: Gone| come_back(state, gone)).collect()
}

fn may_return(state: &State, doors: &Doors, gone: &Gone, absences: &Absences) -> bool {
    let Some(email) = json::text(&gone.registration, &["user", "email"]) else { return false };
    match synthetic(email) {
        // A connector enrols with a token of its own, which no policy knows and which the recording does not have.
        Some("warp_connector") => false,
        // A revoked machine keeps its row and waits; a deleted one asks again.
        Some(_) => !gone.revoked && doors.admit_token(state, token_of(gone, absences)),
        None => {
            !absences.locked_out.iter().any(|out| out.eq_ignore_ascii_case(email)) && doors.admit_person(state, email)
        }
    }
}

fn synthetic(email: &str) -> Option<&str> {
    let (local, domain) = email.rsplit_once('@')?;
    let known = matches!(local, "non_identity" | "warp_connector");
    (known && domain.ends_with(".cloudflareaccess.com")).then_some(local)
}

fn token_of<'a>(gone: &Gone, absences: &'a Absences) -> Option<&'a str> {
    let ids = [&["id"][..], &["device", "id"]].into_iter().filter_map(|path| json::text(&gone.registration, path));
    ids.filter_map(|id| absences.tokens.get(id)).map(String::as_str).next()
}

/// Makes the new row, the device record where it is gone, and the seat.
fn come_back(state: &mut State, gone: Gone) -> Option<String> {
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
        devices.insert(device);
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
    let held =
        |row: &super::account::registrations::Row| Some(json::text(&row.fields(), &["virtual_ipv4"])?.to_owned());
    let held: HashSet<String> = registrations.rows().values().filter_map(held).collect();
    (1..POOL).find(|offset| !held.contains(&ipv4(*offset)))
}

fn ipv4(offset: u32) -> String {
    std::net::Ipv4Addr::from_bits(0x6460_0000 + offset).to_string()
}

fn ipv6(offset: u32) -> String {
    std::net::Ipv6Addr::from_bits(0x2606_4700_0cf1_1000_0000_0000_0000_0000 + u128::from(offset)).to_string()
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
    fn only_the_reserved_addresses_are_synthetic() {
        assert_eq!(synthetic("non_identity@acme.cloudflareaccess.com"), Some("non_identity"));
        assert_eq!(synthetic("warp_connector@acme.cloudflareaccess.com"), Some("warp_connector"));
        assert_eq!(synthetic("non_identity@acme.example"), None);
        assert_eq!(synthetic("alice@acme.cloudflareaccess.com"), None);
    }

    #[test]
    fn addresses_come_from_the_default_pool() {
        assert_eq!((ipv4(17).as_str(), ipv6(17).as_str()), ("100.96.0.17", "2606:4700:cf1:1000::11"));
    }
}

//! Who comes back.

use std::collections::{BTreeMap, BTreeSet};

use super::admit::Doors;
use super::{client, synthetic};
use crate::sandbox::account::State;
use crate::sandbox::account::effects::Gone;
use crate::sandbox::account::json::{self, Object};
use crate::sandbox::account::registrations::{Row, Standing};

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
/// again later; whose machine has an active row anyway has no reason to.
pub(crate) fn enroll(state: &mut State, absences: &Absences) -> Vec<String> {
    let doors = Doors::of(state);
    let mut back = Vec::new();
    for gone in std::mem::take(&mut state.gone) {
        if is_connected(state, &gone) {
            continue;
        }
        if may_return(state, &doors, &gone, absences) {
            back.extend(client::come_back(state, gone));
        } else {
            state.gone.push(gone);
        }
    }
    back
}

/// Whether the client has another row that is active: of the same user, on the same device, or on the same hardware
/// where the user is a person. What was deleted was then only a duplicate.
fn is_connected(state: &State, gone: &Gone) -> bool {
    let Some(rows) = &state.registrations else { return false };
    let device = json::text(&gone.registration, &["device", "id"]).unwrap_or_default();
    let email = json::text(&gone.registration, &["user", "email"]).unwrap_or_default().to_ascii_lowercase();
    let is_active = |row: &Row| row.standing == Standing::Active;
    let is_theirs =
        |row: &Row| json::text(&row.fields(), &["user", "email"]).is_some_and(|of| of.eq_ignore_ascii_case(&email));
    if rows.on_device(device).any(|(_, row)| is_active(row) && is_theirs(row)) {
        return true;
    }
    let wanted = gone.device.as_ref().and_then(hardware_of).or_else(|| hardware(state, device));
    let Some(wanted) = wanted.filter(|_| synthetic(&email).is_none()) else { return false };
    let active = rows.of_owner(&email).map(|(_, row)| row).filter(|row| is_active(row));
    active.filter_map(|row| hardware(state, row.device.as_ref()?)).any(|known| known == wanted)
}

fn hardware(state: &State, device: &str) -> Option<String> {
    hardware_of(&state.devices.as_ref()?.rows().get(device)?.fields())
}

fn hardware_of(device: &Object) -> Option<String> {
    json::text(device, &["hardware_id"]).filter(|hardware| !hardware.is_empty()).map(str::to_owned)
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

fn token_of<'a>(gone: &Gone, absences: &'a Absences) -> Option<&'a str> {
    let ids = [&["id"][..], &["device", "id"]].into_iter().filter_map(|path| json::text(&gone.registration, path));
    ids.filter_map(|id| absences.tokens.get(id)).map(String::as_str).next()
}

//! Who comes back.

use std::collections::{BTreeMap, BTreeSet};

use super::admit::Doors;
use super::{client, synthetic};
use crate::sandbox::account::State;
use crate::sandbox::account::effects::Gone;
use crate::sandbox::account::json;

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
    back.into_iter().filter_map(|gone: Gone| client::come_back(state, gone)).collect()
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

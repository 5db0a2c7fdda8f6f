//! Which registrations a call may touch: the rules for unknown ids, and the faults of bulk calls.

use std::sync::Arc;

use crate::sandbox::account::State;
use crate::sandbox::fault::Trouble;
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::{Call, read};
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::options::UnknownIds;

/// What a call does: to these, in this order, and then perhaps it fails all the same.
#[derive(Debug)]
pub(crate) struct Targets {
    pub(crate) ids: Vec<Arc<str>>,
    failure: Option<Refusal>,
}

impl Targets {
    /// The answer once everything was done.
    pub(crate) fn answer(self, done: Answer) -> Result<Answer, Refusal> {
        self.failure.map_or(Ok(done), Err)
    }
}

/// The registrations that the repeated `id` of a query names.
pub(crate) fn targets_of_query(state: &State, call: &Call) -> Result<Targets, Refusal> {
    let ids: Vec<&str> = call.query.all("id").collect();
    if ids.is_empty() {
        return Err(Refusal::bad_query("id is required, once for each registration"));
    }
    targets(state, call, &ids)
}

/// The registrations that some ids name, each once, in their order.
pub(crate) fn targets(state: &State, call: &Call, ids: &[&str]) -> Result<Targets, Refusal> {
    let rows = read(state.registrations.as_ref())?;
    let mut targets = Targets { ids: Vec::new(), failure: None };
    for id in ids {
        match (rows.live(id), state.settings.unknown_ids) {
            (Some((id, _)), _) if targets.ids.contains(id) => {}
            (Some((id, _)), _) => targets.ids.push(Arc::clone(id)),
            (None, UnknownIds::Ignore) => {}
            (None, UnknownIds::Refuse) => return Err(call.no_object()),
            (None, UnknownIds::Stop) => {
                targets.failure = Some(call.no_object());
                break;
            }
        }
    }
    if let Some(Trouble::Half(status)) = call.trouble {
        targets.ids.truncate(targets.ids.len() / 2);
        targets.failure = Some(Refusal::on_demand(status));
    }
    Ok(targets)
}

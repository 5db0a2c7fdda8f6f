//! `/access/groups` (API page, section 6.6).

use http::StatusCode;

use super::paging::Asked;
use super::users::USUAL_SIZE;
use super::{named, rules};
use crate::sandbox::account::State;
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::{Call, read, write};
use crate::sandbox::http::refusal::Refusal;

pub(crate) fn list(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let asked = Asked::of(call, USUAL_SIZE, state.settings)?;
    Ok(asked.objects(named(read(state.groups.as_ref())?, &call.query)))
}

pub(crate) fn get(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    read(state.groups.as_ref())?.get(call.param("group_id")).map(Answer::object).ok_or_else(unknown)
}

pub(crate) fn create(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let writable = rules::group(&mut call.object()?)?;
    let now = state.clock.tick();
    let groups = write(state.groups.as_mut())?;
    let group = rules::create(&state.mint.id(|id| groups.get(id).is_some()), writable, &now);
    groups.push(group.clone());
    Ok(Answer::object(&group).with(StatusCode::CREATED))
}

pub(crate) fn update(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let writable = rules::group(&mut call.object()?)?;
    let now = state.clock.tick();
    let group = write(state.groups.as_mut())?.get_mut(call.param("group_id")).ok_or_else(unknown)?;
    rules::replace(group, writable, &now);
    Ok(Answer::object(group))
}

pub(crate) fn delete(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let id = call.param("group_id");
    read(state.groups.as_ref())?.get(id).ok_or_else(unknown)?;
    if state.refers_to_group(id) {
        return Err(Refusal::conflict("a policy or another group refers to the group"));
    }
    write(state.groups.as_mut())?.remove(id);
    Ok(Answer::accepted(id))
}

fn unknown() -> Refusal {
    Refusal::unknown("group")
}

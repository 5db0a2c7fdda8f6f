//! `/access/policies`: the reusable policies (API page, section 6.2).

use http::StatusCode;
use serde_json::Value;

use super::paging::Asked;
use super::rules;
use crate::sandbox::account::State;
use crate::sandbox::account::json::Object;
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::{Call, read, write};
use crate::sandbox::http::refusal::Refusal;

const USUAL_SIZE: usize = 100;

pub(crate) fn list(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let asked = Asked::of(call, USUAL_SIZE, state.settings)?;
    let views = read(state.policies.as_ref())?.iter().map(|policy| state.reusable_view(policy));
    Ok(asked.answer(views, |view| Value::Object(view).to_string()))
}

pub(crate) fn get(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let policy = read(state.policies.as_ref())?.get(call.param("policy_id")).ok_or_else(unknown)?;
    Ok(Answer::object(&state.reusable_view(policy)))
}

pub(crate) fn create(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let writable = rules::policy(&mut call.object()?)?;
    let now = state.clock.tick();
    let policies = write(state.policies.as_mut())?;
    let id = state.mint.id(|id| policies.get(id).is_some());
    let mut policy = rules::create(&id, writable, &now);
    policy.insert("reusable".into(), true.into());
    policies.push(policy.clone());
    Ok(Answer::object(&state.reusable_view(&policy)).with(StatusCode::CREATED))
}

/// Replaces the policy here and in every application that uses it.
pub(crate) fn update(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let writable = rules::policy(&mut call.object()?)?;
    let now = state.clock.tick();
    let policy = write(state.policies.as_mut())?.get_mut(call.param("policy_id")).ok_or_else(unknown)?;
    rules::replace(policy, writable, &now);
    let policy: Object = policy.clone();
    state.spread(&policy);
    Ok(Answer::object(&state.reusable_view(&policy)))
}

pub(crate) fn delete(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let id = call.param("policy_id");
    let policy = read(state.policies.as_ref())?.get(id).ok_or_else(unknown)?;
    let recorded = policy.get("app_count").and_then(Value::as_u64).unwrap_or_default();
    if state.app_count(id).map_or(recorded > 0, |count| count > 0) {
        return Err(Refusal::conflict("the policy is attached to an application"));
    }
    write(state.policies.as_mut())?.remove(id);
    Ok(Answer::accepted(id))
}

fn unknown() -> Refusal {
    Refusal::unknown("policy")
}

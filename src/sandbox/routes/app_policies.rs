//! `/access/apps/{app_id}/policies`: shows reusable and app-scoped policies, and writes only the latter (API page,
//! section 6.2).

use http::StatusCode;
use serde_json::Value;

use super::attachments::duplicate_precedence;
use super::paging::Asked;
use super::{apps, rules};
use crate::sandbox::account::State;
use crate::sandbox::account::enrollment::{attached, policies_of};
use crate::sandbox::account::json::Object;
use crate::sandbox::account::shelf::id_of;
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::{Call, write};
use crate::sandbox::http::refusal::Refusal;

const USUAL_SIZE: usize = 200;

pub(crate) fn list(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let asked = Asked::of(call, USUAL_SIZE, state.settings)?;
    let mut policies = shown(state, call)?;
    policies.sort_by_key(|policy| precedence(policy));
    Ok(asked.objects(policies.into_iter()))
}

pub(crate) fn get(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    known(state, call).map(Answer::object)
}

pub(crate) fn create(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let mut body = call.object()?;
    let mut writable = rules::policy(&mut body)?;
    let policies = shown(state, call)?;
    let last = policies.iter().filter_map(|policy| precedence(policy)).max().unwrap_or_default();
    let wanted = body.get("precedence").and_then(Value::as_i64).unwrap_or(last.saturating_add(1));
    refuse_taken(&policies, wanted, "")?;
    writable.insert("precedence".into(), wanted.into());
    writable.insert("reusable".into(), false.into());
    let now = state.clock.tick();
    let policy = rules::create(&state.mint.id(|_| false), writable, &now);
    edit(state, call, &now, |policies| policies.push(Value::Object(policy.clone())))?;
    Ok(Answer::object(&policy).with(StatusCode::CREATED))
}

pub(crate) fn update(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let mut body = call.object()?;
    let mut writable = rules::policy(&mut body)?;
    let mut policy = own(state, call)?.clone();
    if let Some(wanted) = body.get("precedence").and_then(Value::as_i64) {
        refuse_taken(&shown(state, call)?, wanted, id_of(&policy))?;
        writable.insert("precedence".into(), wanted.into());
    }
    let now = state.clock.tick();
    rules::replace(&mut policy, writable, &now);
    put(state, call, &now, &policy)?;
    Ok(Answer::object(&policy))
}

pub(crate) fn delete(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let id = id_of(own(state, call)?).to_owned();
    let now = state.clock.tick();
    edit(state, call, &now, |policies| policies.retain(|policy| policy.get("id") != Some(&Value::from(id.as_str()))))?;
    Ok(Answer::accepted(&id))
}

/// Turns an app-scoped policy into a reusable one with the same id.
pub(crate) fn make_reusable(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let mut policy = own(state, call)?.clone();
    let now = state.clock.tick();
    let precedence = policy.remove("precedence");
    policy.insert("reusable".into(), true.into());
    policy.insert("updated_at".into(), now.as_str().into());
    write(state.policies.as_mut())?.push(policy.clone());
    put(state, call, &now, &attached(&policy, precedence))?;
    Ok(Answer::object(&state.reusable_view(&policy)))
}

fn shown<'a>(state: &'a State, call: &Call) -> Result<Vec<&'a Object>, Refusal> {
    policies_of(apps::known(state, call)?).ok_or_else(Refusal::not_recorded)
}

fn known<'a>(state: &'a State, call: &Call) -> Result<&'a Object, Refusal> {
    let mut policies = shown(state, call)?.into_iter();
    policies.find(|policy| id_of(policy) == call.param("policy_id")).ok_or_else(|| Refusal::unknown("policy"))
}

/// A policy that the application alone has.
fn own<'a>(state: &'a State, call: &Call) -> Result<&'a Object, Refusal> {
    let policy = known(state, call)?;
    if state.is_reusable(policy) {
        return Err(Refusal::invalid("a reusable policy is written at /access/policies"));
    }
    Ok(policy)
}

fn precedence(policy: &Object) -> Option<i64> {
    policy.get("precedence").and_then(Value::as_i64)
}

fn refuse_taken(policies: &[&Object], wanted: i64, own_id: &str) -> Result<(), Refusal> {
    let taken = policies.iter().any(|policy| precedence(policy) == Some(wanted) && id_of(policy) != own_id);
    if taken { Err(duplicate_precedence()) } else { Ok(()) }
}

fn put(state: &mut State, call: &Call, now: &str, policy: &Object) -> Result<(), Refusal> {
    edit(state, call, now, |policies| {
        for known in policies.iter_mut().filter(|known| known.get("id") == policy.get("id")) {
            *known = Value::Object(policy.clone());
        }
    })
}

fn edit(state: &mut State, call: &Call, now: &str, edit: impl FnOnce(&mut Vec<Value>)) -> Result<(), Refusal> {
    let unknown = || Refusal::unknown("application");
    let app = write(state.applications.as_mut())?.get_mut(call.param("app_id")).ok_or_else(unknown)?;
    app.insert("updated_at".into(), now.into());
    if let Some(Value::Array(policies)) = app.get_mut("policies") {
        edit(policies);
    }
    Ok(())
}

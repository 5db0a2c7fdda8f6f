//! `/access/service_tokens` (API page, section 5).

use http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::paging::Asked;
use super::users::USUAL_SIZE;
use super::{named, take};
use crate::sandbox::account::State;
use crate::sandbox::account::json::{self, Object};
use crate::sandbox::account::shelf::id_of;
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::{Call, read, write};
use crate::sandbox::http::refusal::Refusal;

const YEAR: SignedDuration = SignedDuration::from_hours(8_760);

pub(crate) fn list(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let asked = Asked::of(call, USUAL_SIZE, state.settings)?;
    Ok(asked.objects(named(read(state.tokens.as_ref())?, &call.query)))
}

pub(crate) fn get(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let token = read(state.tokens.as_ref())?.get(call.param("service_token_id"));
    token.map(Answer::object).ok_or_else(unknown)
}

/// The only answer beside rotate that has a secret.
pub(crate) fn create(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let body = call.object()?;
    let name = json::text(&body, &["name"]).filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Refusal::invalid("name is required"))?;
    let duration = json::text(&body, &["duration"]).unwrap_or("8760h");
    let now = state.clock.tick();
    let (client, secret) = (state.mint.hex(32), state.mint.hex(64));
    let tokens = write(state.tokens.as_mut())?;
    let id = state.mint.id(|id| tokens.get(id).is_some());
    let mut token = json!({"id": id, "name": name, "client_id": format!("{client}.access"), "duration": duration,
        "enabled": true, "created_at": now, "updated_at": now});
    if let Some(end) = end(state.clock.now(), duration) {
        token["expires_at"] = end.into();
    }
    tokens.push(token.as_object().cloned().unwrap_or_default());
    token["client_secret"] = format!("cfast_{secret}").into();
    Ok(Answer::result(&token).with(StatusCode::CREATED))
}

/// All keys are optional; what is left out stays.
pub(crate) fn update(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    const KEYS: [&str; 5] =
        ["name", "duration", "enabled", "client_secret_version", "previous_client_secret_expires_at"];
    let mut body = call.object()?;
    if body.get("enabled").is_some_and(|enabled| !enabled.is_boolean()) {
        return Err(Refusal::invalid("enabled must be true or false"));
    }
    let changes: Object = take(&mut body, &KEYS).collect();
    let end = json::text(&changes, &["duration"]).map(|duration| end(state.clock.now(), duration));
    let token = changed(state, call)?;
    token.extend(changes);
    match end {
        Some(Some(end)) => drop(token.insert("expires_at".into(), end.into())),
        Some(None) => drop(token.remove("expires_at")),
        None => {}
    }
    Ok(Answer::object(token))
}

pub(crate) fn delete(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let id = call.param("service_token_id");
    let token = read(state.tokens.as_ref())?.get(id).ok_or_else(unknown)?;
    if state.refers_to_token(token) {
        return Err(Refusal::token_in_use());
    }
    write(state.tokens.as_mut())?.remove(id).as_ref().map(Answer::object).ok_or_else(unknown)
}

/// A new secret each time: never to be repeated after an answer that was lost.
pub(crate) fn rotate(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let mut body = call.optional_object()?;
    let secret = format!("cfast_{}", state.mint.hex(64));
    let token = changed(state, call)?;
    let version = token.get("client_secret_version").and_then(Value::as_u64).unwrap_or(1);
    token.insert("client_secret_version".into(), version.saturating_add(1).into());
    token.extend(take(&mut body, &["previous_client_secret_expires_at"]));
    let mut shown = token.clone();
    shown.insert("client_secret".into(), secret.into());
    Ok(Answer::object(&shown))
}

/// A year more from now.
pub(crate) fn refresh(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let end = later(state.clock.now(), YEAR);
    let token = changed(state, call)?;
    token.extend(end.map(|end| ("expires_at".to_owned(), end.into())));
    Ok(Answer::object(token))
}

fn changed<'a>(state: &'a mut State, call: &Call) -> Result<&'a mut Object, Refusal> {
    let now = state.clock.tick();
    let token = write(state.tokens.as_mut())?.get_mut(call.param("service_token_id")).ok_or_else(unknown)?;
    token.insert("updated_at".into(), now.into());
    debug_assert!(!id_of(token).is_empty(), "only objects with ids are on the shelf");
    Ok(token)
}

fn unknown() -> Refusal {
    Refusal::unknown("service_token")
}

/// When a duration in hours, as in `8760h`, is over. `forever` and other forms have no end.
fn end(now: Timestamp, duration: &str) -> Option<String> {
    let hours = duration.strip_suffix('h')?.parse::<i32>().ok()?;
    later(now, SignedDuration::from_hours(hours.into()))
}

fn later(now: Timestamp, by: SignedDuration) -> Option<String> {
    now.checked_add(by).ok().map(|end| end.to_string())
}

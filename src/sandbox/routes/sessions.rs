//! Sessions and identities of users (API page, section 4.5).

use serde_json::{Value, json};

use super::paging;
use super::users::known;
use crate::sandbox::account::State;
use crate::sandbox::account::json;
use crate::sandbox::account::users::User;
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;

pub(crate) fn list(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let (id, user) = known(state, call)?;
    Ok(paging::single(&session(state, &id, user).into_iter().collect::<Vec<_>>()))
}

/// Logins that failed: the recording has none.
pub(crate) fn failed_logins(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    known(state, call)?;
    Ok(paging::single(&[]))
}

/// One session, by its nonce: who logged in, and how.
pub(crate) fn get(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let (id, user) = known(state, call)?;
    let session = session(state, &id, user).filter(|session| session["metadata"]["nonce"] == call.param("nonce"));
    let mut shown = identity(&session.ok_or_else(|| Refusal::unknown("session"))?, user);
    shown["isActive"] = true.into();
    Ok(Answer::result(&shown))
}

/// Who logged in last; nobody, where there is no session.
pub(crate) fn last_seen_identity(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let (id, user) = known(state, call)?;
    let session = session(state, &id, user).ok_or_else(|| Refusal::unknown("identity"))?;
    Ok(Answer::result(&identity(&session, user)))
}

fn identity(session: &Value, user: &User) -> Value {
    let fields = user.fields();
    json!({"email": fields.get("email"), "name": fields.get("name"), "user_uuid": fields.get("id"),
        "iat": session["metadata"]["iat"], "is_warp": true, "is_gateway": true, "device_sessions": {},
        "service_token_status": false, "service_token_id": "", "common_name": ""})
}

/// The recording has no sessions, so everybody with a seat has one that began with the last login and outlasts the
/// sandbox's clock by six hours, until it is ended.
fn session(state: &State, id: &str, user: &User) -> Option<Value> {
    const LENGTH: i64 = 6 * 60 * 60;
    let fields = user.fields();
    let seated = ["access_seat", "gateway_seat"].iter().any(|seat| fields.get(*seat) == Some(&Value::Bool(true)));
    if user.signed_out || !seated {
        return None;
    }
    let expires = state.clock.now().as_second() + LENGTH;
    let login = json::text(&fields, &["last_successful_login"]).and_then(|text| text.parse::<jiff::Timestamp>().ok());
    let began = login.map_or(expires - LENGTH, jiff::Timestamp::as_second);
    let metadata =
        json!({"apps": {}, "expires": expires, "iat": began, "nonce": format!("session-{id}"), "ttl": expires - began});
    Some(json!({"name": format!("session of {id}"), "expiration": expires, "metadata": metadata}))
}

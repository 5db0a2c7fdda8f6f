//! `/__sandbox`: what tests and people do with the sandbox itself. No credential is asked for, nothing is logged, and
//! no fault befalls it.
//!
//! | Request | Does |
//! |---|---|
//! | `GET /__sandbox/log` | the requests in order; `DELETE` forgets them |
//! | `GET /__sandbox/account` | the account as it is now, as a recording |
//! | `GET /__sandbox/faults` | the rules with their counts; `DELETE` disarms them |
//! | `POST /__sandbox/faults` | arms rules: one a line, or a JSON text, or a JSON array of texts |
//! | `POST /__sandbox/advance` | moves the clock by a duration, as in `36h` |
//! | `POST /__sandbox/reenroll` | lets clients come back; optional `{"locked_out": [address], "tokens": {device: token}}` |
//! | `POST /__sandbox/change` | `{"list", "id", "merge"}`: a JSON Merge Patch for a row; null removes the row |

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use http::StatusCode;
use http::header::CONTENT_TYPE;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::answer::JSON;
use crate::sandbox::account;
use crate::sandbox::account::json::Object;
use crate::sandbox::comeback::{self, Absences};
use crate::sandbox::fault::{Rule, duration};
use crate::sandbox::shared::Shared;

/// The routes.
pub(crate) fn router(shared: &Shared) -> Router {
    Router::new()
        .route("/__sandbox/log", get(log).delete(clear_log))
        .route("/__sandbox/account", get(recording))
        .route("/__sandbox/faults", get(faults).post(arm).delete(disarm))
        .route("/__sandbox/advance", post(advance))
        .route("/__sandbox/reenroll", post(reenroll))
        .route("/__sandbox/change", post(change))
        .with_state(shared.clone())
}

/// Something that is wrong with a request, in words.
struct Wrong(String);

impl IntoResponse for Wrong {
    fn into_response(self) -> Response {
        (StatusCode::BAD_REQUEST, self.0 + "\n").into_response()
    }
}

fn answer(body: String) -> Response {
    ([(CONTENT_TYPE, JSON)], body).into_response()
}

async fn log(State(shared): State<Shared>) -> Response {
    answer(serde_json::to_string(shared.log().requests()).unwrap_or_default())
}

async fn clear_log(State(shared): State<Shared>) -> StatusCode {
    shared.log().clear();
    StatusCode::NO_CONTENT
}

async fn recording(State(shared): State<Shared>) -> Response {
    answer(account::dump(&shared.state()))
}

async fn faults(State(shared): State<Shared>) -> Response {
    answer(shared.faults().to_json().to_string())
}

async fn disarm(State(shared): State<Shared>) -> StatusCode {
    shared.faults().clear();
    StatusCode::NO_CONTENT
}

async fn arm(State(shared): State<Shared>, body: Bytes) -> Result<Response, Wrong> {
    let rules = lines(&body).iter().map(|line| line.parse::<Rule>()).collect::<Result<Vec<_>, _>>();
    let rules = rules.map_err(|error| Wrong(error.to_string()))?;
    let mut faults = shared.faults();
    for rule in rules {
        faults.add(rule);
    }
    Ok(answer(faults.to_json().to_string()))
}

/// The rules in a body: a JSON text or array of texts, else a line each; lines that start with `#` are comments.
fn lines(body: &[u8]) -> Vec<String> {
    match serde_json::from_slice(body) {
        Ok(Value::String(line)) => vec![line],
        Ok(Value::Array(lines)) => lines.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect(),
        _ => {
            let text = String::from_utf8_lossy(body);
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            lines.map(str::to_owned).collect()
        }
    }
}

async fn advance(State(shared): State<Shared>, body: String) -> Result<Response, Wrong> {
    let text = body.trim().trim_matches('"');
    let by = duration(text, text).ok().and_then(|by| SignedDuration::try_from(by).ok());
    let by = by.ok_or_else(|| Wrong("the body must be a duration, as in 36h or 90d".into()))?;
    let mut state = shared.state();
    state.clock.advance(by);
    Ok(answer(json!({"now": state.clock.now().to_string()}).to_string()))
}

async fn reenroll(State(shared): State<Shared>, body: Bytes) -> Result<Response, Wrong> {
    let absences = if body.is_empty() { Absences::default() } else { absences(&object(&body)?)? };
    let back = comeback::enroll(&mut shared.state(), &absences);
    Ok(answer(json!({"registrations": back}).to_string()))
}

fn object(body: &[u8]) -> Result<Object, Wrong> {
    serde_json::from_slice(body).map_err(|error| Wrong(format!("the body must be a JSON object: {error}")))
}

fn absences(body: &Object) -> Result<Absences, Wrong> {
    fn part<T: serde::de::DeserializeOwned + Default>(body: &Object, key: &str) -> Result<T, Wrong> {
        let Some(value) = body.get(key) else { return Ok(T::default()) };
        serde_json::from_value(value.clone()).map_err(|error| Wrong(format!("{key}: {error}")))
    }
    Ok(Absences { locked_out: part(body, "locked_out")?, tokens: part(body, "tokens")? })
}

async fn change(State(shared): State<Shared>, body: Bytes) -> Result<StatusCode, Wrong> {
    let mut body = object(&body)?;
    let text = |key: &str| body.get(key).and_then(Value::as_str).map(str::to_owned);
    let wanted = || Wrong("the body must have the texts list and id, and merge: an object or null".into());
    let (list, id) = (text("list").ok_or_else(wanted)?, text("id").ok_or_else(wanted)?);
    let merge = match body.remove("merge") {
        Some(Value::Object(merge)) => Some(merge),
        Some(Value::Null) => None,
        _ => return Err(wanted()),
    };
    let done = account::change(&mut shared.state(), &list, &id, merge);
    done.then_some(StatusCode::NO_CONTENT).ok_or_else(|| Wrong(format!("{list} is not a recorded list")))
}

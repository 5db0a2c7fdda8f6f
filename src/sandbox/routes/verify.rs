//! Token verification (API page, section 8.3). The message of a valid token has the code of the authentication error.

use http::StatusCode;
use serde_json::json;

use crate::sandbox::account::State;
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::Call;
use crate::sandbox::http::credential::Credential;
use crate::sandbox::http::refusal::Refusal;

/// The same for every token: nothing of a token may show.
const TOKEN_ID: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

pub(crate) fn user_token(_: &mut State, call: &Call) -> Result<Answer, Refusal> {
    verify(call.credential, Credential::UserToken)
}

pub(crate) fn account_token(_: &mut State, call: &Call) -> Result<Answer, Refusal> {
    verify(call.credential, Credential::AccountToken)
}

fn verify(sent: Credential, wanted: Credential) -> Result<Answer, Refusal> {
    if sent != wanted && sent != Credential::Token {
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, 1000, "Invalid API Token"));
    }
    let message = json!({"code": 10000, "message": "This API Token is valid and active", "type": null});
    let body = json!({"success": true, "errors": [], "messages": [message],
        "result": {"id": TOKEN_ID, "status": "active"}});
    Ok(Answer::json(StatusCode::OK, body.to_string()))
}

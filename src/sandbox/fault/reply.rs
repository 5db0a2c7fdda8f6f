//! Answers that stand in the place of the proper one.

use http::StatusCode;
use serde_json::json;

use super::rule::{Body, Fault};
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::refusal::Refusal;

const PAGE: &str = "<!DOCTYPE html>\n<html><head><title>Sandbox</title></head>\n<body><h1>Web server is down</h1>\
                    <p>The answer did not come from the API.</p></body></html>\n";

/// The answer that a fault gives; nothing where it gives none.
pub(crate) fn reply(fault: &Fault) -> Option<Answer> {
    match fault {
        Fault::Status { status, code, body, retry_after, .. } => {
            let mut answer = error(*status, *code, *body);
            answer.retry_after = *retry_after;
            Some(answer)
        }
        Fault::Unsuccessful(_) => {
            let error = json!({"code": 1001, "message": "The request could not be completed"});
            let body = json!({"success": false, "errors": [error], "messages": [], "result": null});
            Some(Answer::json(StatusCode::OK, body.to_string()))
        }
        Fault::Html(_) => Some(written(StatusCode::OK, Body::Html)),
        Fault::Empty(_) => Some(written(StatusCode::OK, Body::Empty)),
        _ => None,
    }
}

fn error(status: StatusCode, code: Option<i64>, body: Body) -> Answer {
    if body != Body::Json {
        return written(status, body);
    }
    let (usual, message) = usual(status);
    Refusal::new(status, code.unwrap_or(usual), message).answer()
}

fn written(status: StatusCode, body: Body) -> Answer {
    let (content_type, body) = match body {
        Body::Html => ("text/html; charset=UTF-8", PAGE),
        Body::Text => ("text/plain; charset=UTF-8", "error code: 1020"),
        Body::Json | Body::Empty => ("text/plain; charset=UTF-8", ""),
    };
    Answer { status, content_type, body: body.to_owned(), retry_after: None }
}

/// The code and the words that a status usually comes with (API page, section 8.2); the sandbox's own where the page
/// has none.
fn usual(status: StatusCode) -> (i64, &'static str) {
    match status.as_u16() {
        400 => (12130, "access.api.error.invalid_request: refused on demand"),
        401 => (10000, "Authentication error"),
        403 => (9109, "Unauthorized to access requested resource"),
        404 => (7003, "Could not route to the object, perhaps your object identifier is invalid?"),
        409 => (12132, "access.api.error.conflict"),
        429 => (971, "Please wait and consider throttling your request speed"),
        500.. => (10001, "Service temporarily unavailable"),
        _ => (1001, "The request was refused"),
    }
}

//! The envelope of answers (API page, section 8.1).

use http::StatusCode;
use serde_json::{Value, json};

use crate::sandbox::account::json::Object;

/// `Content-Type` of everything that is meant.
pub(crate) const JSON: &str = "application/json";

/// An answer, ready to be sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) content_type: &'static str,
    pub(crate) body: String,
    /// `Retry-After`, in seconds.
    pub(crate) retry_after: Option<u64>,
}

impl Answer {
    /// 200 with a result.
    pub(crate) fn result(result: &Value) -> Self {
        Self::raw(&result.to_string(), None)
    }

    /// 200 with an object as the result.
    pub(crate) fn object(result: &Object) -> Self {
        Self::raw(&serde_json::to_string(result).unwrap_or_default(), None)
    }

    /// 200 with nothing to say: `result` is null (API page, section 1.4).
    pub(crate) fn empty() -> Self {
        Self::raw("null", None)
    }

    /// 200 with a result that is JSON already, and what a list says about its page.
    pub(crate) fn raw(result: &str, info: Option<&Value>) -> Self {
        let info = info.map(|info| format!(",\"result_info\":{info}")).unwrap_or_default();
        let body = format!("{{\"success\":true,\"errors\":[],\"messages\":[],\"result\":{result}{info}}}");
        Self::json(StatusCode::OK, body)
    }

    /// Any status with any JSON.
    pub(crate) fn json(status: StatusCode, body: String) -> Self {
        Self { status, content_type: JSON, body, retry_after: None }
    }

    /// 202 with the id of what was removed.
    pub(crate) fn accepted(id: &str) -> Self {
        Self::result(&json!({"id": id})).with(StatusCode::ACCEPTED)
    }

    /// The same with another status.
    pub(crate) fn with(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }
}

/// Rows that are JSON already, as a JSON list.
pub(crate) fn join(rows: impl Iterator<Item = String>) -> String {
    let mut list = String::from("[");
    for (place, row) in rows.enumerate() {
        if place > 0 {
            list.push(',');
        }
        list.push_str(&row);
    }
    list.push(']');
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_envelope_has_all_its_members() {
        let answer = Answer::raw("[1]", Some(&json!({"count": 1})));
        let body: Value = serde_json::from_str(&answer.body).unwrap_or_default();
        let wanted = json!({"success": true, "errors": [], "messages": [], "result": [1], "result_info": {"count": 1}});
        assert_eq!(body, wanted);
        assert_eq!(join(["1", "2"].into_iter().map(String::from)), "[1,2]");
    }
}

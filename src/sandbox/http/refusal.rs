//! Answers that say no, with the codes of API page, section 8.2. Where no code is documented the sandbox says so here
//! and uses one of its own; programs go by the status and the words.

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::answer::Answer;

/// Why a call was not done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    errors: Vec<(i64, String)>,
    chain: Option<(i64, &'static str)>,
}

impl Refusal {
    /// A refusal with one error.
    pub(crate) fn new(status: StatusCode, code: i64, message: impl Into<String>) -> Self {
        Self { status, errors: vec![(code, message.into())], chain: None }
    }

    /// The same with what lies behind the error.
    pub(crate) fn because(mut self, code: i64, message: &'static str) -> Self {
        self.chain = Some((code, message));
        self
    }

    /// A list that the recording does not have: it was refused when the account was read.
    pub(crate) fn not_recorded() -> Self {
        Self::new(StatusCode::FORBIDDEN, 9109, "Unauthorized to access requested resource")
    }

    /// An account other than the recorded one.
    pub(crate) fn other_account() -> Self {
        Self::not_recorded()
    }

    /// A path that leads nowhere.
    pub(crate) fn no_route(path: &str) -> Self {
        let mut refusal = Self::no_object(path);
        refusal.errors.push((7000, "No route for that URI".into()));
        refusal
    }

    /// An object of the device and Gateway endpoints that is not there.
    pub(crate) fn no_object(path: &str) -> Self {
        let message = format!("Could not route to {path}, perhaps your object identifier is invalid?");
        Self::new(StatusCode::NOT_FOUND, 7003, message)
    }

    /// A path that has no such method.
    pub(crate) fn no_method(method: &Method) -> Self {
        let message = format!("Method {method} not available for that URI.");
        Self::new(StatusCode::METHOD_NOT_ALLOWED, 7001, message)
    }

    /// A query that makes no sense. The code is the sandbox's own: none is documented for the device endpoints.
    pub(crate) fn bad_query(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 1001, message)
    }

    /// A body that makes no sense.
    pub(crate) fn invalid(reason: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, 12130, format!("access.api.error.invalid_request: {reason}"))
    }

    /// An Access object that is not there; `what` as in `policy`. Only the words are documented.
    pub(crate) fn unknown(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, 12083, format!("access.api.error.{what}_not_found"))
    }

    /// An object that something else refers to. Only the status is documented.
    pub(crate) fn conflict(reason: &str) -> Self {
        Self::new(StatusCode::CONFLICT, 12132, format!("access.api.error.conflict: {reason}"))
    }

    /// A service token that something refers to.
    pub(crate) fn token_in_use() -> Self {
        let message = "access.api.error.service_token_in_use: the token is used by a policy, group, or app SCIM \
                       configuration";
        Self::new(StatusCode::BAD_REQUEST, 12139, message)
    }

    /// No Zero Trust organization.
    pub(crate) fn not_enabled() -> Self {
        Self::new(StatusCode::NOT_FOUND, 9999, "access.api.error.not_enabled: Access is not enabled")
    }

    /// The end-of-life device endpoints on an account with multi-user mode. No page documents the error.
    pub(crate) fn multi_user() -> Self {
        let message = "This endpoint is not supported for accounts with multi-user mode enabled";
        Self::new(StatusCode::BAD_REQUEST, 2008, message)
    }

    /// A fault that refuses what the call asks.
    pub(crate) fn on_demand(status: StatusCode) -> Self {
        Self::new(status, 1001, "The request could not be completed")
    }

    /// The rate limit.
    pub(crate) fn throttled() -> Self {
        let message = "Please wait and consider throttling your request speed";
        Self::new(StatusCode::TOO_MANY_REQUESTS, 971, message)
    }

    /// The answer.
    pub(crate) fn answer(&self) -> Answer {
        let chain: Option<Vec<Value>> =
            self.chain.map(|(code, message)| vec![json!({"code": code, "message": message})]);
        let error = |(code, message): &(i64, String)| match &chain {
            Some(chain) => json!({"code": code, "message": message, "error_chain": chain}),
            None => json!({"code": code, "message": message}),
        };
        let errors: Vec<Value> = self.errors.iter().map(error).collect();
        let body = json!({"success": false, "errors": errors, "messages": [], "result": null});
        Answer::json(self.status, body.to_string())
    }
}

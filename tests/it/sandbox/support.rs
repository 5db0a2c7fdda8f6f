//! A sandbox to talk to.

use axum::Router;
use axum::body::{self, Body};
use axum::http::{HeaderMap, Request};
use doorlist::sandbox::{Options, Sandbox};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::schema;

/// The account that the recording is of.
pub(super) const ACCOUNT: &str = "/client/v4/accounts/0123456789abcdef0123456789abcdef";

/// The recording with one row of each kind.
pub(super) const RECORDING: &str = include_str!("../../fixtures/api/account.json");

/// What was answered.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) text: String,
    pub(super) body: Value,
}

impl Reply {
    pub(super) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    pub(super) fn result(&self) -> &Value {
        &self.body["result"]
    }

    /// One member of each row.
    pub(super) fn column(&self, key: &str) -> Vec<String> {
        let rows = self.result().as_array().map(Vec::as_slice).unwrap_or_default();
        rows.iter().map(|row| row[key].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The code of the first error, 0 where there is none.
    pub(super) fn code(&self) -> i64 {
        self.body["errors"][0]["code"].as_i64().unwrap_or_default()
    }

    pub(super) fn message(&self) -> &str {
        self.body["errors"][0]["message"].as_str().unwrap_or_default()
    }
}

/// A sandbox in process.
pub(super) struct Api {
    pub(super) sandbox: Sandbox,
    router: Router,
}

impl Api {
    pub(super) fn new() -> Self {
        Self::with(Options::default())
    }

    pub(super) fn with(options: Options) -> Self {
        Self::of(RECORDING, options)
    }

    pub(super) fn of(recording: &str, options: Options) -> Self {
        let sandbox = Sandbox::from_recording(recording.as_bytes(), options).expect("a recording that can be served");
        Self { router: sandbox.router(), sandbox }
    }

    /// With the fault rules armed.
    pub(super) fn failing(rules: &[&str]) -> Self {
        let faults = rules.iter().map(|rule| rule.parse().expect("a rule")).collect();
        Self::with(Options { faults, ..Options::default() })
    }

    /// With a part of the recording changed.
    pub(super) fn changed(change: impl FnOnce(&mut Value)) -> Self {
        let mut recording = serde_json::from_str(RECORDING).expect("JSON");
        change(&mut recording);
        Self::of(&recording.to_string(), Options::default())
    }

    /// Any request at all.
    pub(super) async fn request(&self, request: Request<Body>) -> Reply {
        let Ok(response) = self.router.clone().oneshot(request).await;
        let (parts, body) = response.into_parts();
        let bytes = body::to_bytes(body, usize::MAX).await.unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or_default();
        Reply { status: parts.status.as_u16(), headers: parts.headers, text, body }
    }

    /// A request with a token; the path is below the account unless it is absolute. The answer must fit its schema.
    pub(super) async fn send(&self, method: &str, path: &str, body: Option<&Value>) -> Reply {
        let reply = self.send_unchecked(method, path, body).await;
        schema::check(method, &below_account(path), &reply);
        reply
    }

    /// The same for answers that are wrong on purpose.
    pub(super) async fn send_unchecked(&self, method: &str, path: &str, body: Option<&Value>) -> Reply {
        let request = Request::builder().method(method).uri(below_account(path)).header("authorization", "Bearer x");
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        self.request(request.body(body).expect("a request")).await
    }

    pub(super) async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, None).await
    }

    pub(super) async fn post(&self, path: &str) -> Reply {
        self.send("POST", path, None).await
    }

    pub(super) async fn delete(&self, path: &str) -> Reply {
        self.send("DELETE", path, None).await
    }

    pub(super) async fn put(&self, path: &str, body: &Value) -> Reply {
        self.send("PUT", path, Some(body)).await
    }

    /// The row with an id in a list of the account as it is now; null where there is none.
    pub(super) fn row(&self, list: &str, id: &str) -> Value {
        let snapshot = self.sandbox.snapshot();
        let rows = snapshot[list].as_array().map(Vec::as_slice).unwrap_or_default();
        rows.iter().find(|row| row["id"] == id).cloned().unwrap_or(Value::Null)
    }

    /// The ids of all registrations that there are.
    pub(super) fn registrations(&self) -> Vec<String> {
        let snapshot = self.sandbox.snapshot();
        let rows = snapshot["registrations"].as_array().map(Vec::as_slice).unwrap_or_default();
        rows.iter().map(|row| row["id"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

fn below_account(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("{ACCOUNT}/{path}") }
}

/// The id of the registration with a number.
pub(super) fn r(number: u32) -> String {
    format!("6f0c0b6e-6f0f-4a58-9a53-0b6a4bd7c0{number:02}")
}

/// The id of the device with a number.
pub(super) fn d(number: u32) -> String {
    format!("2b1f6c1e-93d0-4d7c-9a55-0000000000{number:02}")
}

/// The id of the user with a number.
pub(super) fn u(number: u32) -> String {
    format!("90e1a1c4-1b3c-4a9e-8d20-00000000a{number:03}")
}

/// The id of the service token with a number.
pub(super) fn t(number: u32) -> String {
    format!("4c1d9d3d-3333-4a9e-8d20-00000000d{number:03}")
}

/// The id of the policy with a number.
pub(super) fn p(number: u32) -> String {
    format!("8d5b7b2b-2222-4a9e-8d20-00000000c{number:03}")
}

/// The id of the group with a number.
pub(super) fn g(number: u32) -> String {
    format!("1a2b3c4d-4444-4a9e-8d20-00000000e{number:03}")
}

/// The id of the list with a number.
pub(super) fn l(number: u32) -> String {
    format!("9f8e7d6c-5555-4a9e-8d20-00000000f{number:03}")
}

/// The enrollment application.
pub(super) const WARP: &str = "7e4a6a1a-1111-4a9e-8d20-00000000b001";

/// Another application, with a policy of its own.
pub(super) const WIKI: &str = "7e4a6a1a-1111-4a9e-8d20-00000000b002";

/// The answer of a call that has nothing to say.
pub(super) fn empty() -> Value {
    json!({"success": true, "errors": [], "messages": [], "result": null})
}

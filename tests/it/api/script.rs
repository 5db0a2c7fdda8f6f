//! A scripted way to the network: what each path answers, and what was asked.

#![expect(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "scripts read better that way")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use doorlist::cloudflare::{BaseUrl, Connection, Credentials, Observer, Reader, Transport, TransportError, Writer};
use doorlist::model::account::Needs;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use jiff::Timestamp;
use serde_json::{Value, json};
use url::Url;

/// The account of these tests.
pub(super) const ACCOUNT: &str = "0123456789abcdef0123456789abcdef";

/// The token of these tests, which must stand in no output.
pub(super) const TOKEN: &str = "cfut_0verH3ard";

/// An answer, or the loss of it.
pub(super) type Reply = Result<Response<Bytes>, TransportError>;

/// One request as it was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    pub(super) method: String,
    /// Below the account.
    pub(super) path: String,
    /// Decoded, in the order sent.
    pub(super) query: Vec<(String, String)>,
    /// Path and query below the account, as sent.
    pub(super) target: String,
    /// Since the first request.
    pub(super) at: Duration,
}

impl Asked {
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

type Answer = Box<dyn FnMut(&Asked, usize) -> Reply + Send>;

/// What each path answers. A path without a script answers as an empty account does.
#[derive(Default)]
pub(super) struct Script {
    answers: Mutex<BTreeMap<String, (usize, Answer)>>,
    asked: Mutex<Vec<Asked>>,
    begun: Mutex<Option<tokio::time::Instant>>,
    delay: Duration,
}

impl Script {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Every answer takes so long.
    pub(super) fn slow(self, delay: Duration) -> Self {
        Self { delay, ..self }
    }

    /// What a path below the account answers: the request, and how many came before it.
    pub(super) fn on(self, path: &str, answer: impl FnMut(&Asked, usize) -> Reply + Send + 'static) -> Self {
        self.answers.lock().expect("no panic").insert(path.to_owned(), (0, Box::new(answer)));
        self
    }

    /// What a path answers every time.
    pub(super) fn always(self, path: &str, status: u16, body: impl Into<String>) -> Self {
        let body = body.into();
        self.on(path, move |_, _| text(status, &body))
    }

    /// A list with one page.
    pub(super) fn rows(self, path: &str, rows: Value) -> Self {
        self.on(path, move |_, _| page(rows.clone(), json!({})))
    }

    /// What was asked so far.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("no panic").clone()
    }

    /// What was asked of one path.
    pub(super) fn asked_of(&self, path: &str) -> Vec<Asked> {
        self.asked().into_iter().filter(|asked| asked.path == path).collect()
    }

    fn note(&self, request: &Request<Bytes>) -> Asked {
        let url = Url::parse(&request.uri().to_string()).expect("an address");
        let begun = *self.begun.lock().expect("no panic").get_or_insert_with(tokio::time::Instant::now);
        let below = |text: &str| {
            text.split_once(ACCOUNT).map_or_else(String::new, |(_, rest)| rest.trim_start_matches('/').to_owned())
        };
        let asked = Asked {
            method: request.method().to_string(),
            path: below(url.path()),
            query: url.query_pairs().map(|(key, value)| (key.into_owned(), value.into_owned())).collect(),
            target: below(&request.uri().to_string()),
            at: begun.elapsed(),
        };
        self.asked.lock().expect("no panic").push(asked.clone());
        asked
    }

    fn reply(&self, asked: &Asked) -> Reply {
        let mut answers = self.answers.lock().expect("no panic");
        match answers.get_mut(&asked.path) {
            Some((count, answer)) => {
                *count += 1;
                answer(asked, *count - 1)
            }
            None if asked.path == "access/organizations" => organization(),
            None => page(json!([]), json!({})),
        }
    }
}

impl Transport for Script {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Reply> {
        let authorization = request.headers()["authorization"].to_str().expect("text").to_owned();
        assert_eq!(authorization, format!("Bearer {TOKEN}"));
        let asked = self.note(&request);
        async move {
            tokio::time::sleep(self.delay).await;
            self.reply(&asked)
        }
        .boxed()
    }
}

/// A client over a script.
pub(super) fn reader(script: &Arc<Script>) -> Reader {
    connection(script).reader().expect("a client")
}

/// Both clients over a script.
pub(super) fn writer(script: &Arc<Script>) -> Writer {
    connection(script).reader_and_writer().expect("a client").1
}

pub(super) fn connection(script: &Arc<Script>) -> Connection {
    let base = BaseUrl::parse("https://api.example/client/v4").expect("https");
    let credentials = Credentials::token(TOKEN).expect("sendable");
    Connection::new(base, ACCOUNT.into(), credentials).transport(Arc::<Script>::clone(script)).without_jitter()
}

/// What was seen by an observer.
#[derive(Debug, Default)]
pub(super) struct Seen(Mutex<Vec<String>>);

impl Seen {
    pub(super) fn lines(&self) -> Vec<String> {
        self.0.lock().expect("no panic").clone()
    }
}

impl Observer for Seen {
    fn page(&self, list: &'static str, rows: u64, pages: u64) {
        self.0.lock().expect("no panic").push(format!("{list}: {rows} rows, {pages} pages"));
    }

    fn waiting(&self, wait: Duration, why: &str) {
        self.0.lock().expect("no panic").push(format!("waiting {} ms: {why}", wait.as_millis()));
    }

    fn exchange(&self, exchange: &doorlist::cloudflare::Exchange) {
        let outcome =
            exchange.status.map_or_else(|| exchange.error.clone().unwrap_or_default(), |status| status.to_string());
        let line =
            format!("{} {} {outcome} {}", exchange.method, exchange.target, exchange.cf_ray.as_deref().unwrap_or("-"));
        self.0.lock().expect("no panic").push(line);
    }
}

pub(super) fn now() -> Timestamp {
    "2026-11-22T00:00:00Z".parse().expect("a time")
}

/// Only what is always read.
pub(super) const LITTLE: Needs =
    Needs { devices: false, profiles: false, enrollment: false, tokens: false, users: false };

/// Everything.
pub(super) const ALL: Needs = Needs { devices: true, profiles: true, enrollment: true, tokens: true, users: true };

pub(super) fn text(status: u16, body: &str) -> Reply {
    let response = Response::builder().status(status).header("cf-ray", "8f00d-ZAG");
    Ok(response.body(Bytes::copy_from_slice(body.as_bytes())).expect("a response"))
}

pub(super) fn with_headers(status: u16, headers: &[(&str, &str)], body: &str) -> Reply {
    let response = headers
        .iter()
        .fold(Response::builder().status(status), |response, (name, value)| response.header(*name, *value));
    Ok(response.body(Bytes::copy_from_slice(body.as_bytes())).expect("a response"))
}

/// A success with rows and `result_info`.
pub(super) fn page(rows: Value, info: Value) -> Reply {
    text(
        200,
        &json!({ "success": true, "errors": [], "messages": [], "result": rows, "result_info": info }).to_string(),
    )
}

/// A failure with one error.
pub(super) fn no(status: u16, code: i64, message: &str) -> Reply {
    let errors = json!([{ "code": code, "message": message }]);
    text(status, &json!({ "success": false, "errors": errors, "messages": [], "result": null }).to_string())
}

pub(super) fn organization() -> Reply {
    page(json!({ "name": "Acme", "auth_domain": "Acme.cloudflareaccess.com" }), Value::Null)
}

/// A registration with nothing unusual.
pub(super) fn registration(id: &str) -> Value {
    json!({
        "id": id,
        "created_at": "2026-03-02T08:15:30.120394Z",
        "updated_at": "2026-11-21T00:00:00Z",
        "last_seen_at": "2026-11-21T00:00:00Z",
        "revoked_at": null,
        "key": "a2V5",
        "registration_type": "warp",
        "virtual_ipv4": "100.96.0.1",
        "virtual_ipv6": null,
        "device": { "id": format!("device-of-{id}"), "name": "laptop" },
        "user": { "id": "u1", "email": "alice@acme.example", "name": "Alice" },
    })
}

/// Registrations with these ids.
pub(super) fn registrations<'a>(ids: impl IntoIterator<Item = &'a str>) -> Value {
    ids.into_iter().map(registration).collect()
}

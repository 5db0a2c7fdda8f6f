//! A way to the network that answers from memory, on a clock that jumps instead of waiting.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use doorlist::cloudflare::{BaseUrl, Connection, Credentials, ReadError, Transport, TransportError};
use doorlist::model::Account;
use doorlist::model::account::Needs;
use futures_util::future::{BoxFuture, FutureExt};
use http::{HeaderMap, Request, Response};

use super::common::{ACCOUNT, now};

/// Everything of an account.
pub(super) const ALL: Needs = Needs { devices: true, profiles: true, enrollment: true, tokens: true, users: true };

/// Registrations and organization.
pub(super) const LITTLE: Needs =
    Needs { devices: false, profiles: false, enrollment: false, tokens: false, users: false };

/// One answer.
#[derive(Clone, Debug, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// A success with this `result` and `result_info`.
    pub(super) fn page(result: &str, info: &str) -> Self {
        let body = format!(r#"{{"success":true,"errors":[],"messages":[],"result":{result},"result_info":{info}}}"#);
        Self { status: 200, headers: HeaderMap::new(), body: body.into_bytes() }
    }
}

/// Answers by the path below the account, in their order; the last one stays.
#[derive(Debug, Default)]
pub(super) struct Served {
    answers: BTreeMap<String, Vec<Answer>>,
    /// What was asked, and when after the first request.
    asked: Mutex<Vec<(String, Duration)>>,
    begun: Mutex<Option<tokio::time::Instant>>,
}

impl Served {
    pub(super) fn add(&mut self, path: &str, answer: Answer) {
        self.answers.entry(path.to_owned()).or_default().push(answer);
    }

    /// When a path was asked for.
    pub(super) fn asked(&self, path: &str) -> Vec<Duration> {
        let asked = self.asked.lock().expect("no panic");
        asked.iter().filter(|(own, _)| own == path).map(|(_, at)| *at).collect()
    }

    /// What is asked for once and again is answered in turn, a page that has a cursor always alike.
    fn answer(&self, path: &str, cursor: Option<&str>) -> Answer {
        let count = self.asked(path).len();
        let begun = *self.begun.lock().expect("no panic").get_or_insert_with(tokio::time::Instant::now);
        self.asked.lock().expect("no panic").push((path.to_owned(), begun.elapsed()));
        let page = cursor.and_then(|cursor| self.answers.get(&format!("{path}?{cursor}")));
        if let Some([answer]) = page.map(Vec::as_slice) {
            return answer.clone();
        }
        match self.answers.get(path) {
            Some(answers) => answers[count.min(answers.len() - 1)].clone(),
            None if path == "access/organizations" => {
                Answer::page(r#"{"name":"Acme","auth_domain":"acme.cloudflareaccess.com"}"#, "null")
            }
            None => Answer::page("[]", "{}"),
        }
    }
}

impl Transport for Served {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let path = request.uri().path();
        let path = path.split_once(ACCOUNT).map_or("", |(_, below)| below.trim_start_matches('/'));
        let cursor = request.uri().query().and_then(|query| query.split('&').find(|part| part.starts_with("cursor=")));
        let Answer { status, headers, body } = self.answer(path, cursor);
        let mut response = Response::new(Bytes::from(body));
        *response.status_mut() = http::StatusCode::from_u16(status).expect("a status");
        *response.headers_mut() = headers;
        async move { Ok(response) }.boxed()
    }
}

/// Reads the account, and says how long that would have taken.
pub(super) fn read(served: &Arc<Served>, needs: Needs) -> (Result<Account, ReadError>, Duration) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
    runtime.expect("a runtime").block_on(async {
        let begun = tokio::time::Instant::now();
        let base = BaseUrl::parse("https://api.example/client/v4").expect("https");
        let credentials = Credentials::token("cfut_0verH3ard").expect("sendable");
        let connection = Connection::new(base, ACCOUNT.into(), credentials);
        let connection = connection.transport(Arc::<Served>::clone(served)).without_jitter();
        let account = connection.reader().expect("a client").account(needs, now()).await;
        (account, begun.elapsed())
    })
}

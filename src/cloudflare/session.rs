//! One run against one account: pace, send, judge, wait, send again. What may be sent is told by the half that one
//! holds: a [`ReadHalf`] has no way to send anything but GET.

use std::fmt;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE, DATE, HeaderValue};
use http::{HeaderMap, Method, Request, Response};
use jiff::Timestamp;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::answer::Answer;
use super::classify::{Next, Outcome, Safety, after, http_date, retry_after};
use super::patience::{Patience, TooLong, jittered};
use super::ratelimit::Limits;
use super::request::{Get, Target, Write};
use super::{BaseUrl, CredentialKind, Credentials, Exchange, Observer, Pacer, Transport, TransportError};

/// The page size that is asked for first.
const LARGEST_PAGE: u64 = 1_000;

/// The page size of a server that does not take the first.
const SAFE_PAGE: u64 = 50;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Silence {
    /// The last attempt was lost.
    Lost(TransportError),
    /// The limit does not allow another attempt in time; nothing was executed.
    TooLong(TooLong),
    /// The request could not be made.
    Unsendable(String),
    /// The run was asked to stop while this call waited for its turn; it was not sent again.
    Stopped,
}

/// What the last answer said beside what was asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Heard {
    /// `Date`.
    pub(super) date: Option<Timestamp>,
    /// The rate budget.
    pub(super) limits: Limits,
}

impl Heard {
    fn of(headers: &HeaderMap) -> Self {
        let date = headers.get(DATE).and_then(|value| value.to_str().ok()).and_then(http_date);
        Self { date, limits: Limits::of(headers) }
    }
}

/// What a run shares between its calls.
pub(super) struct Session {
    pub(super) base: BaseUrl,
    pub(super) credentials: Credentials,
    pub(super) headers: HeaderMap,
    pub(super) transport: Arc<dyn Transport>,
    pub(super) observer: Arc<dyn Observer>,
    pub(super) pacer: Pacer,
    pub(super) jitter: bool,
    stop: CancellationToken,
    requests: AtomicU64,
    answered: AtomicBool,
    heard: Mutex<Heard>,
    page_size: AtomicU64,
}

impl Session {
    pub(super) fn new(
        base: BaseUrl,
        credentials: Credentials,
        transport: Arc<dyn Transport>,
        observer: Arc<dyn Observer>,
        pacer: Pacer,
        jitter: bool,
        stop: CancellationToken,
    ) -> Self {
        let mut headers = credentials.headers();
        headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
        Self {
            base,
            credentials,
            headers,
            transport,
            observer,
            pacer,
            jitter,
            stop,
            requests: AtomicU64::new(0),
            answered: AtomicBool::new(false),
            heard: Mutex::default(),
            page_size: AtomicU64::new(LARGEST_PAGE),
        }
    }

    /// The two halves of a session.
    pub(super) fn split(self) -> (ReadHalf, WriteHalf) {
        let session = Arc::new(self);
        (ReadHalf(Arc::clone(&session)), WriteHalf(session))
    }

    /// Makes a call until its answer stands.
    async fn call(&self, method: &Method, target: &Target, body: &Bytes, safety: Safety) -> Result<Answer, Silence> {
        let mut patience = Patience::default();
        let mut number = 0;
        loop {
            number += 1;
            self.pacer.admit(&*self.observer, &self.stop).await?;
            let attempt = self.attempt(self.request(method, target, body)?, target, number).await;
            let again = match (after(safety, outcome(&attempt)), &attempt) {
                (Next::Limited, Ok(answer)) => {
                    // The limit is the credential's, not the call's: nothing else leaves meanwhile either.
                    match patience.after_limit(answer.retry_after) {
                        Ok(wait) => self.pacer.hold(wait),
                        Err(too_long) => {
                            self.pacer.hold_for_good(too_long);
                            return Err(Silence::TooLong(too_long));
                        }
                    }
                    true
                }
                (Next::Again, _) => self.rest(&mut patience, &attempt).await,
                (Next::Take | Next::Limited, _) => false,
            };
            if !again {
                return attempt.map_err(Silence::Lost);
            }
        }
    }

    /// Waits after trouble; false where there was enough of it, or where the run was asked to stop.
    async fn rest(&self, patience: &mut Patience, attempt: &Result<Answer, TransportError>) -> bool {
        let told = attempt.as_ref().ok().and_then(|answer| answer.retry_after);
        let Some(wait) = patience.after_trouble(told) else { return false };
        // What the server says is not shortened.
        let wait = if self.jitter && told.is_none() { jittered(wait) } else { wait };
        self.observer.waiting(wait, &trouble(attempt));
        tokio::select! {
            biased;
            () = self.stop.cancelled() => false,
            () = tokio::time::sleep(wait) => true,
        }
    }

    /// One attempt: an answer, whatever it says, or the loss of it.
    async fn attempt(&self, request: Request<Bytes>, target: &Target, number: u32) -> Result<Answer, TransportError> {
        let method = request.method().to_string();
        self.requests.fetch_add(1, Ordering::Relaxed);
        let begun = Instant::now();
        let attempt = match self.transport.send(request).await {
            Ok(response) => Ok(self.answer(response)),
            Err(error) => Err(self.scrubbed(error)),
        };
        let told = Exchange { attempt: number, ..exchange(method, target, &attempt, begun.elapsed()) };
        self.observer.exchange(&told);
        attempt
    }

    fn request(&self, method: &Method, target: &Target, body: &Bytes) -> Result<Request<Bytes>, Silence> {
        let uri = format!("{}{}", self.base.as_str(), target.as_str());
        let mut request = Request::builder()
            .method(method)
            .uri(uri)
            .body(body.clone())
            .map_err(|error| Silence::Unsendable(error.to_string()))?;
        *request.headers_mut() = self.headers.clone();
        if !body.is_empty() {
            request.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        }
        Ok(request)
    }

    fn answer(&self, response: Response<Bytes>) -> Answer {
        self.answered.store(true, Ordering::Relaxed);
        self.pacer.learn(response.headers());
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Heard::of(response.headers());
        let retry_after = retry_after(response.headers());
        Answer::new(response, retry_after, |text| self.credentials.scrub(text))
    }

    fn scrubbed(&self, error: TransportError) -> TransportError {
        match error {
            TransportError::Connect(text) => TransportError::Connect(self.credentials.scrub(text)),
            TransportError::Broken(text) => TransportError::Broken(self.credentials.scrub(text)),
            TransportError::Stalled(seconds) => TransportError::Stalled(seconds),
        }
    }
}

fn outcome(attempt: &Result<Answer, TransportError>) -> Outcome<'_> {
    match attempt {
        Ok(answer) => Outcome::Answered { status: answer.status, readable: answer.skim.is_ok() },
        Err(error) => Outcome::Lost(error),
    }
}

fn trouble(attempt: &Result<Answer, TransportError>) -> String {
    match attempt {
        Ok(answer) => format!("HTTP {}", answer.status),
        Err(error) => error.to_string(),
    }
}

fn exchange(method: String, target: &Target, attempt: &Result<Answer, TransportError>, duration: Duration) -> Exchange {
    let answer = attempt.as_ref().ok();
    Exchange {
        method,
        target: target.as_str().to_owned(),
        status: answer.map(|answer| answer.status),
        cf_ray: answer.and_then(|answer| answer.cf_ray.clone()),
        duration,
        attempt: 1,
        error: attempt.as_ref().err().map(ToString::to_string),
    }
}

/// The half that can only read.
#[derive(Clone)]
pub(super) struct ReadHalf(Arc<Session>);

impl ReadHalf {
    /// Makes a GET, again where that may help.
    pub(super) async fn get(&self, get: &Get) -> Result<Answer, Silence> {
        self.0.call(&Method::GET, &get.0, &Bytes::new(), Safety::Repeatable).await
    }

    /// Who watches.
    pub(super) fn observer(&self) -> &dyn Observer {
        &*self.0.observer
    }

    /// Where the API is.
    pub(super) fn base(&self) -> &BaseUrl {
        &self.0.base
    }

    /// Requests sent so far by both halves.
    pub(super) fn requests(&self) -> u64 {
        self.0.requests.load(Ordering::Relaxed)
    }

    /// Whether anything was ever answered.
    pub(super) fn was_answered(&self) -> bool {
        self.0.answered.load(Ordering::Relaxed)
    }

    /// What the last answer said of the time and the budget.
    pub(super) fn heard(&self) -> Heard {
        self.0.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What kind of credential is sent.
    pub(super) fn credential(&self) -> CredentialKind {
        self.0.credentials.kind()
    }

    /// Replaces the credential in a text.
    pub(super) fn scrub(&self, text: String) -> String {
        self.0.credentials.scrub(text)
    }

    /// The page size to ask a cursor list for.
    pub(super) fn page_size(&self) -> u64 {
        self.0.page_size.load(Ordering::Relaxed)
    }

    /// After a refused first page: the smaller size for this and all later lists. Nothing where it was that already.
    pub(super) fn smaller_page(&self, asked: u64) -> Option<u64> {
        self.0.page_size.store(SAFE_PAGE, Ordering::Relaxed);
        (asked > SAFE_PAGE).then_some(SAFE_PAGE)
    }
}

impl fmt::Debug for ReadHalf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ReadHalf").field(&self.0.base.as_str()).finish()
    }
}

/// The half that can write.
pub(super) struct WriteHalf(Arc<Session>);

impl WriteHalf {
    /// Makes a write. It is made again only where nothing was executed.
    pub(super) async fn write(&self, write: &Write) -> Result<Answer, Silence> {
        self.0.call(&write.method, &write.target, &write.body, Safety::Once).await
    }
}

impl fmt::Debug for WriteHalf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("WriteHalf").field(&self.0.base.as_str()).finish()
    }
}

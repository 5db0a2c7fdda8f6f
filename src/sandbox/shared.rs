//! What all requests share: the account, the faults, the log and the rate limit, each behind its own lock. No lock is
//! held while anything is waited for.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::Method;
use http::request::Parts;
use serde_json::Value;
use tokio::time::Instant;

use super::account::{self, State, mint};
use super::comeback::{self, Absences};
use super::error::SandboxError;
use super::fault::Faults;
use super::fault::pick::Picked;
use super::http::answer::Answer;
use super::http::call::Call;
use super::http::limiter::{Allowance, Limiter};
use super::http::log::{Log, LoggedRequest};
use super::http::refusal::Refusal;
use super::options::Options;
use super::routes::Endpoint;

/// A handle to it; clones are the same sandbox.
#[derive(Clone, Debug)]
pub(crate) struct Shared(Arc<Inside>);

#[derive(Debug)]
struct Inside {
    state: Mutex<State>,
    faults: Mutex<Faults>,
    log: Mutex<Log>,
    limiter: Mutex<Limiter>,
    seed: u64,
    delay: Duration,
    clients_return: bool,
}

/// A lock is only poisoned when a handler panics; what it guards is whole all the same, and other requests go on.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub(crate) fn new(bytes: &[u8], options: Options) -> Result<Self, SandboxError> {
        Ok(Self(Arc::new(Inside {
            state: Mutex::new(account::load(bytes, &options)?),
            faults: Mutex::new(Faults::new(options.seed, options.faults)),
            log: Mutex::default(),
            limiter: Mutex::new(Limiter::new(options.quota)),
            seed: options.seed,
            delay: options.delay,
            clients_return: options.clients_return,
        })))
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.0.state)
    }

    pub(crate) fn faults(&self) -> MutexGuard<'_, Faults> {
        lock(&self.0.faults)
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        lock(&self.0.log)
    }

    pub(crate) fn delay(&self) -> Duration {
        self.0.delay
    }

    /// Enters a request into the log, and gives its number and its ray.
    pub(crate) fn arrived(&self, parts: &Parts, body: &[u8]) -> (u64, String) {
        let mut log = self.log();
        let number = log.next_number();
        let ray = format!("{:016x}-SBX", mint::mix(self.0.seed ^ mint::mix(number)));
        log.push(LoggedRequest {
            number,
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            body: logged_body(body),
            status: None,
            fault: None,
            ray: ray.clone(),
        });
        (number, ray)
    }

    pub(crate) fn note(&self, number: u64, change: impl FnOnce(&mut LoggedRequest)) {
        self.log().note(number, change);
    }

    pub(crate) fn allowance(&self, now: Instant) -> Option<Allowance> {
        lock(&self.0.limiter).take(now)
    }

    pub(crate) fn pick(&self, parts: &Parts) -> Picked {
        self.faults().pick(&parts.method, parts.uri.path(), parts.uri.query())
    }

    /// Lets an endpoint do what it does.
    pub(crate) fn perform(&self, endpoint: &Endpoint, call: &Call) -> Result<Answer, Refusal> {
        let (handler, params) = match endpoint {
            Endpoint::Route(handler, params) => (handler, params),
            Endpoint::NoRoute => return Err(Refusal::no_route(&call.path)),
            Endpoint::NoMethod => return Err(Refusal::no_method(&call.method)),
        };
        let mut state = self.state();
        if let Some((_, account)) = params.iter().find(|(name, _)| name == "account_id") {
            check_account(account, &state.account_id, call)?;
        }
        let answer = handler(&mut state, call);
        if self.0.clients_return && call.method != Method::GET {
            comeback::enroll(&mut state, &Absences::default());
        }
        answer
    }
}

/// An account's id that cannot be one is no route; one that could be is nobody else's business.
fn check_account(asked: &str, own: &str, call: &Call) -> Result<(), Refusal> {
    let is_id = asked.len() == 32 && asked.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    match (asked == own, is_id) {
        (true, _) => Ok(()),
        (false, true) => Err(Refusal::other_account()),
        (false, false) => Err(Refusal::no_route(&call.path)),
    }
}

fn logged_body(body: &[u8]) -> Option<Value> {
    let text = || Value::from(String::from_utf8_lossy(body).into_owned());
    (!body.is_empty()).then(|| serde_json::from_slice(body).unwrap_or_else(|_| text()))
}

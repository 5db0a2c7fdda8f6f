//! The way of a request: log, rate limit, faults, and the endpoint.

use std::time::Duration;

use axum::body;
use axum::extract::{ConnectInfo, Request};
use axum::response::Response;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderName, HeaderValue};
use tokio::time::{self, Instant};

use super::answer::Answer;
use super::call::Call;
use super::credential::Credential;
use super::doorway::Cutter;
use super::limiter::Allowance;
use super::query::Query;
use super::refusal::Refusal;
use crate::sandbox::fault::pick::Picked;
use crate::sandbox::fault::{Effect, Fault, Trouble, page, reply, wire};
use crate::sandbox::routes::Endpoint;
use crate::sandbox::shared::Shared;

/// More than any list that a door list could need.
const LARGEST_BODY: usize = 16 * 1024 * 1024;

/// Takes a request through.
pub(crate) async fn pass(shared: Shared, endpoint: Endpoint, request: Request) -> Response {
    let cutter = request.extensions().get::<ConnectInfo<Cutter>>().map(|info| info.0.clone());
    let (parts, body) = request.into_parts();
    let body = body::to_bytes(body, LARGEST_BODY).await;
    let (number, ray) = shared.arrived(&parts, body.as_deref().unwrap_or_default());
    let allowance = shared.allowance(Instant::now());
    let visit = Visit { shared, number, ray, allowance, cutter };
    match body {
        Ok(body) => visit.go(endpoint, &parts, body).await,
        Err(_) => visit.send(None, Refusal::invalid("the body is too long").answer()),
    }
}

/// One request on its way.
struct Visit {
    shared: Shared,
    number: u64,
    ray: String,
    allowance: Option<Allowance>,
    cutter: Option<Cutter>,
}

impl Visit {
    async fn go(self, endpoint: Endpoint, parts: &Parts, body: Bytes) -> Response {
        let picked = self.shared.pick(parts);
        wait(self.shared.delay().saturating_add(picked.latency)).await;
        if let Some(allowance) = self.allowance.filter(|allowance| allowance.exceeded) {
            let answer = Refusal::throttled().answer();
            return self.send(None, Answer { retry_after: Some(allowance.retry_after()), ..answer });
        }
        self.shared.note(self.number, |entry| entry.fault.clone_from(&picked.line));
        let call = call(&endpoint, parts, body, &picked);
        self.endure(picked.fault, endpoint, call).await
    }

    /// Lets the fault happen where it happens: instead of the answer, before or after it, in it, or on the wire.
    async fn endure(&self, fault: Option<Fault>, endpoint: Endpoint, call: Result<Call, Refusal>) -> Response {
        let Some(fault) = fault else { return self.send(None, self.perform(&endpoint, &call)) };
        match (fault.replaces(), &fault) {
            (Some(Effect::Lost), Fault::Stall(length, _)) => {
                wait(*length).await;
                self.send(None, self.perform(&endpoint, &call))
            }
            (Some(Effect::Done), Fault::Stall(length, _)) => {
                let answer = self.perform(&endpoint, &call);
                wait(*length).await;
                self.send(None, answer)
            }
            (Some(Effect::Done), _) => {
                self.perform(&endpoint, &call);
                self.replace(&fault)
            }
            (Some(Effect::Lost), _) => self.replace(&fault),
            (None, _) => self.change(&fault, &endpoint, &call),
        }
    }

    fn perform(&self, endpoint: &Endpoint, call: &Result<Call, Refusal>) -> Answer {
        let answer = call.as_ref().map_err(Clone::clone).and_then(|call| {
            refuse_poison(call)?;
            self.shared.perform(endpoint, call)
        });
        answer.unwrap_or_else(|refusal| refusal.answer())
    }

    fn replace(&self, fault: &Fault) -> Response {
        match reply::reply(fault) {
            Some(answer) => self.send(None, answer),
            None => Response::new(wire::break_off(self.cutter.as_ref())),
        }
    }

    fn change(&self, fault: &Fault, endpoint: &Endpoint, call: &Result<Call, Refusal>) -> Response {
        let answer = self.perform(endpoint, call);
        match call {
            Ok(call) => self.send(Some(fault), page::change(fault, &call.query, answer)),
            Err(_) => self.send(Some(fault), answer),
        }
    }

    fn send(&self, fault: Option<&Fault>, answer: Answer) -> Response {
        self.shared.note(self.number, |entry| entry.status = Some(answer.status.as_u16()));
        let sent = wire::send(fault, answer.body, self.cutter.as_ref());
        let texts = [
            (CONTENT_TYPE, Some(answer.content_type.to_owned())),
            (CONTENT_LENGTH, sent.length.map(|length| length.to_string())),
            (RETRY_AFTER, answer.retry_after.map(|seconds| seconds.to_string())),
            (HeaderName::from_static("ratelimit"), self.allowance.map(|allowance| allowance.ratelimit())),
            (HeaderName::from_static("ratelimit-policy"), self.allowance.map(|allowance| allowance.policy())),
            (HeaderName::from_static("cf-ray"), Some(self.ray.clone())),
        ];
        let mut response = Response::new(sent.body);
        *response.status_mut() = answer.status;
        let values = texts.into_iter().filter_map(|(name, text)| Some((name, HeaderValue::try_from(text?).ok()?)));
        response.headers_mut().extend(values);
        response
    }
}

/// Refuses a call that names the poisoned id, whatever it would do with it.
fn refuse_poison(call: &Call) -> Result<(), Refusal> {
    match &call.trouble {
        Some(Trouble::Poison(id, status)) if call.names(id) => Err(Refusal::on_demand(*status)),
        Some(Trouble::Poison(..) | Trouble::Shift | Trouble::Half(_)) | None => Ok(()),
    }
}

async fn wait(length: Duration) {
    if !length.is_zero() {
        time::sleep(length).await;
    }
}

fn call(endpoint: &Endpoint, parts: &Parts, body: Bytes, picked: &Picked) -> Result<Call, Refusal> {
    Ok(Call {
        method: parts.method.clone(),
        path: parts.uri.path().to_owned(),
        params: endpoint.params().to_vec(),
        query: Query::parse(parts.uri.query()),
        body,
        credential: Credential::of(&parts.headers)?,
        trouble: picked.fault.as_ref().and_then(Fault::trouble),
    })
}

//! One line of `requests.jsonl` for every request: what was asked, when, and what Cloudflare answered. The exchange
//! has neither headers nor bodies, so no credential can get here.

use std::borrow::Cow;
use std::collections::HashMap;

use jiff::Timestamp;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde::{Deserialize, Serialize};

use crate::cloudflare::Exchange;

/// One request and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// From 1, in the order of the answers.
    pub number: u64,
    /// The method.
    pub method: String,
    /// Path and query below the base URL.
    pub target: String,
    /// The status; null where no answer came.
    pub status: Option<u16>,
    /// Cloudflare's id of the exchange.
    pub cf_ray: Option<String>,
    /// When it was sent.
    pub started_at: Timestamp,
    /// How long the answer took.
    pub duration_ms: u64,
    /// Which attempt of the same call it was, from 1.
    pub attempt: u32,
    /// Why there is no complete answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Request {
    /// The request with this number, answered now.
    pub fn new(number: u64, exchange: &Exchange, now: Timestamp) -> Self {
        let Exchange { method, target, status, cf_ray, duration, attempt, error } = exchange;
        Self {
            number,
            method: method.clone(),
            target: target.clone(),
            status: *status,
            cf_ray: cf_ray.clone(),
            started_at: now.checked_sub(*duration).unwrap_or(now),
            duration_ms: u64::try_from(duration.as_millis()).unwrap_or(u64::MAX),
            attempt: *attempt,
            error: error.clone(),
        }
    }

    /// Whether it may have changed the account.
    pub fn is_write(&self) -> bool {
        self.method != "GET"
    }

    /// Whether it was answered with success.
    pub fn is_success(&self) -> bool {
        self.error.is_none() && self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// Path segments and values of the query, decoded.
    fn words(&self) -> impl Iterator<Item = String> {
        let (path, query) = self.target.split_once('?').unwrap_or((&self.target, ""));
        let values = query.split('&').map(|pair| pair.split_once('=').map_or(pair, |(_, value)| value));
        path.split('/').chain(values).filter(|word| !word.is_empty()).map(decoded)
    }
}

/// Changes every segment of the path and every value of the query in its decoded form.
pub(super) fn map_target(target: &str, change: impl Fn(&str) -> String) -> String {
    let piece = |text: &str| {
        let plain = decoded(text);
        let changed = change(&plain);
        if changed == plain { text.to_owned() } else { utf8_percent_encode(&changed, NON_ALPHANUMERIC).to_string() }
    };
    let pair = |pair: &str| match pair.split_once('=') {
        Some((key, value)) => format!("{key}={}", piece(value)),
        None => piece(pair),
    };
    let joined = |parts: Vec<String>, between| parts.join(between);
    let (path, query) = target.split_once('?').map_or((target, None), |(path, query)| (path, Some(query)));
    let path = joined(path.split('/').map(piece).collect(), "/");
    match query {
        Some(query) => format!("{path}?{}", joined(query.split('&').map(pair).collect(), "&")),
        None => path,
    }
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().map_or_else(|_| text.to_owned(), Cow::into_owned)
}

/// Which writes named an id, in their order.
pub(super) struct Writes<'a> {
    by_id: HashMap<String, Vec<&'a Request>>,
}

impl<'a> Writes<'a> {
    pub(super) fn of(requests: &'a [Request]) -> Self {
        let mut by_id: HashMap<String, Vec<&Request>> = HashMap::new();
        for request in requests.iter().filter(|request| request.is_write()) {
            for word in request.words() {
                by_id.entry(word).or_default().push(request);
            }
        }
        Self { by_id }
    }

    /// The writes that named an id.
    pub(super) fn naming(&self, id: &str) -> &[&'a Request] {
        self.by_id.get(id).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::tests::{request, time};
    use super::*;

    #[test]
    fn a_request_began_as_long_before_its_answer_as_it_took() {
        let exchange = Exchange {
            method: "DELETE".to_owned(),
            target: "/accounts/a/devices/registrations?id=r%2F1".to_owned(),
            status: Some(200),
            cf_ray: Some("8c1f-TXL".to_owned()),
            duration: Duration::from_millis(1_500),
            attempt: 2,
            error: None,
        };
        let request = Request::new(7, &exchange, time("2026-11-22T00:00:02Z"));
        assert_eq!(request.started_at, time("2026-11-22T00:00:00.5Z"));
        assert_eq!((request.duration_ms, request.attempt, request.number), (1_500, 2, 7));
        assert!(request.is_write() && request.is_success());
    }

    #[test]
    fn a_write_is_found_by_every_id_that_it_names() {
        let requests = [
            request("GET", "/accounts/a/devices/registrations?id=r-1"),
            request("DELETE", "/accounts/a/devices/registrations?id=r-1&id=r%2F2"),
            request("DELETE", "/accounts/a/devices/physical-devices/d-1"),
        ];
        let writes = Writes::of(&requests);
        assert_eq!(writes.naming("r-1"), [&requests[1]]);
        assert_eq!(writes.naming("r/2"), [&requests[1]]);
        assert_eq!(writes.naming("d-1"), [&requests[2]]);
        assert!(writes.naming("r-3").is_empty());
    }

    #[test]
    fn a_target_is_changed_where_something_is_to_hide() {
        let hide = |text: &str| text.replace("alice@acme.example", "person-1");
        let target = "/accounts/a/access/users?email=alice%40acme.example&search=a%2Fb&x";
        assert_eq!(map_target(target, hide), "/accounts/a/access/users?email=person%2D1&search=a%2Fb&x");
        assert_eq!(map_target("/accounts/a/x%2Fy", hide), "/accounts/a/x%2Fy");
        assert_eq!(map_target("/%FF?=%", str::to_owned), "/%FF?=%");
    }
}

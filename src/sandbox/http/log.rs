//! The record of the requests that came.

use serde::Serialize;
use serde_json::Value;

/// One request, without any header: credentials are never in here.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LoggedRequest {
    /// Its number, from 1, in the order in which requests came.
    pub number: u64,
    /// `GET`, `DELETE` …
    pub method: String,
    /// The path as it was sent, percent-encoding and all.
    pub path: String,
    /// The query as it was sent.
    pub query: Option<String>,
    /// The body of a write: JSON, or a text where it is not JSON.
    pub body: Option<Value>,
    /// The status that was answered; nothing while the answer is due, and for good where none was given.
    pub status: Option<u16>,
    /// The fault that befell it, as its rule says it.
    pub fault: Option<String>,
    /// The `cf-ray` of the answer.
    pub ray: String,
}

/// All requests since the start, or since the log was cleared.
#[derive(Debug, Default)]
pub(crate) struct Log {
    requests: Vec<LoggedRequest>,
    dropped: u64,
}

impl Log {
    /// The number of the next request.
    pub(crate) fn next_number(&self) -> u64 {
        self.dropped + self.requests.len() as u64 + 1
    }

    /// Adds a request that has just come; it must have the next number.
    pub(crate) fn push(&mut self, request: LoggedRequest) {
        self.requests.push(request);
    }

    /// Changes the entry with a number, unless it was cleared away.
    pub(crate) fn note(&mut self, number: u64, change: impl FnOnce(&mut LoggedRequest)) {
        let place = number.checked_sub(self.dropped + 1).and_then(|place| usize::try_from(place).ok());
        if let Some(request) = place.and_then(|place| self.requests.get_mut(place)) {
            change(request);
        }
    }

    /// All entries.
    pub(crate) fn requests(&self) -> &[LoggedRequest] {
        &self.requests
    }

    /// Forgets all entries; the numbers go on.
    pub(crate) fn clear(&mut self) {
        self.dropped += self.requests.len() as u64;
        self.requests.clear();
    }
}

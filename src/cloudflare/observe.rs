//! What a run can be watched by: progress for a person, exchanges for the evidence. The client itself prints nothing.

use std::time::Duration;

/// One request and what was answered. Never with a credential or a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The method.
    pub method: String,
    /// Path and query below the base URL.
    pub target: String,
    /// The status; nothing where no answer came.
    pub status: Option<u16>,
    /// Cloudflare's id of the exchange.
    pub cf_ray: Option<String>,
    /// From sending to the last byte.
    pub duration: Duration,
    /// Which attempt of the same call it is, from 1.
    pub attempt: u32,
    /// Why there is no complete answer.
    pub error: Option<String>,
}

/// Watches a run. Every method has a default that does nothing.
pub trait Observer: Send + Sync {
    /// A page of a list was read: the list's name, its rows and pages so far.
    fn page(&self, list: &'static str, rows: u64, pages: u64) {
        let _ = (list, rows, pages);
    }

    /// Nothing is sent for a while, and why.
    fn waiting(&self, wait: Duration, why: &str) {
        let _ = (wait, why);
    }

    /// A request was answered, or was not.
    fn exchange(&self, exchange: &Exchange) {
        let _ = exchange;
    }
}

/// Watches nothing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {}

//! The sandbox on loopback, with faults that can be armed.

use doorlist::sandbox::{LoggedRequest, Options};
use serde_json::Value;

use crate::faults::Armed;
use crate::loopback::Loopback;

/// A server that ends with its case.
pub(crate) struct Server(Loopback);

impl Server {
    pub(crate) fn new(recording: &[u8], options: Options) -> Self {
        Self(Loopback::new(recording, options))
    }

    pub(crate) fn base(&self) -> &str {
        &self.0.base
    }

    pub(crate) fn snapshot(&self) -> Value {
        self.0.sandbox.snapshot()
    }

    pub(crate) fn log(&self) -> Vec<LoggedRequest> {
        self.0.sandbox.log()
    }

    /// Arms these rules and no others.
    pub(crate) fn arm(&self, rules: &[Armed]) {
        let mut faults = self.0.sandbox.faults();
        faults.clear();
        for armed in rules {
            faults.add(armed.rule.parse().unwrap_or_else(|error| panic!("{}: {error}", armed.rule)));
        }
    }

    /// How often the rules that are armed have fired.
    pub(crate) fn fired(&self) -> u64 {
        self.0.sandbox.faults().fired()
    }
}

/// Whether a request is one that changes something.
pub(crate) fn is_write(request: &LoggedRequest) -> bool {
    request.method != "GET"
}

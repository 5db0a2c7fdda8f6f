//! A sandbox on loopback whose requests and rows can be looked at.

use doorlist::sandbox::fault::Rule;
use doorlist::sandbox::{LoggedRequest, Options};

use super::Recorded;
use super::loopback::Loopback;

/// A server that ends with the test.
pub(crate) struct Served(Loopback);

impl Served {
    pub(crate) fn new(account: &Recorded) -> Self {
        Self::faulty(account, &[])
    }

    /// With these faults, as `doorlist sandbox --fault` takes them.
    pub(crate) fn faulty(account: &Recorded, faults: &[&str]) -> Self {
        let faults: Vec<Rule> = faults.iter().map(|rule| rule.parse().expect("a rule")).collect();
        Self::with(account, Options { faults, quota: None, ..Options::default() })
    }

    pub(crate) fn with(account: &Recorded, options: Options) -> Self {
        Self(Loopback::new(account.json().as_bytes(), options))
    }

    pub(crate) fn base(&self) -> &str {
        &self.0.base
    }

    /// The ids of the registrations that are there now.
    pub(crate) fn ids(&self) -> Vec<String> {
        let snapshot = self.0.sandbox.snapshot();
        let rows = snapshot["registrations"].as_array().cloned().unwrap_or_default();
        rows.iter().filter_map(|row| row["id"].as_str()).map(str::to_owned).collect()
    }

    pub(crate) fn requests(&self) -> Vec<LoggedRequest> {
        self.0.sandbox.log()
    }

    /// The account as it is now.
    pub(crate) fn snapshot(&self) -> serde_json::Value {
        self.0.sandbox.snapshot()
    }

    /// The requests that were not GET, as method and target.
    pub(crate) fn writes(&self) -> Vec<String> {
        let written = self.requests().into_iter().filter(|request| request.method != "GET");
        let target = |query: Option<String>| query.map(|query| format!("?{query}")).unwrap_or_default();
        written.map(|request| format!("{} {}{}", request.method, request.path, target(request.query))).collect()
    }

    /// Disarms all faults.
    pub(crate) fn heal(&self) {
        self.0.sandbox.faults().clear();
    }

    /// Arms one more.
    pub(crate) fn fault(&self, rule: &str) {
        self.0.sandbox.faults().add(rule.parse().expect("a rule"));
    }
}

//! A sandbox on loopback, in a thread of its own, whose requests and rows can be looked at.

use doorlist::sandbox::fault::Rule;
use doorlist::sandbox::{LoggedRequest, Options, Sandbox};
use tokio::sync::oneshot;

use super::Recorded;

/// A server that ends with the test.
pub(crate) struct Served {
    sandbox: Sandbox,
    base: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

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
        let sandbox = Sandbox::from_recording(account.json().as_bytes(), options).expect("a recording");
        let (address, listening) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = sandbox.clone();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback");
                address.send(listener.local_addr().expect("bound")).expect("awaited");
                let ended = serving.serve(listener, async move { drop(stopped.await) }).await;
                ended.expect("served");
            });
        });
        let base = format!("http://{}/client/v4", listening.recv().expect("listening"));
        Self { sandbox, base, stop: Some(stop), thread: Some(thread) }
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// The ids of the registrations that are there now.
    pub(crate) fn ids(&self) -> Vec<String> {
        let snapshot = self.sandbox.snapshot();
        let rows = snapshot["registrations"].as_array().cloned().unwrap_or_default();
        rows.iter().filter_map(|row| row["id"].as_str()).map(str::to_owned).collect()
    }

    pub(crate) fn requests(&self) -> Vec<LoggedRequest> {
        self.sandbox.log()
    }

    /// The account as it is now.
    pub(crate) fn snapshot(&self) -> serde_json::Value {
        self.sandbox.snapshot()
    }

    /// The requests that were not GET, as method and target.
    pub(crate) fn writes(&self) -> Vec<String> {
        let written = self.requests().into_iter().filter(|request| request.method != "GET");
        let target = |query: Option<String>| query.map(|query| format!("?{query}")).unwrap_or_default();
        written.map(|request| format!("{} {}{}", request.method, request.path, target(request.query))).collect()
    }

    /// Disarms all faults.
    pub(crate) fn heal(&self) {
        self.sandbox.faults().clear();
    }

    /// Arms one more.
    pub(crate) fn fault(&self, rule: &str) {
        self.sandbox.faults().add(rule.parse().expect("a rule"));
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A server that failed has said so; the test's own failure matters more.
            let _ = thread.join();
        }
    }
}

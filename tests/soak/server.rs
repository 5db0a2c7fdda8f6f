//! The sandbox on loopback, in a thread of its own.

use doorlist::sandbox::{LoggedRequest, Options, Sandbox};
use serde_json::Value;
use tokio::sync::oneshot;

use crate::faults::Armed;

/// A server that ends with its case.
pub(crate) struct Server {
    sandbox: Sandbox,
    base: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Server {
    pub(crate) fn new(recording: &[u8], options: Options) -> Self {
        let sandbox = Sandbox::from_recording(recording, options).expect("a recording");
        let (address, listening) = std::sync::mpsc::channel();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = sandbox.clone();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("loopback");
                address.send(listener.local_addr().expect("bound")).expect("awaited");
                serving.serve(listener, async move { drop(stopped.await) }).await.expect("served");
            });
        });
        let base = format!("http://{}/client/v4", listening.recv().expect("listening"));
        Self { sandbox, base, stop: Some(stop), thread: Some(thread) }
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    pub(crate) fn snapshot(&self) -> Value {
        self.sandbox.snapshot()
    }

    pub(crate) fn log(&self) -> Vec<LoggedRequest> {
        self.sandbox.log()
    }

    /// Arms these rules and no others.
    pub(crate) fn arm(&self, rules: &[Armed]) {
        let mut faults = self.sandbox.faults();
        faults.clear();
        for armed in rules {
            faults.add(armed.rule.parse().unwrap_or_else(|error| panic!("{}: {error}", armed.rule)));
        }
    }

    /// How often the rules that are armed have fired.
    pub(crate) fn fired(&self) -> u64 {
        self.sandbox.faults().fired()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A server that failed has said so; the case's own end matters more.
            let _ = thread.join();
        }
    }
}

/// Whether a request is one that changes something.
pub(crate) fn is_write(request: &LoggedRequest) -> bool {
    request.method != "GET"
}

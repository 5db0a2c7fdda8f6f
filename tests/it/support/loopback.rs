//! A sandbox on loopback, in a thread of its own.

use doorlist::sandbox::{Options, Sandbox};
use tokio::sync::oneshot;

/// A server that ends when it is dropped.
pub(crate) struct Loopback {
    pub(crate) sandbox: Sandbox,
    /// Its address, as `CLOUDFLARE_BASE_URL` takes it.
    pub(crate) base: String,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl Loopback {
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
                let ended = serving.serve(listener, async move { drop(stopped.await) }).await;
                ended.expect("served");
            });
        });
        let base = format!("http://{}/client/v4", listening.recv().expect("listening"));
        Self { sandbox, base, stop: Some(stop), thread: Some(thread) }
    }
}

impl Drop for Loopback {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A server that failed has said so; what was done with it matters more.
            let _ = thread.join();
        }
    }
}

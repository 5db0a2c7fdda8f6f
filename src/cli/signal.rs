//! Ctrl-C and SIGTERM (product.md, section 6): the first asks the run to stop, the second ends it at once.

use std::future::Future;

use anyhow::Context as _;
use tokio_util::sync::CancellationToken;

use super::error::Stop;
use super::exit::Exit;
use super::output::Output;

const FIRST: &str = "stopping: nothing new is begun, what runs is finished; a second signal ends at once";

/// A token that the first signal cancels. Has to be called within a runtime with a network.
///
/// # Errors
/// The system refuses to deliver signals.
pub(crate) fn listen(stderr: Output) -> anyhow::Result<CancellationToken> {
    let mut signals = Signals::new().context("signals cannot be waited for")?;
    let stop = CancellationToken::new();
    let token = stop.clone();
    tokio::spawn(async move {
        signals.next().await;
        token.cancel();
        stderr.line(FIRST);
        signals.next().await;
        end_at_once();
    });
    Ok(stop)
}

/// The future's result, unless the token is cancelled first. For what changes nothing and may be dropped.
///
/// # Errors
/// The interruption.
pub(crate) async fn unless_stopped<T>(stop: &CancellationToken, future: impl Future<Output = T>) -> Result<T, Stop> {
    tokio::select! {
        biased;
        () = stop.cancelled() => Err(Stop::interrupted()),
        result = future => Ok(result),
    }
}

#[expect(clippy::exit, reason = "the second signal asks for exactly this")]
fn end_at_once() -> ! {
    std::process::exit(i32::from(Exit::Interrupted.code()))
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        // Where Ctrl-C cannot be waited for, there is none to react to.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

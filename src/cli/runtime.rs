//! The asynchronous runtime: one thread, the work is waiting for an API that limits the rate.

use std::future::Future;

use anyhow::Context as _;

/// Whether anything may be connected to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Network {
    /// No socket can be opened: the part of the runtime that watches them is not there.
    Without,
    /// Sockets, and signals, which come through one.
    With,
}

/// Runs a future to its end. What still runs in the background is left behind.
///
/// # Errors
/// The system refuses what a runtime needs.
pub(crate) fn block_on<T>(network: Network, future: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    builder.enable_time();
    if network == Network::With {
        builder.enable_io();
    }
    let runtime = builder.build().context("the asynchronous runtime cannot be started")?;
    let result = runtime.block_on(future);
    // A question that nobody answered must not keep the process.
    runtime.shutdown_background();
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[should_panic(expected = "IO is disabled")]
    fn without_a_network_no_socket_can_be_opened() {
        let _ = block_on(Network::Without, async { Ok(tokio::net::TcpListener::bind("127.0.0.1:0").await?) });
    }

    #[test]
    fn what_is_left_in_the_background_keeps_nobody_waiting() {
        let result = block_on(Network::Without, async {
            tokio::spawn(std::future::pending::<()>());
            Ok(7)
        });
        assert_eq!(result.expect("a result"), 7);
    }
}

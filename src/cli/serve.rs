//! The embedded API: in process for `--sandbox`, on its own for `doorlist sandbox`.

use std::net::{Ipv4Addr, SocketAddr};

use anyhow::Context as _;
use jiff::Timestamp;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::error::Stop;
use crate::cloudflare::{BaseUrl, Credentials};
use crate::model::plan::GuardName;
use crate::sandbox::{Options, Sandbox};

/// A credential of no worth: the sandbox accepts any, and the real one must not go there.
///
/// # Errors
/// None: it can be sent.
pub(crate) fn credentials() -> anyhow::Result<Credentials> {
    Ok(Credentials::token("sandbox")?)
}

/// Starts an embedded API over a copy of the recording at `path`, for as long as the runtime lives. It has no rate
/// limit: a rehearsal need not wait.
///
/// # Errors
/// A recording that cannot be served, which is no inventory (fine print B5); no loopback.
pub(crate) async fn in_process(path: &str, recording: &[u8], now: Timestamp) -> anyhow::Result<BaseUrl> {
    let options = Options { now: Some(now), quota: None, ..Options::default() };
    let unreadable = |error| Stop::guard(GuardName::Inventory, &format!("{path}: {error}"));
    let sandbox = Sandbox::from_recording(recording, options).map_err(unreadable)?;
    let (listener, base) = bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await?;
    tokio::spawn(sandbox.serve(listener, std::future::pending()));
    Ok(BaseUrl::parse(&base)?)
}

/// Serves until `stop` is cancelled. Whoever waits for the base URL gets it as soon as connections are taken.
///
/// # Errors
/// The address is taken; the connection breaks for good.
pub(crate) async fn until_stopped(
    sandbox: Sandbox,
    listen: SocketAddr,
    stop: CancellationToken,
    ready: impl FnOnce(&str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let (listener, base) = bind(listen).await?;
    ready(&base)?;
    sandbox.serve(listener, async move { stop.cancelled().await }).await.context("the sandbox ended")
}

async fn bind(address: SocketAddr) -> anyhow::Result<(TcpListener, String)> {
    let listener = TcpListener::bind(address).await.with_context(|| format!("cannot listen on {address}"))?;
    let address = listener.local_addr()?;
    Ok((listener, format!("http://{address}/client/v4")))
}

//! The seam between the client and the network: one request in, one answer out. Tests put a script behind it.

mod http;

use ::http::{Request, Response};
use bytes::Bytes;
use futures_util::future::BoxFuture;

pub(super) use http::HttpClient;

/// Sends one request and reads its answer to the end. Repeats nothing, follows no redirect, judges no status.
pub trait Transport: Send + Sync {
    /// Sends the request.
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>>;
}

/// Why there is no complete answer.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportError {
    /// No connection was made, so nothing was sent.
    #[error("no connection: {0}")]
    Connect(String),
    /// Connected, and then silent for too long (fine print B11).
    #[error("no byte for {0} s")]
    Stalled(u64),
    /// The connection broke, or the body was cut short or too large.
    #[error("the answer broke off: {0}")]
    Broken(String),
}

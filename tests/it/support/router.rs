//! A sandbox as a transport: real requests and answers without a socket, so that time can stand still.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use doorlist::cloudflare::{BaseUrl, Connection, Credentials, Reader, Transport, TransportError, Writer};
use doorlist::model::AccountId;
use doorlist::sandbox::Sandbox;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use tower::ServiceExt as _;

use super::account::ACCOUNT;

struct InProcess(Router);

impl Transport for InProcess {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let router = self.0.clone();
        async move {
            let broken = |error: axum::Error| TransportError::Broken(error.to_string());
            let answer = router.oneshot(request.map(Body::from)).await.unwrap_or_else(|never| match never {});
            let (head, body) = answer.into_parts();
            let bytes = axum::body::to_bytes(body, usize::MAX).await.map_err(broken)?;
            Ok(Response::from_parts(head, bytes))
        }
        .boxed()
    }
}

/// A reader and a writer of the sandbox's account.
pub(crate) fn connect(sandbox: &Sandbox) -> (Reader, Writer) {
    let base = BaseUrl::parse("http://127.0.0.1:1/client/v4").expect("loopback");
    let credentials = Credentials::token("any").expect("sendable");
    Connection::new(base, AccountId::from(ACCOUNT), credentials)
        .transport(Arc::new(InProcess(sandbox.router())))
        .without_jitter()
        .reader_and_writer()
        .expect("connected")
}

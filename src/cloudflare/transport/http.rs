//! The way to the network: reqwest over rustls with ring. The only file that names either.
//!
//! Nothing is repeated and no redirect is followed here, so a credential goes to the base URL's host and nowhere else.

use std::error::Error;
use std::time::Duration;

use ::http::{Request, Response};
use bytes::{Bytes, BytesMut};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use super::super::{BaseUrl, ConnectionError};
use super::{Transport, TransportError};

/// A silent connection is given up after this (fine print B11).
const LONGEST_SILENCE: Duration = Duration::from_secs(30);

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// No page of any list comes near this.
const LARGEST_BODY: usize = 256 << 20;

const USER_AGENT: &str = concat!("doorlist/", env!("CARGO_PKG_VERSION"));

/// HTTP/1.1 and HTTP/2 with kept connections and gzip.
#[derive(Debug)]
pub(crate) struct HttpClient {
    client: reqwest::Client,
    silence: Duration,
}

impl HttpClient {
    /// A client for one base URL. On loopback no proxy stands in between, whatever the environment says.
    pub(crate) fn new(base: &BaseUrl) -> Result<Self, ConnectionError> {
        Self::with_silence(base, LONGEST_SILENCE)
    }

    fn with_silence(base: &BaseUrl, silence: Duration) -> Result<Self, ConnectionError> {
        // An error says that another client of this process has installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let builder = reqwest::Client::builder()
            .user_agent(USER_AGENT)
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(silence)
            .tcp_nodelay(true);
        let builder = if base.is_loopback() { builder.no_proxy() } else { builder };
        // Without TLS the platform's certificates are not needed, and may be missing altogether.
        let builder = if base.is_plain() { builder.tls_certs_only([]) } else { builder };
        let client = builder.build().map_err(|error| ConnectionError::Client(chain(&error)))?;
        Ok(Self { client, silence })
    }

    async fn exchange(&self, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let request = reqwest::Request::try_from(request).map_err(|error| TransportError::Connect(chain(&error)))?;
        let mut response = self.client.execute(request).await.map_err(|error| self.lost(error))?;
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.lost(error))? {
            if body.len() + chunk.len() > LARGEST_BODY {
                return Err(TransportError::Broken(format!("the body is larger than {} MiB", LARGEST_BODY >> 20)));
            }
            body.extend_from_slice(&chunk);
        }
        let mut answer = Response::new(body.freeze());
        *answer.status_mut() = response.status();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        Ok(answer)
    }

    fn lost(&self, error: reqwest::Error) -> TransportError {
        if error.is_connect() {
            TransportError::Connect(chain(&error.without_url()))
        } else if error.is_timeout() {
            TransportError::Stalled(self.silence.as_secs())
        } else {
            TransportError::Broken(chain(&error.without_url()))
        }
    }
}

impl Transport for HttpClient {
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        self.exchange(request).boxed()
    }
}

/// The error with what caused it, on one line.
fn chain(error: &dyn Error) -> String {
    let (mut texts, mut cause) = (vec![error.to_string()], error.source());
    while let Some(error) = cause {
        texts.push(error.to_string());
        cause = error.source();
    }
    texts.dedup();
    texts.join(": ")
}

#[cfg(test)]
mod tests;

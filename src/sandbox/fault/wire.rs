//! Faults of the bytes: what a body looks like on its way.

use std::convert::Infallible;
use std::io;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream::{self, StreamExt};
use tokio::time;

use super::rule::Fault;
use crate::sandbox::http::doorway::Cutter;

/// How long a broken connection waits, so that what was written before is on its way.
const FLUSHED: Duration = Duration::from_millis(20);

/// A body on the wire.
#[derive(Debug)]
pub(crate) struct Sent {
    pub(crate) body: Body,
    /// `Content-Length`, where it is not to be left to the body.
    pub(crate) length: Option<usize>,
}

/// A whole body, sent as the fault has it. `cutter` breaks the connection; in process there is none, and the body
/// fails instead.
pub(crate) fn send(fault: Option<&Fault>, text: String, cutter: Option<&Cutter>) -> Sent {
    let bytes = Bytes::from(text);
    let length = bytes.len();
    match fault {
        Some(Fault::ResetBody) => Sent { body: half_then_break(&bytes, cutter), length: Some(length) },
        Some(Fault::StallBody(wait)) => Sent { body: half_then_wait(&bytes, *wait), length: Some(length) },
        Some(Fault::Slow(size, wait)) => Sent { body: drop_by_drop(bytes, *size, *wait), length: Some(length) },
        Some(Fault::Truncate) => Sent { body: bytes.slice(..length / 2).into(), length: None },
        Some(Fault::LongLength) => Sent { body: and_no_more(bytes), length: Some(length + 64) },
        _ => Sent { body: bytes.into(), length: None },
    }
}

/// An answer that never comes.
pub(crate) fn break_off(cutter: Option<&Cutter>) -> Body {
    if let Some(cutter) = cutter {
        cutter.cut();
    }
    Body::from_stream(stream::iter([Err::<Bytes, _>(broken())]))
}

fn broken() -> io::Error {
    io::ErrorKind::ConnectionReset.into()
}

fn halves(bytes: &Bytes) -> (Bytes, Bytes) {
    (bytes.slice(..bytes.len() / 2), bytes.slice(bytes.len() / 2..))
}

fn half_then_break(bytes: &Bytes, cutter: Option<&Cutter>) -> Body {
    let cutter = cutter.cloned();
    let end = stream::once(async move {
        time::sleep(FLUSHED).await;
        if let Some(cutter) = cutter {
            cutter.cut();
        }
        Err(broken())
    });
    Body::from_stream(stream::iter([Ok(halves(bytes).0)]).chain(end))
}

fn half_then_wait(bytes: &Bytes, wait: Duration) -> Body {
    let (first, second) = halves(bytes);
    let rest = stream::once(async move {
        time::sleep(wait).await;
        Ok::<_, Infallible>(second)
    });
    Body::from_stream(stream::iter([Ok(first)]).chain(rest))
}

fn drop_by_drop(bytes: Bytes, size: usize, wait: Duration) -> Body {
    Body::from_stream(stream::unfold(bytes, move |mut left| async move {
        if left.is_empty() {
            return None;
        }
        time::sleep(wait).await;
        let piece = left.split_to(size.min(left.len()));
        Some((Ok::<_, Infallible>(piece), left))
    }))
}

fn and_no_more(bytes: Bytes) -> Body {
    let end = stream::once(async {
        time::sleep(FLUSHED).await;
        Err(io::Error::from(io::ErrorKind::UnexpectedEof))
    });
    Body::from_stream(stream::iter([Ok(bytes)]).chain(end))
}

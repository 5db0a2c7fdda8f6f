//! What follows one attempt: the answer is taken, or the call is made again. Pure.
//!
//! A GET may be made again whenever its answer is lost or says that the server is in trouble. A write may be made again
//! only where it is certain that nothing was executed (product.md, section 6).

use std::time::Duration;

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};
use jiff::Timestamp;
use jiff::fmt::rfc2822;

use super::TransportError;

/// Whether a call may be made twice without asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Safety {
    /// A GET.
    Repeatable,
    /// Anything else.
    Once,
}

/// What became of one attempt.
#[derive(Clone, Copy, Debug)]
pub(super) enum Outcome<'a> {
    /// There is no complete answer.
    Lost(&'a TransportError),
    /// There is one; whether its body is the JSON that was expected counts for a success only.
    Answered { status: u16, readable: bool },
}

/// What follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// It stands, good or bad.
    Take,
    /// The call is made again a little later.
    Again,
    /// The call is made again when the limit allows.
    Limited,
}

/// Judges one attempt.
pub(super) fn after(safety: Safety, outcome: Outcome<'_>) -> Next {
    match (outcome, safety) {
        (Outcome::Answered { status: 429, .. }, _) => Next::Limited,
        (Outcome::Lost(TransportError::Connect(_)), _) | (Outcome::Lost(_), Safety::Repeatable) => Next::Again,
        (Outcome::Answered { status, readable }, Safety::Repeatable)
            if is_trouble(status) || is_success(status) && !readable =>
        {
            Next::Again
        }
        (Outcome::Lost(_) | Outcome::Answered { .. }, _) => Next::Take,
    }
}

/// Whether a status says that the same call may well succeed later.
pub(super) fn is_trouble(status: u16) -> bool {
    matches!(status, 408 | 425 | 500 | 502 | 503 | 504 | 520..=530)
}

/// Whether a status says that the call succeeded.
pub(super) fn is_success(status: u16) -> bool {
    matches!(status, 200..=299)
}

/// `Retry-After`, in seconds or as a date; a date counts from the answer's own `Date`, so that no clock matters.
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        // More seconds than there are numbers for is a wait, too, and longer than any run takes upon itself.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let (then, now) = (http_date(text)?, http_date(headers.get(DATE)?.to_str().ok()?)?);
    Some(Duration::try_from(then.duration_since(now)).unwrap_or_default())
}

/// The time of a header such as `Date`.
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    rfc2822::DateTimeParser::new().parse_timestamp(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16) -> Outcome<'static> {
        Outcome::Answered { status, readable: true }
    }

    fn lost(safety: Safety, error: &TransportError) -> Next {
        after(safety, Outcome::Lost(error))
    }

    #[test]
    fn a_get_is_made_again_where_the_server_is_in_trouble() {
        let get = |outcome| after(Safety::Repeatable, outcome);
        for status in [408, 425, 500, 502, 503, 504, 520, 522, 524, 530] {
            assert_eq!(get(answered(status)), Next::Again, "{status}");
        }
        for status in [200, 204, 301, 302, 400, 401, 403, 404, 409, 418, 501, 505] {
            assert_eq!(get(answered(status)), Next::Take, "{status}");
        }
        assert_eq!(get(answered(429)), Next::Limited);
        assert_eq!(get(Outcome::Answered { status: 200, readable: false }), Next::Again);
        assert_eq!(get(Outcome::Answered { status: 403, readable: false }), Next::Take);
        for error in
            [TransportError::Connect("x".into()), TransportError::Stalled(30), TransportError::Broken("x".into())]
        {
            assert_eq!(lost(Safety::Repeatable, &error), Next::Again, "{error}");
        }
    }

    #[test]
    fn a_write_is_made_again_only_where_nothing_was_executed() {
        let write = |outcome| after(Safety::Once, outcome);
        assert_eq!(write(answered(429)), Next::Limited);
        assert_eq!(lost(Safety::Once, &TransportError::Connect("refused".into())), Next::Again);
        for error in [TransportError::Stalled(30), TransportError::Broken("reset".into())] {
            assert_eq!(lost(Safety::Once, &error), Next::Take, "{error}");
        }
        for status in [200, 400, 403, 404, 408, 425, 500, 502, 503, 504, 520] {
            assert_eq!(write(answered(status)), Next::Take, "{status}");
        }
        assert_eq!(write(Outcome::Answered { status: 200, readable: false }), Next::Take);
    }

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().expect("a name"), value.parse().expect("a value"))).collect()
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let wait = |pairs: &[(&'static str, &'static str)]| retry_after(&headers(pairs)).map(|wait| wait.as_secs());
        let date = ("date", "Sun, 22 Nov 2026 08:00:00 GMT");
        assert_eq!(wait(&[("retry-after", "37")]), Some(37));
        assert_eq!(wait(&[("retry-after", " 0 ")]), Some(0));
        assert_eq!(wait(&[("retry-after", "99999999999999999999999")]), Some(u64::MAX), "and no wait that is not told");
        assert_eq!(wait(&[("retry-after", "Sun, 22 Nov 2026 08:01:30 GMT"), date]), Some(90));
        assert_eq!(wait(&[("retry-after", "Sun, 22 Nov 2026 07:00:00 GMT"), date]), Some(0), "a date that is over");
        assert_eq!(wait(&[("retry-after", "Sun, 22 Nov 2026 08:01:30 GMT")]), None, "a date from nowhere");
        assert_eq!([wait(&[("retry-after", "soon"), date]), wait(&[("retry-after", "-1")]), wait(&[date])], [None; 3]);
    }
}

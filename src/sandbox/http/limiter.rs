//! The rate limit and the headers that tell of it (API page, section 9).

use tokio::time::Instant;

use crate::sandbox::options::Quota;

/// What is left of the budget after a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Allowance {
    quota: Quota,
    remaining: u64,
    resets_in: u64,
    /// Whether the request was one too many.
    pub(crate) exceeded: bool,
}

impl Allowance {
    /// `Ratelimit`.
    pub(crate) fn ratelimit(&self) -> String {
        format!("\"default\";r={};t={}", self.remaining, self.resets_in)
    }

    /// `Ratelimit-Policy`.
    pub(crate) fn policy(&self) -> String {
        format!("\"default\";q={};w={}", self.quota.requests, self.quota.window.as_secs())
    }

    /// `Retry-After`: whole seconds until the window is over.
    pub(crate) fn retry_after(&self) -> u64 {
        self.resets_in
    }
}

/// A window that opens with the first request and is over after its length.
#[derive(Debug)]
pub(crate) struct Limiter {
    quota: Option<Quota>,
    opened: Option<Instant>,
    used: u64,
}

impl Limiter {
    /// With a quota, or without any limit.
    pub(crate) fn new(quota: Option<Quota>) -> Self {
        Self { quota, opened: None, used: 0 }
    }

    /// Counts a request. Nothing comes back where there is no limit.
    pub(crate) fn take(&mut self, now: Instant) -> Option<Allowance> {
        let quota = self.quota?;
        let opened = *self.opened.get_or_insert(now);
        let opened = if now.duration_since(opened) >= quota.window { self.open(now) } else { opened };
        let exceeded = self.used >= quota.requests;
        self.used = self.used.saturating_add(u64::from(!exceeded));
        let left = quota.window.saturating_sub(now.duration_since(opened));
        let resets_in = left.as_secs() + u64::from(left.subsec_nanos() > 0);
        Some(Allowance { quota, remaining: quota.requests - self.used, resets_in, exceeded })
    }

    fn open(&mut self, now: Instant) -> Instant {
        self.opened = Some(now);
        self.used = 0;
        now
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_window_is_used_up_and_opens_again() {
        let quota = Quota { requests: 2, window: Duration::from_secs(10) };
        let (mut limiter, start) = (Limiter::new(Some(quota)), Instant::now());
        let mut at = |ms| limiter.take(start + Duration::from_millis(ms)).map(|a| (a.ratelimit(), a.exceeded));
        assert_eq!(at(0), Some(("\"default\";r=1;t=10".into(), false)));
        assert_eq!(at(500), Some(("\"default\";r=0;t=10".into(), false)));
        assert_eq!(at(9_001), Some(("\"default\";r=0;t=1".into(), true)));
        assert_eq!(at(10_000), Some(("\"default\";r=1;t=10".into(), false)));
    }

    #[test]
    fn without_a_quota_nothing_is_counted() {
        assert_eq!(Limiter::new(None).take(Instant::now()), None);
    }
}

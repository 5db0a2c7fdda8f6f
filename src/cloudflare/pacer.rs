//! The pace of a credential, shared by everything that uses it, and driven by the runtime's clock.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use tokio::time::Instant;

use super::Observer;
use super::pace::Pace;
use super::ratelimit::Limits;

/// The rate budget of one credential. Connections that use the same credential share one, by cloning it.
#[derive(Clone, Default)]
pub struct Pacer(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    pace: Pace,
    begun: Option<Instant>,
}

impl State {
    /// The pace, and the time since the first use.
    fn now(&mut self) -> (&mut Pace, Duration) {
        let elapsed = self.begun.get_or_insert_with(Instant::now).elapsed();
        (&mut self.pace, elapsed)
    }
}

impl Pacer {
    /// Waits until one more request may leave, and counts it.
    pub(super) async fn admit(&self, observer: &dyn Observer) {
        loop {
            let wait = {
                let mut state = self.lock();
                let (pace, now) = state.now();
                pace.reserve(now)
            };
            if wait.is_zero() {
                return;
            }
            observer.waiting(wait, "rate limit");
            tokio::time::sleep(wait).await;
        }
    }

    /// Keeps everything back for a while.
    pub(super) fn hold(&self, wait: Duration) {
        let mut state = self.lock();
        let (pace, now) = state.now();
        pace.hold(now, wait);
    }

    /// Learns from an answer's headers.
    pub(super) fn learn(&self, headers: &HeaderMap) {
        let limits = Limits::of(headers);
        let mut state = self.lock();
        let (pace, now) = state.now();
        pace.learn(now, &limits);
    }

    /// A panic elsewhere leaves nothing half done here.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Pacer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Pacer").finish()
    }
}

//! The pace of a credential, shared by everything that uses it, and driven by the runtime's clock.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::HeaderMap;
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::Observer;
use super::pace::{LONGEST_WAIT, Pace};
use super::patience::TooLong;
use super::ratelimit::Limits;
use super::session::Silence;

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
    ///
    /// # Errors
    /// The wait is longer than a run takes upon itself; the run was asked to stop meanwhile.
    pub(super) async fn admit(&self, observer: &dyn Observer, stop: &CancellationToken) -> Result<(), Silence> {
        loop {
            let wait = {
                let mut state = self.lock();
                let (pace, now) = state.now();
                pace.reserve(now)
            };
            if wait.is_zero() {
                return Ok(());
            }
            if wait > LONGEST_WAIT {
                return Err(Silence::TooLong(TooLong { seconds: wait.as_secs() }));
            }
            observer.waiting(wait, "rate limit");
            tokio::select! {
                biased;
                () = stop.cancelled() => return Err(Silence::Stopped),
                () = tokio::time::sleep(wait) => {}
            }
        }
    }

    /// Keeps everything back for a while.
    pub(super) fn hold(&self, wait: Duration) {
        let mut state = self.lock();
        let (pace, now) = state.now();
        pace.hold(now, wait);
    }

    /// Keeps everything back for longer than a run waits: whatever else uses the credential ends, too.
    pub(super) fn hold_for_good(&self, TooLong { seconds }: TooLong) {
        self.hold(Duration::from_secs(seconds).max(LONGEST_WAIT + Duration::from_secs(1)));
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

#[cfg(test)]
mod tests {
    use super::super::Silent;
    use super::*;

    async fn admit(pacer: &Pacer, stop: &CancellationToken) -> Result<(), Silence> {
        pacer.admit(&Silent, stop).await
    }

    #[tokio::test(start_paused = true)]
    async fn a_stop_ends_the_wait() {
        let (pacer, stop) = (Pacer::default(), CancellationToken::new());
        pacer.hold(Duration::from_secs(200));
        let asked = stop.clone();
        tokio::spawn(async move {
            tokio::time::sleep(Duration::from_secs(3)).await;
            asked.cancel();
        });
        let begun = Instant::now();
        assert_eq!(admit(&pacer, &stop).await, Err(Silence::Stopped));
        assert_eq!(begun.elapsed(), Duration::from_secs(3));
        assert_eq!(admit(&Pacer::default(), &stop).await, Ok(()), "what need not wait goes on");
    }

    #[tokio::test(start_paused = true)]
    async fn a_wait_that_is_too_long_is_so_for_whoever_shares_the_credential() {
        let (pacer, stop) = (Pacer::default(), CancellationToken::new());
        pacer.hold_for_good(TooLong { seconds: 900 });
        let told = admit(&pacer.clone(), &stop).await;
        assert_eq!(told, Err(Silence::TooLong(TooLong { seconds: 900 })));
        let other = Pacer::default();
        other.hold_for_good(TooLong { seconds: 1 });
        assert!(matches!(admit(&other, &stop).await, Err(Silence::TooLong(_))));
    }
}

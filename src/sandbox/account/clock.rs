//! The sandbox's own time.

use jiff::{SignedDuration, Timestamp};

/// A clock that stands still between writes. Each write moves it by a millisecond, so that times tell writes apart
/// and the same calls always give the same times.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Clock(Timestamp);

impl Clock {
    /// Starts at a given time.
    pub(crate) fn new(now: Timestamp) -> Self {
        Self(now)
    }

    /// What it shows.
    pub(crate) fn now(self) -> Timestamp {
        self.0
    }

    /// Moves by a millisecond and shows the time as the API writes it.
    pub(crate) fn tick(&mut self) -> String {
        self.advance(SignedDuration::from_millis(1));
        self.0.to_string()
    }

    /// Moves by any span; the end of time is as far as it goes.
    pub(crate) fn advance(&mut self, by: SignedDuration) {
        self.0 = self.0.saturating_add(by).unwrap_or(self.0);
    }
}

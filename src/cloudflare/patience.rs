//! How long one call is tried: a few times after trouble, longer where the API says that the limit is reached
//! (product.md, section 6; fine print B11). Pure but for the jitter, which tests switch off.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use super::pace::LONGEST_WAIT;

/// Waits before the second, third and fourth attempt.
const AFTER_TROUBLE: [Duration; 3] = [Duration::from_millis(500), Duration::from_secs(1), Duration::from_secs(2)];

/// How often one call is made again because the server said when.
const MOST_TOLD_WAITS: u32 = 10;

/// What one call has been through.
#[derive(Clone, Debug, Default)]
pub(super) struct Patience {
    troubles: usize,
    told: u32,
    untold: u32,
    untold_wait: Duration,
}

/// The limit does not allow another attempt in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TooLong {
    /// When it may, from now.
    pub(super) seconds: u64,
}

impl Patience {
    /// The wait before the next attempt after trouble: what the server says where that is longer; nothing where there was
    /// enough of it, or where the server wants more patience than a run has.
    pub(super) fn after_trouble(&mut self, told: Option<Duration>) -> Option<Duration> {
        let wait = AFTER_TROUBLE.get(self.troubles).copied()?;
        self.troubles += 1;
        let wait = told.map_or(wait, |told| told.max(wait));
        (wait <= LONGEST_WAIT).then_some(wait)
    }

    /// The wait before the next attempt after a 429: what the server says, else 1 s and twice as much each time.
    pub(super) fn after_limit(&mut self, told: Option<Duration>) -> Result<Duration, TooLong> {
        match told {
            Some(wait) if wait > LONGEST_WAIT || self.told >= MOST_TOLD_WAITS => {
                Err(TooLong { seconds: wait.as_secs().max(1) })
            }
            Some(wait) => {
                self.told += 1;
                Ok(wait)
            }
            None => self.untold(),
        }
    }

    fn untold(&mut self) -> Result<Duration, TooLong> {
        let wait = Duration::from_secs(1 << self.untold.min(16));
        if self.untold_wait + wait > LONGEST_WAIT {
            return Err(TooLong { seconds: LONGEST_WAIT.as_secs() });
        }
        self.untold += 1;
        self.untold_wait += wait;
        Ok(wait)
    }
}

/// Spreads a wait by a quarter either way, so that many runs do not come back together.
pub(super) fn jittered(wait: Duration) -> Duration {
    let chance = RandomState::new().hash_one(wait) % 1_001;
    wait.mul_f64(0.75 + 0.5 * chance as f64 / 1_000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn trouble_is_borne_three_times() {
        let mut patience = Patience::default();
        let waits: Vec<_> = std::iter::from_fn(|| patience.after_trouble(None)).collect();
        assert_eq!(waits, [Duration::from_millis(500), s(1), s(2)]);
    }

    #[test]
    fn trouble_that_says_how_long_it_takes_is_waited_out() {
        let mut patience = Patience::default();
        assert_eq!(patience.after_trouble(Some(s(5))), Some(s(5)));
        assert_eq!(patience.after_trouble(Some(Duration::ZERO)), Some(s(1)));
        assert_eq!(patience.after_trouble(Some(s(301))), None);
    }

    #[test]
    fn what_the_server_says_is_obeyed_up_to_five_minutes() {
        let mut patience = Patience::default();
        assert_eq!(patience.after_limit(Some(s(300))), Ok(s(300)));
        assert_eq!(patience.after_limit(Some(s(300))), Ok(s(300)), "each time anew");
        assert_eq!(patience.after_limit(Some(s(301))), Err(TooLong { seconds: 301 }));
    }

    #[test]
    fn a_server_that_always_says_now_is_not_asked_for_ever() {
        let mut patience = Patience::default();
        let asked = std::iter::from_fn(|| patience.after_limit(Some(Duration::ZERO)).ok()).count();
        assert_eq!(asked, 10);
    }

    #[test]
    fn without_a_word_the_waits_double_and_end_within_five_minutes() {
        let mut patience = Patience::default();
        let waits: Vec<u64> =
            std::iter::from_fn(|| patience.after_limit(None).ok()).map(|wait| wait.as_secs()).collect();
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 64, 128]);
        assert_eq!(patience.after_limit(None), Err(TooLong { seconds: 300 }));
    }

    #[test]
    fn jitter_stays_within_a_quarter() {
        for _ in 0..1_000 {
            let wait = jittered(s(4));
            assert!(s(3) <= wait && wait <= s(5), "{wait:?}");
        }
    }
}

//! How fast requests may leave: the documented limit less the reserve, and what the server's headers say (product.md,
//! section 6; API page, section 9). Pure; time comes in as seconds since the beginning of the run.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use super::ratelimit::{LimitItem, Limits};
use crate::model::pace::{BUDGET, RESERVE_PERCENT, WINDOW_SECONDS};

/// The longest wait that a run takes upon itself (fine print B11).
pub const LONGEST_WAIT: Duration = Duration::from_mins(5);

const WINDOW: Duration = Duration::from_secs(WINDOW_SECONDS);

/// The requests of the last window and what the server said.
///
/// Inside the budget nothing is smoothed: a run that fits into one window never waits.
#[derive(Clone, Debug, Default)]
pub struct Pace {
    /// When the requests of the last window left, oldest first.
    sent: VecDeque<Duration>,
    /// Nothing leaves before this.
    held_until: Duration,
    /// The most that was ever seen to remain, by the limit's name: its quota, where no policy tells it.
    most_remaining: HashMap<String, u64>,
}

impl Pace {
    /// Asks for leave to send one request. Zero is leave, and counts it; anything else is how long to wait before
    /// asking again.
    pub fn reserve(&mut self, now: Duration) -> Duration {
        let held = self.held_until.saturating_sub(now);
        if !held.is_zero() {
            return held;
        }
        while self.sent.front().is_some_and(|oldest| now >= *oldest + WINDOW) {
            self.sent.pop_front();
        }
        match self.sent.front() {
            Some(oldest) if self.sent.len() as u64 >= BUDGET => (*oldest + WINDOW).saturating_sub(now),
            _ => {
                self.sent.push_back(now);
                Duration::ZERO
            }
        }
    }

    /// Keeps everything back for a while; a longer hold that stands already stays.
    pub fn hold(&mut self, now: Duration, wait: Duration) {
        self.held_until = self.held_until.max(now.saturating_add(wait));
    }

    /// Learns from an answer's headers: where no more than the reserve remains, the rest of that window is left to
    /// others. Returns the wait that this imposes, which may be none.
    pub fn learn(&mut self, now: Duration, limits: &Limits) -> Duration {
        let wait = limits.state.iter().filter_map(|state| self.wait_of(state, limits)).max().unwrap_or_default();
        self.hold(now, wait);
        wait
    }

    fn wait_of(&mut self, state: &LimitItem, limits: &Limits) -> Option<Duration> {
        let remaining = state.number("r")?;
        let most = self.most_remaining.entry(state.name.clone()).or_default();
        *most = remaining.max(*most);
        let policy = limits.policy_of(state);
        let quota = policy.and_then(|policy| policy.number("q")).unwrap_or(*most);
        let window = || policy.and_then(|policy| policy.number("w"));
        let scarce = u128::from(remaining) * 100 <= u128::from(quota) * u128::from(RESERVE_PERCENT);
        let seconds = state.number("t").or_else(window).filter(|_| scarce)?;
        Some(Duration::from_secs(seconds).min(LONGEST_WAIT))
    }
}

#[cfg(test)]
mod tests {
    use super::super::ratelimit::parse;
    use super::*;
    use crate::model::pace;

    const fn s(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn limits(state: &str, policy: &str) -> Limits {
        Limits { state: parse(state), policy: parse(policy) }
    }

    #[test]
    fn the_budget_is_free_and_the_next_request_waits_for_the_oldest() {
        let mut pace = Pace::default();
        for _ in 0..BUDGET {
            assert_eq!(pace.reserve(s(7)), Duration::ZERO);
        }
        assert_eq!(pace.reserve(s(10)), s(297));
        assert_eq!(pace.reserve(s(307)), Duration::ZERO);
    }

    #[test]
    fn the_plan_states_what_the_pace_costs() {
        for requests in [1, BUDGET, BUDGET + 1, 3 * BUDGET, 3 * BUDGET + 1] {
            let (mut pace, mut now) = (Pace::default(), Duration::ZERO);
            for _ in 0..requests {
                let wait = pace.reserve(now);
                if wait > Duration::ZERO {
                    now += wait;
                    assert_eq!(pace.reserve(now), Duration::ZERO);
                }
            }
            assert_eq!(now, s(pace::seconds(requests)), "{requests}");
        }
    }

    #[test]
    fn the_reserve_of_the_announced_quota_is_left_to_others() {
        let policy = "\"burst\";q=100;w=60";
        let mut pace = Pace::default();
        assert_eq!(pace.learn(s(0), &limits("\"default\";r=21;t=30", policy)), Duration::ZERO);
        assert_eq!(pace.reserve(s(0)), Duration::ZERO);
        assert_eq!(pace.learn(s(0), &limits("\"default\";r=20;t=30", policy)), s(30));
        assert_eq!(pace.reserve(s(10)), s(20));
        assert_eq!(pace.reserve(s(30)), Duration::ZERO);
    }

    #[test]
    fn without_a_policy_the_most_that_was_seen_is_the_quota() {
        let mut pace = Pace::default();
        for _ in 0..1_000 {
            assert_eq!(
                pace.learn(s(0), &limits("\"default\";r=50;t=30", "")),
                Duration::ZERO,
                "a constant never stalls"
            );
        }
        assert_eq!(pace.learn(s(0), &limits("\"default\";r=11;t=30", "")), Duration::ZERO);
        assert_eq!(pace.learn(s(0), &limits("\"default\";r=10;t=30", "")), s(30));
    }

    #[test]
    fn of_several_limits_the_longest_wait_counts_and_none_is_endless() {
        let state = "\"a\";r=0;t=5, \"b\";r=1;t=86400, \"c\";t=9, \"d\";r=0";
        let policy = "\"a\";q=10, \"b\";q=10, \"c\";q=10, \"d\";q=10";
        assert_eq!(Pace::default().learn(s(0), &limits(state, policy)), LONGEST_WAIT);
        assert_eq!(Pace::default().learn(s(0), &limits("\"d\";r=0", "\"d\";q=10;w=60")), s(60));
        assert_eq!(Pace::default().learn(s(0), &limits("\"d\";r=0", "\"d\";q=10")), Duration::ZERO);
    }

    #[test]
    fn a_shorter_hold_does_not_end_a_longer_one() {
        let mut pace = Pace::default();
        pace.hold(s(0), s(100));
        pace.hold(s(1), s(2));
        assert_eq!(pace.reserve(s(50)), s(50));
        pace.hold(s(2), Duration::MAX);
        assert!(pace.reserve(s(50)) > LONGEST_WAIT, "a wait without an end is one");
    }
}

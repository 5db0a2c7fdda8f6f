//! L9: whatever arrives when, no window ever holds more requests than the budget, and nobody waits for ever.

use std::collections::VecDeque;
use std::time::Duration;

use doorlist::cloudflare::pace::{LONGEST_WAIT, Pace};
use doorlist::cloudflare::ratelimit::{LimitItem, Limits};
use doorlist::model::pace::{BUDGET, WINDOW_SECONDS};
use proptest::prelude::*;

/// What happens next.
#[derive(Clone, Debug)]
enum Event {
    /// So many requests want to leave, this many milliseconds after the event before.
    Arrive { after: u64, requests: usize },
    /// An answer says that so many of so many requests remain for so many seconds.
    Learn { remaining: u64, quota: u64, seconds: u64 },
    /// A 429 asks for a wait.
    Hold { seconds: u64 },
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        6 => (0..400_000_u64, 1..700_usize).prop_map(|(after, requests)| Event::Arrive { after, requests }),
        1 => (0..200_u64, 1..200_u64, 0..1_000_u64).prop_map(|(remaining, quota, seconds)| Event::Learn { remaining, quota, seconds }),
        1 => (0..=300_u64).prop_map(|seconds| Event::Hold { seconds }),
    ]
}

fn limits(remaining: u64, quota: u64, seconds: u64) -> Limits {
    let item = |numbers: &[(&str, u64)]| LimitItem {
        name: "default".to_owned(),
        numbers: numbers.iter().map(|(name, value)| ((*name).to_owned(), *value)).collect(),
    };
    Limits { state: vec![item(&[("r", remaining), ("t", seconds)])], policy: vec![item(&[("q", quota)])] }
}

/// Waits as the client does; how often it had to ask.
fn leave(pace: &mut Pace, now: &mut Duration) -> usize {
    for asked in 1.. {
        let wait = pace.reserve(*now);
        if wait.is_zero() {
            return asked;
        }
        assert!(wait <= LONGEST_WAIT, "a wait of {wait:?}");
        *now += wait;
    }
    unreachable!("the loop has no end of its own")
}

proptest! {
    #![proptest_config(crate::cases(64))]

    #[test]
    fn no_window_holds_more_than_the_budget(events in prop::collection::vec(event(), 1..20)) {
        let window = Duration::from_secs(WINDOW_SECONDS);
        let (mut pace, mut now) = (Pace::default(), Duration::ZERO);
        let mut recent: VecDeque<Duration> = VecDeque::new();
        for event in events {
            match event {
                Event::Arrive { after, requests } => {
                    now += Duration::from_millis(after);
                    for _ in 0..requests {
                        let asked = leave(&mut pace, &mut now);
                        prop_assert!(asked <= 3, "asked {asked} times");
                        recent.push_back(now);
                        while recent.front().is_some_and(|oldest| now >= *oldest + window) {
                            recent.pop_front();
                        }
                        prop_assert!(recent.len() as u64 <= BUDGET, "{} requests in one window", recent.len());
                    }
                }
                Event::Learn { remaining, quota, seconds } => {
                    let wait = pace.learn(now, &limits(remaining, quota, seconds));
                    let is_scarce = remaining * 5 <= quota;
                    let expected = if is_scarce { Duration::from_secs(seconds).min(LONGEST_WAIT) } else { Duration::ZERO };
                    prop_assert_eq!(wait, expected);
                }
                Event::Hold { seconds } => pace.hold(now, Duration::from_secs(seconds)),
            }
        }
    }

    #[test]
    fn a_run_within_the_budget_never_waits(gaps in prop::collection::vec(0..1_000_u64, 1..960)) {
        let (mut pace, mut now) = (Pace::default(), Duration::ZERO);
        for gap in gaps {
            now += Duration::from_millis(gap);
            prop_assert_eq!(pace.reserve(now), Duration::ZERO);
        }
    }
}

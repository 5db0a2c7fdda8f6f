//! Which rule fires for a call.

use std::time::Duration;

use http::Method;
use serde_json::{Value, json};

use super::rule::{Fault, Rule, When};
use crate::sandbox::account::mint::mix;

/// The rules that are armed, each with its count.
#[derive(Debug)]
pub struct Faults {
    seed: u64,
    armed: Vec<Armed>,
}

#[derive(Debug)]
struct Armed {
    rule: Rule,
    seen: u64,
    fired: u64,
}

impl Armed {
    fn new(rule: Rule) -> Self {
        Self { rule, seen: 0, fired: 0 }
    }
}

/// What befalls a call.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Picked {
    /// What all latencies come to.
    pub(crate) latency: Duration,
    /// The first other fault.
    pub(crate) fault: Option<Fault>,
    /// Its rule, as a line.
    pub(crate) line: Option<String>,
}

impl Faults {
    pub(crate) fn new(seed: u64, rules: Vec<Rule>) -> Self {
        Self { seed, armed: rules.into_iter().map(Armed::new).collect() }
    }

    /// Arms a rule, after those that are armed already.
    pub fn add(&mut self, rule: Rule) {
        self.armed.push(Armed::new(rule));
    }

    /// Disarms all rules.
    pub fn clear(&mut self) {
        self.armed.clear();
    }

    /// How often the rules have fired, all together.
    pub fn fired(&self) -> u64 {
        self.armed.iter().map(|armed| armed.fired).sum()
    }

    pub(crate) fn to_json(&self) -> Value {
        let row = |armed: &Armed| json!({"rule": armed.rule.to_string(), "seen": armed.seen, "fired": armed.fired});
        self.armed.iter().map(row).collect()
    }

    /// Counts a call with every rule that is about it, and says what befalls it.
    pub(crate) fn pick(&mut self, method: &Method, path: &str, query: Option<&str>) -> Picked {
        let mut picked = Picked::default();
        for (place, armed) in self.armed.iter_mut().enumerate() {
            if !armed.rule.is_about(method, path, query) {
                continue;
            }
            armed.seen += 1;
            let luck = || unit(mix(mix(self.seed ^ place as u64) ^ armed.seen));
            let fires = fires(armed.rule.when, armed.seen, luck);
            match &armed.rule.fault {
                Fault::Latency(wait) if fires => {
                    picked.latency = picked.latency.saturating_add(*wait);
                    armed.fired += 1;
                }
                fault if fires && picked.fault.is_none() => {
                    picked.fault = Some(fault.clone());
                    picked.line = Some(armed.rule.to_string());
                    armed.fired += 1;
                }
                _ => {}
            }
        }
        picked
    }
}

fn fires(when: When, count: u64, luck: impl Fn() -> f64) -> bool {
    match when {
        When::Always => true,
        When::Between(first, last) => (first..=last).contains(&count),
        When::From(first) => count >= first,
        When::Every(number) => count.is_multiple_of(number),
        When::Chance(chance) => luck() < chance,
    }
}

/// A number from 0 up to, but not, 1.
fn unit(random: u64) -> f64 {
    const BITS: u32 = f64::MANTISSA_DIGITS;
    (random >> (u64::BITS - BITS)) as f64 / (1_u64 << BITS) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(seed: u64, lines: &[&str]) -> Faults {
        let rules = lines.iter().map(|line| line.parse()).collect::<Result<_, _>>();
        Faults::new(seed, rules.unwrap_or_else(|error| unreachable!("{error}")))
    }

    fn calls(seed: u64, lines: &[&str], count: usize) -> String {
        let mut faults = faults(seed, lines);
        let mut fired = |_| faults.pick(&Method::GET, "/a/b", Some("c=1")).fault.is_some();
        (0..count).map(|call| if fired(call) { 'x' } else { '.' }).collect()
    }

    #[test]
    fn calls_are_counted_by_rule() {
        assert_eq!(calls(0, &["GET b nth=2 500"], 4), ".x..");
        assert_eq!(calls(0, &["GET b nth=2-3 500"], 4), ".xx.");
        assert_eq!(calls(0, &["* b from=3 500"], 5), "..xxx");
        assert_eq!(calls(0, &["* b every=2 500"], 5), ".x.x.");
        assert_eq!(calls(0, &["* b chance=0 500", "write b 500", "* a$ 500", "* *?d 500"], 3), "...");
        assert_eq!(calls(0, &["* b$?c=1 500"], 2), "xx");
    }

    #[test]
    fn chance_follows_from_the_seed() {
        let lines = ["* * chance=0.5 500"];
        assert_eq!(calls(1, &lines, 200), calls(1, &lines, 200));
        assert_ne!(calls(1, &lines, 200), calls(2, &lines, 200));
        let fired = calls(1, &lines, 1_000).matches('x').count();
        assert!((400..600).contains(&fired), "{fired}");
    }

    #[test]
    fn latencies_add_up_and_the_first_of_the_rest_wins() {
        let mut faults = faults(0, &["* * latency=5ms", "* * nth=2 404", "* * 500", "* * latency=1ms"]);
        let lines: Vec<_> = (0..2).map(|_| faults.pick(&Method::GET, "/", None)).collect();
        assert_eq!(lines[0].latency, Duration::from_millis(6));
        assert_eq!(lines[0].line.as_deref(), Some("* * always 500"));
        assert_eq!(lines[1].line.as_deref(), Some("* * nth=2 404"));
        assert_eq!(faults.fired(), 6);
    }
}

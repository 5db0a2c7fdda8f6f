//! Due and done: met, missed, or not done yet, with the time that it took. A late removal is said to be late.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::change::Change;

/// Whether something was done in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// No due time is recorded.
    NotRecorded,
    /// Done in time.
    Met,
    /// Not done, and not yet due.
    Open,
    /// Done too late, or not done and overdue.
    Missed,
}

/// Due and done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sla {
    /// The judgement.
    pub verdict: Verdict,
    /// When it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requested_at: Option<Timestamp>,
    /// When it was due.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// When it was done; nothing where it is not, or not certainly.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
    /// The whole in one line.
    pub text: String,
}

impl Sla {
    /// Judges at the end of the run.
    pub(super) fn judge(change: &Change, done_at: Option<Timestamp>, now: Timestamp) -> Self {
        let due_at = change.due_at;
        let verdict = match (due_at, done_at.unwrap_or(now)) {
            (None, _) => Verdict::NotRecorded,
            (Some(due), at) if at > due => Verdict::Missed,
            (Some(_), _) => done_at.map_or(Verdict::Open, |_| Verdict::Met),
        };
        let text = text(change, verdict, done_at, now);
        Self { verdict, requested_at: change.requested_at, due_at, done_at, text }
    }
}

/// `SLA 24h: met in 7h`, `SLA 24h: MISSED by 2d`.
fn text(change: &Change, verdict: Verdict, done_at: Option<Timestamp>, now: Timestamp) -> String {
    let took = |to: Timestamp| change.requested_at.map_or_else(String::new, |from| span(to.duration_since(from)));
    let late = |to: Timestamp| change.due_at.map_or_else(String::new, |due| span(to.duration_since(due)));
    let limit = change.sla_seconds.map_or_else(String::new, |seconds| span(SignedDuration::from_secs(seconds)));
    match (verdict, done_at) {
        (Verdict::NotRecorded, Some(at)) => format!("done at {at}; no due time is recorded"),
        (Verdict::NotRecorded, None) => "not done; no due time is recorded".to_owned(),
        (Verdict::Met | Verdict::Open, Some(at)) => format!("SLA {limit}: met in {}", took(at)),
        (Verdict::Met | Verdict::Open, None) => format!("SLA {limit}: not done yet, {} left", remaining(change, now)),
        (Verdict::Missed, Some(at)) => format!("SLA {limit}: MISSED by {} (done after {})", late(at), took(at)),
        (Verdict::Missed, None) => format!("SLA {limit}: MISSED by {} so far, and not done", late(now)),
    }
}

fn remaining(change: &Change, now: Timestamp) -> String {
    change.due_at.map_or_else(String::new, |due| span(due.duration_since(now)))
}

/// Days and hours from two days on, else hours and minutes, else minutes, else seconds; the smaller one left out where
/// it is none.
pub fn span(length: SignedDuration) -> String {
    let seconds = length.as_secs().unsigned_abs();
    let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600, seconds / 60);
    let pair = |large: u64, unit: &str, small: u64, small_unit: &str| match small {
        0 => format!("{large}{unit}"),
        _ => format!("{large}{unit} {small}{small_unit}"),
    };
    match seconds {
        172_800.. => pair(days, "d", hours % 24, "h"),
        3_600.. => pair(hours, "h", minutes % 60, "m"),
        60.. => pair(minutes, "m", seconds % 60, "s"),
        _ => format!("{seconds}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{change, time};
    use super::*;

    fn judged(done_at: Option<&str>, now: &str) -> (Verdict, String) {
        let sla = Sla::judge(&change(), done_at.map(time), time(now));
        (sla.verdict, sla.text)
    }

    #[test]
    fn in_time_is_met_and_exactly_due_is_in_time() {
        let (verdict, text) = judged(Some("2026-11-22T00:00:00Z"), "2026-11-22T00:00:01Z");
        assert_eq!((verdict, text.as_str()), (Verdict::Met, "SLA 24h: met in 7h"));
        assert_eq!(judged(Some("2026-11-22T17:00:00Z"), "2026-11-23T00:00:00Z").0, Verdict::Met);
    }

    #[test]
    fn late_is_said_with_how_late() {
        let (verdict, text) = judged(Some("2026-11-24T17:00:00Z"), "2026-11-24T18:00:00Z");
        assert_eq!((verdict, text.as_str()), (Verdict::Missed, "SLA 24h: MISSED by 2d (done after 3d)"));
        assert_eq!(
            judged(None, "2026-11-22T17:00:01Z"),
            (Verdict::Missed, "SLA 24h: MISSED by 1s so far, and not done".to_owned())
        );
    }

    #[test]
    fn what_is_not_done_and_not_due_is_open() {
        assert_eq!(
            judged(None, "2026-11-22T00:30:00Z"),
            (Verdict::Open, "SLA 24h: not done yet, 16h 30m left".to_owned())
        );
    }

    #[test]
    fn without_a_due_time_nothing_is_judged() {
        let none = Change { due_at: None, sla_seconds: None, requested_at: None, ..change() };
        let at = time("2026-11-22T00:00:00Z");
        assert_eq!(Sla::judge(&none, Some(at), at).text, "done at 2026-11-22T00:00:00Z; no due time is recorded");
        assert_eq!(Sla::judge(&none, None, at).verdict, Verdict::NotRecorded);
    }

    #[test]
    fn a_span_has_its_two_largest_units() {
        let spans = [5, 60, 61, 3_600, 11_520, 86_400, 172_800, 180_000].map(SignedDuration::from_secs).map(span);
        assert_eq!(spans, ["5s", "1m", "1m 1s", "1h", "3h 12m", "24h", "2d", "2d 2h"]);
    }
}

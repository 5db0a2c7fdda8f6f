//! Every plural, number and age in words, so that no format has its own.

use jiff::Timestamp;

/// A thing that is counted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Noun(&'static str, &'static str);

impl Noun {
    /// The form for a number, without the number.
    pub(super) const fn form(self, count: u64) -> &'static str {
        if count == 1 { self.0 } else { self.1 }
    }

    /// `1 registration`, `3,000 registrations`.
    pub(super) fn count(self, count: u64) -> String {
        format!("{} {}", number(count), self.form(count))
    }

    /// The same, with `no` for none.
    pub(super) fn count_or_no(self, count: u64) -> String {
        if count == 0 { format!("no {}", self.1) } else { self.count(count) }
    }
}

pub(super) const ACCOUNT: Noun = Noun("account", "accounts");
pub(super) const APPLICATION: Noun = Noun("application", "applications");
pub(super) const CHANGE: Noun = Noun("change", "changes");
pub(super) const DEVICE: Noun = Noun("device", "devices");
pub(super) const ENTRY: Noun = Noun("entry", "entries");
pub(super) const FINDING: Noun = Noun("finding", "findings");
pub(super) const GUARD: Noun = Noun("guard", "guards");
pub(super) const MACHINE: Noun = Noun("headless machine", "headless machines");
pub(super) const OTHER: Noun = Noun("other change", "other changes");
pub(super) const PAGE: Noun = Noun("page", "pages");
pub(super) const PERSON: Noun = Noun("person", "people");
pub(super) const PROBLEM: Noun = Noun("problem", "problems");
pub(super) const REGISTRATION: Noun = Noun("registration", "registrations");
pub(super) const REMOVAL: Noun = Noun("removal", "removals");
pub(super) const REQUEST: Noun = Noun("request", "requests");
pub(super) const RESTORE: Noun = Noun("restore", "restores");
pub(super) const SEAT: Noun = Noun("seat", "seats");
pub(super) const STEP: Noun = Noun("step for a person", "steps for a person");
pub(super) const VIRTUAL_IP: Noun = Noun("virtual IP", "virtual IPs");

/// `1 is` and `3 are`: a verb that agrees with a number.
pub(super) const fn agree(count: u64, one: &'static str, many: &'static str) -> &'static str {
    if count == 1 { one } else { many }
}

/// A number with its thousands apart: `65,536`.
pub(super) fn number(count: u64) -> String {
    let digits = count.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// How many of something a collection has.
pub(super) fn len<T>(items: &[T]) -> u64 {
    items.len() as u64
}

/// `3 days ago`, in the largest unit that `cleanup` knows, so that it can be held against `90d`.
pub(super) fn ago(then: Timestamp, now: Timestamp) -> String {
    let seconds = now.duration_since(then).as_secs();
    let (count, unit) = match seconds {
        ..60 => return "just now".to_owned(),
        60..3_600 => (seconds / 60, Noun("minute", "minutes")),
        3_600..86_400 => (seconds / 3_600, Noun("hour", "hours")),
        _ => (seconds / 86_400, Noun("day", "days")),
    };
    format!("{} ago", unit.count(count.unsigned_abs()))
}

/// `about 12 minutes`, rounded up: how long something takes.
pub(super) fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => Noun("second", "seconds").count(seconds),
        60..7_200 => Noun("minute", "minutes").count(seconds.div_ceil(60)),
        _ => Noun("hour", "hours").count(seconds.div_ceil(3_600)),
    }
}

/// `a`, `a and b`, `a, b and c`.
pub(super) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [head @ .., last] => format!("{} and {last}", head.join(", ")),
    }
}

/// A sentence's first letter in upper case.
pub(super) fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or_else(String::new, |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_nouns_agree() {
        assert_eq!(REGISTRATION.count(1), "1 registration");
        assert_eq!(PERSON.count(1_234_567), "1,234,567 people");
        assert_eq!(SEAT.count_or_no(0), "no seats");
        assert_eq!(number(100), "100");
        assert_eq!(number(3_000), "3,000");
    }

    #[test]
    fn an_age_has_its_largest_unit() {
        let now: Timestamp = "2026-11-22T00:00:00Z".parse().expect("a time");
        let age = |text: &str| ago(text.parse().expect("a time"), now);
        assert_eq!(age("2026-11-22T00:00:00Z"), "just now");
        assert_eq!(age("2026-11-23T00:00:00Z"), "just now");
        assert_eq!(age("2026-11-21T23:59:00Z"), "1 minute ago");
        assert_eq!(age("2026-11-21T00:00:01Z"), "23 hours ago");
        assert_eq!(age("2026-11-21T00:00:00Z"), "1 day ago");
        assert_eq!(age("2026-02-11T00:00:00Z"), "284 days ago");
    }

    #[test]
    fn lists_end_with_and() {
        let list = |items: &[&str]| super::list(&items.iter().map(|&item| item.to_owned()).collect::<Vec<_>>());
        assert_eq!(list(&["a"]), "a");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
    }
}

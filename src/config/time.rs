//! Durations, days and time zones (product.md, section 1; fine print A32).

use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{SignedDuration, Timestamp, civil::Date};

use super::codes;
use super::node::{Kind, Node};
use super::reader::{Field, Reader};
use super::trouble::Trouble;
use super::words::did_you_mean;
use crate::model::doorlist::Until;

/// More is a slip, and would leave the calendar.
const LONGEST: i64 = 100 * 366 * 24 * 3600;

impl Reader<'_, '_> {
    /// A duration with its unit, and as written.
    pub(super) fn duration(&mut self, field: Field<'_>) -> Option<(SignedDuration, String)> {
        let node = field.value;
        let written = match &node.kind {
            Kind::Text(text) => text.to_string(),
            Kind::Number => self.written(node).to_owned(),
            Kind::Null | Kind::Bool(_) | Kind::List(_) | Kind::Map(_) => {
                self.wrong_type(field.name, "a duration such as `90d`", node);
                return None;
            }
        };
        let parsed = parse_duration(&written);
        if parsed.is_none() {
            self.bad_duration(field, &written);
        }
        parsed.map(|duration| (duration, written))
    }

    fn bad_duration(&mut self, field: Field<'_>, written: &str) {
        let digits = !written.is_empty() && written.bytes().all(|b| b.is_ascii_digit());
        let (message, help) = if digits {
            let help = format!("days are `{written}d`, hours `{written}h`, minutes `{written}m`");
            (format!("`{}` is a duration and needs a unit", field.name), help)
        } else {
            let message = format!("`{written}` is not a duration");
            (message, "write a whole number and one of s, m, h, d, w, for example `90d`; at most 100 years".to_owned())
        };
        self.report(Trouble::new(codes::BAD_DURATION, field.value.range(), message).help(help));
    }

    /// `until`: a day, and the instant at which it ends in the time zone of the file.
    pub(super) fn until(&mut self, field: Field<'_>, zone: &TimeZone) -> Option<Until> {
        let written = match &field.value.kind {
            Kind::Text(text) => text.to_string(),
            _ => self.written(field.value).to_owned(),
        };
        let date = parse_date(&written);
        if date.is_none() {
            self.bad_date(field.value, &written);
        }
        date.map(|date| Until { date, ends_at: end_of(date, zone) })
    }

    fn bad_date(&mut self, node: &Node, written: &str) {
        let message = match node.kind {
            Kind::List(_) | Kind::Map(_) => format!("`until` takes a day, not {}", node.described()),
            _ => format!("`{written}` is not a day"),
        };
        let trouble = Trouble::new(codes::BAD_DATE, node.range(), message);
        self.report(trouble.help("write the last permitted day, without a time, as `2026-12-31`"));
    }

    /// `timezone`: its canonical name and its rules.
    pub(super) fn zone(&mut self, field: Field<'_>) -> Option<(String, TimeZone)> {
        let name = self.text(field)?;
        let database = TimeZoneDatabase::bundled();
        if let Ok(zone) = database.get(name) {
            return Some((zone.iana_name().unwrap_or(name).to_owned(), zone));
        }
        let names: Vec<String> = database.available().map(|name| name.as_str().to_owned()).collect();
        let message = format!("`{name}` is not a time zone of the IANA database");
        let near = did_you_mean(name, names.iter().map(String::as_str));
        let help = near.unwrap_or_else(|| "for example `UTC` or `Europe/Lisbon`".to_owned());
        self.report(Trouble::new(codes::BAD_TIMEZONE, field.value.range(), message).help(help));
        None
    }
}

/// A duration as door lists write it, for example `90d`: a whole number and a unit, at most 100 years.
pub fn parse_duration(text: &str) -> Option<SignedDuration> {
    let unit = text.chars().last()?;
    let seconds: i64 = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3_600,
        'd' => 86_400,
        'w' => 7 * 86_400,
        _ => return None,
    };
    let digits = text.strip_suffix(unit)?;
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let total = digits.parse::<i64>().ok()?.checked_mul(seconds)?;
    (total <= LONGEST).then(|| SignedDuration::from_secs(total))
}

fn parse_date(text: &str) -> Option<Date> {
    let shaped = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if text.len() == 10 && shaped { text.parse().ok() } else { None }
}

/// The first instant after the day; where the calendar ends, the last there is.
fn end_of(date: Date, zone: &TimeZone) -> Timestamp {
    let next = date.tomorrow().and_then(|day| day.to_zoned(zone.clone()));
    next.map_or(Timestamp::MAX, |midnight| midnight.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<i64> {
        parse_duration(text).map(|duration| duration.as_secs())
    }

    #[test]
    fn every_unit_is_read() {
        assert_eq!(seconds("45s"), Some(45));
        assert_eq!(seconds("30m"), Some(1_800));
        assert_eq!(seconds("12h"), Some(43_200));
        assert_eq!(seconds("90d"), Some(7_776_000));
        assert_eq!(seconds("2w"), Some(1_209_600));
        assert_eq!(seconds("0d"), Some(0));
    }

    #[test]
    fn what_is_no_duration_is_refused() {
        for text in
            ["", "90", "d", "-1d", "+1d", "1.5d", "1d12h", "90 d", "90D", "90ä", "９d", "99999999999999999999d", "101y"]
        {
            assert_eq!(seconds(text), None, "{text}");
        }
        assert_eq!(seconds("36600d"), Some(LONGEST));
        assert_eq!(seconds("36601d"), None);
    }

    #[test]
    fn a_day_ends_at_the_next_midnight_of_its_zone() {
        let zone = TimeZoneDatabase::bundled().get("Europe/Lisbon").expect("in the database");
        let end = |date| end_of(parse_date(date).expect("a day"), &zone).to_string();
        assert_eq!(end("2026-12-31"), "2027-01-01T00:00:00Z");
        assert_eq!(end("2026-07-31"), "2026-07-31T23:00:00Z");
    }

    #[test]
    fn a_day_before_a_midnight_that_does_not_exist_ends_at_the_first_instant_of_the_next() {
        let zone = TimeZoneDatabase::bundled().get("Africa/Cairo").expect("in the database");
        let date = parse_date("2024-04-25").expect("a day");
        assert_eq!(end_of(date, &zone).to_string(), "2024-04-25T22:00:00Z");
    }

    #[test]
    fn the_last_day_of_the_calendar_never_ends() {
        let date = parse_date("9999-12-31").expect("a day");
        assert_eq!(end_of(date, &TimeZone::UTC), Timestamp::MAX);
    }

    #[test]
    fn only_days_are_dates() {
        for text in
            ["2026-13-01", "2026-02-30", "20261231", "2026-1-1", "2026-12-31T00:00:00Z", "+026-12-31", "2026-12-3é"]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
    }
}

//! Single values, taken leniently.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// 2010-01-01T00:00:00Z. Earlier times are no times (fine print A35): Go's zero time reads as the year 1.
const FIRST_READABLE_SECOND: i64 = 1_262_304_000;

/// A text, borrowed where that is possible. Null, missing, lists and objects are no text; numbers and truth values are
/// their JSON.
///
/// Escapes that are no character (a lone surrogate) become U+FFFD: names are written by whoever owns the machine, and
/// must not be able to make an inventory unreadable.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Text<'a>(Option<Cow<'a, str>>);

impl<'a> Text<'a> {
    /// The text, where it is there.
    pub(crate) fn as_str(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// The text, where it is there and not empty.
    pub(crate) fn filled(&self) -> Option<&str> {
        self.as_str().filter(|text| !text.is_empty())
    }

    /// The text, or an empty one.
    pub(crate) fn or_empty(&self) -> &str {
        self.as_str().unwrap_or_default()
    }

    fn of_json(json: &'a str) -> Option<Cow<'a, str>> {
        match json.as_bytes().first()? {
            b'"' => {
                let inner = json.get(1..json.len() - 1)?;
                Some(if inner.contains('\\') { Cow::Owned(unescape(json)?) } else { Cow::Borrowed(inner) })
            }
            b'n' | b'[' | b'{' => None,
            _ => Some(Cow::Borrowed(json)),
        }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: &'de RawValue = Deserialize::deserialize(deserializer)?;
        Ok(Self(Self::of_json(raw.get())))
    }
}

fn unescape(json: &str) -> Option<String> {
    struct Bytes;

    impl Visitor<'_> for Bytes {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a text")
        }

        fn visit_bytes<E>(self, bytes: &[u8]) -> Result<String, E> {
            Ok(String::from_utf8_lossy(bytes).into_owned())
        }
    }

    serde::Deserializer::deserialize_bytes(&mut serde_json::Deserializer::from_str(json), Bytes).ok()
}

/// A whole number, or the digits of one in a text. Anything else is none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Number(Option<i64>);

impl Number {
    /// The number.
    pub(crate) fn integer(self) -> Option<i64> {
        self.0
    }

    /// The number, where it is not negative.
    pub(crate) fn whole(self) -> Option<u64> {
        self.0?.try_into().ok()
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Text::deserialize(deserializer)?;
        Ok(Self(text.as_str().and_then(|text| text.trim().parse().ok())))
    }
}

/// A time: nothing where it is missing or empty, an error where it cannot be read or is before 2010.
pub(crate) fn time(text: &Text<'_>) -> Option<Result<Timestamp, Unreadable>> {
    let text = text.filled()?;
    let read = text.parse::<Timestamp>().ok().filter(|time| time.as_second() >= FIRST_READABLE_SECOND);
    Some(read.ok_or(Unreadable))
}

/// A time that says nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable;

#[cfg(test)]
mod tests {
    use super::*;

    fn text(json: &str) -> Option<String> {
        serde_json::from_str::<Text<'_>>(json).expect(json).as_str().map(str::to_owned)
    }

    #[test]
    fn a_text_is_taken_from_any_value_that_has_one() {
        assert_eq!(text(r#""alice""#).as_deref(), Some("alice"));
        assert_eq!(text(r#""""#).as_deref(), Some(""));
        assert_eq!(text("12345").as_deref(), Some("12345"));
        assert_eq!(text("true").as_deref(), Some("true"));
        assert_eq!([text("null"), text("[\"a\"]"), text("{\"a\":1}")], [None, None, None]);
    }

    #[test]
    fn escapes_are_undone_and_a_lone_surrogate_does_not_break_the_row() {
        assert_eq!(text(r#""a\"b\\\u00e9\n\ud83d\udeaa""#).as_deref(), Some("a\"b\\é\n🚪"));
        assert!(text(r#""lap\ud83dtop""#).expect("a text").contains('\u{fffd}'));
    }

    #[test]
    fn a_number_is_whole_or_none() {
        let number = |json: &str| serde_json::from_str::<Number>(json).expect(json);
        assert_eq!((number("7").whole(), number("\"7\"").whole(), number("0").whole()), (Some(7), Some(7), Some(0)));
        assert_eq!((number("-1").whole(), number("-1").integer()), (None, Some(-1)));
        for json in ["null", "1.5", "\"x\"", "[]", "{}", "true", "99999999999999999999"] {
            assert_eq!(number(json).integer(), None, "{json}");
        }
    }

    #[test]
    fn a_time_is_readable_from_2010_on() {
        let time = |json: &str| {
            super::time(&serde_json::from_str(json).expect(json)).map(|read| read.map(|at| at.to_string()))
        };
        assert_eq!(time(r#""2026-01-26T19:27:49.770372Z""#), Some(Ok("2026-01-26T19:27:49.770372Z".into())));
        assert_eq!(time(r#""2026-01-26T20:27:49+01:00""#), Some(Ok("2026-01-26T19:27:49Z".into())));
        assert_eq!(time(r#""2010-01-01T00:00:00Z""#), Some(Ok("2010-01-01T00:00:00Z".into())));
        assert_eq!([time("null"), time(r#""""#)], [None, None]);
        for json in [r#""2009-12-31T23:59:59Z""#, r#""0001-01-01T00:00:00Z""#, r#""yesterday""#, "0", "1790000000"] {
            assert_eq!(time(json), Some(Err(Unreadable)), "{json}");
        }
    }
}

//! One recorded object, from its text.
//!
//! A key that stands twice is refused: nobody can say which of its values counts. Half a character (a lone surrogate)
//! and a number beyond all numbers are mended: names are written by whoever owns the machine, and must not be able to
//! make a recording unreadable (product.md, section 7).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeOwned, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::json::Object;

/// What stands for a number that is too large for any: 1e308.
const LARGEST: &str = "1e308";

/// The object of a text. The error says what is wrong, without a place.
pub(crate) fn object(text: &str) -> Result<Object, String> {
    read::<Fields>(text).map(|Fields(object)| object)
}

/// Any value of a text.
pub(crate) fn value(text: &str) -> Result<Value, String> {
    read::<Unique>(text).map(|Unique(value)| value)
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    let error = match serde_json::from_str(text) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    match mended(text) {
        Cow::Borrowed(_) => Err(without_place(&error)),
        Cow::Owned(mended) => serde_json::from_str(&mended).map_err(|error| without_place(&error)),
    }
}

/// The place would be one in the row, not in the file.
fn without_place(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" at line ").map_or(text.as_str(), |(text, _)| text).to_owned()
}

/// The members of a recording, each once.
pub(crate) struct Members<'a>(pub(crate) BTreeMap<String, &'a RawValue>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Each;

        impl<'de> Visitor<'de> for Each {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a recorded account")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
                let mut members = BTreeMap::new();
                while let Some(key) = map.next_key::<String>()? {
                    let value = map.next_value()?;
                    if members.contains_key(&key) {
                        return Err(twice(&key));
                    }
                    members.insert(key, value);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Each)
    }
}

fn twice<E: serde::de::Error>(key: &str) -> E {
    E::custom(format!("the key `{key}` stands twice"))
}

/// An object in which no key stands twice, at no depth.
struct Fields(Object);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Unique::deserialize(deserializer)?.0 {
            Value::Object(object) => Ok(Self(object)),
            _ => Err(D::Error::custom("it is not an object")),
        }
    }
}

struct Unique(Value);

impl<'de> Deserialize<'de> for Unique {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue).map(Self)
    }
}

struct AnyValue;

impl<'de> Visitor<'de> for AnyValue {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Unique(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut object = Object::new();
        while let Some(key) = map.next_key::<String>()? {
            let Unique(value) = map.next_value()?;
            if object.contains_key(&key) {
                return Err(twice(&key));
            }
            object.insert(key, value);
        }
        Ok(Value::Object(object))
    }
}

/// The text without what no value can hold. It must be JSON by its grammar.
fn mended(text: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(text.len());
    let mut left = text;
    while let Some(first) = left.chars().next() {
        let length = match first {
            '"' => string(left, &mut out),
            '-' | '0'..='9' => number(left, &mut out),
            _ => {
                out.push(first);
                first.len_utf8()
            }
        };
        left = left.get(length..).unwrap_or_default();
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Takes a number, and says how long it was.
fn number(text: &str, out: &mut String) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E');
    let length = text.bytes().take_while(is_part).count();
    let digits = text.get(..length).unwrap_or_default();
    if digits.parse::<f64>().is_ok_and(f64::is_infinite) {
        out.extend(digits.starts_with('-').then_some('-'));
        out.push_str(LARGEST);
    } else {
        out.push_str(digits);
    }
    length
}

/// Takes a string with its quotes, and says how long it was.
fn string(text: &str, out: &mut String) -> usize {
    out.push('"');
    let mut at = 1;
    while let Some(left) = text.get(at..).filter(|left| !left.is_empty()) {
        let length = match (left.strip_prefix('\\'), half(left), left.get(6..).and_then(half)) {
            (Some(_), Some(Half::First), Some(Half::Second)) => copy(left, 12, out),
            (Some(_), Some(_), _) => {
                out.push_str("\\ufffd");
                6
            }
            (Some(escaped), None, _) => copy(left, 1 + escaped.chars().next().map_or(0, char::len_utf8), out),
            (None, ..) => copy(left, left.chars().next().map_or(0, char::len_utf8), out),
        };
        at += length;
        if length == 1 && left.starts_with('"') {
            break;
        }
    }
    at
}

fn copy(text: &str, length: usize, out: &mut String) -> usize {
    out.push_str(text.get(..length).unwrap_or(text));
    length
}

/// Half of a character outside the basic plane.
enum Half {
    First,
    Second,
}

fn half(text: &str) -> Option<Half> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    match u16::from_str_radix(digits, 16).ok()? {
        0xd800..=0xdbff => Some(Half::First),
        0xdc00..=0xdfff => Some(Half::Second),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(text: &str) -> Result<Value, String> {
        object(text).map(Value::Object)
    }

    #[test]
    fn a_usual_object_is_read_as_it_is() {
        let text = r#"{"a":[1,-2,0.5,null,true],"b":{"c":"d\n\"\\\u00e9\ud83d\udeaa"}}"#;
        assert_eq!(of(text), Ok(json!({"a": [1, -2, 0.5, null, true], "b": {"c": "d\n\"\\é🚪"}})));
        assert_eq!(mended(text), text);
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_at_any_depth() {
        for text in [r#"{"a":1,"a":1}"#, r#"{"b":[{"a":1,"a":2}]}"#] {
            assert_eq!(of(text), Err("the key `a` stands twice".to_owned()), "{text}");
        }
    }

    #[test]
    fn what_no_value_can_hold_is_mended() {
        assert_eq!(of(r#"{"a":1e400,"b":-1E+999,"c":[12e3]}"#), Ok(json!({"a": 1e308, "b": -1e308, "c": [12e3]})));
        for (text, read) in [
            (r"\ud800", "\u{fffd}"),
            (r"x\udc00y", "x\u{fffd}y"),
            (r"\ud83d\ud83d\udeaa", "\u{fffd}🚪"),
            (r"\\ud800", r"\ud800"),
            (r#"\ud800\"1e400"#, "\u{fffd}\"1e400"),
            (r"é\ud800", "é\u{fffd}"),
        ] {
            assert_eq!(of(&format!("{{\"a\":\"{text}\"}}")), Ok(json!({ "a": read })), "{text}");
        }
    }

    #[test]
    fn what_is_no_object_is_refused() {
        assert_eq!(of("[1]"), Err("it is not an object".to_owned()));
        assert_eq!(value("[1e400]"), Ok(json!([1e308])));
    }
}

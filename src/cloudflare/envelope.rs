//! The envelope of every answer: `success`, `errors`, `result`, `result_info` (API page, section 8.1).
//!
//! An answer is skimmed first: everything but the rows is read, the rows are only counted. That proves that the body
//! is whole, tells where the list goes on, and costs little, so that the next page can be asked for while the rows of
//! this one are decoded.

use std::fmt;

use serde::de::{Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::error::ApiMessage;
use super::page::PageInfo;
use super::text::excerpt;
use super::wire::{Number, Text};

/// Messages of one answer that are kept.
const MOST_MESSAGES: usize = 8;

/// An answer without its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Skim {
    /// `success`, where it was there and no null.
    pub(super) success: Option<bool>,
    /// `errors`, each with the chain below it.
    pub(super) errors: Vec<ApiMessage>,
    /// What `result` is.
    pub(super) result: Shape,
    /// `result_info`, where it was there and no null.
    pub(super) info: Option<PageInfo>,
}

/// What kind of value `result` is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shape {
    /// It was not there.
    #[default]
    Missing,
    /// `null`.
    Null,
    /// A list, with its rows counted; those of a list inside it count one by one (API page, section 6.6).
    List(u64),
    /// An object.
    Object,
    /// A text, a number or a truth value.
    Plain,
}

impl Skim {
    /// Skims a body.
    pub(super) fn of(body: &[u8]) -> Result<Self, String> {
        let wire: WireEnvelope<'_> = serde_json::from_slice(body).map_err(|error| unreadable(body, &error))?;
        Ok(Self {
            success: wire.success,
            errors: messages(wire.errors.unwrap_or_default()),
            result: wire.result,
            info: wire.result_info.map(PageInfo::from),
        })
    }
}

/// What a body is that cannot be read, with its beginning.
fn unreadable(body: &[u8], error: &serde_json::Error) -> String {
    if body.is_empty() {
        return "the answer is empty".to_owned();
    }
    format!("the answer is not the JSON that was expected ({error}); it begins with: {}", beginning(body))
}

/// The beginning of a body, whatever it is.
pub(super) fn beginning(body: &[u8]) -> String {
    excerpt(&String::from_utf8_lossy(&body[..body.len().min(1_024)]))
}

#[derive(Deserialize)]
#[serde(expecting = "an envelope")]
struct WireEnvelope<'a> {
    success: Option<bool>,
    #[serde(borrow)]
    errors: Option<Vec<WireMessage<'a>>>,
    #[serde(default)]
    result: Shape,
    #[serde(borrow)]
    result_info: Option<WireInfo<'a>>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object in `errors`")]
struct WireMessage<'a> {
    #[serde(default)]
    code: Number,
    #[serde(default, borrow)]
    message: Text<'a>,
    #[serde(borrow)]
    error_chain: Option<Vec<WireMessage<'a>>>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object as `result_info`")]
struct WireInfo<'a> {
    #[serde(default)]
    count: Number,
    #[serde(default, borrow)]
    cursor: Text<'a>,
    #[serde(default)]
    per_page: Number,
    #[serde(default)]
    page: Number,
    #[serde(default)]
    total_count: Number,
    #[serde(default)]
    total_pages: Number,
}

impl From<WireInfo<'_>> for PageInfo {
    fn from(wire: WireInfo<'_>) -> Self {
        Self {
            count: wire.count.whole(),
            cursor: wire.cursor.filled().map(str::to_owned),
            per_page: wire.per_page.whole().filter(|size| *size > 0),
            page: wire.page.whole(),
            total_count: wire.total_count.whole(),
            total_pages: wire.total_pages.whole(),
        }
    }
}

fn messages(wire: Vec<WireMessage<'_>>) -> Vec<ApiMessage> {
    let mut found = Vec::new();
    let mut left = wire;
    left.reverse();
    while let Some(message) = left.pop()
        && found.len() < MOST_MESSAGES
    {
        let text = excerpt(message.message.filled().unwrap_or("(no message)"));
        found.push(ApiMessage { code: message.code.integer(), text });
        left.extend(message.error_chain.unwrap_or_default().into_iter().rev());
    }
    found
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = Shape;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Shape, E> {
        Ok(Shape::Null)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }

    fn visit_str<E>(self, _: &str) -> Result<Shape, E> {
        Ok(Shape::Plain)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<Shape, A::Error> {
        let mut count: u64 = 0;
        while let Some(Element(rows)) = rows.next_element()? {
            count = count.checked_add(rows).ok_or_else(|| A::Error::custom("too many rows"))?;
        }
        Ok(Shape::List(count))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Shape, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Shape::Object)
    }
}

/// How many rows one element of a list is: one, or those of the list that it is.
struct Element(u64);

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = <&serde_json::value::RawValue>::deserialize(deserializer)?.get();
        if !raw.starts_with('[') {
            return Ok(Self(1));
        }
        let rows: Vec<IgnoredAny> = serde_json::from_str(raw).map_err(D::Error::custom)?;
        Ok(Self(rows.len() as u64))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_skimmed() {
        let body = br#"{"success":true,"errors":[],"messages":[],"result":[{"id":"a"},{"id":"b","x":[1,[2]]}],
            "result_info":{"count":2,"cursor":"c.1","per_page":50,"total_count":null,"new":1}}"#;
        let skim = Skim::of(body).expect("a page");
        let info = PageInfo { count: Some(2), cursor: Some("c.1".into()), per_page: Some(50), ..PageInfo::default() };
        assert_eq!(skim, Skim { success: Some(true), errors: vec![], result: Shape::List(2), info: Some(info) });
    }

    #[test]
    fn an_empty_null_or_missing_cursor_is_none() {
        for info in [r#"{"cursor":""}"#, r#"{"cursor":null}"#, "{}"] {
            let skim = Skim::of(format!(r#"{{"success":true,"result":[],"result_info":{info}}}"#).as_bytes());
            assert_eq!(skim.expect("readable").info, Some(PageInfo::default()), "{info}");
        }
        assert_eq!(Skim::of(br#"{"result_info":null}"#).expect("readable").info, None);
    }

    #[test]
    fn every_shape_of_result_is_told() {
        let shape = |result: &str| Skim::of(format!("{{\"result\":{result}}}").as_bytes()).expect(result).result;
        assert_eq!(Skim::of(b"{}").expect("readable").result, Shape::Missing);
        assert_eq!(shape("null"), Shape::Null);
        assert_eq!(shape("{\"a\":{}}"), Shape::Object);
        assert_eq!([shape("true"), shape("1"), shape("-1"), shape("1.5"), shape("\"x\"")], [Shape::Plain; 5]);
        assert_eq!(shape("[]"), Shape::List(0));
        assert_eq!(shape("[[{},{}],[],{}]"), Shape::List(3));
    }

    #[test]
    fn errors_are_kept_with_their_chain() {
        let body = br#"{"success":false,"errors":[{"code":6003,"message":"Invalid request headers",
            "error_chain":[{"code":6111,"message":"Invalid format\nfor Authorization"}]},{"message":null},{"code":"x"}],"result":null}"#;
        let errors: Vec<String> = Skim::of(body).expect("readable").errors.iter().map(ToString::to_string).collect();
        let expected =
            ["6003 Invalid request headers", "6111 Invalid format for Authorization", "(no message)", "(no message)"];
        assert_eq!(errors, expected);
        assert_eq!(Skim::of(br#"{"errors":null}"#).expect("readable").errors, []);
    }

    #[test]
    fn what_is_not_an_envelope_is_said_with_its_beginning() {
        let html = Skim::of(b"<html>\n<title>Access denied</title>").expect_err("html");
        assert!(html.ends_with("it begins with: <html> <title>Access denied</title>"), "{html}");
        for body in [&b"{\"success\":true,\"result\":[{\"id\":"[..], b"[]", b"\xff\xfe", b"{\"result\":[]} x", b"null"]
        {
            assert!(Skim::of(body).is_err(), "{}", String::from_utf8_lossy(body));
        }
        assert_eq!(Skim::of(b""), Err("the answer is empty".to_owned()));
    }

    #[test]
    fn a_key_that_stands_twice_is_not_half_read() {
        assert!(Skim::of(br#"{"result":[],"result":[1]}"#).is_err());
    }
}

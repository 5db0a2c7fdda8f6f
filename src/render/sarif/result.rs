//! One result.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::rules::Rules;
use crate::render::fingerprint::fingerprint;
use crate::render::phrase::Phrase;

/// What a result says.
pub(super) struct Found<'a> {
    pub(super) rule: &'a str,
    /// `error`, `warning` or `note`.
    pub(super) level: &'static str,
    pub(super) text: Phrase,
    pub(super) file: Option<&'a str>,
    pub(super) line: Option<u32>,
    /// What stays the same from run to run.
    pub(super) identity: [String; 3],
    pub(super) properties: Value,
}

impl Found<'_> {
    /// As SARIF. Code scanning wants a place for each result: without one, it is the door list as a whole.
    pub(super) fn to_json(&self, rules: &Rules, doorlist: Option<&str>) -> Value {
        let mut result = json!({
            "ruleId": self.rule,
            "level": self.level,
            "message": { "text": message(&self.text) },
            "partialFingerprints": { "doorlist/v1": fingerprint(&self.identity.each_ref().map(String::as_str)) },
            "properties": self.properties,
        });
        if let Some(place) = rules.place(self.rule) {
            result["ruleIndex"] = json!(place);
        }
        if let Some(file) = self.file.or(doorlist) {
            let line = if self.file.is_some() { self.line.unwrap_or(1).max(1) } else { 1 };
            result["locations"] = json!([{ "physicalLocation": {
                "artifactLocation": { "uri": uri(file) },
                "region": { "startLine": line },
            } }]);
        }
        result
    }
}

/// Viewers make links of `[text](target)` in a message; no name may.
fn message(text: &Phrase) -> String {
    text.to_text().replace("](", "]\\u{28}")
}

/// A path as a relative URI reference.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'-' | b'_' | b'~' => out.push(char::from(byte)),
            // Writing to a String cannot fail.
            _ => drop(write!(out, "%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_no_link() {
        let message = |text: &str| message(&Phrase::say(text));
        assert_eq!(message("[a](https://evil.test) \u{1b}"), r"[a]\u{28}https://evil.test) \u{1b}");
    }

    #[test]
    fn a_path_is_a_uri() {
        assert_eq!(uri("door lists/ä?.yaml"), "door%20lists/%C3%A4%3F.yaml");
    }
}

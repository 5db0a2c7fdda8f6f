//! Writing. JSON lets every character be written as an escape, so what is hidden in a name is, and a terminal or a
//! CI log that shows the document cannot be told anything by it; a reader gets the same text back.

use std::fmt::Write as _;

use serde::Serialize;

use crate::render::escape::is_hidden;

/// One document as itself, several as an array (fine print A29).
pub fn one_or_array<T: Serialize>(documents: &[T]) -> String {
    match documents {
        [one] => pretty(one),
        several => pretty(&several),
    }
}

/// A document over several lines, with a line break at its end.
pub fn pretty<T: Serialize + ?Sized>(document: &T) -> String {
    let text = serde_json::to_string_pretty(document).expect("documents have string keys and no failing Serialize");
    visible(&text) + "\n"
}

/// A document on one line, without a line break.
pub fn line<T: Serialize + ?Sized>(document: &T) -> String {
    let text = serde_json::to_string(document).expect("documents have string keys and no failing Serialize");
    visible(&text)
}

fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let mut previous = '\0';
    for c in text.chars() {
        // Beyond ASCII, and `##`, which opens commands in CI logs, stand inside strings only.
        if (is_hidden(c) && c != '\n') || (previous, c) == ('#', '#') {
            escape(&mut out, c);
        } else {
            out.push(c);
        }
        previous = c;
    }
    out
}

/// `\u001b`, with two of them for a character beyond the first plane.
fn escape(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        // Writing to a String cannot fail.
        let _ = write!(out, "\\u{unit:04x}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_escapes_and_come_back() {
        let hostile = "a\u{1b}[31m\u{7f}\u{9b}\u{202e}\u{2028}\u{e0041}\n##[error]é";
        let written = pretty(hostile);
        assert_eq!(written, "\"a\\u001b[31m\\u007f\\u009b\\u202e\\u2028\\udb40\\udc41\\n#\\u0023[error]é\"\n");
        assert_eq!(serde_json::from_str::<String>(&written).expect("JSON"), hostile);
        assert_eq!(line(hostile) + "\n", written);
    }

    #[test]
    fn several_are_an_array() {
        assert_eq!(one_or_array(&[1]), "1\n");
        assert_eq!(one_or_array(&[1, 2]), "[\n  1,\n  2\n]\n");
        assert_eq!(one_or_array::<u8>(&[]), "[]\n");
    }
}

//! Text that stays on its line and shows what is in it.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar;

use super::is_hidden;
use crate::model::quote;

/// Characters of a name that are shown; longer ones lose their middle. Identifiers are never shortened.
const LONGEST_NAME: usize = 96;

/// What the longest escape takes: `\u{10ffff}`.
const ESCAPE: usize = 10;

/// Marks in a row on one letter; what comes after them is shown as an escape. No script needs more.
const MARKS: usize = 4;

/// A text as one line in which everything can be seen: hidden characters as `\u{1b}`, and so is the second character
/// of what could open a workflow command, which GitHub's runner reads at the beginning of a line, after spaces (`::`),
/// or anywhere (`##`). Within a word, as in `[::1]`, two colons are two colons.
///
/// ```
/// assert_eq!(doorlist::render::inline("bob\u{1b}[31m\nalice"), r"bob\u{1b}[31m\u{a}alice");
/// ```
pub fn inline(text: &str) -> String {
    visible(text, false)
}

/// The same for the inside of double quotes, where quotes and backslashes are escaped, too.
fn visible(text: &str, quoted: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut previous = '\n';
    let mut marks = 0;
    // Whether colons here could be the first of their line: where lines are wrapped, each space may begin one.
    let mut leads = true;
    let mut rest = text.chars();
    while let Some(c) = rest.next() {
        marks = if c.width() == Some(0) { marks + 1 } else { 0 };
        leads = if c == ':' && previous == ':' { leads } else { previous.is_whitespace() || is_hidden(previous) };
        let opens_command = (previous, c) == ('#', '#') || (leads && (previous, c) == (':', ':'));
        let needs_backslash =
            if quoted { matches!(c, '"' | '\\') } else { c == '\\' && rest.as_str().starts_with("u{") };
        if is_hidden(c) || opens_command || marks > MARKS {
            escaped(&mut out, c);
        } else {
            out.extend(needs_backslash.then_some('\\'));
            out.push(c);
        }
        previous = c;
    }
    out
}

/// A character as its visible escape.
pub(super) fn escaped(out: &mut String, c: char) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
}

/// A name for running text: as it is where it is plain, else in quotes, so that it cannot be taken for the words
/// around it.
pub(crate) fn name(text: &str) -> String {
    let shown = shorten(text, LONGEST_NAME);
    if is_plain(&shown) { shown } else { quoted(text) }
}

/// Words of a sentence. A bar between spaces would end a segment of a line of text.
pub(crate) fn words(text: &str) -> String {
    let word = |word: &str| if word == "|" { r"\u{7c}".to_owned() } else { word.to_owned() };
    inline(text).split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A name in quotes.
pub(crate) fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(&shorten(text, LONGEST_NAME), true))
}

/// A name that needs no quotes: one word of letters, digits and the punctuation of host names and addresses.
fn is_plain(text: &str) -> bool {
    quote::is_plain(&text.replace('…', ".")) && text.chars().all(|c| !is_hidden(c) && c.width() != Some(0))
}

/// A text that takes at most so many characters once it is visible; a longer one loses its middle.
pub(crate) fn shorten(text: &str, most: usize) -> String {
    let cost = |c: char| if is_hidden(c) { ESCAPE } else { 1 };
    if text.chars().map(cost).sum::<usize>() <= most {
        return text.to_owned();
    }
    let within = |c: char, left: &mut usize| left.checked_sub(cost(c)).map(|rest| *left = rest).is_some();
    let (mut head, mut tail) = (most / 2, most.saturating_sub(most / 2 + 1));
    let head: String = text.chars().take_while(|c| within(*c, &mut head)).collect();
    let tail: Vec<char> = text.chars().rev().take_while(|c| within(*c, &mut tail)).collect();
    head.chars().chain(['…']).chain(tail.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_become_visible() {
        assert_eq!(inline("a\u{202e}b\tc\r\n"), r"a\u{202e}b\u{9}c\u{d}\u{a}");
        assert_eq!(inline("Ada’s MacBook 🦀"), "Ada’s MacBook 🦀");
    }

    #[test]
    fn a_forged_escape_is_told_from_a_real_one() {
        assert_eq!(inline("\u{1b}"), r"\u{1b}");
        assert_eq!(inline(r"\u{1b}"), r"\\u{1b}");
        assert_eq!(inline(r"ACME\ulf"), r"ACME\ulf");
    }

    #[test]
    fn workflow_commands_do_not_open() {
        assert_eq!(inline("::error::x"), r":\u{3a}error::x");
        assert_eq!(inline("a ::error::x"), r"a :\u{3a}error::x");
        assert_eq!(inline("a\u{a0}\t::x"), "a\u{a0}\\u{9}:\\u{3a}x");
        assert_eq!(inline("a\n::error::x"), r"a\u{a}:\u{3a}error::x");
        assert_eq!(inline(":::"), r":\u{3a}\u{3a}");
        assert_eq!(inline("https://[::1]:8443 fd00::3 a::b"), "https://[::1]:8443 fd00::3 a::b");
        assert_eq!(inline("##[error]x ##vso[x]"), r"#\u{23}[error]x #\u{23}vso[x]");
    }

    #[test]
    fn towers_of_marks_are_cut_down() {
        assert_eq!(inline("e\u{301}"), "e\u{301}");
        assert_eq!(inline(&format!("e{}", "\u{301}".repeat(5))), format!("e{}\\u{{301}}", "\u{301}".repeat(4)));
    }

    #[test]
    fn a_name_of_several_words_is_quoted() {
        assert_eq!(name("bob-xps"), "bob-xps");
        assert_eq!(name("carol@partner.example"), "carol@partner.example");
        assert_eq!(name(""), "\"\"");
        assert_eq!(name("x | returns: no"), "\"x | returns: no\"");
        assert_eq!(name(r#"a"b"#), r#""a\"b""#);
        assert_eq!(name(r"ACME\bob"), r#""ACME\\bob""#);
        assert_eq!(name("\u{3164}"), r#""\u{3164}""#);
    }

    #[test]
    fn a_long_name_loses_its_middle() {
        assert_eq!(shorten("abcdefgh", 5), "ab…gh");
        assert_eq!(shorten("abcdefgh", 8), "abcdefgh");
        assert_eq!(name(&"a".repeat(1_000)).chars().count(), LONGEST_NAME);
        assert!(inline(&shorten(&"\u{10ffff}".repeat(1_000), 60)).len() <= 60 + '…'.len_utf8());
    }
}

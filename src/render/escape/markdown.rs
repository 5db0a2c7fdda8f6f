//! Text for GitHub and GitLab flavoured Markdown.
//!
//! Escapes do not help against what these sites do after parsing: `\@bob` and `&#64;bob` mention bob all the same,
//! and `&#35;12` links issue 12. In a code span nothing of that happens. So a name is always a code span, and a
//! sentence keeps as text only words that cannot mean anything.

use super::inline::escaped;
use super::{inline, is_hidden, shorten};

/// Characters of a name that are shown.
const LONGEST_NAME: usize = 120;
/// Characters of a sentence that are shown.
const LONGEST_SENTENCE: usize = 600;

/// A name or identifier as a code span that stands in a paragraph, a heading and a table cell alike.
///
/// A back-tick would need a longer fence, and parsers disagree on `\|` in a table's code span: both are rare in names
/// and are shown as escapes, like edges that are spaces, which a code span would lose.
pub fn code(text: &str) -> String {
    if text.is_empty() {
        return "(empty)".to_owned();
    }
    let visible = inline(&shorten(text, LONGEST_NAME));
    let inner = visible.trim_matches(' ');
    let edge = |length: usize| "\\u{20}".repeat(length);
    let before = visible.len() - visible.trim_start_matches(' ').len();
    let after = if inner.is_empty() { 0 } else { visible.len() - visible.trim_end_matches(' ').len() };
    let mut out = format!("`{}", edge(before));
    for c in inner.chars() {
        if matches!(c, '|' | '`') { escaped(&mut out, c) } else { out.push(c) }
    }
    out + &edge(after) + "`"
}

/// A sentence: ordinary words as they are; everything else, and what the sentence itself has in back-ticks, as code.
/// Spaces at its edges stay, so that sentences can be parts of longer ones.
pub(crate) fn sentence(text: &str) -> String {
    let shown = shorten(text, LONGEST_SENTENCE);
    let mut out = String::with_capacity(shown.len());
    for (index, part) in shown.split('`').enumerate() {
        let is_quoted = index % 2 == 1;
        let mut written = String::new();
        match part.trim() {
            "" => written.push_str(if part.is_empty() { "" } else { " " }),
            inner if is_quoted => written.push_str(&code(inner)),
            _ => words(&mut written, part, out.trim().is_empty()),
        }
        // Two code spans that touch would be one with another fence.
        if out.ends_with('`') && written.starts_with('`') {
            out.push(' ');
        }
        out.push_str(&written);
    }
    out
}

/// Words, each judged by itself. The first of all is never the number of a list item.
fn words(out: &mut String, text: &str, is_first: bool) {
    for (index, word) in text.split(' ').enumerate() {
        if index > 0 {
            out.push(' ');
        }
        let is_item = is_first
            && out.trim().is_empty()
            && word.ends_with(['.', ')'])
            && word.starts_with(|c: char| c.is_ascii_digit());
        out.push_str(&if is_item { code(word) } else { written(word) });
    }
}

/// One word: its core as text or as code, between the punctuation that sentences put around words.
fn written(word: &str) -> String {
    let start = word.trim_start_matches(OPENING);
    let core = start.trim_end_matches(CLOSING);
    let (before, after) = (&word[..word.len() - start.len()], &start[core.len()..]);
    let is_safe = core.is_empty() || is_ordinary(core) || matches!(core, "–" | "—" | "→" | "·" | "=" | "…");
    if is_safe && !after.contains("::") {
        return word.to_owned();
    }
    if core.is_empty() || after.contains("::") {
        return code(word);
    }
    // A code span shows where the name begins and ends; quotes around it would be noise.
    match (before.strip_suffix('"'), after.strip_prefix('"')) {
        (Some(before), Some(after)) => format!("{before}{}{after}", code(core)),
        _ => format!("{before}{}{after}", code(core)),
    }
}

const OPENING: [char; 5] = ['(', '"', '“', '‘', '\''];
const CLOSING: [char; 10] = [')', '"', '”', '’', '\'', ',', '.', ';', ':', '?'];

/// A word without any meaning to a Markdown reader: letters, digits, and hyphens, apostrophes, per cent signs or
/// decimal points among them. Not what could be a host, an issue (`GH-12`), a commit or an identifier.
fn is_ordinary(core: &str) -> bool {
    let letter = |c: char| c.is_alphanumeric() && !is_hidden(c);
    let is_number = core.starts_with(|c: char| c.is_ascii_digit())
        && core.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '%'));
    let is_host = core.contains('.') && !is_number;
    let is_issue = core.get(..3).is_some_and(|head| head.eq_ignore_ascii_case("gh-"));
    let is_id = core.len() >= 24;
    let is_commit = core.len() >= 7 && core.chars().all(|c| c.is_ascii_hexdigit());
    core.starts_with(letter)
        && core.ends_with(|c| letter(c) || c == '%')
        && core.chars().all(|c| letter(c) || matches!(c, '-' | '\'' | '’' | '%' | '.' | ','))
        && !(is_host || is_issue || is_commit || is_id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_in_its_code_span() {
        assert_eq!(code("bob-xps"), "`bob-xps`");
        assert_eq!(code("a`b|c"), r"`a\u{60}b\u{7c}c`");
        assert_eq!(code(" a "), r"`\u{20}a\u{20}`");
        assert_eq!(code("   "), r"`\u{20}\u{20}\u{20}`");
        assert_eq!(code(""), "(empty)");
        assert_eq!(code("</details>\n# x"), r"`</details>\u{a}# x`");
    }

    #[test]
    fn ordinary_words_stay_text() {
        for text in ["Last seen 284 days ago, more than 90 days.", "71.4% of 14 (3,000), isn't it?", "läuft – weiter"]
        {
            assert_eq!(sentence(text), text);
        }
    }

    #[test]
    fn everything_else_becomes_code() {
        assert_eq!(sentence("no entry permits carol@partner.example."), "no entry permits `carol@partner.example`.");
        assert_eq!(sentence("entry \"*@acme.example\" (line 3)"), "entry `*@acme.example` (line 3)");
        assert_eq!(sentence("see #12, GH-12 and :tada:"), "see `#12`, `GH-12` and `:tada`:");
        assert_eq!(sentence("deadbeef0 www.evil.test"), "`deadbeef0` `www.evil.test`");
        assert_eq!(
            sentence("a **b** <b>c</b> [d](e) ~~f~~ ![g](h)"),
            "a `**b**` `<b>c</b>` `[d](e`) `~~f~~` `![g](h`)"
        );
        assert_eq!(sentence("a`b`c@d `e``f`"), "a`b` `c@d` `e` `f`");
        assert_eq!(sentence("1. one"), "`1.` one");
        assert_eq!(sentence(":: a::"), "`:\\u{3a}` `a::`");
        assert_eq!(sentence(" (of "), " (of ");
        assert_eq!(sentence("), "), "), ");
        assert_eq!(sentence("set `unlisted.users` there"), "set `unlisted.users` there");
        assert_eq!(sentence("a ` b"), "a `b`");
    }
}

//! Problems of door lists as text: code, file, line, column, the line itself with a caret, and how to mend it
//! (product.md, section 1).
//!
//! A door list may come from a stranger's branch, so its lines are shown with every hidden character made visible, and
//! of a very long line only a part is shown. What a message quotes and what a file is named is treated alike.

use std::ops::Range;

use annotate_snippets::renderer::DEFAULT_TERM_WIDTH;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::escape::inline;
use crate::model::diagnostic::position;
use crate::model::{Class, Diagnostic, SourceText};

/// Characters of a line that are shown on either side of what is meant, and of what is meant itself.
const AROUND: usize = 100;

/// The diagnostics one below the other, each followed by an empty line. `width` is the terminal's in columns; 0 stands
/// for no terminal.
pub fn diagnostics(all: &[Diagnostic], color: bool, width: usize) -> String {
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(if width == 0 { DEFAULT_TERM_WIDTH } else { width });
    all.iter().map(|diagnostic| one(diagnostic, &renderer) + "\n\n").collect()
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let Diagnostic { code, class, message, source, span, label, related, help } = diagnostic;
    let level = match class {
        Class::Problem => Level::ERROR,
        Class::Refusal => Level::ERROR.with_name("refused"),
        Class::Warning => Level::WARNING,
    };
    let title = level.primary_title(inline(message)).id(*code);
    let mut group = place(Group::with_title(title), source, span, label, AnnotationKind::Primary);
    for second in related {
        group = place(group, &second.source, &second.span, &second.message, AnnotationKind::Context);
    }
    if let Some(help) = help {
        group = group.element(Level::HELP.message(inline(help)));
    }
    without_gaps(&renderer.render(&[group]))
}

/// Without the row that the library puts where a place is given apart from its line: it stands for lines left out, and
/// there are none.
fn without_gaps(rendered: &str) -> String {
    let is_gap = |line: &&str| console::strip_ansi_codes(line).trim() == ":::";
    rendered.split('\n').filter(|line| !is_gap(line)).collect::<Vec<_>>().join("\n")
}

/// Adds a place with its line; without a text, the file's name alone.
fn place<'a>(
    group: Group<'a>,
    source: &SourceText,
    span: &Range<usize>,
    label: &str,
    kind: AnnotationKind,
) -> Group<'a> {
    let name = inline(&source.name);
    if source.text.is_empty() {
        return group.element(Origin::path(name));
    }
    let (line, column) = position(&source.text, span.start);
    let (line, column) = (usize::try_from(line).unwrap_or(1), usize::try_from(column).unwrap_or(1));
    let Excerpt { text, marked } = Excerpt::of(&source.text, span);
    // The library counts the column in what is shown, which is not always what stands in the file.
    let counted = text[..marked.start].chars().count() + 1;
    let annotation = kind.span(marked).label((!label.is_empty()).then(|| inline(label)));
    let snippet = Snippet::source(text).line_start(line).annotation(annotation);
    if counted == column {
        return group.element(snippet.path(name));
    }
    group.element(Origin::path(name).line(line).char_column(column)).element(snippet)
}

/// One line of a file as it is shown, with what is meant in it.
struct Excerpt {
    text: String,
    marked: Range<usize>,
}

impl Excerpt {
    /// The line in which the span starts; a span over several lines is cut at the end of the first.
    fn of(text: &str, span: &Range<usize>) -> Self {
        let start = floor(text, span.start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find(['\r', '\n']).map_or(text.len(), |at| start + at);
        let end = floor(text, span.end).clamp(start, line_end);
        let before = last_of(&text[line_start..start]);
        let marked = first_of(&text[start..end]);
        let after = if marked.1 { (String::new(), false) } else { first_of(&text[end..line_end]) };
        let mut shown = visible(&before.0);
        let from = shown.len();
        shown.push_str(&visible(&marked.0));
        let to = shown.len();
        shown.push_str(&visible(&after.0));
        Self { text: shown, marked: from..to }
    }
}

/// The last characters of a text, with a sign where something was left out.
fn last_of(text: &str) -> (String, bool) {
    match text.char_indices().rev().nth(AROUND) {
        Some((at, _)) => (format!("…{}", &text[at..]), true),
        None => (text.to_owned(), false),
    }
}

/// The first characters of a text, with a sign where something was left out.
fn first_of(text: &str) -> (String, bool) {
    match text.char_indices().nth(AROUND) {
        Some((at, _)) => (format!("{}…", &text[..at]), true),
        None => (text.to_owned(), false),
    }
}

/// The largest place at or before `at` that does not split a character.
fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
}

fn visible(text: &str) -> String {
    inline(&text.replace('\t', "    "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Label;

    fn diagnostic(text: &str, span: Range<usize>) -> Diagnostic {
        Diagnostic {
            code: "unknown-key",
            class: Class::Problem,
            message: "`emial` is not a key of a `users` entry".into(),
            source: SourceText { name: "doorlist.yaml".into(), text: text.into() },
            span,
            label: "did you mean `email`?".into(),
            related: Vec::new(),
            help: Some("correct the key".into()),
        }
    }

    #[test]
    fn a_problem_shows_its_line_with_a_caret() {
        let one = diagnostic("version: 1\nusers:\n  - emial: alice@acme.example\n", 22..27);
        insta::assert_snapshot!("a_problem", diagnostics(&[one], false, 0));
    }

    #[test]
    fn second_places_follow_the_first() {
        let mut one = diagnostic("users: []\r\ndevices: []\r\nusers: []\r\n", 24..29);
        let source = SourceText { name: "shared/leavers.yaml".into(), text: "# leavers\nusers: []\n".into() };
        one.related.push(Label { source: one.source.clone(), span: 0..5, message: "the first is here".into() });
        one.related.push(Label { source, span: 10..15, message: "and here".into() });
        one.class = Class::Refusal;
        insta::assert_snapshot!("second_places", diagnostics(&[one], false, 0));
    }

    #[test]
    fn without_a_text_the_name_stands_alone() {
        let mut one = diagnostic("", 0..0);
        one.class = Class::Warning;
        insta::assert_snapshot!("without_a_text", diagnostics(&[one.clone(), one], false, 80));
    }

    #[test]
    fn hostile_text_does_not_reach_the_terminal() {
        let hostile = "a: \u{1b}[31m\u{202e}x\u{7}\t# \u{9b}2J\n";
        let mut one = diagnostic(hostile, 3..4);
        one.message = "\u{1b}]0;pwned\u{7}\n\nwarning: all is well".into();
        one.source.name = "a\u{1b}[2J\nb.yaml".into();
        one.help = Some("x\u{202e}y\n".into());
        one.label = "\u{2066}".into();
        for color in [false, true] {
            let shown = diagnostics(&[one.clone()], color, 80);
            let plain = console::strip_ansi_codes(&shown);
            let bad = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202e}' | '\u{2066}');
            assert!(!plain.contains(bad), "{plain:?}");
        }
        insta::assert_snapshot!("hostile_text", diagnostics(&[one], false, 80));
    }

    #[test]
    fn a_tab_leaves_no_row_behind() {
        let one = diagnostic("users: [{\temial: alice@acme.example }]\n", 10..15);
        for color in [false, true] {
            let shown = diagnostics(std::slice::from_ref(&one), color, 0);
            let plain = console::strip_ansi_codes(&shown);
            assert!(plain.contains("doorlist.yaml:1:11") && !plain.contains(":::"), "{plain}");
        }
    }

    #[test]
    fn a_very_long_line_is_shown_in_part() {
        let text = format!("{}emial{}\n", "é".repeat(100_000), "x".repeat(100_000));
        let one = diagnostic(&text, 200_000..200_005);
        let shown = diagnostics(&[one], false, 300);
        assert!(shown.contains("doorlist.yaml:1:100001") && shown.contains("éemialx"), "{shown}");
        assert!(shown.len() < 2_000, "{} bytes", shown.len());
    }

    #[test]
    fn any_span_is_survived() {
        for text in ["é\r\nö", "\n", "a", "\u{301}\u{202e}"] {
            for start in 0..8 {
                for end in 0..8 {
                    assert!(!diagnostics(&[diagnostic(text, start..end)], true, 1).is_empty());
                }
            }
        }
    }
}

//! Phrases, tables and folds as HTML. Every text goes through [`crate::render::escape::html`] here; class names and
//! labels are our own.

use crate::render::escape::{html, shorten};
use crate::render::phrase::{Phrase, Piece, Tone};

/// Characters of a name that are shown.
const LONGEST_NAME: usize = 200;

/// A sentence of a document as inline content.
pub(super) fn sentence(text: &str) -> String {
    phrase(&Phrase::sentence(text))
}

/// A phrase as inline content. A name from outside keeps its direction of writing to itself.
pub(in crate::render) fn phrase(phrase: &Phrase) -> String {
    phrase.pieces.iter().map(piece).collect()
}

fn piece(piece: &Piece) -> String {
    let text = html(&piece.text);
    match piece.tone {
        Tone::Plain => text,
        Tone::Strong => format!("<b>{text}</b>"),
        Tone::Dim => format!("<span class=\"dim\">{text}</span>"),
        Tone::Bad => format!("<b class=\"bad\">{text}</b>"),
        Tone::Warn => format!("<b class=\"warn\">{text}</b>"),
        Tone::Good => format!("<b class=\"good\">{text}</b>"),
        Tone::Name => format!("<bdi>{}</bdi>", name(&piece.text)),
        Tone::Quoted => format!("<bdi>“{}”</bdi>", name(&piece.text)),
        Tone::Cited => format!("“{}”", name(&piece.text)),
        Tone::Code => format!("<code>{text}</code>"),
    }
}

fn name(text: &str) -> String {
    if text.is_empty() { "(empty)".to_owned() } else { html(&shorten(text, LONGEST_NAME)) }
}

/// The class of a tone, for boxes and pills.
pub(super) const fn class(tone: Tone) -> &'static str {
    match tone {
        Tone::Bad => "bad",
        Tone::Warn => "warn",
        Tone::Good => "good",
        Tone::Plain | Tone::Strong | Tone::Dim | Tone::Name | Tone::Quoted | Tone::Cited | Tone::Code => "plain",
    }
}

/// A word in a coloured frame; the word alone says what it is.
pub(super) fn pill(tone: Tone, text: &str) -> String {
    format!("<span class=\"pill {}\">{}</span>", class(tone), html(text))
}

/// Paragraphs in a coloured box.
pub(in crate::render) fn boxed(tone: Tone, paragraphs: impl IntoIterator<Item = String>) -> String {
    let paragraphs: String =
        paragraphs.into_iter().flat_map(|text| ["<p>".to_owned(), text, "</p>\n".to_owned()]).collect();
    format!("<div class=\"box {}\">\n{paragraphs}</div>\n", class(tone))
}

/// A bulleted list; nothing without items.
pub(in crate::render) fn list(items: impl IntoIterator<Item = String>) -> String {
    let items: String = items.into_iter().flat_map(|item| ["<li>".to_owned(), item, "</li>\n".to_owned()]).collect();
    if items.is_empty() { items } else { format!("<ul>\n{items}</ul>\n") }
}

/// Parts of a cell, one under the other.
pub(super) fn lines(parts: impl IntoIterator<Item = String>) -> String {
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .flat_map(|part| ["<div>".to_owned(), part, "</div>".to_owned()])
        .collect()
}

/// Small print inside of a cell; nothing without text.
pub(super) fn small(content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("<small>{content}</small>") }
}

/// A table. Titles are our own words; a cell is HTML. Each cell knows its title, for narrow screens.
pub(super) fn table<const N: usize>(
    class: &str,
    titles: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> String {
    let head: String = titles.iter().flat_map(|title| ["<th scope=\"col\">", title, "</th>"]).collect();
    let mut out = format!("<table class=\"{class}\">\n<thead><tr>{head}</tr></thead>\n<tbody>\n");
    for row in rows {
        out.push_str("<tr>");
        for (title, cell) in titles.iter().zip(&row) {
            out.extend(["<td data-label=\"", title, "\"><div>", cell, "</div></td>"]);
        }
        out.push_str("</tr>\n");
    }
    out + "</tbody>\n</table>\n"
}

/// A part that is folded until somebody wants it. The summary is HTML.
pub(super) fn fold(summary: &str, content: &str) -> String {
    format!("<details>\n<summary>{summary}</summary>\n{content}</details>\n")
}

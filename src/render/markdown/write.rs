//! Phrases, rows and folds as Markdown.

use crate::render::escape::{code, html, sentence};
use crate::render::phrase::{Phrase, Tone};

/// A phrase as the content of a paragraph, a heading, a list item or a cell.
pub(in crate::render) fn phrase(phrase: &Phrase) -> String {
    let mut out = String::new();
    for piece in &phrase.pieces {
        let written = match piece.tone {
            Tone::Plain | Tone::Dim | Tone::Good => sentence(&piece.text),
            Tone::Strong | Tone::Bad | Tone::Warn => bold(&piece.text),
            Tone::Name | Tone::Quoted | Tone::Cited | Tone::Code => code(&piece.text),
        };
        // Two code spans that touch would be one with another fence.
        if out.ends_with('`') && written.starts_with('`') {
            out.push(' ');
        }
        out.push_str(&written);
    }
    out
}

/// A sentence of a document: ordinary words as they are, names and everything else as code.
pub fn sentence_of(text: &str) -> String {
    phrase(&Phrase::sentence(text))
}

/// Words in bold, with the spaces at their edges outside.
fn bold(text: &str) -> String {
    let inner = text.trim();
    let edge = |has: bool| if has { " " } else { "" };
    if inner.is_empty() {
        return edge(!text.is_empty()).to_owned();
    }
    format!("{}**{}**{}", edge(text.starts_with(' ')), sentence(inner), edge(text.ends_with(' ')))
}

/// A row of a table. Cells are Markdown already; lines in a cell are broken by `<br>`.
#[expect(clippy::needless_pass_by_value, reason = "cells are made for their row")]
pub(super) fn row<const N: usize>(cells: [String; N]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The head of a table.
pub(super) fn head<const N: usize>(titles: [&str; N]) -> String {
    format!("| {} |\n|{}\n", titles.join(" | "), " --- |".repeat(N))
}

/// Parts of a cell, one under the other.
pub(super) fn lines(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("<br>")
}

/// The beginning of a folded part. The summary is our own words: inside of HTML nothing else would be escaped alike.
pub(super) fn fold(summary: &str) -> String {
    format!("<details>\n<summary>{}</summary>\n\n", html(summary))
}

/// The end of a folded part.
pub(super) const UNFOLD: &str = "\n</details>\n\n";

/// A bulleted list.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    let mut list = String::new();
    for item in items {
        list.extend(["- ", &item, "\n"]);
    }
    if list.is_empty() { list } else { list + "\n" }
}

/// How long a text is for GitHub.
pub(super) fn length(text: &str) -> usize {
    text.chars().count()
}

//! An explanation as text: each row with its verdict, then the entries in the order in which they are tried.

use super::page::Page;
use crate::model::explain::{ExplainedEntry, Explanation};
use crate::render::Style;
use crate::render::phrase::{Phrase, Tone};
use crate::render::view::{self, ExplainedView};
use crate::render::words;

/// Why the rows of a subject are kept or removed, one account after the other.
pub(in crate::render) fn explanations(all: &[&Explanation], style: Style) -> String {
    let mut page = Page::new(style);
    for (index, explanation) in all.iter().enumerate() {
        if index > 0 {
            page.blank();
        }
        account(&mut page, explanation);
    }
    page.finish()
}

fn account(page: &mut Page, explanation: &Explanation) {
    let rows = view::explained(explanation);
    let count = words::REGISTRATION.count_or_no(words::len(&rows));
    page.line(0, Phrase::new().name(&explanation.subject).plain(format!(": {count}")));
    if rows.is_empty() {
        page.line(0, view::no_rows(explanation));
    }
    for row in &rows {
        page.blank();
        one(page, row);
    }
    entries(page, &explanation.entries);
}

fn one(page: &mut Page, row: &ExplainedView<'_>) {
    page.line(0, Phrase::of(row.tone, format!("{} {}", row.sigil, row.decision)).plain(": ").then(row.what.clone()));
    for (label, phrase) in row.details() {
        page.segments(4, 6, vec![Phrase::of(Tone::Dim, format!("{label}: ")).then(phrase)]);
    }
}

fn entries(page: &mut Page, entries: &[ExplainedEntry]) {
    if entries.is_empty() {
        return;
    }
    page.heading("Entries that match, in the order in which they are tried", Phrase::new());
    for (index, ExplainedEntry { text, mentions: _, decides, file, line }) in entries.iter().enumerate() {
        let place = Phrase::say(format!("{}. ", index + 1)).code(format!("{file}:{line}"));
        let decides = decides.then(|| Phrase::of(Tone::Strong, "this one decides"));
        page.segments(2, 5, [Some(place), Some(Phrase::sentence(text)), decides].into_iter().flatten().collect());
    }
}

//! An explanation as text: each row with its verdict, then the entries in the order in which they are tried.

use super::page::Page;
use crate::model::explain::{ExplainedEntry, Explanation};
use crate::render::Style;
use crate::render::phrase::{Phrase, Tone};
use crate::render::view::{self, ExplainedView};
use crate::render::words;

/// Why the rows of a subject are kept or removed.
pub(in crate::render) fn explanation(explanation: &Explanation, style: Style) -> String {
    let mut page = Page::new(style);
    let rows = view::explained(explanation);
    let count = words::REGISTRATION.count_or_no(words::len(&rows));
    page.line(0, Phrase::new().name(&explanation.subject).plain(format!(": {count}")));
    if rows.is_empty() {
        page.line(0, Phrase::of(Tone::Warn, view::no_rows()));
    }
    for row in &rows {
        page.blank();
        one(&mut page, row);
    }
    entries(&mut page, &explanation.entries);
    page.finish()
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
    for (index, ExplainedEntry { text, decides, file, line }) in entries.iter().enumerate() {
        let place = Phrase::say(format!("{}. ", index + 1)).code(format!("{file}:{line}"));
        let decides = decides.then(|| Phrase::of(Tone::Strong, "this one decides"));
        page.segments(2, 5, [Some(place), Some(Phrase::say(text)), decides].into_iter().flatten().collect());
    }
}

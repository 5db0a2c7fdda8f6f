//! An explanation as a page.

use super::page::page;
use super::write::{list, phrase, pill, sentence, table};
use crate::model::explain::Explanation;
use crate::render::phrase::{Phrase, Tone};
use crate::render::view::{self, ExplainedView};
use crate::render::words;

/// Why the rows of a subject are kept or removed, the accounts on one page.
pub(in crate::render) fn explanations(all: &[&Explanation]) -> String {
    let title = all.first().map_or_else(String::new, |first| format!("doorlist: why {}", first.subject));
    page(&title, &all.iter().map(|explanation| article(explanation)).collect::<String>())
}

fn article(explanation: &Explanation) -> String {
    let rows = view::explained(explanation);
    let count = words::REGISTRATION.count_or_no(words::len(&rows));
    let title = Phrase::new().name(&explanation.subject).plain(format!(": {count}"));
    let body: String = rows.iter().map(row).collect();
    let body = if rows.is_empty() { format!("<p>{}</p>\n", phrase(&view::no_rows(explanation))) } else { body };
    let heading = format!("<h1>{}</h1>\n", phrase(&title));
    format!("<article>\n{heading}{body}{}</article>\n", entries(explanation))
}

fn row(row: &ExplainedView<'_>) -> String {
    let item = |(label, text): (&str, Phrase)| phrase(&Phrase::of(Tone::Dim, label).plain(": ").then(text));
    let details = list(row.details().into_iter().map(item));
    format!("<section>\n<h2>{} {}</h2>\n{details}</section>\n", pill(row.tone, row.decision), phrase(&row.what))
}

fn entries(explanation: &Explanation) -> String {
    if explanation.entries.is_empty() {
        return String::new();
    }
    let rows = explanation.entries.iter().enumerate().map(|(index, entry)| {
        let place = Phrase::new().code(format!("{}:{}", entry.file, entry.line));
        let decides = if entry.decides { pill(Tone::Strong, "decides") } else { String::new() };
        [(index + 1).to_string(), phrase(&place), sentence(&entry.text), decides]
    });
    let table = table("entries", ["No.", "Entry", "What it says", "Decides"], rows);
    format!("<section>\n<h2>Entries that match, in the order in which they are tried</h2>\n{table}</section>\n")
}

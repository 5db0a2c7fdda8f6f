//! An explanation, for a ticket or a comment.

use super::BUDGET;
use super::blocks::{Block, Rows, compose};
use super::write::{head, list, phrase, row};
use crate::model::explain::Explanation;
use crate::render::phrase::{Phrase, Tone};
use crate::render::view::{self, ExplainedView};
use crate::render::words;

/// Why the rows of a subject are kept or removed, one account after the other.
pub(in crate::render) fn explanations(all: &[&Explanation]) -> String {
    let share = BUDGET / all.len().max(1);
    all.iter().map(|explanation| compose(&blocks(explanation), share, "explanation")).collect()
}

fn blocks(explanation: &Explanation) -> Vec<Block> {
    let rows = view::explained(explanation);
    let count = words::REGISTRATION.count_or_no(words::len(&rows));
    let title = Phrase::new().name(&explanation.subject).plain(format!(": {count}"));
    let mut blocks = vec![Block::Always(format!("## {}\n\n", phrase(&title)))];
    if rows.is_empty() {
        blocks.push(Block::Always(format!("{}\n\n", phrase(&view::no_rows(explanation)))));
    }
    blocks.push(Block::Rows(Rows::new(String::new(), rows.iter().map(one), "", words::REGISTRATION)));
    blocks.extend(entries(explanation));
    blocks
}

fn one(view: &ExplainedView<'_>) -> String {
    let title = Phrase::of(view.tone, view.decision).plain(": ").then(view.what.clone());
    let item = |(label, text): (&str, Phrase)| phrase(&Phrase::of(Tone::Strong, label).plain(": ").then(text));
    format!("### {}\n\n{}", phrase(&title), list(view.details().into_iter().map(item)))
}

fn entries(explanation: &Explanation) -> Option<Block> {
    if explanation.entries.is_empty() {
        return None;
    }
    let rows = explanation.entries.iter().enumerate().map(|(index, entry)| {
        let place = Phrase::new().code(format!("{}:{}", entry.file, entry.line));
        let decides = if entry.decides { "decides" } else { "" };
        row([(index + 1).to_string(), phrase(&place), phrase(&Phrase::sentence(&entry.text)), decides.to_owned()])
    });
    let open = format!(
        "### Entries that match, in the order in which they are tried\n\n{}",
        head(["", "Entry", "What it says", ""])
    );
    Some(Block::Rows(Rows::new(open, rows, "\n", words::ENTRY)))
}

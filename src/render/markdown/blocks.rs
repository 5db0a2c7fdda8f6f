//! Blocks of a comment, and what of them fits.

use super::BUDGET;
use super::write::length;
use crate::render::words::{Noun, number};

/// What every block of rows gets before an earlier one may have more.
const LEAST: usize = 1_500;

/// A part of a comment.
#[derive(Clone, Debug)]
pub(super) enum Block {
    /// Short, and always there.
    Always(String),
    /// As many rows as fit.
    Rows(Rows),
}

/// Rows between an opening and a closing that belong together.
#[derive(Clone, Debug)]
pub(super) struct Rows {
    open: String,
    /// As many as could fit into any comment.
    fitting: Vec<String>,
    /// How many there are.
    total: usize,
    close: String,
    /// What a row is, for the sentence that says how many are missing.
    noun: Noun,
}

impl Rows {
    /// Takes what could fit; the rest is only counted, so that a plan of a million rows costs no more than a comment.
    pub(super) fn new(open: String, rows: impl ExactSizeIterator<Item = String>, close: &str, noun: Noun) -> Self {
        let total = rows.len();
        let mut left = BUDGET;
        let fits = |row: &String| {
            let length = length(row);
            let fits = length <= left;
            left = left.saturating_sub(length);
            fits
        };
        Self { open, fitting: rows.take_while(fits).collect(), total, close: close.to_owned(), noun }
    }

    fn needs(&self) -> usize {
        length(&self.open) + self.fitting.iter().map(|row| length(row)).sum::<usize>() + length(&self.close)
    }

    /// What it takes without any row.
    fn frame(&self) -> usize {
        length(&self.open) + length(&self.close) + length(&self.missing(self.total))
    }

    fn missing(&self, count: usize) -> String {
        let (count, noun) = (count as u64, self.noun.form(count as u64));
        format!("**… and {} more {noun}**, too long for a comment: see the full plan.\n\n", number(count))
    }

    /// The rows that fit, and how many do not.
    fn write(&self, out: &mut String, granted: usize) {
        let is_whole = self.fitting.len() == self.total && self.needs() <= granted;
        let mut left = if is_whole { usize::MAX } else { granted.saturating_sub(self.frame()) };
        let mut shown = String::new();
        let mut count = 0;
        while let Some(row) = self.fitting.get(count)
            && let Some(rest) = left.checked_sub(length(row))
        {
            shown.push_str(row);
            (left, count) = (rest, count + 1);
        }
        if count > 0 {
            out.extend([self.open.as_str(), shown.as_str(), self.close.as_str()]);
        }
        if count < self.total {
            out.push_str(&self.missing(self.total - count));
        }
    }
}

/// The blocks in at most so many characters. Earlier rows come before later ones, but no block is crowded out.
pub(super) fn compose(blocks: &[Block], budget: usize) -> String {
    let always: usize = blocks.iter().map(|block| if let Block::Always(text) = block { length(text) } else { 0 }).sum();
    let least: usize = blocks.iter().map(least).sum();
    let mut spare = budget.saturating_sub(always + least);
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Always(text) => out.push_str(text),
            Block::Rows(rows) => {
                let more = rows.needs().saturating_sub(least_of(rows)).min(spare);
                spare -= more;
                rows.write(&mut out, least_of(rows) + more);
            }
        }
    }
    out
}

fn least(block: &Block) -> usize {
    match block {
        Block::Always(_) => 0,
        Block::Rows(rows) => least_of(rows),
    }
}

fn least_of(rows: &Rows) -> usize {
    rows.needs().min(LEAST.max(rows.frame()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::words::REMOVAL;

    fn rows(count: usize) -> Block {
        let rows = (0..count).map(|index| format!("row {index:04}\n"));
        Block::Rows(Rows::new("<\n".to_owned(), rows, ">\n", REMOVAL))
    }

    #[test]
    fn what_fits_is_shown_whole() {
        assert_eq!(compose(&[rows(2)], 10_000), "<\nrow 0000\nrow 0001\n>\n");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let text = compose(&[Block::Always("a".repeat(100)), rows(1_000), rows(1_000)], 6_000);
        assert!(length(&text) <= 6_000);
        assert_eq!(text.matches("<\n").count(), text.matches(">\n").count());
        let shown = text.matches("row ").count();
        let missing: usize =
            text.split("and ").skip(1).filter_map(|rest| rest.split(' ').next()?.parse::<usize>().ok()).sum();
        assert_eq!(shown + missing, 2_000);
        assert!(shown > 500);
    }
}

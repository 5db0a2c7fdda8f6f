//! Blocks of a comment, and what of them fits.

use super::BUDGET;
use super::write::length;
use crate::render::words::{Noun, number};

/// What every block of rows gets before an earlier one may have more, where there is room for that.
const LEAST: usize = 1_500;

/// A part of a comment.
#[derive(Clone, Debug)]
pub(in crate::render) enum Block {
    /// Short, and always there.
    Always(String),
    /// As many rows as fit.
    Rows(Rows),
}

/// Rows between an opening and a closing that belong together.
#[derive(Clone, Debug)]
pub(in crate::render) struct Rows {
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
    pub(in crate::render) fn new(
        open: String,
        rows: impl ExactSizeIterator<Item = String>,
        close: &str,
        noun: Noun,
    ) -> Self {
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

    /// Says how many rows are missing, and where they are.
    fn missing(&self, count: usize, whole: &str) -> String {
        let (count, noun) = (count as u64, self.noun.form(count as u64));
        format!("**… and {} more {noun}**, too long for a comment: see the full {whole}.\n\n", number(count))
    }

    /// The rows that fit, and how many do not.
    fn write(&self, out: &mut String, granted: usize, whole: &str) {
        let is_whole = self.fitting.len() == self.total && self.needs() <= granted;
        let frame = length(&self.open) + length(&self.close) + length(&self.missing(self.total, whole));
        let mut left = if is_whole { usize::MAX } else { granted.saturating_sub(frame) };
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
            out.push_str(&self.missing(self.total - count, whole));
        }
    }
}

/// The blocks in at most so many characters, as long as there is room for what is always there and for a line about
/// each block that is not. Earlier rows come before later ones, but no block is crowded out. `whole` is what has all
/// rows: the plan, the report.
pub(super) fn compose(blocks: &[Block], budget: usize, whole: &str) -> String {
    let always: usize = blocks.iter().map(|block| if let Block::Always(text) = block { length(text) } else { 0 }).sum();
    let tables = blocks.iter().filter(|block| matches!(block, Block::Rows(_))).count();
    let each = LEAST.min(budget.saturating_sub(always) / tables.max(1));
    let least = |rows: &Rows| rows.needs().min(each.max(length(&rows.missing(rows.total, whole))));
    let all: usize = blocks.iter().map(|block| if let Block::Rows(rows) = block { least(rows) } else { 0 }).sum();
    let mut spare = budget.saturating_sub(always + all);
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Always(text) => out.push_str(text),
            Block::Rows(rows) => {
                let more = rows.needs().saturating_sub(least(rows)).min(spare);
                spare -= more;
                rows.write(&mut out, least(rows) + more, whole);
            }
        }
    }
    out
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
        assert_eq!(compose(&[rows(2)], 10_000, "plan"), "<\nrow 0000\nrow 0001\n>\n");
    }

    #[test]
    fn what_does_not_fit_is_counted() {
        let text = compose(&[Block::Always("a".repeat(100)), rows(1_000), rows(1_000)], 6_000, "plan");
        assert!(length(&text) <= 6_000);
        assert_eq!(text.matches("<\n").count(), text.matches(">\n").count());
        let shown = text.matches("row ").count();
        let missing: usize =
            text.split("and ").skip(1).filter_map(|rest| rest.split(' ').next()?.parse::<usize>().ok()).sum();
        assert_eq!(shown + missing, 2_000);
        assert!(shown > 500);
    }

    #[test]
    fn many_blocks_fit_into_little_room() {
        let blocks: Vec<Block> = (0..20).map(|_| rows(50)).collect();
        for budget in [2_000, 4_000, 8_000] {
            let text = compose(&blocks, budget, "report");
            assert!(length(&text) <= budget, "{} in {budget}", length(&text));
            assert!(text.contains("see the full report"));
        }
        let few: Vec<Block> = (0..20).map(|_| rows(1)).collect();
        assert_eq!(compose(&few, 300, "plan").matches("row ").count(), 20, "what needs less than a line is shown");
    }
}

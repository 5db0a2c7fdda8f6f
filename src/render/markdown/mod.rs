//! Markdown for the comment on a pull request (product.md, sections 4 and 7).
//!
//! A hidden marker comes first, so that a comment can be found and replaced in place; then what the plan comes to, for
//! somebody who reads nothing else; then the changes, removals before the rest; then what can be folded. GitHub takes
//! 65,536 characters. What does not fit is left out row by row, never in the middle of one, and said.

mod account;
mod blocks;
mod changes;
mod explanation;
mod guards;
mod plan;
mod report;
mod several;
mod write;

pub(super) use blocks::{Block, Rows};
pub(super) use explanation::explanations;
pub(super) use plan::plans;
pub(super) use report::reports;
pub(super) use write::phrase;
pub use write::sentence_of;

/// Blocks as one comment.
pub(super) fn comment(blocks: &[Block], whole: &str) -> String {
    blocks::compose(blocks, BUDGET, whole)
}

/// Characters of a comment, with a margin below what GitHub takes.
const BUDGET: usize = 60_000;

//! One self-contained page: no script, nothing loaded from anywhere, and a policy that says so to the browser. It
//! reads on a phone, where the rows of tables become cards, in the dark, and on paper, where everything is unfolded.

mod changes;
mod explanation;
mod guards;
mod page;
mod plan;
mod report;
mod write;

pub(super) use explanation::explanations;
pub(super) use page::page;
pub(super) use plan::plans;
pub(super) use report::reports;
pub(super) use write::{boxed, list, phrase};

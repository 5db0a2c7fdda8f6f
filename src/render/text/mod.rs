//! Text for a terminal or a pipe (product.md, section 5).
//!
//! In a pipe a change is exactly one line, nothing is cut and nothing is coloured; on a terminal the same line is
//! wrapped between its segments. Sigils and words carry the meaning, colour repeats it.

mod doctor;
mod explanation;
mod page;
mod paint;
mod plan;
mod report;
mod watch;

pub(super) use doctor::checkups;
pub(super) use explanation::explanations;
pub(super) use page::Page;
pub(super) use plan::plans;
pub(super) use report::reports;
pub(super) use watch::watched;

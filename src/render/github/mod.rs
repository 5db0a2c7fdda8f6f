//! GitHub workflow annotations: `::warning file=…,line=…,title=…::message`, on the line of the door list that causes
//! the changes (product.md, section 4).
//!
//! GitHub shows ten annotations of each level in a step, so everything that one entry causes for one reason is one
//! annotation, and the most important come first. All of them are in the log.

mod annotation;
mod plan;
mod report;

pub(super) use plan::plans;
pub(super) use report::reports;

//! What stands between a credential and a run (`doorlist doctor`): pure judgement of what [`Reader::probe`] asked, or of
//! what a recording has.
//!
//! * `judge` – the checks, in the order in which they depend on each other
//! * `permissions` – which list needs which permission group and is good for what (API page, section 12)
//! * `recorded` – the same for a recorded account
//!
//! [`Reader::probe`]: super::Reader::probe

mod judge;
mod permissions;
mod recorded;
#[cfg(test)]
mod tests;

pub use judge::{Asked, judge};
pub use recorded::recorded;

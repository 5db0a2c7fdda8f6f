//! JSON: the documents themselves, written so that no name in them can do anything, and read with care.

mod read;
mod write;

pub use read::{PlanError, Saved, parse_plan, parse_saved};
pub use write::{line, one_or_array, pretty};

//! The parts of a door list that are not entries, one a file.

mod account;
mod cleanup;
mod directory;
mod limits;
mod offboarding;
mod require;
mod unlisted;

pub(super) use directory::Directory;
#[cfg(test)]
pub(super) use require::OCCASIONS;
pub(super) use require::{ANNOTATIONS, Annotation, Occasion, Require};

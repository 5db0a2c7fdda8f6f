//! The fuzz targets as a crate, for the coverage-guided binaries.

#[path = "targets/mod.rs"]
pub mod targets;

//! The bodies of the fuzz targets: plain functions of the bytes, which panic where a law is broken. The coverage-guided
//! package beside this folder calls them, and so does `cargo test --test fuzz`.
//!
//! They assert laws and not only that nothing panics; where a law needs an answer to compare with, the answer is made
//! here, without the code under test.

mod common;
pub mod decoder;
pub mod edit;
pub mod evidence;
pub mod headers;
#[path = "../../laws/hidden.rs"]
mod hidden;
pub mod loader;
pub mod names;
pub mod plan;
pub mod policies;
pub mod recording;
mod served;
pub mod sheets;

/// One target.
pub type Target = fn(&[u8]);

/// All of them, by the names of their corpus folders.
pub const ALL: &[(&str, Target)] = &[
    ("decoder", decoder::target),
    ("edit", edit::target),
    ("evidence", evidence::target),
    ("headers", headers::target),
    ("loader", loader::target),
    ("names", names::target),
    ("plan", plan::target),
    ("policies", policies::target),
    ("recording", recording::target),
    ("sheets", sheets::target),
];

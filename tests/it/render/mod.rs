//! The renderers: what every format looks like, and that no name can change that.

/// The formats for programs and reviewers.
mod formats;
/// Plans, reports and explanations to render.
pub(crate) mod sample;
/// Text, wide and narrow, with and without colour.
mod text;

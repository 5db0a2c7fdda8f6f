//! The renderers: what every format looks like, and that no name can change that.

/// The formats for programs and reviewers.
mod formats;
/// Names that try to leave their place.
mod hostile;
/// Stand-ins for what is private.
mod redact;
/// Plans, reports and explanations to render.
pub(crate) mod sample;
/// The published schemas.
mod schema;
/// Text, wide and narrow, with and without colour.
mod text;

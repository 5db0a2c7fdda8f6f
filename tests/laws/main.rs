//! Laws that hold for every input, as properties.

/// L9: the pace.
mod pace;
/// L10: the page machines.
mod page;
mod plan;

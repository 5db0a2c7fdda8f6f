//! Laws that hold for every input, as properties.

/// Hostile names change no structure.
mod names;
/// L9: the pace.
mod pace;
/// L10: the page machines.
mod page;
mod plan;

//! Laws that hold for every input, as properties.

mod plan;

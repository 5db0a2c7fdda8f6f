//! Tests of the whole program: one binary, one `mod` line each.

/// Rules of the source tree.
mod floors;

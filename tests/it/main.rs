//! Tests of the whole program: one binary, one `mod` line each.

/// The client of the Cloudflare API.
mod api;
/// The commands: the real binary, what it prints and how it ends.
mod cli;
/// Door lists: what is read, refused, shown and published.
mod config;
/// Applying over the library: phases, faults, interruptions.
mod engine;
/// Rules of the source tree.
mod floors;
/// The renderers.
mod render;
/// Runbooks for who leaves.
mod runbooks;
/// The embedded API, endpoint by endpoint.
mod sandbox;
/// What the tests of the whole program share.
mod support;

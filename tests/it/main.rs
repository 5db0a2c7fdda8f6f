//! Tests of the whole program: one binary, one `mod` line each.

#![expect(clippy::disallowed_methods, reason = "tests start processes, wait for them and hand on PATH")]

/// The scenarios of `tests/acceptance/` against the real binary.
mod acceptance;
/// The client of the Cloudflare API.
mod api;
/// The commands: the real binary, what it prints and how it ends.
mod cli;
/// Door lists: what is read, refused, shown and published.
mod config;
/// Applying over the library: phases, faults, interruptions.
mod engine;
/// Every folder of `examples/` does what its README says.
mod examples;
/// Rules of the source tree.
mod floors;
/// What is said of a registration beside its verdict.
mod judging;
/// What offboarding plans beside removals.
mod offboarding;
/// What the README says is so.
mod readme;
/// The recipes for CI systems, their shell steps executed against the sandbox.
mod recipes;
/// The renderers.
mod render;
/// Runbooks for who leaves.
mod runbooks;
/// The embedded API, endpoint by endpoint.
mod sandbox;
/// What the tests of the whole program share.
mod support;

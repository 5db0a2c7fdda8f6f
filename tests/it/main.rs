//! Tests of the whole program: one binary, one `mod` line each.

/// The client of the Cloudflare API.
mod api;
/// Door lists: what is read, refused, shown and published.
mod config;
/// Rules of the source tree.
mod floors;
/// The renderers.
mod render;
/// The embedded API, endpoint by endpoint.
mod sandbox;

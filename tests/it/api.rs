//! The client of the Cloudflare API, without a network (`script`) and against the `sandbox`.

mod decoding;
mod enrollment;
mod pages;
mod probe;
mod record;
mod recordings;
mod refusals;
mod retry;
mod sandbox;
mod script;
mod writes;

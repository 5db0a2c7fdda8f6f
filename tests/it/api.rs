//! The client of the Cloudflare API, without a network (`script`).

mod decoding;
mod enrollment;
mod pages;
mod record;
mod recordings;
mod refusals;
mod retry;
mod script;
mod writes;

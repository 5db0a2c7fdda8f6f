//! The sandbox: an embedded Cloudflare API over a recorded account, stateful, over real HTTP on loopback or in process
//! (product.md, section 4; fine print B8).
//!
//! ```text
//! recording ─▶ account ◀─▶ routes ◀─ http::gate ◀─ request        account · endpoints · log, limit, faults
//!                 ▲                      │
//!             comeback                 fault                      clients that return · answers that go wrong
//! ```
//!
//! It serves every endpoint of the API page and of the vendor's `OpenAPI` description, the end-of-life ones too, below
//! `/client/v4` and at the root: filters, sorts, both ways of paging, refusals with their documented codes, rate limit
//! headers, `cf-ray`. Lists that the recording does not have answer 403 (9109), as they did when the account was read.
//! Any token and any key pair is accepted, and none is kept.
//!
//! Where the pages are silent:
//!
//! * the order of a list is by id; `per_page` of the device lists is 50 unless asked for, at most 1,000
//!   ([`Options::page_size`], [`Options::largest_page`]), and 400 above that ([`Options::beyond_largest`]);
//! * a bulk call with an unknown id answers 404 and does nothing ([`Options::unknown_ids`]); an id twice counts once;
//! * a second delete answers 404; a second revoke is done and changes nothing, `revoked_at` stays;
//! * the end-of-life endpoints answer 400 (2008) on an account where two people are active on one device, that is, in
//!   multi-user mode;
//! * a PUT keeps keys of a policy or an application that nobody knows here;
//! * `DELETE /access/users/{id}` answers 202, takes the seat and keeps the record;
//! * everybody with a seat has one session, until it is ended;
//! * times come from a clock that starts when the account was recorded and moves a millisecond with each write.
//!
//! [`fault`] says how it fails on demand, `comeback` who enrols again, `http::control` what `/__sandbox` does.

mod account;
mod comeback;
mod error;
pub mod fault;
mod http;
mod options;
mod routes;
mod server;
mod shared;

pub use self::comeback::Absences;
pub use self::error::SandboxError;
pub use self::http::log::LoggedRequest;
pub use self::options::{BeyondLargest, Options, Quota, UnknownIds};
pub use self::server::Sandbox;

//! What offboarding changes beside registrations: policies, applications, lists, tokens, sessions, seats (API page,
//! sections 4 to 6).
//!
//! Policies and applications are written whole, without anything that keeps two writers apart. So a document is kept
//! as it was read, every key and every rule of it; one rule or link is changed; and what is read afterwards is held
//! against what was wanted.
//!
//! ```text
//! GET ─▶ document ─▶ wanted = document with one change ─▶ PUT wanted, less what only the API writes
//!                       └──────────── differences(wanted, GET) ─▶ nothing, or what else changed
//! ```
//!
//! * `policy`, `application` – the two documents; `rules`, `difference` – their parts
//! * `requests` – the calls as values; `write` – making them

mod application;
mod difference;
mod policy;
pub(super) mod requests;
mod rules;
mod write;

pub use application::ApplicationDocument;
pub use policy::{PolicyDocument, PolicyPlace};
pub use write::is_token_in_use;

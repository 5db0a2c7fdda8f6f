//! The evidence of one apply: a folder that an auditor can read (product.md, section 6). Pure: values in, files out;
//! the command line writes them, step by step, so that a run that is cut off leaves a usable folder.
//!
//! ```text
//! what is told ─▶ change.json ┐
//! plan ─▶ plan.json, plan.md  ├─ before the first change
//! account ─▶ before.json      ┘
//! exchange ─▶ a line of requests.jsonl, as it happens
//! report, account read again ─▶ report.json, after.json, summary.json, README.md ─▶ manifest.json, last
//! ```
//!
//! * [`affected`] – whom and what a plan touches; nobody else's state is in the folder
//! * [`subject`] – the outcomes by person, machine or token, with what proves them
//! * [`mask`] – stand-ins in everything (`--redact`)
//! * [`sla`] – due and done
//! * [`since`], `watch` – a folder read back, and who came back since
//!
//! Documents are made from decoded values, never from bodies or headers: no public key, no secret and no credential
//! has a way into them. The same inputs give the same bytes.

mod affected;
pub mod after;
pub mod change;
mod dossier;
pub mod manifest;
mod mask;
mod names;
mod readme;
pub mod request;
pub mod since;
pub mod sla;
pub mod state;
pub mod subject;
pub mod summary;
#[cfg(test)]
mod tests;
mod watch;

pub use change::{CiRun, Consent, Told, is_same};
pub use dossier::{Dossier, File};
pub use manifest::{Compared, Manifest, sha256};
pub use names::{MANIFEST, REQUESTS, beginnings, file_names};
pub use request::Request;
pub use since::{Since, SinceError};
pub use watch::watch;

/// The version of the documents of a folder.
const FORMAT_VERSION: &str = "1.0";

/// Name and version of this program.
const GENERATOR: &str = concat!("doorlist ", env!("CARGO_PKG_VERSION"));

//! Reading an account: every list that is needed, whole, side by side (product.md, sections 6 to 8; fine print A17, B4
//! to B6).
//!
//! * `reader` – what is read, and what of it the run can do without
//! * `list` – where each list is, and how it is walked
//! * `lists` – one list to its end, again where it moved; `decoding` – pages to rows beside the waiting
//! * `enrollment` – application, policies, groups and lists, as far as enrollment refers to them
//! * `single` – organization and single objects; `targets` – what effects change, one at a time; `references` – what
//!   refers to a token
//! * `record` – the same lists, to the byte
//! * `probe` – every endpoint once, to see what the credential may
//! * `failure` – what a list that cannot be read means for the run

mod decoding;
mod enrollment;
mod failure;
mod list;
mod lists;
mod probe;
mod reader;
mod record;
mod references;
mod single;
mod targets;

pub use probe::{Probed, ProbedList, Verified};
pub use reader::Reader;
pub use record::{Recorded, Unrecorded};

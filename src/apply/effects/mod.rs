//! Effects beside those on registrations, one target at a time (product.md, section 3).
//!
//! Each kind says what a reading makes of its target ([`Look`]) and with which call it is changed; the loop in
//! `step.rs` does the rest: read, change, read again, and what an unclear answer takes. Ending sessions cannot be read
//! back and has a loop of its own.
//!
//! * `block` – an address on a Gateway list; `exclude` – an Exclude rule in a policy
//! * `detach` – a token out of a policy, a policy out of the application; `policy` – what both kinds of policy share
//! * `token` – disabling, deleting; `seat`, `device`, `sessions`

mod block;
mod detach;
mod device;
mod dispatch;
mod exclude;
mod policy;
mod seat;
mod seats;
mod sessions;
mod step;
mod token;

use step::{Look, Step};

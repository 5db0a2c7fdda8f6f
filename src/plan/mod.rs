//! The planner: door list, account and time in, plan out. Pure: no I/O, no clock, no environment.
//!
//! One registration is judged by the stages of product.md, section 2, in their order; the first that decides,
//! decides:
//!
//! | stage | file |
//! |---|---|
//! | 1 protected, 2 machines with a state, 3 owner, 4 device class, 5 restore | [`stages`] on the facts of [`facts`] |
//! | 6 `max_registrations` | [`caps`] |
//! | 7 `cleanup` | [`cleanup`] |
//! | what else would have removed it | [`also`] |
//!
//! From the verdicts come [`actions`] (with [`returns`] and what must still be true), [`findings`], [`summary`],
//! and last, by a second reading of the finished plan, the [`guard`]s and the [`digest`].

pub mod actions;
pub mod also;
pub mod caps;
pub mod cleanup;
pub mod cost;
pub mod digest;
pub mod duplicates;
pub mod explain;
pub mod facts;
pub mod findings;
pub mod guard;
pub mod invariants;
pub mod inventory;
pub mod judge;
pub mod machine;
pub mod matching;
pub mod offboarding;
pub mod people;
pub mod pin;
pub mod planner;
pub mod rank;
pub mod returning;
pub mod returns;
pub mod runbook;
pub mod sentences;
pub mod stages;
pub mod summary;
pub mod targets;
pub mod verdict;
pub mod view;

pub use digest::verify;
pub use explain::explain;
pub use guard::{Ack, Approved, Refused, approve, with_limits};
pub use invariants::{Violation, violations};
pub use judge::judge;
pub use offboarding::blocks_by;
pub use planner::{Refusal, Settings, doorlist, plan, resume};
pub use runbook::{NoRunbook, Request, runbook};
pub use verdict::{Cause, Verdict};

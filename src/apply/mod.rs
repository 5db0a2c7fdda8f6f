//! Carries a plan out (product.md, section 6). Pure orchestration over [`Remote`]: no printing, no files, and the
//! plan leaves nothing to decide.
//!
//! * The phases come in their order; within one, registrations go in bulk calls (`batch.rs`) and everything else one
//!   by one (`effects`).
//! * Just before each call its targets are read again and compared with `expect` (`standing.rs`, `effects`): as
//!   planned → changed; gone, or already so → success; anything else → superseded, never touched. What goes one by one
//!   is read once more afterwards.
//! * A failed action stops what depends on it (`depend.rs`) and nothing else. A lost permission stops its kind; a
//!   refused credential, a longer pause than a run waits, silence and a signal stop what is not begun.
//! * Every action has exactly one outcome (`ledger.rs`).
//!
//! There is no state file: the account is the state. A run that ended anywhere is finished by the same command.

mod answer;
mod batch;
mod confirm;
mod depend;
mod effects;
mod engine;
mod ledger;
mod live;
mod observer;
mod remote;
mod standing;
#[cfg(test)]
mod tests;

pub use batch::BatchSize;
pub use confirm::confirm;
pub use engine::{Ending, Watch};
pub use live::Live;
pub use observer::{Event, Observer, Unobserved};
pub use remote::{Change, Effect, Halt, ReadFailure, Remote, WriteFailure};

use crate::plan::Approved;

/// Carries out an approved plan.
pub async fn run<'a>(approved: &'a Approved, remote: &'a impl Remote, batch: BatchSize, watch: Watch<'a>) -> Ending {
    engine::Engine::new(&approved.plan().actions, remote, batch, watch).run().await
}

//! Applying from the command line (product.md, section 6).
//!
//! * `fresh` – plan, show, ask, do; `saved` – check a reviewed plan, do
//! * `check` – whether a saved plan may be applied; `consent` – asking on a terminal
//! * `evidence` – every folder begun before the first change
//! * `unfinished` – the plan of a run that was cut off, for the next one
//! * `execute` – all accounts, one after the other; `verify` – reading them again
//!
//! Either way all accounts are read, planned and guarded before the first write anywhere.

mod check;
mod consent;
mod evidence;
mod execute;
mod fresh;
mod hands;
mod saved;
mod show;
mod unfinished;
mod verify;

pub(crate) use fresh::fresh;
pub(crate) use saved::saved;

//! Writing the evidence of an apply, step by step, so that a run that is cut off leaves a usable folder.
//!
//! * `told` – who asked, who approved, which CI run: from the options and the environment
//! * `recorder` – sees every exchange, and writes it down as it happens
//! * `record` – one account's folder: opened before the first change, closed after the last look

mod record;
mod recorder;
mod told;

pub(crate) use record::{NEEDS, Record};
pub(crate) use recorder::Recorder;
pub(crate) use told::told;

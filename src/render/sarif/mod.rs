//! SARIF 2.1.0 (OASIS): one run for each account, one result for each change, finding and tripped guard, at the line
//! of the door list that causes it. The rules are the published codes with their meanings.

mod result;
mod rules;
mod run;

pub(super) use run::{plans, reports};

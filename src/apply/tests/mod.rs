//! The engine against an account that is a value and fails on demand.

mod block;
mod bulk;
#[path = "../../../tests/it/support/cases.rs"]
mod cases;
mod confirm;
mod dependants;
mod detach;
mod devices;
mod exclude;
mod fake;
mod halts;
mod planned;
mod resume;
mod seats;
mod sessions;
mod things;
mod tokens;
mod unchanged;
mod way_out;

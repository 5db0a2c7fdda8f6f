//! The engine against an account that is a value and fails on demand.

mod bulk;
mod confirm;
mod dependants;
mod devices;
mod fake;
mod halts;
mod resume;
mod unchanged;

//! A unified diff of the account before and after (product.md, sections 4 and 5): what `diff -u` would say of two
//! lists with one line for each registration, device record, seat, token and rule.
//!
//! The lists hold the registrations that change, and those that stay of the same people and on the same machines, so
//! that a reader sees what somebody has left. Rows of one owner stand together. Lines are compared row by row, which
//! is linear and shows a changed registration as `-` and `+` one under the other.

mod rows;
mod unified;

pub(super) use rows::{plans, reports};

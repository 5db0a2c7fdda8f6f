//! Will it come back? The enrollment policies of the account, evaluated for one identity (product.md, section 3;
//! fine print A13, A22, A23; API page, section 6.4).
//!
//! * [`truth`] – what is true in every way in which the unknown may turn out
//! * [`doubts`] – what is unknown
//! * [`rules`] – one rule, one set of rules, groups within groups
//! * [`walk`] – all policies in Cloudflare's order
//! * [`evaluate`] – who may ask, and what is asked of an account
//! * [`remedy`] – the smallest change that would make a removal stick

pub mod doubts;
pub mod evaluate;
pub mod remedy;
pub mod rules;
#[cfg(test)]
mod tests;
pub mod truth;
pub mod walk;

pub use evaluate::{Enrollment, Subject};

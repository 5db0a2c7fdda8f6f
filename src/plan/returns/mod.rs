//! Will it come back? The enrollment policies of the account, evaluated for one identity (product.md, section 3;
//! fine print A13, A22, A23; API page, section 6.4).
//!
//! * [`three`] – three-valued logic: true, false, and unknown with what would have to be known
//! * [`rules`] – one rule, one set of rules, groups within groups
//! * [`evaluate`] – all policies in Cloudflare's order
//! * [`remedy`] – the smallest change that would make a removal stick

pub mod evaluate;
pub mod remedy;
pub mod rules;
#[cfg(test)]
mod tests;
pub mod three;

pub use evaluate::{Enrollment, Subject};

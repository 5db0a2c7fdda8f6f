//! Recorded accounts (product.md, section 4; fine print A17, A46, A52): one JSON file with the rows as the API returns
//! them. Rows are decoded one at a time, so that a file of a gigabyte takes no tree in memory.

mod account;
mod document;
mod parts;

pub use account::{Head, account, head};
pub(super) use document::Document;

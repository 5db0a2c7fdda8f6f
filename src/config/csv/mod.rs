//! CSV files that decide over access (product.md, section 1; fine print A18). Whatever is not as it should be stops the
//! run: a short export must not cut anybody off.

mod quotes;
mod serials;
mod sheet;

pub(super) use sheet::{Demands, Row, Sheet};

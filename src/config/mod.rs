//! Door lists: from YAML text to a validated [`DoorList`] (product.md, section 1).
//!
//! ```text
//! path ─▶ files ─▶ text ─▶ parse ─▶ node ─▶ reader ─▶ entry, section ─▶ draft ─▶ check ─▶ DoorList
//!                                              ▲           │
//!                                            keys, words   └─▶ csv (directory, serials_from)
//! ```
//!
//! Every problem of every file is reported in one run. A derived `Deserialize` stops at the first, so the text is
//! made a tree in which each value knows its place (`node`), and that tree is read by hand: whatever is wrong goes to
//! `trouble`, and reading goes on. `keys` and `words` say what may stand where; [`schema()`] says the same to editors,
//! and a test holds the two together. The YAML library is known to `parse` alone.
//!
//! Nothing here opens a file or asks for the time: both come in through [`Files`] and `now`.

mod case;
mod check;
pub mod codes;
mod csv;
mod draft;
pub mod edit;
mod email;
mod entry;
mod files;
mod keys;
mod library;
mod load;
mod node;
mod parse;
mod reader;
mod scalar;
mod schema;
mod section;
mod text;
mod time;
mod trouble;
mod words;

use jiff::Timestamp;

pub use case::{Case, WRITING_OPTIONS};
pub use files::{CSV_LIMIT, DOOR_LIST_LIMIT, FileData, FileProblem, Files};
pub use schema::schema;
pub use time::parse_duration;

use crate::model::doorlist::AccountPin;
use crate::model::{Diagnostic, DoorList};

/// A door list that can be planned with.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The door list with everything that it includes.
    pub list: DoorList,
    /// What is worth a look and stops nothing.
    pub warnings: Vec<Diagnostic>,
}

/// Reads the door list at `path`, its includes and its CSV files; `now` decides whether a CSV file is stale.
///
/// # Errors
/// Every problem of every file, in the order of the files from top to bottom, warnings last. Where none of them is of
/// the class `Problem`, the files are right and something that they rely on is not (fine print A18).
pub fn load(path: &str, files: &dyn Files, now: Timestamp) -> Result<Loaded, Vec<Diagnostic>> {
    load::load(path, files, now)
}

/// The account that a door list is for, where that much can be read.
pub fn pin(path: &str, files: &dyn Files) -> Option<AccountPin> {
    load::pin(path, files)
}

/// Reads the `case.yaml` of a runbook test.
///
/// # Errors
/// Every problem of the file, from top to bottom; a command that would change files is one.
pub fn case(path: &str, files: &dyn Files) -> Result<Case, Vec<Diagnostic>> {
    load::case(path, files)
}

//! A second look at what was written, by the same code that will read it.

use jiff::Timestamp;

use crate::cli::error::Stop;
use crate::config::{self, FileData, FileProblem, Files};
use crate::model::Account;
use crate::plan::{self, Settings};

/// The text under any name.
struct Only<'a>(&'a str);

impl Files for Only<'_> {
    fn read(&self, _path: &str, _limit: u64) -> Result<FileData, FileProblem> {
        Ok(FileData { bytes: self.0.as_bytes().to_vec(), modified: None })
    }
}

/// Loads the text and plans with it: it has to be right, and its plan empty.
///
/// # Errors
/// What is wrong with it, which is a fault of this program or an account that no door list can describe.
pub(crate) fn check(text: &str, account: &Account, now: Timestamp) -> Result<(), Stop> {
    let loaded = config::load("doorlist.yaml", &Only(text), now).map_err(|diagnostics| {
        let first = diagnostics.first().map(|diagnostic| diagnostic.message.clone()).unwrap_or_default();
        Stop::error(format!("no door list can be written for this account: {first}"))
    })?;
    let plan = plan::plan(&loaded.list, account, now, &Settings::default())?;
    match plan.actions.first() {
        None => Ok(()),
        Some(action) => Err(Stop::error(format!("the first plan would not be empty: {}", action.id))),
    }
}

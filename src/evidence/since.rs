//! A folder read back: the manifest first, then whether the folder still is what it says, then what was removed. Where a
//! run was cut off there is no manifest, and what was removed is told by the plan and the answers.

use std::collections::{BTreeMap, HashMap};

use jiff::{SignedDuration, Timestamp};
use serde::de::DeserializeOwned;

use super::change::Change;
use super::manifest::Manifest;
use super::request::{Request, Writes};
use super::state::{Device, State};
use super::{FORMAT_VERSION, MANIFEST, names};
use crate::model::Plan;
use crate::model::plan::{Action, PlanAccount};
use crate::model::report::{Became, Outcome, Report};

/// Why a folder cannot be looked back at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SinceError {
    /// There is neither a manifest nor the beginning of a run.
    #[error("it is no evidence folder: it has neither manifest.json nor change.json")]
    NoEvidence,
    /// Files are missing or were changed.
    #[error("the folder was edited since it was written: {}", .0.join("; "))]
    Edited(Vec<String>),
    /// A document cannot be read.
    #[error("{file} cannot be read: {why}")]
    Unreadable {
        /// Which.
        file: &'static str,
        /// Why.
        why: String,
    },
    /// A document of another major version.
    #[error("{file} has format version {version:?}, and this program reads 1.x")]
    Version {
        /// Which.
        file: &'static str,
        /// Its version.
        version: String,
    },
}

/// A folder that is as it was written, or as far as its run got.
#[derive(Clone, Debug, PartialEq)]
pub struct Since {
    /// Files that were laid beside it.
    pub added: Vec<String>,
    /// When the run ended; nothing where it was cut off.
    pub finished_at: Option<Timestamp>,
    pub(super) change: Change,
    pub(super) before: State,
    /// What was removed, as far as it was settled: what was never done cannot come back.
    pub(super) removed: Vec<Outcome>,
}

impl Since {
    /// Reads the files of a folder, by their paths in it.
    ///
    /// # Errors
    /// No evidence, a file that differs from the manifest, or a document that cannot be read.
    pub fn read(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, SinceError> {
        match files.get(MANIFEST) {
            Some(bytes) => Self::finished(files, &document(MANIFEST, bytes)?),
            None if files.contains_key(names::CHANGE) => Self::cut_off(files),
            None => Err(SinceError::NoEvidence),
        }
    }

    fn finished(files: &BTreeMap<String, Vec<u8>>, manifest: &Manifest) -> Result<Self, SinceError> {
        version(MANIFEST, &manifest.format_version)?;
        let mut others = files.clone();
        others.remove(MANIFEST);
        let compared = manifest.compare(&others);
        if !compared.edited.is_empty() {
            return Err(SinceError::Edited(compared.edited));
        }
        let report: Report = named(files, names::REPORT)?;
        let is_settled = |outcome: &Outcome| matches!(outcome.became, Became::Done | Became::AlreadyDone);
        let is_removal = |outcome: &Outcome| outcome.action.kind.removes_registration() && is_settled(outcome);
        Ok(Self {
            change: named(files, names::CHANGE)?,
            before: named(files, names::BEFORE)?,
            removed: report.outcomes.into_iter().filter(is_removal).collect(),
            added: compared.added,
            finished_at: Some(manifest.finished_at),
        })
    }

    /// Before there is a manifest: a removal counts where a write that named its registration was answered with success.
    fn cut_off(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, SinceError> {
        let change: Change = named(files, names::CHANGE)?;
        version(names::CHANGE, &change.format_version)?;
        let plan: Plan = named(files, names::PLAN)?;
        let requests = requests(files);
        let writes = Writes::of(&requests);
        let removed = plan.actions.into_iter().filter(|action| action.kind.removes_registration());
        Ok(Self {
            change,
            before: named(files, names::BEFORE)?,
            removed: removed.filter_map(|action| answered(action, &writes)).collect(),
            added: Vec::new(),
            finished_at: None,
        })
    }

    /// The account that it is of.
    pub fn account(&self) -> &PlanAccount {
        &self.change.account
    }

    /// The machines by their ids.
    pub(super) fn devices(&self) -> HashMap<&str, &Device> {
        self.before.devices.rows().iter().map(|device| (device.id.as_str(), device)).collect()
    }
}

/// The lines that are whole: the last one may have been cut off with the run.
fn requests(files: &BTreeMap<String, Vec<u8>>) -> Vec<Request> {
    let bytes = files.get(names::REQUESTS).map_or(&[][..], Vec::as_slice);
    bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

fn answered(action: Action, writes: &Writes<'_>) -> Option<Outcome> {
    let id = action.target.registration_id.as_deref()?;
    let write = writes.naming(id).iter().find(|write| write.is_success())?;
    let took = SignedDuration::from_millis(i64::try_from(write.duration_ms).unwrap_or(i64::MAX));
    let finished_at = Some(write.started_at.saturating_add(took).unwrap_or(write.started_at));
    Some(Outcome { action, became: Became::Done, detail: None, finished_at })
}

fn named<T: DeserializeOwned>(files: &BTreeMap<String, Vec<u8>>, file: &'static str) -> Result<T, SinceError> {
    let missing = || SinceError::Unreadable { file, why: "it is not in the folder".to_owned() };
    document(file, files.get(file).ok_or_else(missing)?)
}

fn document<T: DeserializeOwned>(file: &'static str, bytes: &[u8]) -> Result<T, SinceError> {
    serde_json::from_slice(bytes).map_err(|error| SinceError::Unreadable { file, why: error.to_string() })
}

fn version(file: &'static str, version: &str) -> Result<(), SinceError> {
    let major = |text: &str| text.split('.').next().map(str::to_owned);
    if major(version) == major(FORMAT_VERSION) {
        Ok(())
    } else {
        Err(SinceError::Version { file, version: version.to_owned() })
    }
}

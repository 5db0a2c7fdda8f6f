//! A folder read back: the manifest first, then whether the folder still is what it says, then what was removed.

use std::collections::{BTreeMap, HashMap};

use serde::de::DeserializeOwned;

use super::change::Change;
use super::manifest::Manifest;
use super::state::{Device, State};
use super::{FORMAT_VERSION, MANIFEST, names};
use crate::model::report::{Became, Outcome, Report};

/// Why a folder cannot be looked back at.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SinceError {
    /// There is no manifest.
    #[error("there is no manifest.json: the run that wrote the folder did not end, or it is no evidence folder")]
    Unfinished,
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

/// A folder that is as it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Since {
    /// Its manifest.
    pub manifest: Manifest,
    /// Files that were laid beside it.
    pub added: Vec<String>,
    pub(super) change: Change,
    pub(super) before: State,
    pub(super) report: Report,
}

impl Since {
    /// Reads the files of a folder, by their paths in it.
    ///
    /// # Errors
    /// No manifest, a file that differs from it, or a document that cannot be read.
    pub fn read(files: &BTreeMap<String, Vec<u8>>) -> Result<Self, SinceError> {
        let manifest: Manifest = match files.get(MANIFEST) {
            Some(bytes) => document(MANIFEST, bytes)?,
            None => return Err(SinceError::Unfinished),
        };
        version(MANIFEST, &manifest.format_version)?;
        let mut others = files.clone();
        others.remove(MANIFEST);
        let compared = manifest.compare(&others);
        if !compared.edited.is_empty() {
            return Err(SinceError::Edited(compared.edited));
        }
        Ok(Self {
            change: named(files, names::CHANGE)?,
            before: named(files, names::BEFORE)?,
            report: named(files, names::REPORT)?,
            added: compared.added,
            manifest,
        })
    }

    /// What was removed, as far as it was settled: what was never done cannot come back.
    pub(super) fn removed(&self) -> impl Iterator<Item = &Outcome> {
        self.report.outcomes.iter().filter(|outcome| {
            outcome.action.kind.removes_registration() && matches!(outcome.became, Became::Done | Became::AlreadyDone)
        })
    }

    /// The machines by their ids.
    pub(super) fn devices(&self) -> HashMap<&str, &Device> {
        self.before.devices.rows().iter().map(|device| (device.id.as_str(), device)).collect()
    }
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

//! `manifest.json`: the sha256 and size of every other file, written last. A folder without one was not finished; a
//! folder that differs from it was edited.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::change::{Change, CiRun};
use super::{FORMAT_VERSION, File, GENERATOR};
use crate::model::plan::{PlanAccount, PlanDoorlist};
use crate::plan::digest::hex;
use jiff::Timestamp;

/// One file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its path in the folder.
    pub path: String,
    /// 64 hexadecimal digits.
    pub sha256: String,
    /// Its size.
    pub bytes: u64,
}

impl Listed {
    fn of(path: &str, bytes: &[u8]) -> Self {
        Self { path: path.to_owned(), sha256: sha256(bytes), bytes: bytes.len() as u64 }
    }
}

/// The sha256 of a file, as `sha256sum` writes it.
pub fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// `1.0`.
    pub format_version: String,
    /// Name and version of the program.
    pub generator: String,
    /// The account.
    pub account: PlanAccount,
    /// The door list.
    pub doorlist: PlanDoorlist,
    /// The plan's digest, as it was approved.
    pub plan_digest: String,
    /// The commit of the door list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// The CI run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ci: Option<CiRun>,
    /// What stand-ins stand for in the folder.
    pub redacted: Vec<String>,
    /// When the run ended.
    pub finished_at: Timestamp,
    /// Every other file, in the order of their paths.
    pub files: Vec<Listed>,
}

impl Manifest {
    pub(super) fn new(change: &Change, finished_at: Timestamp, files: &[File]) -> Self {
        let mut files: Vec<Listed> = files.iter().map(|file| Listed::of(&file.path, &file.bytes)).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Self {
            format_version: FORMAT_VERSION.to_owned(),
            generator: GENERATOR.to_owned(),
            account: change.account.clone(),
            doorlist: change.doorlist.clone(),
            plan_digest: change.plan_digest.clone(),
            commit: change.commit.clone(),
            ci: change.ci.clone(),
            redacted: change.redacted.clone(),
            finished_at,
            files,
        }
    }

    /// What differs between the manifest and a folder's files, which are given without the manifest. A file that was
    /// added is told apart: notes may be laid beside the evidence.
    pub fn compare(&self, files: &BTreeMap<String, Vec<u8>>) -> Compared {
        let mut compared = Compared::default();
        for listed in &self.files {
            match files.get(&listed.path) {
                None => compared.edited.push(format!("{} is missing", listed.path)),
                Some(bytes) if Listed::of(&listed.path, bytes) != *listed => {
                    compared.edited.push(format!("{} was changed", listed.path));
                }
                Some(_) => {}
            }
        }
        let is_listed = |path: &&String| self.files.iter().any(|listed| listed.path == **path);
        compared.added = files.keys().filter(|path| !is_listed(path)).cloned().collect();
        compared
    }
}

/// How a folder differs from its manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Compared {
    /// Files that are missing or changed, in words.
    pub edited: Vec<String>,
    /// Files that are not in the manifest.
    pub added: Vec<String>,
}

#[cfg(test)]
mod tests {
    use super::super::tests::{change, time};
    use super::*;

    fn files() -> BTreeMap<String, Vec<u8>> {
        BTreeMap::from([("a.json".to_owned(), b"{}".to_vec()), ("b.json".to_owned(), Vec::new())])
    }

    fn manifest() -> Manifest {
        let files: Vec<File> = files().into_iter().rev().map(|(path, bytes)| File { path, bytes }).collect();
        Manifest::new(&change(), time("2026-11-22T00:05:00Z"), &files)
    }

    #[test]
    fn every_file_is_listed_as_sha256sum_would() {
        let manifest = manifest();
        let paths: Vec<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
        assert_eq!(paths, ["a.json", "b.json"]);
        assert_eq!(manifest.files[1].sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(manifest.compare(&files()), Compared::default());
    }

    #[test]
    fn every_edit_is_found() {
        let mut edited = files();
        edited.insert("a.json".to_owned(), b"{ }".to_vec());
        edited.remove("b.json");
        edited.insert("note.txt".to_owned(), b"attested".to_vec());
        let compared = manifest().compare(&edited);
        assert_eq!(compared.edited, ["a.json was changed", "b.json is missing"]);
        assert_eq!(compared.added, ["note.txt"]);
    }
}

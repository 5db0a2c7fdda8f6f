//! Files for the tests: folders of the repository, or a few texts in memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use doorlist::config::{FileData, FileProblem, Files, Loaded, load};
use doorlist::model::Diagnostic;
use jiff::{SignedDuration, Timestamp};

/// The instant of every test, 2026-11-22T00:00:00Z.
pub(super) fn now() -> Timestamp {
    "2026-11-22T00:00:00Z".parse().expect("a timestamp")
}

/// How old every file is.
const AGE: SignedDuration = SignedDuration::from_hours(36);

/// A folder below `tests/fixtures`.
pub(super) fn fixtures(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(folder)
}

/// The files of a folder. `x.repeat` stands for a file `x`: its first line says how often the rest is repeated.
pub(super) struct Folder(pub(super) PathBuf);

impl Folder {
    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        let path = self.0.join(path);
        let name = path.file_name()?.to_string_lossy().into_owned();
        fs::read(&path).ok().or_else(|| {
            let text = fs::read_to_string(path.with_file_name(format!("{name}.repeat"))).ok()?;
            let (times, part) = text.split_once('\n')?;
            Some(part.repeat(times.parse().ok()?).into_bytes())
        })
    }
}

impl Files for Folder {
    fn read(&self, path: &str, limit: u64) -> Result<FileData, FileProblem> {
        let bytes = self.bytes(path).ok_or(FileProblem::Missing)?;
        sized(bytes, limit)
    }
}

/// Texts by their path.
pub(super) struct Memory(pub(super) BTreeMap<String, Vec<u8>>);

impl Memory {
    /// One door list and nothing else.
    pub(super) fn one(text: impl Into<Vec<u8>>) -> Self {
        Self(BTreeMap::from([("doorlist.yaml".to_owned(), text.into())]))
    }

    /// The same with one more file.
    pub(super) fn and(mut self, path: &str, text: &str) -> Self {
        self.0.insert(path.to_owned(), text.as_bytes().to_vec());
        self
    }

    pub(super) fn load(&self) -> Result<Loaded, Vec<Diagnostic>> {
        load("doorlist.yaml", self, now())
    }
}

impl Files for Memory {
    fn read(&self, path: &str, limit: u64) -> Result<FileData, FileProblem> {
        sized(self.0.get(path).cloned().ok_or(FileProblem::Missing)?, limit)
    }
}

fn sized(bytes: Vec<u8>, limit: u64) -> Result<FileData, FileProblem> {
    if bytes.len() as u64 > limit {
        return Err(FileProblem::TooLarge);
    }
    Ok(FileData { bytes, modified: Some(now() - AGE) })
}

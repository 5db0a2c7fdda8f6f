//! The files of one run: opened through [`Files`], each remembered with its digest.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::files::{FileData, FileProblem, Files};
use crate::model::doorlist::SourceFile;

/// Opens files and remembers which.
pub(super) struct Library<'f> {
    files: &'f dyn Files,
    now: Timestamp,
    read: Vec<SourceFile>,
}

impl<'f> Library<'f> {
    pub(super) fn new(files: &'f dyn Files, now: Timestamp) -> Self {
        Self { files, now, read: Vec::new() }
    }

    pub(super) fn open(&mut self, path: &str, limit: u64) -> Result<FileData, FileProblem> {
        let data = self.files.read(path, limit)?;
        if u64::try_from(data.bytes.len()).unwrap_or(u64::MAX) > limit {
            return Err(FileProblem::TooLarge);
        }
        if !self.read.iter().any(|file| *file.name == *path) {
            self.read.push(SourceFile { name: Arc::from(path), sha256: sha256(&data.bytes) });
        }
        Ok(data)
    }

    /// How old a file is (fine print A18): never negative, and unknown where the system does not say.
    pub(super) fn age(&self, data: &FileData) -> Option<SignedDuration> {
        data.modified.map(|modified| self.now.duration_since(modified).max(SignedDuration::ZERO))
    }

    /// Every file that was read, in the order of reading.
    pub(super) fn into_read(self) -> Vec<SourceFile> {
        self.read
    }
}

fn sha256(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a string cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_what_sha256sum_prints() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}

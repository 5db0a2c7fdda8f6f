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

    /// One name for a file that has several.
    pub(super) fn identity(&self, path: &str) -> String {
        self.files.identity(path)
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

    struct Nothing;

    impl Files for Nothing {
        fn read(&self, _: &str, _: u64) -> Result<FileData, FileProblem> {
            Ok(FileData { bytes: b"12345".to_vec(), modified: None })
        }
    }

    #[test]
    fn nothing_is_from_the_future() {
        let library = Library::new(&Nothing, Timestamp::UNIX_EPOCH);
        let age = |modified| library.age(&FileData { bytes: Vec::new(), modified });
        assert_eq!(age(Some(Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1))), Some(SignedDuration::ZERO));
        assert_eq!(
            age(Some(Timestamp::UNIX_EPOCH - SignedDuration::from_hours(1))),
            Some(SignedDuration::from_hours(1))
        );
        assert_eq!(age(None), None);
    }

    #[test]
    fn a_file_beyond_the_limit_is_refused_even_where_it_was_read() {
        let mut library = Library::new(&Nothing, Timestamp::UNIX_EPOCH);
        assert_eq!(library.open("a", 4), Err(FileProblem::TooLarge));
        assert!(library.open("a", 5).is_ok());
    }

    #[test]
    fn a_digest_is_what_sha256sum_prints() {
        assert_eq!(sha256(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}

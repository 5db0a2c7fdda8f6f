//! What the targets share: files in memory, inputs of several parts, and choices made of bytes.

use std::collections::BTreeMap;

use doorlist::config::{FileData, FileProblem, Files, Loaded, load};
use doorlist::model::Diagnostic;
use jiff::{SignedDuration, Timestamp};

/// The instant of every target.
pub(super) fn now() -> Timestamp {
    "2026-11-22T00:00:00Z".parse().expect("a timestamp")
}

/// The account of the targets that need one.
pub(super) const ACCOUNT: &str = "0123456789abcdef0123456789abcdef";

/// An input of several parts: a line that begins with this begins another one, and the rest of that line is its name.
const MARK: &[u8] = b"#= ";

/// The parts of an input. What stands before the first mark has the given name.
pub(super) fn parts(bytes: &[u8], first: &str) -> Vec<(String, Vec<u8>)> {
    let mut parts = vec![(first.to_owned(), Vec::new())];
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line.strip_prefix(MARK) {
            Some(name) => parts.push((String::from_utf8_lossy(name).trim().to_owned(), Vec::new())),
            None => parts.last_mut().expect("never empty").1.extend_from_slice(line),
        }
    }
    parts
}

/// Files by their path, each a day and a half old.
pub(super) struct Memory(pub(super) BTreeMap<String, Vec<u8>>);

impl Memory {
    /// One door list and nothing else.
    pub(super) fn one(text: &str) -> Self {
        Self(BTreeMap::from([("doorlist.yaml".to_owned(), text.as_bytes().to_vec())]))
    }

    pub(super) fn load(&self) -> Result<Loaded, Vec<Diagnostic>> {
        load("doorlist.yaml", self, now())
    }
}

impl Files for Memory {
    fn read(&self, path: &str, limit: u64) -> Result<FileData, FileProblem> {
        let bytes = self.0.get(path).cloned().ok_or(FileProblem::Missing)?;
        if bytes.len() as u64 > limit {
            return Err(FileProblem::TooLarge);
        }
        Ok(FileData { bytes, modified: Some(now() - SignedDuration::from_hours(36)) })
    }
}

/// Choices made of bytes; once they are used up, every choice is the first.
pub(super) struct Draw<'b>(std::slice::Iter<'b, u8>);

impl<'b> Draw<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self(bytes.iter())
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % bound
    }

    pub(super) fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    pub(super) fn several<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        (0..self.below(most + 1)).map(|_| make(self)).collect()
    }
}

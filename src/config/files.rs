//! What `config` asks of the world: the bytes of a file and its age. The files themselves are opened by `cli`.

use std::path::Path;

use jiff::Timestamp;

/// Bytes that a door list may have (product.md, section 7).
pub const DOOR_LIST_LIMIT: u64 = 16 * 1024 * 1024;

/// Bytes that a CSV file may have.
pub const CSV_LIMIT: u64 = 256 * 1024 * 1024;

/// Opens files for [`super::load()`].
pub trait Files {
    /// The file at `path`, which is relative to the working directory unless it is absolute.
    ///
    /// # Errors
    /// [`FileProblem`], also where the file has more than `limit` bytes; such a file need not be read to find out.
    fn read(&self, path: &str, limit: u64) -> Result<FileData, FileProblem>;

    /// One name for a file that has several, by links or by absolute and relative paths; the path where it has one.
    fn identity(&self, path: &str) -> String {
        path.to_owned()
    }
}

/// One file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileData {
    /// All of it.
    pub bytes: Vec<u8>,
    /// When it was written, where the system knows.
    pub modified: Option<Timestamp>,
}

/// Why a file could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FileProblem {
    /// Nothing has that name.
    #[error("there is no such file")]
    Missing,
    /// The name is a folder's.
    #[error("it is a folder")]
    Folder,
    /// The system refuses.
    #[error("permission is denied")]
    Denied,
    /// It has more bytes than were allowed.
    #[error("it is too large")]
    TooLarge,
    /// Anything else, in the system's words.
    #[error("{0}")]
    Other(String),
}

/// The path of a file that `from` names as `relative` (fine print A19): beside `from`, with `.` and `..` resolved, so
/// that one file has one name.
pub(super) fn beside(from: &str, relative: &str) -> String {
    if Path::new(relative).is_absolute() {
        return plain(relative);
    }
    match from.rsplit_once('/') {
        Some((folder, _)) => plain(&format!("{folder}/{relative}")),
        None => plain(relative),
    }
}

/// The path without `.`, without doubled slashes, and without a `..` that undoes a part before it.
pub(super) fn plain(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." && parts.last().is_some_and(|last| *last != "..") {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_relative_to_the_file_that_has_it() {
        assert_eq!(beside("doorlist.yaml", "shared/leavers.yaml"), "shared/leavers.yaml");
        assert_eq!(beside("lists/acme.yaml", "../common/./leavers.yaml"), "common/leavers.yaml");
        assert_eq!(beside("/srv/lists/acme.yaml", "staff.csv"), "/srv/lists/staff.csv");
        assert_eq!(beside("lists/acme.yaml", "/srv/staff.csv"), "/srv/staff.csv");
        assert_eq!(beside("acme.yaml", "../../staff.csv"), "../../staff.csv");
    }
}

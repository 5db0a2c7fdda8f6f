//! Files that are read: door lists with their age, recordings, saved plans, folders of door lists.

use std::cell::RefCell;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::Path;

use anyhow::Context as _;
use jiff::Timestamp;

use super::error::Stop;
use crate::config::{FileData, FileProblem, Files};

/// The largest recording or saved plan that is read: an account of a million registrations has less.
const LARGEST: u64 = 4 << 30;

/// The files that a door list names.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Disk;

impl Files for Disk {
    /// Regular files only: a file that somebody else may have named must not make a run wait for ever.
    fn read(&self, path: &str, limit: u64) -> Result<FileData, FileProblem> {
        let about = fs::metadata(path).map_err(|error| problem(&error))?;
        if !about.is_file() && !about.is_dir() {
            return Err(FileProblem::Other("it is no regular file".to_owned()));
        }
        named(path, limit)
    }

    fn identity(&self, path: &str) -> String {
        let canonical = fs::canonicalize(path).ok();
        canonical.map_or_else(|| path.to_owned(), |path| path.to_string_lossy().into_owned())
    }
}

/// A door list that is named on the command line, read once, so that it may be a pipe and cannot change between two
/// looks; with what it names beside it.
#[derive(Debug, Default)]
pub(crate) struct Once {
    first: RefCell<Option<(String, Result<FileData, FileProblem>)>>,
}

impl Files for Once {
    /// What is read first is the door list itself.
    fn read(&self, path: &str, limit: u64) -> Result<FileData, FileProblem> {
        let mut first = self.first.borrow_mut();
        let (own, data) = first.get_or_insert_with(|| (path.to_owned(), named(path, limit)));
        if own == path { data.clone() } else { Disk.read(path, limit) }
    }

    fn identity(&self, path: &str) -> String {
        Disk.identity(path)
    }
}

/// A file of any kind: a pipe is read to its end.
fn named(path: &str, limit: u64) -> Result<FileData, FileProblem> {
    let file = File::open(path).map_err(|error| problem(&error))?;
    let about = file.metadata().map_err(|error| problem(&error))?;
    if about.is_dir() {
        return Err(FileProblem::Folder);
    }
    let bytes = up_to(file, limit).map_err(|error| problem(&error))?.ok_or(FileProblem::TooLarge)?;
    // Where the system does not tell a file's age, the file has none.
    let modified = about.modified().ok().and_then(|at| Timestamp::try_from(at).ok());
    Ok(FileData { bytes, modified })
}

fn problem(error: &io::Error) -> FileProblem {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => FileProblem::Missing,
        ErrorKind::PermissionDenied => FileProblem::Denied,
        ErrorKind::IsADirectory => FileProblem::Folder,
        _ => FileProblem::Other(error.to_string()),
    }
}

/// Whether a path names a pipe that waits for somebody to write into it. One that a shell has opened does not.
#[cfg(unix)]
pub(crate) fn waits_for_a_writer(path: &str) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    fs::symlink_metadata(path).is_ok_and(|about| about.file_type().is_fifo())
}

#[cfg(not(unix))]
pub(crate) fn waits_for_a_writer(_path: &str) -> bool {
    false
}

/// All bytes, or nothing where there are more. The size that the system tells is not believed: a pipe has none.
fn up_to(file: File, limit: u64) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= limit);
    Ok(fits.then_some(bytes))
}

/// A recording or a saved plan.
///
/// # Errors
/// A file that cannot be read, in words that name it.
pub(crate) fn read(path: &str) -> anyhow::Result<Vec<u8>> {
    let data = named(path, LARGEST).with_context(|| format!("cannot read {path}"))?;
    Ok(data.bytes)
}

/// The door lists that `-f` means: a file as it is, a folder its own `*.yaml` and `*.yml` in the order of their names
/// (fine print A50).
///
/// # Errors
/// A folder without any, or one that cannot be read.
pub(crate) fn door_lists(path: &str) -> anyhow::Result<Vec<String>> {
    if !Path::new(path).is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(path).with_context(|| format!("cannot read the folder {path}"))? {
        let entry = entry.with_context(|| format!("cannot read the folder {path}"))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_yaml = Path::new(&name).extension().is_some_and(|end| end == "yaml" || end == "yml");
        if is_yaml && !name.starts_with('.') && entry.path().is_file() {
            found.push(format!("{}/{name}", path.trim_end_matches('/')));
        }
    }
    found.sort();
    if found.is_empty() {
        return Err(Stop::error(format!("the folder {path} has no *.yaml and no *.yml of its own")).into());
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder")
    }

    fn path(folder: &tempfile::TempDir, name: &str) -> String {
        folder.path().join(name).to_string_lossy().into_owned()
    }

    #[test]
    fn a_folder_means_its_own_files_in_the_order_of_their_names() {
        let folder = folder();
        for name in ["b.yml", "a.yaml", "notes.txt", ".hidden.yaml"] {
            fs::write(path(&folder, name), "").expect("written");
        }
        fs::create_dir(path(&folder, "shared.yaml")).expect("made");
        let found = door_lists(&path(&folder, "")).expect("found");
        let names: Vec<&str> = found.iter().filter_map(|path| path.rsplit('/').next()).collect();
        assert_eq!(names, ["a.yaml", "b.yml"]);
    }

    #[test]
    fn a_folder_without_door_lists_is_an_error() {
        assert!(door_lists(&path(&folder(), "")).is_err());
    }

    #[test]
    fn a_file_is_itself_even_where_it_is_missing() {
        assert_eq!(door_lists("missing.yaml").expect("as it is"), ["missing.yaml"]);
    }

    #[test]
    fn problems_are_told_apart() {
        let folder = folder();
        fs::write(path(&folder, "a"), "12345").expect("written");
        assert_eq!(Disk.read(&path(&folder, "a"), 5).expect("fits").bytes, b"12345");
        assert_eq!(Disk.read(&path(&folder, "a"), 4), Err(FileProblem::TooLarge));
        assert_eq!(Disk.read(&path(&folder, "b"), 4), Err(FileProblem::Missing));
        assert_eq!(Disk.read(&path(&folder, ""), 4), Err(FileProblem::Folder));
    }
}

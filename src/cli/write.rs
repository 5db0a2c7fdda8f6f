//! Files that are written: whole or not at all, and checked before the run begins, so that hours of work do not end
//! in a report that cannot be saved.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::error::Stop;

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Those of the file that is replaced; of a new one, whom the umask lets.
    Usual,
    /// The owner alone: it holds personal data.
    Owner,
}

/// A place to write to that was found fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    path: PathBuf,
    readers: Readers,
    /// Not a regular file, for example `/dev/null` or a pipe: written to as it is, never replaced.
    special: bool,
}

impl Target {
    /// Checks a place: its folder is there, and it is no folder itself. `replace` says whether a file may be there.
    ///
    /// # Errors
    /// What is wrong with it, in words that name it.
    pub(crate) fn new(path: &str, readers: Readers, replace: bool) -> anyhow::Result<Self> {
        let wrong = |why: &str| Stop::error(format!("cannot write {path}: {why}"));
        if path.is_empty() || path == "-" {
            let help = "results go to stdout without being asked";
            return Err(wrong("a file's name is wanted").help(help).into());
        }
        let folder = folder(Path::new(path));
        if !folder.is_dir() {
            return Err(wrong(&format!("there is no folder {}", folder.display())).into());
        }
        let there = fs::metadata(path).ok();
        if there.as_ref().is_some_and(fs::Metadata::is_dir) {
            return Err(wrong("it is a folder").into());
        }
        let special = there.as_ref().is_some_and(|about| !about.is_file());
        if !special {
            // The only way to know that a file can be made in a folder is to make one.
            let real = fs::canonicalize(path).unwrap_or_else(|_| PathBuf::from(path));
            let tried = tempfile::Builder::new().prefix(".doorlist-").tempfile_in(self::folder(&real));
            tried.with_context(|| format!("cannot write {path}"))?;
        }
        if there.is_some() && !special && !replace {
            return Err(wrong("it is there already").help("give --force to replace it").into());
        }
        Ok(Self { path: PathBuf::from(path), readers, special })
    }

    /// Writes it.
    ///
    /// # Errors
    /// Whatever the system says; a file that was there is then as it was.
    pub(crate) fn write(&self, bytes: &[u8]) -> anyhow::Result<()> {
        let written = if self.special { self.through(bytes) } else { self.whole(bytes) };
        written.with_context(|| format!("cannot write {}", self.path.display()))
    }

    fn through(&self, bytes: &[u8]) -> anyhow::Result<()> {
        Ok(OpenOptions::new().write(true).open(&self.path)?.write_all(bytes)?)
    }

    fn whole(&self, bytes: &[u8]) -> anyhow::Result<()> {
        // Through a link, the file that it points to is replaced, not the link.
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let mut builder = tempfile::Builder::new();
        readable_by(self.readers, builder.prefix(".doorlist-"));
        let mut file = builder.tempfile_in(folder(&path))?;
        file.write_all(bytes)?;
        if let (Readers::Usual, Ok(old)) = (self.readers, fs::metadata(&path)) {
            file.as_file().set_permissions(old.permissions())?;
        }
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    }

    /// The name as it was given.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

/// A temporary file is its owner's alone unless told otherwise.
#[cfg(unix)]
fn readable_by(readers: Readers, builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt as _;
    if readers == Readers::Usual {
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
}

#[cfg(not(unix))]
fn readable_by(_readers: Readers, _builder: &mut tempfile::Builder<'_, '_>) {}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if folder != Path::new("") => folder,
        Some(_) | None => Path::new("."),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn folder() -> tempfile::TempDir {
        tempfile::tempdir().expect("a folder")
    }

    fn path(folder: &tempfile::TempDir, name: &str) -> String {
        folder.path().join(name).to_string_lossy().into_owned()
    }

    fn target(path: &str) -> anyhow::Result<Target> {
        Target::new(path, Readers::Usual, true)
    }

    #[test]
    fn a_file_is_replaced_whole() {
        let folder = folder();
        let name = path(&folder, "plan.json");
        fs::write(&name, "a longer text than the new one").expect("written");
        target(&name).expect("fit").write(b"new").expect("written");
        assert_eq!(fs::read(&name).expect("read"), b"new");
        assert_eq!(fs::read_dir(folder.path()).expect("read").count(), 1, "nothing is left beside it");
    }

    #[test]
    fn a_link_stays_a_link() {
        let folder = folder();
        fs::write(path(&folder, "real"), "old").expect("written");
        std::os::unix::fs::symlink(path(&folder, "real"), path(&folder, "link")).expect("linked");
        target(&path(&folder, "link")).expect("fit").write(b"new").expect("written");
        assert_eq!(fs::read(path(&folder, "real")).expect("read"), b"new");
        assert!(fs::symlink_metadata(path(&folder, "link")).expect("there").is_symlink());
    }

    #[test]
    fn places_that_are_not_fit_are_found_before_anything_is_done() {
        let folder = folder();
        assert!(target(&path(&folder, "")).is_err(), "a folder");
        assert!(target(&path(&folder, "missing/plan.json")).is_err(), "no folder");
        assert!(target("-").is_err() && target("").is_err());
        fs::write(path(&folder, "a"), "").expect("written");
        let error = Target::new(&path(&folder, "a"), Readers::Usual, false).expect_err("there already");
        assert!(error.to_string().ends_with("it is there already"));
    }

    #[test]
    fn personal_data_is_for_its_owner() {
        let folder = folder();
        let name = path(&folder, "account.json");
        Target::new(&name, Readers::Owner, false).expect("fit").write(b"{}").expect("written");
        assert_eq!(fs::metadata(&name).expect("there").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_file_that_is_replaced_keeps_its_readers() {
        let folder = folder();
        let name = path(&folder, "doorlist.yaml");
        for mode in [0o600, 0o664] {
            fs::write(&name, "old").expect("written");
            fs::set_permissions(&name, fs::Permissions::from_mode(mode)).expect("set");
            target(&name).expect("fit").write(b"new").expect("written");
            assert_eq!(fs::metadata(&name).expect("there").permissions().mode() & 0o777, mode);
        }
    }

    #[test]
    fn a_device_is_written_to_and_not_replaced() {
        let null = target("/dev/null").expect("fit");
        assert!(null.special);
        null.write(b"x").expect("written");
    }
}

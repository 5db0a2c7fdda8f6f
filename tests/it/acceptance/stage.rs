//! The folder that a scenario runs in: a copy of its own beside a copy of the shared account, all files as old as
//! `--now` unless the scenario says otherwise.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::TempDir;

use super::expect::Edit;

/// The clock of every scenario.
pub(super) const NOW: &str = "2026-11-22T00:00:00Z";

/// A scenario's folder for one run.
pub(super) struct Stage {
    root: TempDir,
    /// The copy of the scenario's folder.
    pub(super) here: PathBuf,
}

impl Stage {
    pub(super) fn of(all: &Path, scenario: &Path, mtimes: &BTreeMap<String, String>) -> Self {
        let root = tempfile::Builder::new().prefix("doorlist-acceptance-").tempdir().expect("a temporary folder");
        let here = root.path().join(scenario.file_name().expect("a scenario is a folder"));
        copy_file(&all.join("account.json"), &root.path().join("account.json"));
        age(&root.path().join("account.json"), NOW);
        copy_folder(scenario, &here);
        fs::create_dir(root.path().join(".home")).expect("an empty home");
        for (path, time) in mtimes {
            age(&here.join(path), time);
        }
        Self { root, here }
    }

    pub(super) fn home(&self) -> PathBuf {
        self.root.path().join(".home")
    }

    pub(super) fn edit(&self, edits: &[Edit]) {
        for Edit { file, find, replace } in edits {
            let path = self.here.join(file);
            let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{file}: {error}"));
            assert!(text.contains(find.as_str()), "{file} has no {find:?} to replace");
            fs::write(&path, text.replace(find.as_str(), replace)).expect("a writable copy");
            age(&path, NOW);
        }
    }
}

/// Sets when a file was last modified.
pub(super) fn age(path: &Path, time: &str) {
    let at: jiff::Timestamp = time.parse().expect("times are RFC 3339");
    let file = File::options().append(true).open(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    file.set_modified(SystemTime::from(at)).expect("a file system with modification times");
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).expect("a new folder");
    for entry in fs::read_dir(from).expect("a readable folder") {
        let entry = entry.expect("a readable entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            copy_file(&entry.path(), &target);
            age(&target, NOW);
        }
    }
}

/// By content, so that a read-only checkout gives writable copies.
fn copy_file(from: &Path, to: &Path) {
    fs::write(to, fs::read(from).expect("a readable file")).expect("a writable copy");
}

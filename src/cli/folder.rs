//! Evidence folders on the disk: where a run's folder is made, and what is in one that is read back.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::error::Stop;
use super::files;
use crate::evidence;

/// How deep below a folder others are looked for: `DIR/ACCOUNT/run-2`, and one more for whoever sorts them by year.
const DEPTH: usize = 3;

/// The folder for a run's files: `dir` itself, or the first of `run-2`, `run-3` … below it that holds none yet, so that
/// nothing that was written is ever replaced.
///
/// # Errors
/// It cannot be made, or something that is no folder is in its place.
pub(crate) fn for_a_run(dir: &Path) -> anyhow::Result<PathBuf> {
    let numbered = (2..).map(|number| dir.join(format!("run-{number}")));
    let free = std::iter::once(dir.to_path_buf()).chain(numbered).find(|folder| !is_taken(folder));
    let folder = free.with_context(|| format!("{} is full", dir.display()))?;
    fs::create_dir_all(&folder).with_context(|| format!("cannot make the folder {}", folder.display()))?;
    Ok(folder)
}

fn is_taken(folder: &Path) -> bool {
    evidence::file_names().any(|name| folder.join(name).exists())
}

/// The evidence folders that a path means: itself, and those below it.
///
/// # Errors
/// There is none.
pub(crate) fn evidence_below(path: &str) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    look(Path::new(path), DEPTH, &mut found)?;
    if found.is_empty() {
        let text = format!("{path} is no evidence folder, and there is none below it");
        return Err(Stop::error(text).help("`doorlist apply --evidence DIR` writes one").into());
    }
    Ok(found.into_iter().map(|folder| folder.to_string_lossy().into_owned()).collect())
}

fn look(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    if evidence::beginnings().iter().any(|name| folder.join(name).is_file()) {
        found.push(folder.to_path_buf());
    }
    let mut below: Vec<PathBuf> = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read the folder {}", folder.display()))? {
        let path = entry.with_context(|| format!("cannot read the folder {}", folder.display()))?.path();
        below.extend(path.is_dir().then_some(path));
    }
    below.sort();
    below.iter().filter(|_| depth > 0).try_for_each(|folder| look(folder, depth - 1, found))
}

/// The files of a folder by their names, those of folders below it left out.
///
/// # Errors
/// One that cannot be read.
pub(crate) fn files(folder: &str) -> anyhow::Result<BTreeMap<String, Vec<u8>>> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read the folder {folder}"))? {
        let entry = entry.with_context(|| format!("cannot read the folder {folder}"))?;
        if entry.path().is_file() {
            let name = entry.file_name().to_string_lossy().into_owned();
            all.insert(name, files::read(&entry.path().to_string_lossy())?);
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_never_writes_over_an_earlier_one() {
        let dir = tempfile::tempdir().expect("a folder");
        let place = dir.path().join("evidence");
        let first = for_a_run(&place).expect("made");
        assert_eq!(first, place);
        fs::write(first.join("change.json"), "{}").expect("written");
        let second = for_a_run(&place).expect("made");
        assert_eq!(second, place.join("run-2"));
        assert_eq!(for_a_run(&place).expect("made"), second, "nothing was written there yet");
        fs::write(second.join("README.md"), "").expect("written");
        assert_eq!(for_a_run(&place).expect("made"), place.join("run-3"));
    }

    #[test]
    fn folders_below_are_found_in_the_order_of_their_names() {
        let dir = tempfile::tempdir().expect("a folder");
        for name in ["b/run-2", "a", "c"] {
            fs::create_dir_all(dir.path().join(name)).expect("made");
        }
        for name in ["b/change.json", "b/run-2/manifest.json", "a/manifest.json", "c/notes.txt"] {
            fs::write(dir.path().join(name), "{}").expect("written");
        }
        let root = dir.path().to_string_lossy().into_owned();
        let found: Vec<String> = evidence_below(&root).expect("found");
        let names: Vec<&str> = found.iter().map(|path| &path[root.len() + 1..]).collect();
        assert_eq!(names, ["a", "b", "b/run-2"]);
        assert!(evidence_below(&format!("{root}/c")).is_err());
    }
}

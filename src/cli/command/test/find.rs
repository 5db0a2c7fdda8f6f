//! Finds cases: a folder with a `case.yaml`, or folders of such folders, in the order of their names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Found;
use crate::cli::error::Stop;
use crate::config;

/// The file that makes a folder a case.
const CASE: &str = "case.yaml";

/// All cases of these folders.
pub(super) fn cases(folders: &[String]) -> anyhow::Result<Vec<Found>> {
    let mut found = Vec::new();
    for folder in folders {
        let before = found.len();
        below(Path::new(folder), &mut found)?;
        if found.len() == before {
            let help = "a case is a folder with a case.yaml: command, now, and an expected.txt";
            return Err(Stop::error(format!("there is no {CASE} in or below {folder}")).help(help).into());
        }
    }
    Ok(found)
}

fn below(folder: &Path, found: &mut Vec<Found>) -> anyhow::Result<()> {
    let file = folder.join(CASE);
    if file.is_file() {
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let case = config::case(&text).map_err(|why| Stop::error(format!("{}: {why}", file.display())))?;
        found.push(Found { name: folder.display().to_string(), folder: folder.to_owned(), case });
        return Ok(());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let mut folders: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read the folder {}", folder.display()))?.path();
        folders.extend(path.is_dir().then_some(path));
    }
    folders.sort();
    folders.iter().try_for_each(|folder| below(folder, found))
}

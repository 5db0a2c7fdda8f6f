//! Finds cases: a folder with a `case.yaml`, or folders of such folders, in the order of their names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::Found;
use crate::cli::error::Stop;
use crate::cli::files::Disk;
use crate::config;
use crate::model::Diagnostic;

/// The file that makes a folder a case.
const CASE: &str = "case.yaml";

/// What is below some folders.
#[derive(Default)]
pub(super) struct Cases {
    /// The cases that can be run.
    pub(super) found: Vec<Found>,
    /// What is wrong with the others.
    pub(super) wrong: Vec<Diagnostic>,
}

/// All cases of these folders.
pub(super) fn cases(folders: &[String]) -> anyhow::Result<Cases> {
    let mut cases = Cases::default();
    for folder in folders {
        let before = (cases.found.len(), cases.wrong.len());
        below(Path::new(folder), &mut cases)?;
        if (cases.found.len(), cases.wrong.len()) == before {
            let help = "a case is a folder with a case.yaml: command, now, and an expected.txt";
            return Err(Stop::error(format!("there is no {CASE} in or below {folder}")).help(help).into());
        }
    }
    Ok(cases)
}

fn below(folder: &Path, cases: &mut Cases) -> anyhow::Result<()> {
    let file = folder.join(CASE);
    if file.is_file() {
        match config::case(&file.to_string_lossy(), &Disk) {
            Ok(case) => {
                cases.found.push(Found { name: folder.display().to_string(), folder: folder.to_owned(), case });
            }
            Err(wrong) => cases.wrong.extend(wrong),
        }
        return Ok(());
    }
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read the folder {}", folder.display()))?;
    let mut folders: Vec<PathBuf> = Vec::new();
    for entry in entries {
        let path = entry.with_context(|| format!("cannot read the folder {}", folder.display()))?.path();
        folders.extend(path.is_dir().then_some(path));
    }
    folders.sort();
    folders.iter().try_for_each(|folder| below(folder, cases))
}

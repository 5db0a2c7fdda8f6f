//! What holds for every case, whatever its snapshot says.

use std::path::Path;

use super::Found;
use crate::cli::files::Disk;
use crate::cloudflare::recording;
use crate::config::{self, FileData, FileProblem, Files};
use crate::plan::{self, Settings};

/// The invariants that the plan of the case's door list breaks. A door list or an account that cannot be read, or that
/// a guard refuses, has no plan; the snapshot shows why.
pub(super) fn broken(found: &Found) -> anyhow::Result<Vec<String>> {
    let case = &found.case;
    let files = In(&found.folder);
    let Ok(loaded) = config::load(&case.doorlist, &files, case.now) else { return Ok(Vec::new()) };
    let path = found.folder.join(&case.account);
    let bytes = crate::cli::files::read(&path.to_string_lossy())?;
    let Ok(account) = recording::account(&bytes, loaded.list.needs(), case.now) else { return Ok(Vec::new()) };
    let Ok(plan) = plan::plan(&loaded.list, &account, case.now, &Settings::default()) else { return Ok(Vec::new()) };
    Ok(plan::violations(&plan, &loaded.list, &account, case.now).iter().map(ToString::to_string).collect())
}

/// The file system as seen from a folder.
struct In<'a>(&'a Path);

impl Files for In<'_> {
    fn read(&self, path: &str, limit: u64) -> Result<FileData, FileProblem> {
        Disk.read(&self.0.join(path).to_string_lossy(), limit)
    }
}

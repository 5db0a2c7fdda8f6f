//! One account's evidence folder.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;

use super::Recorder;
use crate::cli::write::{Readers, Target};
use crate::evidence::{self, Dossier, REQUESTS, Told};
use crate::model::account::Needs;
use crate::model::report::Report;
use crate::model::{Account, Plan};
use crate::render::Redact;

/// What of an account belongs into the folder, whatever the door list needs.
pub(crate) const NEEDS: Needs = Needs { devices: true, profiles: false, enrollment: true, tokens: true, users: true };

/// A folder whose first half is written.
pub(crate) struct Record {
    folder: PathBuf,
    dossier: Arc<Dossier>,
    recorder: Arc<Recorder>,
    /// The account before the first change: where nothing is changed, it is the one afterwards, too.
    pub(crate) before: Account,
}

impl Record {
    /// Writes what has to be there before the first change.
    ///
    /// # Errors
    /// The folder or a file of it cannot be written: then nothing may be changed.
    pub(crate) fn open(
        folder: &Path,
        (told, plan): (&Told, &Plan),
        before: Account,
        what: &[Redact],
        recorder: Arc<Recorder>,
    ) -> anyhow::Result<Self> {
        let dossier = Arc::new(Dossier::new(told, plan, &before, what));
        write(folder, dossier.opening())?;
        let path = folder.join(REQUESTS);
        let file = created(&path).with_context(|| format!("cannot write {}", path.display()))?;
        recorder.write_to(Arc::clone(&dossier), file).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self { folder: folder.to_path_buf(), dossier, recorder, before })
    }

    /// Writes the rest, the manifest last.
    ///
    /// # Errors
    /// A file cannot be written.
    pub(crate) fn close(&self, report: &Report, after: Result<&Account, String>) -> anyhow::Result<()> {
        write(&self.folder, self.dossier.closing(report, after, &self.recorder.finish()))
    }

    /// Where it is.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }
}

fn write(folder: &Path, files: Vec<evidence::File>) -> anyhow::Result<()> {
    for file in files {
        let path = folder.join(&file.path);
        Target::new(&path.to_string_lossy(), Readers::Owner, true)?.write(&file.bytes)?;
    }
    Ok(())
}

/// Readable by its owner alone, like all files of the folder: they hold personal data.
#[cfg(unix)]
fn created(path: &Path) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

#[cfg(not(unix))]
fn created(path: &Path) -> std::io::Result<File> {
    fs::OpenOptions::new().write(true).create(true).truncate(true).open(path)
}

//! The evidence of a run: every account's folder is begun before the first change anywhere.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::execute::Job;
use crate::cli::args::Apply;
use crate::cli::error::Stop;
use crate::cli::evidence::{NEEDS, Record, told};
use crate::cli::folder;
use crate::cli::signal::unless_stopped;
use crate::cli::world::World;
use crate::render::Redact;

/// What opening the folders needs beside the jobs.
pub(crate) struct Opening<'a> {
    /// The options.
    pub(crate) args: &'a Apply,
    /// What is replaced by stand-ins.
    pub(crate) redact: &'a [Redact],
    /// The first signal.
    pub(crate) stop: &'a CancellationToken,
    /// When the run began.
    pub(crate) now: Timestamp,
}

/// Reads what is to be changed as it is now, and writes the first half of each folder.
///
/// # Errors
/// An account cannot be read, a folder cannot be written: then nothing may be changed anywhere.
pub(crate) async fn open_all(jobs: &mut [Job], opening: &Opening<'_>, world: &World) -> anyhow::Result<()> {
    let Some(folder) = &opening.args.evidence.folder else { return Ok(()) };
    let several = jobs.len() > 1;
    for job in jobs {
        let place = if several { of_account(folder, job) } else { PathBuf::from(folder) };
        open(job, &place, opening, world).await?;
    }
    Ok(())
}

fn of_account(folder: &str, job: &Job) -> PathBuf {
    // An id that could lead out of the folder was refused when the connection was made.
    Path::new(folder).join(&job.approved.plan().account.id)
}

async fn open(job: &mut Job, place: &Path, opening: &Opening<'_>, world: &World) -> anyhow::Result<()> {
    let Some(recorder) = job.hands.recorder.clone() else { return Ok(()) };
    let before = job.hands.reader.account(NEEDS, opening.now);
    let before = unless_stopped(opening.stop, before).await?.map_err(Stop::from)?;
    let plan = job.approved.plan();
    let told = told(opening.args, plan, opening.now, world);
    let folder = folder::for_a_run(place)?;
    job.record = Some(Record::open(&folder, (&told, plan), before, opening.redact, recorder)?);
    Ok(())
}

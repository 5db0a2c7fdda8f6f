//! `doorlist test`: cases found, run, compared, checked for what holds whatever a snapshot says.
//!
//! A case is run as a person would run it: this very program, in the case's folder, with an empty environment and a
//! fixed clock.

mod compare;
mod find;
mod invariants;
mod junit;
mod once;

use std::path::PathBuf;

use crate::cli::args::Test;
use crate::cli::exit::Exit;
use crate::cli::world::World;
use crate::cli::write::{Readers, Target};
use crate::config::Case;

/// A case in its folder.
pub(super) struct Found {
    /// The folder, as it is named in messages.
    pub(super) name: String,
    /// The folder.
    pub(super) folder: PathBuf,
    /// What is run.
    pub(super) case: Case,
}

/// What became of a case: nothing, or why it failed.
pub(super) struct Result {
    /// As [`Found::name`].
    pub(super) name: String,
    /// What is wrong; nothing where all is well.
    pub(super) failure: Option<String>,
    /// The expected text was written.
    pub(super) updated: bool,
}

/// Runs all cases and tells each.
pub(crate) fn run(args: &Test, world: &World) -> anyhow::Result<Exit> {
    let junit = args.junit.as_deref().map(|path| Target::new(path, Readers::Usual, true)).transpose()?;
    let mut results = Vec::new();
    for found in find::cases(&args.folders)? {
        let result = one(&found, args.update)?;
        world.stdout.write(&line(&result))?;
        results.push(result);
    }
    if let Some(target) = junit {
        target.write(junit::report(&results)?.as_bytes())?;
    }
    let failed = results.iter().filter(|result| result.failure.is_some()).count();
    world.stdout.write(&format!("{} passed, {failed} failed\n", results.len() - failed))?;
    Ok(if failed == 0 { Exit::Done } else { Exit::Error })
}

fn one(found: &Found, update: bool) -> anyhow::Result<Result> {
    let output = once::run(found)?;
    let mut failures: Vec<String> = invariants::broken(found)?;
    let (difference, updated) = compare::with_expected(found, &output, update)?;
    failures.extend(difference);
    let failure = (!failures.is_empty()).then(|| failures.join("\n"));
    Ok(Result { name: found.name.clone(), failure, updated })
}

fn line(result: &Result) -> String {
    let name = crate::render::inline(&result.name);
    match &result.failure {
        None if result.updated => format!("updated  {name}\n"),
        None => format!("ok       {name}\n"),
        Some(why) => format!("FAILED   {name}\n{}\n", why.trim_end()),
    }
}

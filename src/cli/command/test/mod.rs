//! `doorlist test`: cases found, run, compared, checked for what holds whatever a snapshot says.
//!
//! A case is run as a person would run it: this very program, in the case's folder, with an empty environment and a
//! fixed clock. Its command prints and writes nothing: what would write is refused when the case is read, and an apply
//! rehearses on the embedded API. Where one case is wrong, none is run.

mod compare;
mod find;
mod invariants;
mod junit;
mod once;

use std::path::PathBuf;

use crate::cli::args::{Color, Test};
use crate::cli::exit::Exit;
use crate::cli::settings;
use crate::cli::world::World;
use crate::cli::write::{Readers, Target};
use crate::config::Case;
use crate::render;

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
pub(crate) fn run(args: &Test, color: Color, world: &World) -> anyhow::Result<Exit> {
    let cases = find::cases(&args.folders)?;
    if !cases.wrong.is_empty() {
        let style = settings::stderr_style(color, world);
        world.stderr.write(&render::diagnostics(&cases.wrong, style.color, style.width.unwrap_or(0)))?;
        return Ok(Exit::Error);
    }
    let junit = args.junit.as_deref().map(|path| Target::new(path, Readers::Usual, true)).transpose()?;
    let mut results = Vec::new();
    for found in cases.found {
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
    let name = render::inline(&result.name);
    match &result.failure {
        None if result.updated => format!("updated  {name}\n"),
        None => format!("ok       {name}\n"),
        Some(why) => format!("FAILED   {name}\n{}\n", why.trim_end()),
    }
}

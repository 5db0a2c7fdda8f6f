//! The plan of a run that has not ended yet, kept on this machine while steps of it could be lost sight of.
//!
//! Everything else is finished by planning again: the account is the state. A device record and a seat are not, once
//! their owner's last registration is gone (fine print A40). So a plan with such steps is written down before its first
//! change and taken away when they are settled; the next run without a saved plan takes up what is left.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use crate::cli::error::warn;
use crate::cli::files;
use crate::cli::source::Source;
use crate::cli::world::World;
use crate::cli::write::{Readers, Target};
use crate::evidence::sha256;
use crate::model::plan::ActionKind;
use crate::model::report::{Became, Report};
use crate::model::{AccountId, Plan};
use crate::plan;
use crate::render::{self, Format, Style};

/// Where the unfinished plan of one account is, if there is a place for it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unfinished {
    path: Option<PathBuf>,
    /// Whether nothing can be left undone: the account ends with the run.
    ends: bool,
}

impl Unfinished {
    /// The place for an account behind a base URL: below `$XDG_STATE_HOME`, else `~/.local/state`. None on a sandbox of
    /// the run's own, which ends with it.
    pub(crate) fn of(id: &AccountId, source: &Source, world: &World) -> Self {
        let place = source.base().zip(state_folder(world)).map(|(base, folder)| {
            let key = sha256(format!("{}\n{id}", base.as_str()).as_bytes());
            folder.join(format!("{}.json", &key[..32]))
        });
        Self { path: place, ends: source.is_sandbox() }
    }

    /// What an earlier run left. A file that cannot be read is told of and does not keep the run.
    pub(crate) fn read(&self, world: &World) -> Option<Plan> {
        let path = self.path.as_deref().filter(|path| path.is_file())?;
        let name = path.to_string_lossy();
        let read = files::read(&name).and_then(|bytes| Ok(render::parse_plan(&bytes)?));
        match read {
            Ok(plan) if plan::verify(&plan).is_ok() => Some(plan),
            Ok(_) => None,
            Err(error) => {
                warn(&format!("what an earlier run left undone cannot be read from {name}: {error}"), &world.stderr);
                None
            }
        }
    }

    /// Writes the plan down, where it has steps that planning again could not see.
    ///
    /// # Errors
    /// There is a place, and it cannot be written.
    pub(crate) fn begin(&self, plan: &Plan, world: &World) -> anyhow::Result<()> {
        if self.ends || !plan.actions.iter().any(|action| is_lost_sight_of(action.kind)) {
            return Ok(());
        }
        let Some(path) = &self.path else {
            let text = "a run that is cut off can be finished only with a saved plan: neither HOME nor XDG_STATE_HOME is \
                        set, and there is no place to keep this one";
            warn(text, &world.stderr);
            return Ok(());
        };
        let write = || {
            made(path.parent().unwrap_or(Path::new(".")))?;
            let text = render::plan(plan, Format::Json, Style::PLAIN);
            Target::new(&path.to_string_lossy(), Readers::Owner, true)?.write(text.as_bytes())
        };
        write().context("the plan cannot be kept for the case that the run is cut off")
    }

    /// Takes the plan away once nothing of it could be lost sight of.
    pub(crate) fn end(&self, report: &Report) {
        let is_open = report.outcomes.iter().any(|outcome| {
            is_lost_sight_of(outcome.action.kind)
                && matches!(outcome.became, Became::Failed | Became::NotAttempted | Became::Unverified)
        });
        if let Some(path) = self.path.as_deref().filter(|_| !is_open) {
            // One that is not there is as good as gone; one that stays is judged anew by the next run.
            let _ = fs::remove_file(path);
        }
    }
}

/// Steps for somebody, or something, that has no registration any more.
fn is_lost_sight_of(kind: ActionKind) -> bool {
    match kind {
        ActionKind::DeleteDevice | ActionKind::ReleaseSeat => true,
        ActionKind::DeleteRegistration
        | ActionKind::RevokeRegistration
        | ActionKind::UnrevokeRegistration
        | ActionKind::BlockEnrollment
        | ActionKind::ExcludeFromEnrollment
        | ActionKind::RemoveTokenFromEnrollment
        | ActionKind::DisableServiceToken
        | ActionKind::DeleteServiceToken
        | ActionKind::RevokeSessions
        | ActionKind::HumanStep => false,
    }
}

fn state_folder(world: &World) -> Option<PathBuf> {
    let set = |name| world.var(name).map(PathBuf::from).filter(|path| path.is_absolute());
    let state = set("XDG_STATE_HOME")
        .or_else(|| set("HOME").map(|home| home.join(".local/state")))
        .or_else(|| set("LOCALAPPDATA"))?;
    Some(state.join("doorlist"))
}

/// For its owner alone: plans hold personal data.
#[cfg(unix)]
fn made(folder: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(folder);
    made.with_context(|| format!("cannot make the folder {}", folder.display()))
}

#[cfg(not(unix))]
fn made(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {}", folder.display()))
}

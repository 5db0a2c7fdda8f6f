//! `doorlist watch`.

use crate::cli::args::{Color, Plain, Watch};
use crate::cli::error::Stop;
use crate::cli::exit::Exit;
use crate::cli::folder;
use crate::cli::progress::Progress;
use crate::cli::runtime;
use crate::cli::settings;
use crate::cli::signal::unless_stopped;
use crate::cli::site;
use crate::cli::source::Source;
use crate::cli::world::World;
use crate::evidence::{self, Since};
use crate::model::AccountId;
use crate::model::account::Needs;
use crate::model::plan::GuardName;
use crate::model::watch::Watched;
use crate::render;

/// Holds every folder against the account that it is of.
pub(crate) fn run(args: &Watch, color: Color, world: &World) -> anyhow::Result<Exit> {
    let folders = folders(args)?;
    let source = Source::new(&args.accounts.offline, &args.accounts.sandbox.sandbox, world)?;
    let watched = runtime::block_on(source.network(), watch_all(args, &folders, &source, world))?;
    let text = match args.format {
        Plain::Text => render::watched(&watched, settings::style(color, world)),
        Plain::Json => render::json_documents(&watched),
    };
    world.stdout.write(&text)?;
    let came_back = watched.iter().any(Watched::has_returned);
    Ok(if came_back { Exit::Pending } else { Exit::Done })
}

/// All folders are read before anything is asked of the API: one that was edited ends the run.
fn folders(args: &Watch) -> anyhow::Result<Vec<(String, Since)>> {
    let mut all = Vec::new();
    for path in &args.since {
        for found in folder::evidence_below(path)? {
            let since = Since::read(&folder::files(&found)?)
                .map_err(|error| Stop::error(format!("{found} cannot be looked back at: {error}")))?;
            all.push((found, since));
        }
    }
    Ok(all)
}

async fn watch_all(
    args: &Watch,
    folders: &[(String, Since)],
    source: &Source,
    world: &World,
) -> anyhow::Result<Vec<Watched>> {
    let stop = source.stop(world)?;
    let progress = Progress::shown(world);
    let mut watched = Vec::new();
    for (path, since) in folders {
        let id = AccountId::from(since.account().id.as_str());
        site::environment_agrees(&id, path, world)?;
        let now = source.now(args.clock.now, Some(&id), world);
        let place = source.place(&id, now, &progress).await?;
        let needs = Needs { devices: true, ..Needs::default() };
        let account = unless_stopped(&stop, place.account(needs, now)).await??;
        if account.id != id {
            let text = format!("{path} is of account {id}, and this is account {}", account.id);
            return Err(Stop::guard(GuardName::Account, &text).into());
        }
        watched.push(evidence::watch(since, &account));
    }
    progress.clear();
    Ok(watched)
}

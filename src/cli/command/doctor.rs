//! `doorlist doctor`.

use crate::cli::args::{Color, Doctor, Plain};
use crate::cli::doorlists::{self, Dated, Opened};
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::runtime;
use crate::cli::settings;
use crate::cli::signal::unless_stopped;
use crate::cli::site;
use crate::cli::source::Source;
use crate::cli::world::World;
use crate::cloudflare::doctor::Asked;
use crate::model::AccountId;
use crate::model::checkup::{Checkup, Fitness};
use crate::render;

/// One account that is looked at, with the door list whose needs are meant, where there is a right one.
struct Patient {
    id: AccountId,
    of: String,
    dated: Option<Dated>,
}

/// Checks every account of the door lists, or the one that is named.
pub(crate) fn run(args: &Doctor, color: Color, world: &World) -> anyhow::Result<Exit> {
    let source = Source::new(&args.accounts.offline, &args.accounts.sandbox.sandbox, world)?;
    let (patients, exit) = patients(args, &source, color, world)?;
    let checkups = runtime::block_on(source.network(), check_all(args, &patients, &source, world))?;
    let text = match args.format {
        Plain::Text => render::checkups(&checkups, settings::style(color, world)),
        Plain::Json => render::json_documents(&checkups),
    };
    world.stdout.write(&text)?;
    Ok(checkups.iter().fold(exit, |exit, checkup| exit.and(how_it_ends(checkup.fitness))))
}

fn how_it_ends(fitness: Fitness) -> Exit {
    match fitness {
        Fitness::Fit => Exit::Done,
        Fitness::Unusable => Exit::Error,
        Fitness::Refused => Exit::Refused,
    }
}

/// A door list that is wrong is told of, and its account is looked at all the same.
fn patients(args: &Doctor, source: &Source, color: Color, world: &World) -> anyhow::Result<(Vec<Patient>, Exit)> {
    if let Some(id) = named(args, source, world) {
        return Ok((vec![Patient { id, of: "what is asked for".to_owned(), dated: None }], Exit::Done));
    }
    let paths = doorlists::paths(&args.door_lists)?;
    let now = |pin: Option<&_>| source.now(args.clock.now, pin, world);
    let opened: Vec<Opened> = paths.iter().map(|path| doorlists::open(path, &world.stderr)).collect();
    let pins: Vec<Option<AccountId>> = opened.iter().map(|one| one.pin.as_ref().map(|pin| pin.id.clone())).collect();
    let mut loading = doorlists::load_opened(opened, now, settings::stderr_style(color, world), &world.stderr);
    let mut patients = Vec::new();
    for (path, pin) in paths.into_iter().zip(pins) {
        let right = loading.lists.iter().position(|dated| dated.path == path).map(|at| loading.lists.remove(at));
        let id = right.as_ref().map(|dated| dated.list.account.id.clone());
        if let Some(id) = id.or(pin) {
            patients.push(Patient { id, of: path, dated: right });
        }
    }
    Ok((patients, loading.exit))
}

/// The account that is named where no door list is: by the option, by a recording, by the environment.
fn named(args: &Doctor, source: &Source, world: &World) -> Option<AccountId> {
    if !args.door_lists.files.is_empty() {
        return None;
    }
    if let Some(id) = &args.account_id {
        return Some(AccountId::from(id.as_str()));
    }
    let nothing_here = !std::path::Path::new(doorlists::DEFAULT).exists();
    nothing_here.then(|| source.only_recorded().or_else(|| settings::account_id(world))).flatten()
}

async fn check_all(
    args: &Doctor,
    patients: &[Patient],
    source: &Source,
    world: &World,
) -> anyhow::Result<Vec<Checkup>> {
    let stop = source.stop(world)?;
    let progress = Progress::shown(world);
    let mut checkups = Vec::new();
    for patient in patients {
        site::environment_agrees(&patient.id, &patient.of, world)?;
        let now = source.now(args.clock.now, Some(&patient.id), world);
        let place = source.place(&patient.id, now, &progress).await?;
        // Compared with the API's own: the wall clock, whatever the run's time is.
        let clock = || world.now();
        let asked = Asked {
            doorlist: patient.dated.as_ref().map(|dated| (&dated.list, dated.path.as_str())),
            two_schemes: settings::has_two_schemes(world),
            now,
        };
        checkups.push(unless_stopped(&stop, place.checkup(&asked, &clock)).await??);
    }
    progress.clear();
    Ok(checkups)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_account_is_refused_and_a_wrong_credential_an_error() {
        let exits = [Fitness::Fit, Fitness::Unusable, Fitness::Refused].map(how_it_ends);
        assert_eq!(exits, [Exit::Done, Exit::Error, Exit::Refused]);
    }
}

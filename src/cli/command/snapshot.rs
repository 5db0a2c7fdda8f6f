//! `doorlist snapshot`.

use crate::cli::args::Snapshot;
use crate::cli::doorlists;
use crate::cli::error::{Stop, warn};
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::runtime::{self, Network};
use crate::cli::settings;
use crate::cli::signal::{self, unless_stopped};
use crate::cli::site;
use crate::cli::source::Source;
use crate::cli::world::World;
use crate::cli::write::{Readers, Target};
use crate::cloudflare::Recorded;
use crate::model::AccountId;

/// Records every list of the account that the credential may read.
pub(crate) fn run(args: &Snapshot, world: &World) -> anyhow::Result<Exit> {
    let target = args.out.as_deref().map(|path| Target::new(path, Readers::Owner, args.force)).transpose()?;
    let id = account(args, world)?;
    site::environment_agrees(&id, "what is asked for", world)?;
    let source = Source::new(&[], &[], world)?;
    let recorded = runtime::block_on(Network::With, record(args, &id, &source, world))?;
    tell(&recorded, world);
    match target {
        Some(target) => target.write(&recorded.json)?,
        None => world.stdout.write(&String::from_utf8_lossy(&recorded.json))?,
    }
    Ok(Exit::Done)
}

async fn record(args: &Snapshot, id: &AccountId, source: &Source, world: &World) -> anyhow::Result<Recorded> {
    let stop = signal::listen(world.stderr.clone())?;
    let progress = Progress::shown(world);
    let now = args.clock.now.unwrap_or_else(|| world.now());
    let reader = source.connection(id, now, progress.clone()).await?.reader()?;
    let recorded = unless_stopped(&stop, reader.record(now)).await?.map_err(Stop::from);
    progress.clear();
    Ok(recorded?)
}

fn tell(recorded: &Recorded, world: &World) {
    for missing in &recorded.refused {
        let text = match &missing.items_of {
            None => format!("`{}` could not be read and is left out: {}", missing.list, missing.why),
            Some(name) => {
                format!("the items of the list {name:?} could not be read and are left out: {}", missing.why)
            }
        };
        warn(&text, &world.stderr);
    }
    let text = "the recording holds personal data: names, addresses, serial numbers";
    world.stderr.line(&format!("recorded {} registrations; {text}", recorded.registrations));
}

/// Named, or of the environment, or of the door list that is named or here.
fn account(args: &Snapshot, world: &World) -> anyhow::Result<AccountId> {
    if let Some(id) = &args.account_id {
        return Ok(AccountId::from(id.as_str()));
    }
    let from_environment = settings::account_id(world).filter(|_| args.door_lists.files.is_empty());
    if let Some(id) = from_environment {
        return Ok(id);
    }
    let paths = doorlists::paths(&args.door_lists)?;
    let [path] = paths.as_slice() else {
        return Err(Stop::error("one account is recorded at a time, and there are several door lists").into());
    };
    let pin = doorlists::open(path, &world.stderr).pin;
    let help = "give --account-id ID, or check the door list with `doorlist validate`";
    Ok(pin.ok_or_else(|| Stop::error(format!("{path} names no account that can be read")).help(help))?.id)
}

//! `doorlist init`.

use jiff::Timestamp;

use crate::cli::args::Init;
use crate::cli::error::Stop;
use crate::cli::exit::Exit;
use crate::cli::init::{check, draft};
use crate::cli::progress::Progress;
use crate::cli::runtime;
use crate::cli::settings;
use crate::cli::signal::unless_stopped;
use crate::cli::site;
use crate::cli::source::{Place, Source};
use crate::cli::world::World;
use crate::cli::write::{Readers, Target};
use crate::model::account::Needs;
use crate::model::{Account, AccountId};

/// Writes a door list, after it has been read back and planned with.
pub(crate) fn run(args: &Init, world: &World) -> anyhow::Result<Exit> {
    let target = args.out.as_deref().map(|path| Target::new(path, Readers::Usual, args.force)).transpose()?;
    let source = Source::new(&args.accounts.offline, &args.accounts.sandbox.sandbox, world)?;
    let id = account_id(args, &source, world)?;
    site::environment_agrees(&id, "what is asked for", world)?;
    let now = source.now(args.clock.now, Some(&id), world);
    let account = runtime::block_on(source.network(), read(&id, now, &source, world))?;
    let text = draft(&account, now);
    check(&text, &account, now)?;
    match target {
        Some(target) => {
            target.write(text.as_bytes())?;
            let path = target.path().display();
            world.stderr.line(&format!("wrote {path}; decide what is marked REVIEW, then: doorlist plan -f {path}"));
        }
        None => world.stdout.write(&text)?,
    }
    Ok(Exit::Done)
}

fn account_id(args: &Init, source: &Source, world: &World) -> anyhow::Result<AccountId> {
    let named = args.account_id.as_deref().map(AccountId::from);
    named.or_else(|| source.only_recorded()).or_else(|| settings::account_id(world)).ok_or_else(|| {
        let help = "give --account-id ID; it is in the address of the dashboard";
        Stop::error("there is nothing that says which account").help(help).into()
    })
}

async fn read(id: &AccountId, now: Timestamp, source: &Source, world: &World) -> anyhow::Result<Account> {
    let progress = Progress::shown(world);
    let place = source.place(id, now, &progress).await?;
    let account = unless_stopped(&source.stop(world)?, all(&place, now)).await?;
    progress.clear();
    let account = account?;
    if account.id != *id {
        return Err(Stop::error(format!("account {id} was asked for, and the recording is of {}", account.id)).into());
    }
    Ok(account)
}

/// With the devices where they can be read: a recording need not have them.
async fn all(place: &Place, now: Timestamp) -> anyhow::Result<Account> {
    let needs = Needs { devices: true, tokens: true, ..Needs::default() };
    match place.account(needs, now).await {
        Err(error) if place.is_recorded() => {
            place.account(Needs { devices: false, ..needs }, now).await.map_err(|_| error)
        }
        account => account,
    }
}

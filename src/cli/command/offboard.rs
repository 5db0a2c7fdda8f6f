//! `doorlist offboard`.

use anyhow::Context as _;

use crate::cli::args::{Color, Offboard};
use crate::cli::doorlists::{self, Dated};
use crate::cli::entries;
use crate::cli::error::{self, Stop};
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::publish::ended;
use crate::cli::refusal::told;
use crate::cli::runtime;
use crate::cli::settings;
use crate::cli::signal::unless_stopped;
use crate::cli::site;
use crate::cli::source::Source;
use crate::cli::world::World;
use crate::model::account::Needs;
use crate::model::runbook::Runbook;
use crate::plan::{self, NoRunbook, Request};
use crate::render;

/// Prints the runbook; with `--write` puts its entries into the door list first, unless they would make it a door list
/// of which nothing can be applied.
pub(crate) fn run(args: &Offboard, color: Color, world: &World) -> anyhow::Result<Exit> {
    let paths = doorlists::paths(&args.door_lists)?;
    let [path] = paths.as_slice() else {
        return Err(Stop::error("a runbook is for one account: give one door list with -f").into());
    };
    let source = Source::new(&args.accounts.offline, &args.accounts.sandbox.sandbox, world)?;
    let now = |pin: Option<&_>| source.now(args.clock.now, pin, world);
    let loading = doorlists::load(&paths, now, settings::stderr_style(color, world), &world.stderr);
    let Some(dated) = loading.lists.first().filter(|_| loading.exit == Exit::Done) else { return Ok(loading.exit) };
    let runbook = runtime::block_on(source.network(), make(args, dated, &source, world))?;
    if args.write && !runbook.is_dead_end() {
        entries::write(path, dated, &runbook.additions, settings::stderr_style(color, world), world)?;
    }
    let text = render::runbook(&runbook, args.format, settings::style(color, world));
    world.stdout.write(&ended(text))?;
    match refusal(args, &runbook) {
        Some(stop) => Ok(error::report(&stop.into(), &world.stderr)),
        None => Ok(Exit::Done),
    }
}

/// What refuses the plan of the door list with the runbook's entries.
fn refusal(args: &Offboard, runbook: &Runbook) -> Option<Stop> {
    if !runbook.is_refused() {
        return None;
    }
    if runbook.guards.is_empty() {
        let text = "the removal is left out: its owner could enroll again, and the entry says `require_closed`";
        return Some(Stop::refused(text).help("close the door first, as the first step of the runbook says"));
    }
    let guards: Vec<String> = runbook.guards.iter().map(told).collect();
    let stop = Stop::refused(format!("the plan with this runbook's entry is refused: {}", guards.join("; ")));
    Some(match (runbook.is_dead_end(), args.write) {
        (true, true) => stop.help("nothing was written: no --ack passes it"),
        (true, false) => stop.help("no --ack passes it"),
        (false, _) => stop.help("where it is meant, `doorlist plan` prints the --ack that passes its plan"),
    })
}

async fn make(args: &Offboard, dated: &Dated, source: &Source, world: &World) -> anyhow::Result<Runbook> {
    let stop = source.stop(world)?;
    let progress = Progress::shown(world);
    let Dated { path, list, now } = dated;
    site::environment_agrees(&list.account.id, path, world)?;
    let place = source.place(&list.account.id, *now, &progress).await?;
    let needs = Needs { devices: true, enrollment: true, tokens: true, users: true, ..list.needs() };
    let account = unless_stopped(&stop, place.account(needs, *now)).await?.context("the account cannot be read")?;
    progress.clear();
    plan::runbook(list, &account, *now, &request(args)).map_err(|error| match error {
        NoRunbook::Refused(refusal) => Stop::from(refusal).into(),
        other => Stop::error(other.to_string()).into(),
    })
}

fn request(args: &Offboard) -> Request {
    Request {
        subject: args.subject.clone(),
        kind: args.kind.map(Into::into),
        new_owner: args.new_owner.clone(),
        ticket: args.ticket.clone(),
        reason: args.reason.clone(),
    }
}

//! `doorlist plan`: reads and shows. Nothing here can write to an account.

use crate::cli::args::{self, Color};
use crate::cli::doorlists::{self, Dated};
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::publish;
use crate::cli::refusal;
use crate::cli::runtime;
use crate::cli::settings::{self, Wanted};
use crate::cli::site::{self, Plans, Site};
use crate::cli::source::Source;
use crate::cli::world::World;
use crate::plan::Settings;

/// Plans all door lists and shows the plans, also those that a limit refuses (fine print A8).
pub(crate) fn run(args: &args::Plan, color: Color, world: &World) -> anyhow::Result<Exit> {
    let wanted = Wanted::new(&args.look)?;
    let paths = doorlists::paths(&args.door_lists)?;
    let source = Source::new(&args.accounts.offline, &args.accounts.sandbox.sandbox, world);
    let now = |pin: Option<&_>| match &source {
        Ok(source) => source.now(args.clock.now, pin, world),
        Err(_) => args.clock.now.unwrap_or_else(|| world.now()),
    };
    let loading = doorlists::load(&paths, now, settings::stderr_style(color, world), &world.stderr);
    if loading.exit != Exit::Done {
        return Ok(loading.exit);
    }
    let source = source?;
    let planned = runtime::block_on(source.network(), read_and_plan(args, loading.lists, &source, world))?;
    if !planned.plans.is_empty() {
        publish::plans(&planned.plans, &wanted, settings::style(color, world), &world.stdout)?;
    }
    Ok(planned.plans.iter().fold(planned.exit, |exit, plan| {
        let pending = if args.detailed_exitcode && plan.has_changes() { Exit::Pending } else { Exit::Done };
        exit.and(refusal::tell(plan, &world.stderr)).and(pending)
    }))
}

async fn read_and_plan(args: &args::Plan, lists: Vec<Dated>, source: &Source, world: &World) -> anyhow::Result<Plans> {
    let stop = source.stop(world)?;
    let progress = Progress::shown(world);
    let mut sites = Vec::new();
    for dated in lists {
        site::environment_agrees(&dated.list.account.id, &dated.path, world)?;
        let place = source.place(&dated.list.account.id, dated.now, &progress).await?;
        sites.push(Site { dated, place, unfinished: None });
    }
    let mut plan = Settings { speculative: args.speculative, batch: args.batch, ..Settings::default() };
    plan.max_age = args.max_plan_age.unwrap_or(plan.max_age);
    let plans = site::plan_all(&sites, &plan, &stop, world).await;
    progress.clear();
    Ok(plans)
}

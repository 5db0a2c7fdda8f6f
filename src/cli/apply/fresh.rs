//! Apply without a saved plan: plan, show, ask, do.

use super::check;
use super::consent;
use super::evidence::{Opening, open_all};
use super::execute::{Job, Shop, execute_all};
use super::hands::{Hands, Watching};
use super::show::{show, told};
use super::unfinished::Unfinished;
use crate::cli::args::Apply;
use crate::cli::doorlists::{self, Dated};
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::publish;
use crate::cli::refusal;
use crate::cli::settings::Wanted;
use crate::cli::signal;
use crate::cli::site::{self, Site};
use crate::cli::source::Source;
use crate::cli::world::World;
use crate::plan::Settings;
use crate::render::Style;

/// All accounts are read, planned, guarded and agreed to before the first write anywhere.
///
/// # Errors
/// Whatever ends the run before anything was written.
pub(crate) async fn fresh(
    args: &Apply,
    wanted: &Wanted,
    styles: (Style, Style),
    world: &mut World,
) -> anyhow::Result<Exit> {
    let (style, problems) = styles;
    let paths = doorlists::paths(&args.door_lists)?;
    let source = Source::new(&[], &args.sandbox.sandbox, world);
    let now = |pin: Option<&_>| source.as_ref().map_or(world.now(), |source| source.now(args.clock.now, pin, world));
    let loading = doorlists::load(&paths, now, problems, &world.stderr);
    if loading.exit != Exit::Done {
        return Ok(loading.exit);
    }
    let stop = signal::listen(world.stderr.clone())?;
    let progress = Progress::shown(world);
    let watching = Watching::new(&progress, &stop, args, world);
    let (hands, sites) = connect(loading.lists, &source?, &watching, world).await?;
    let planned = site::plan_all(&sites, &settings(args), &stop, world).await;
    progress.clear();
    if planned.exit != Exit::Done {
        return Ok(planned.exit);
    }
    refusal::tell_left_out(&planned.plans, &world.stderr);
    let approved = match refusal::approve_all(planned.plans.clone(), &args.ack, &world.stderr) {
        Ok(approved) => approved,
        Err(exit) => {
            publish::plans(&planned.plans, &Wanted { files: Vec::new(), ..wanted.clone() }, style, &world.stdout)?;
            return Ok(exit);
        }
    };
    planned.plans.iter().try_for_each(|plan| check::approved(plan, &args.evidence))?;
    show(&planned.plans, wanted, styles, world)?;
    if !args.auto_approve {
        consent::ask_all(&planned.plans, world, &stop).await?;
    }
    let mut jobs: Vec<Job> = approved
        .into_iter()
        .zip(hands)
        .zip(sites)
        .map(|((approved, (hands, unfinished)), site)| Job {
            approved,
            hands,
            dated: Some(site.dated),
            record: None,
            unfinished,
        })
        .collect();
    let clock = || args.clock.now.unwrap_or_else(|| world.now());
    open_all(&mut jobs, &Opening { args, redact: &wanted.redact, stop: &stop, now: clock() }, world).await?;
    jobs.iter().try_for_each(|job| job.unfinished.begin(job.approved.plan(), world))?;
    let shop = Shop::new(args, &stop, &clock, &progress, &world.stderr);
    let (reports, exit) = execute_all(&jobs, &shop).await;
    Ok(told(&reports, exit, wanted, style, world))
}

fn settings(args: &Apply) -> Settings {
    Settings { batch: args.batch, ..Settings::default() }
}

async fn connect(
    lists: Vec<Dated>,
    source: &Source,
    watching: &Watching,
    world: &World,
) -> anyhow::Result<(Vec<(Hands, Unfinished)>, Vec<Site>)> {
    let (mut all, mut sites) = (Vec::new(), Vec::new());
    for dated in lists {
        let hands = Hands::on(&dated.list.account.id, &dated.path, dated.now, source, watching, world).await?;
        let unfinished = Unfinished::of(&dated.list.account.id, source, world);
        sites.push(hands.site(dated, unfinished.read(world)));
        all.push((hands, unfinished));
    }
    Ok((all, sites))
}

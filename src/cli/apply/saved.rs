//! Apply of a saved plan: as reviewed, or not at all. A saved plan is consent by itself (fine print B3).

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::check;
use super::evidence::{Opening, open_all};
use super::execute::{Job, Shop, execute_all};
use super::hands::{Hands, Watching};
use super::show::{show, told};
use super::unfinished::Unfinished;
use crate::cli::args::Apply;
use crate::cli::doorlists::{self, Dated, Loading};
use crate::cli::error::{self, Stop, warn};
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::refusal;
use crate::cli::settings::Wanted;
use crate::cli::signal::{self, unless_stopped};
use crate::cli::source::Source;
use crate::cli::world::World;
use crate::model::plan::GuardName;
use crate::model::{AccountId, Plan};
use crate::plan::{self, Approved};
use crate::render::Style;

/// All plans are checked, and all accounts found to be the right ones, before the first write anywhere.
///
/// # Errors
/// Whatever ends the run before anything was written.
pub(crate) async fn saved(
    path: &str,
    args: &Apply,
    wanted: &Wanted,
    styles: (Style, Style),
    world: &mut World,
) -> anyhow::Result<Exit> {
    let plans = check::read(path)?;
    let source = Source::new(&[], &args.sandbox.sandbox, world)?;
    let Loading { lists, exit } = door_lists(&plans, args, styles.1, world)?;
    if exit != Exit::Done {
        return Ok(exit);
    }
    let exit = check_all(&plans, args, &lists, &source, world);
    if exit != Exit::Done {
        return Ok(exit);
    }
    refusal::tell_left_out(&plans, &world.stderr);
    let plans = plans.into_iter().map(|plan| strictest(plan, &lists)).collect();
    let approved = match refusal::approve_all(plans, &args.ack, &world.stderr) {
        Ok(approved) => approved,
        Err(exit) => return Ok(exit),
    };
    let stop = signal::listen(world.stderr.clone())?;
    let progress = Progress::shown(world);
    let watching = Watching::new(&progress, &stop, args, world);
    let mut jobs = connect(approved, lists, &source, (&watching, &stop), world).await?;
    progress.clear();
    show(jobs.iter().map(|job| job.approved.plan()), wanted, styles, world)?;
    let clock = || args.clock.now.unwrap_or_else(|| world.now());
    open_all(&mut jobs, &Opening { args, redact: &wanted.redact, stop: &stop, now: clock() }, world).await?;
    let shop = Shop::new(args, &stop, &clock, &progress, &world.stderr);
    let (reports, exit) = execute_all(&jobs, &shop).await;
    Ok(told(&reports, exit, wanted, styles.0, world))
}

/// The door lists that are given beside the plan: judged as of the plan, so that what is found afterwards is about
/// the plan and not about the time since.
fn door_lists(plans: &[Plan], args: &Apply, style: Style, world: &World) -> anyhow::Result<Loading> {
    if args.door_lists.files.is_empty() {
        return Ok(Loading { lists: Vec::new(), exit: Exit::Done });
    }
    let paths = doorlists::paths(&args.door_lists)?;
    let made = |id: Option<&AccountId>| {
        let plan = plans.iter().find(|plan| id.is_some_and(|id| plan.account.id == id.as_str()));
        plan.map_or_else(|| world.now(), |plan| plan.created_at)
    };
    Ok(doorlists::load(&paths, made, style, &world.stderr))
}

fn check_all(plans: &[Plan], args: &Apply, lists: &[Dated], source: &Source, world: &World) -> Exit {
    let mut seen = std::collections::HashSet::new();
    let mut exit = Exit::Done;
    for plan in plans {
        let now = source.now(args.clock.now, Some(&AccountId::from(plan.account.id.as_str())), world);
        let checked = check_one(plan, now, args, lists, source).and_then(|()| {
            let twice = || Stop::error(format!("there are two plans for account {}", plan.account.id));
            seen.insert(plan.account.id.as_str()).then_some(()).ok_or_else(twice)
        });
        if let Err(stop) = checked {
            exit = exit.and(error::report(&stop.into(), &world.stderr));
        }
        differs(plan, lists, world);
    }
    exit
}

fn check_one(plan: &Plan, now: Timestamp, args: &Apply, lists: &[Dated], source: &Source) -> Result<(), Stop> {
    check::check(plan, source.is_sandbox(), now, args.max_plan_age)?;
    check::approved(plan, &args.evidence)?;
    let id = plan.account.id.as_str();
    if let Some(recorded) = source.recorded_ids()
        && !recorded.iter().any(|other| other.as_str() == id)
    {
        let others: Vec<&str> = recorded.iter().map(AccountId::as_str).collect();
        let text = format!("the plan is for account {id}, and the recording is of {}", others.join(", "));
        return Err(Stop::guard(GuardName::Account, &text));
    }
    if !args.door_lists.files.is_empty() && door_list_of(plan, lists).is_none() {
        let others: Vec<String> = lists.iter().map(|d| format!("{} ({})", d.list.account.id, d.path)).collect();
        let text = format!("the plan is for account {id}, and the door list for {}", others.join(", "));
        return Err(Stop::guard(GuardName::Account, &text));
    }
    Ok(())
}

/// The door list of the plan's account, where one is given.
fn door_list_of<'a>(plan: &Plan, lists: &'a [Dated]) -> Option<&'a Dated> {
    lists.iter().find(|dated| dated.list.account.id.as_str() == plan.account.id)
}

/// The plan with the limits of its door list, where that is at hand and stricter: those in the file may have been edited.
fn strictest(plan: Plan, lists: &[Dated]) -> Plan {
    match door_list_of(&plan, lists) {
        Some(dated) => plan::with_limits(plan, &dated.list.limits),
        None => plan,
    }
}

/// A door list that was edited since decides nothing: the plan is applied as it was reviewed.
fn differs(plan: &Plan, lists: &[Dated], world: &World) {
    if let Some(dated) = door_list_of(plan, lists)
        && plan::doorlist(&dated.list).sha256 != plan.doorlist.sha256
    {
        let text = format!("{} is not as it was when the plan was made; the plan is what is applied", dated.path);
        warn(&text, &world.stderr);
    }
}

async fn connect(
    approved: Vec<Approved>,
    lists: Vec<Dated>,
    source: &Source,
    (watching, stop): (&Watching, &CancellationToken),
    world: &World,
) -> anyhow::Result<Vec<Job>> {
    let mut jobs = Vec::new();
    for approved in approved {
        let plan = approved.plan();
        let id = AccountId::from(plan.account.id.as_str());
        let hands = Hands::on(&id, "the plan", plan.created_at, source, watching, world).await?;
        unless_stopped(stop, right_team(plan, &hands)).await??;
        let dated = door_list_of(plan, &lists).cloned();
        // The saved plan itself finishes what is cut off.
        jobs.push(Job { approved, hands, dated, record: None, unfinished: Unfinished::default() });
    }
    Ok(jobs)
}

/// The live account's team has to be the plan's.
async fn right_team(plan: &Plan, hands: &Hands) -> Result<(), Stop> {
    let organization = hands.reader.organization().await?;
    if organization.team() == plan.account.team {
        return Ok(());
    }
    let text = format!(
        "the plan is for team {}, and account {} is team {}",
        plan.account.team,
        plan.account.id,
        organization.team()
    );
    Err(Stop::guard(GuardName::Account, &text))
}

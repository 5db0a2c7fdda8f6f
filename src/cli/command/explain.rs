//! `doorlist explain`.

use crate::cli::args::{Color, Explain};
use crate::cli::doorlists::{self, Dated};
use crate::cli::error::Stop;
use crate::cli::exit::Exit;
use crate::cli::progress::Progress;
use crate::cli::publish::ended;
use crate::cli::runtime;
use crate::cli::settings;
use crate::cli::signal::unless_stopped;
use crate::cli::site;
use crate::cli::source::Source;
use crate::cli::world::World;
use crate::model::account::Needs;
use crate::model::explain::Explanation;
use crate::model::quote::quoted;
use crate::plan;
use crate::render;

/// Explains one subject in every account of the door lists.
pub(crate) fn run(args: &Explain, color: Color, world: &World) -> anyhow::Result<Exit> {
    if let Some(lesson) = render::lesson(&args.subject, args.format) {
        world.stdout.write(&lesson)?;
        return Ok(Exit::Done);
    }
    let paths = doorlists::paths(&args.door_lists)?;
    let source = Source::new(&args.accounts.offline, &args.accounts.sandbox.sandbox, world)?;
    let now = |pin: Option<&_>| source.now(args.clock.now, pin, world);
    let loading = doorlists::load(&paths, now, settings::stderr_style(color, world), &world.stderr);
    if loading.exit != Exit::Done {
        return Ok(loading.exit);
    }
    let explained = runtime::block_on(source.network(), explain_all(args, &loading.lists, &source, world))?;
    if explained.iter().all(Explanation::is_empty) {
        let text = format!("nothing matches {}: no registration, no device and no entry", quoted(&args.subject));
        let help = "it is a registration id, a device id, name or serial, an address, or a published code";
        return Err(Stop::error(text).help(help).into());
    }
    let text = render::explanations(&explained, args.format, settings::style(color, world));
    world.stdout.write(&ended(text))?;
    Ok(Exit::Done)
}

async fn explain_all(
    args: &Explain,
    lists: &[Dated],
    source: &Source,
    world: &World,
) -> anyhow::Result<Vec<Explanation>> {
    let stop = source.stop(world)?;
    let progress = Progress::shown(world);
    let mut explained = Vec::new();
    for Dated { path, list, now } in lists {
        site::environment_agrees(&list.account.id, path, world)?;
        let place = source.place(&list.account.id, *now, &progress).await?;
        let account = unless_stopped(&stop, place.account(needs(list.needs(), &args.subject), *now)).await??;
        plan::pin::check(list, &account).map_err(Stop::from)?;
        let explanation = plan::explain(list, &account, *now, &args.subject);
        explained.push(render::redact_explanation(&explanation, account.id.as_str(), &args.redaction.redact));
    }
    progress.clear();
    Ok(explained)
}

/// A serial or a name is a device's; whether something comes back is always answered where it can be.
fn needs(of_list: Needs, subject: &str) -> Needs {
    Needs { devices: of_list.devices || !subject.contains('@'), enrollment: true, ..of_list }
}

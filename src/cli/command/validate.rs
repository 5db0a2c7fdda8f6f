//! `doorlist validate`.

use crate::cli::args::{Color, Validate};
use crate::cli::doorlists;
use crate::cli::exit::Exit;
use crate::cli::settings;
use crate::cli::world::World;
use crate::render::inline;

/// Problems go to stderr, a line for each file that is right to stdout.
pub(crate) fn run(args: &Validate, color: Color, world: &World) -> anyhow::Result<Exit> {
    let paths = doorlists::paths(&args.door_lists)?;
    let now = args.clock.now.unwrap_or_else(|| world.now());
    let style = settings::stderr_style(color, world);
    let loading = doorlists::load(&paths, |_| now, style, &world.stderr);
    for dated in &loading.lists {
        let pin = &dated.list.account;
        world.stdout.write(&format!(
            "ok: {} (team {}, account {})\n",
            inline(&dated.path),
            inline(&pin.team),
            pin.id
        ))?;
    }
    Ok(loading.exit)
}

//! `doorlist show`.

use crate::cli::args::{Color, Show};
use crate::cli::error::Stop;
use crate::cli::exit::Exit;
use crate::cli::files;
use crate::cli::publish;
use crate::cli::settings::{self, Wanted};
use crate::cli::world::World;
use crate::render::{Saved, parse_saved};

/// Renders what is in the file, and nothing else: a saved plan or report is self-contained.
pub(crate) fn run(args: &Show, color: Color, world: &World) -> anyhow::Result<Exit> {
    let wanted = Wanted::new(&args.look)?;
    let style = settings::style(color, world);
    let saved = parse_saved(&files::read(&args.file)?)
        .map_err(|error| Stop::error(format!("{} cannot be shown: {error}", args.file)))?;
    match saved {
        Saved::Plans(plans) => publish::plans(&plans, &wanted, style, &world.stdout)?,
        Saved::Reports(reports) => publish::reports(&reports, &wanted, style, &world.stdout)?,
    }
    Ok(Exit::Done)
}

//! `doorlist apply`, without a saved plan and with one.

use crate::cli::apply;
use crate::cli::args::{Apply, Color};
use crate::cli::exit::Exit;
use crate::cli::runtime::{self, Network};
use crate::cli::settings::{self, Wanted};
use crate::cli::world::World;

/// With a PLAN that one is applied; without, the door lists' plans of now.
pub(crate) fn run(args: &Apply, color: Color, world: &mut World) -> anyhow::Result<Exit> {
    let wanted = Wanted::new(&args.look)?;
    let style = settings::style(color, world);
    let problems = settings::stderr_style(color, world);
    match &args.plan {
        Some(path) => runtime::block_on(Network::With, apply::saved(path, args, &wanted, (style, problems), world)),
        None => runtime::block_on(Network::With, apply::fresh(args, &wanted, (style, problems), world)),
    }
}

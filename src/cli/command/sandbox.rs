//! `doorlist sandbox`.

use crate::cli::args;
use crate::cli::exit::Exit;
use crate::cli::files;
use crate::cli::runtime::{self, Network};
use crate::cli::serve;
use crate::cli::signal;
use crate::cli::world::World;
use crate::sandbox::{Options, Sandbox};

/// Serves until a signal comes, which is how it is meant to end (fine print B8).
pub(crate) fn run(args: &args::Sandbox, world: &World) -> anyhow::Result<Exit> {
    let recording = files::read(&args.account)?;
    let options = Options { now: args.clock.now, faults: args.fault.clone(), ..Options::default() };
    let sandbox = Sandbox::from_recording(&recording, options)?;
    runtime::block_on(Network::With, async {
        let stop = signal::listen(world.stderr.clone())?;
        serve::until_stopped(sandbox, args.listen, stop, |base| world.stdout.write(&format!("{base}\n"))).await
    })?;
    Ok(Exit::Done)
}

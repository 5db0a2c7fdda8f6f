//! `doorlist sandbox`.

use crate::cli::args;
use crate::cli::error::Stop;
use crate::cli::exit::Exit;
use crate::cli::files;
use crate::cli::runtime::{self, Network};
use crate::cli::serve;
use crate::cli::signal;
use crate::cli::world::World;
use crate::cloudflare::recording;
use crate::sandbox::{Options, Sandbox};

/// Serves until a signal comes, which is how it is meant to end (fine print B8). The clock starts at `--now`, else when
/// the account was recorded, else now.
pub(crate) fn run(args: &args::Sandbox, world: &World) -> anyhow::Result<Exit> {
    let recording = files::read(&args.account)?;
    let in_file = |error: &dyn std::fmt::Display| Stop::error(format!("{}: {error}", args.account));
    let head = recording::head(&recording).map_err(|error| in_file(&error))?;
    let now = args.clock.now.or(head.recorded_at).unwrap_or_else(|| world.now());
    let options = Options { now: Some(now), faults: args.fault.clone(), ..Options::default() };
    let sandbox = Sandbox::from_recording(&recording, options).map_err(|error| in_file(&error))?;
    runtime::block_on(Network::With, async {
        let stop = signal::listen(world.stderr.clone())?;
        serve::until_stopped(sandbox, args.listen, stop, |base| world.stdout.write(&format!("{base}\n"))).await
    })?;
    Ok(Exit::Done)
}

//! From arguments to an exit code.

use std::process::ExitCode;

use clap::Parser as _;

use super::args::Cli;
use super::command;
use super::error;
use super::exit::Exit;
use super::world::World;

/// Runs the program on the process's own arguments, streams and environment.
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return ExitCode::from(usage(&error).code()),
    };
    let mut world = World::real();
    let exit = command::run(&cli, &mut world).unwrap_or_else(|error| error::report(&error, &world.stderr));
    ExitCode::from(exit.code())
}

/// Help and version are results; bad usage is an error, and 2 means something else here (product.md, section 4).
fn usage(error: &clap::Error) -> Exit {
    // Where help cannot be printed, nobody reads it.
    let _ = error.print();
    if error.use_stderr() { Exit::Error } else { Exit::Done }
}

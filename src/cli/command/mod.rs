//! The commands, one file each: what is given is resolved, the work is done below, the exit code comes back.

mod apply;
mod doctor;
mod explain;
mod init;
mod list_accounts;
mod manual;
mod offboard;
mod plan;
mod print;
mod sandbox;
mod show;
mod snapshot;
mod test;
mod validate;
mod watch;

use super::args::{Cli, Command};
use super::exit::Exit;
use super::world::World;

/// Runs a command.
///
/// # Errors
/// What ends it early, to be told on stderr.
pub(crate) fn run(cli: &Cli, world: &mut World) -> anyhow::Result<Exit> {
    let color = cli.color;
    match &cli.command {
        Command::Init(args) => init::run(args, world),
        Command::Validate(args) => validate::run(args, color, world),
        Command::Plan(args) if args.list_accounts => list_accounts::run(args, color, world),
        Command::Plan(args) => plan::run(args, color, world),
        Command::Apply(args) => apply::run(args, color, world),
        Command::Show(args) => show::run(args, color, world),
        Command::Explain(args) => explain::run(args, color, world),
        Command::Offboard(args) => offboard::run(args, color, world),
        Command::Test(args) => test::run(args, color, world),
        Command::Snapshot(args) => snapshot::run(args, world),
        Command::Watch(args) => watch::run(args, color, world),
        Command::Doctor(args) => doctor::run(args, color, world),
        Command::Sandbox(args) => sandbox::run(args, world),
        Command::Schema(args) => print::schema(args, world),
        Command::Completions(args) => print::completions(args, world),
        Command::Man(args) => print::man(args, world),
    }
}

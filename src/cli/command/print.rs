//! `doorlist schema`, `completions` and `man`: what the program knows about itself.

use clap::CommandFactory as _;

use crate::cli::args::{Cli, Completions, Man, Schema, SchemaOf};
use crate::cli::error::Stop;
use crate::cli::exit::Exit;
use crate::cli::world::World;
use crate::{config, render};

/// The JSON Schema of a file format.
pub(crate) fn schema(args: &Schema, world: &World) -> anyhow::Result<Exit> {
    let schema = match args.of {
        SchemaOf::Doorlist => config::schema(),
        SchemaOf::Plan => render::plan_schema(),
        SchemaOf::Report => render::report_schema(),
        SchemaOf::Explanation => render::explanation_schema(),
    };
    world.stdout.write(&format!("{}\n", serde_json::to_string_pretty(&schema)?))?;
    Ok(Exit::Done)
}

/// A completion script.
pub(crate) fn completions(args: &Completions, world: &World) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "doorlist", &mut script);
    world.stdout.write(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

/// The manual page of the program or of one command.
pub(crate) fn man(args: &Man, world: &World) -> anyhow::Result<Exit> {
    let mut program = Cli::command();
    program.build();
    let command = match &args.of {
        None => program,
        Some(name) => {
            let found = program.find_subcommand(name);
            let missing = || Stop::error(format!("there is no command {name}")).help("see `doorlist --help`");
            found.cloned().ok_or_else(missing)?.display_name(format!("doorlist-{name}"))
        }
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    world.stdout.write(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}

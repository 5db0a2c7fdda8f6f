//! `doorlist schema`, `completions` and `man`: what the program knows about itself.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use clap::CommandFactory as _;

use super::manual;
use crate::cli::args::{Cli, Completions, Man, Schema, SchemaOf};
use crate::cli::error::Stop;
use crate::cli::exit::Exit;
use crate::cli::world::World;
use crate::cli::write::{Readers, Target};
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

/// The manual page of the program or of one command, or all pages into a folder.
pub(crate) fn man(args: &Man, world: &World) -> anyhow::Result<Exit> {
    let pages = manual::pages()?;
    if let Some(folder) = &args.out {
        write_pages(&pages, folder)?;
        return Ok(Exit::Done);
    }
    let name = args.of.as_deref();
    let page = pages.iter().find(|page| page.command.as_deref() == name).ok_or_else(|| {
        Stop::error(format!("there is no command {}", name.unwrap_or_default())).help("see `doorlist --help`")
    })?;
    world.stdout.write(&page.text)?;
    Ok(Exit::Done)
}

fn write_pages(pages: &[manual::Page], folder: &str) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make the folder {folder}"))?;
    for page in pages {
        let path = Path::new(folder).join(page.file_name());
        Target::new(&path.to_string_lossy(), Readers::Usual, true)?.write(page.text.as_bytes())?;
    }
    Ok(())
}

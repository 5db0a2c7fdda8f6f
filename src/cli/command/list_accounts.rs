//! `doorlist plan --list-accounts`: the accounts of the door lists, as a matrix for CI.

use serde_json::json;

use crate::cli::args::{Color, Plan};
use crate::cli::doorlists;
use crate::cli::error::Stop;
use crate::cli::exit::Exit;
use crate::cli::files::Disk;
use crate::cli::publish::ended;
use crate::cli::settings;
use crate::cli::world::World;
use crate::config;
use crate::model::doorlist::AccountPin;
use crate::render::{Format, inline};

/// Reads the files' `account` alone: what the rest of a file relies on need not be there yet.
pub(crate) fn run(args: &Plan, color: Color, world: &World) -> anyhow::Result<Exit> {
    if !matches!(args.look.format, Format::Text | Format::Json) || !args.look.out.is_empty() {
        return Err(Stop::error("--list-accounts is printed as text or json").into());
    }
    let paths = doorlists::paths(&args.door_lists)?;
    let mut pins = Vec::new();
    for path in &paths {
        let Some(pin) = config::pin(path, &Disk) else { return explain_why(&paths, args, color, world) };
        pins.push((path, pin));
    }
    let exit = doorlists::one_file_an_account(&paths, &world.stderr);
    if exit != Exit::Done {
        return Ok(exit);
    }
    let text = if args.look.format == Format::Json { json(&pins)? } else { lines(&pins) };
    world.stdout.write(&text)?;
    Ok(exit)
}

fn json(pins: &[(&String, AccountPin)]) -> anyhow::Result<String> {
    let row = |(path, pin): &(&String, AccountPin)| json!({ "id": pin.id, "team": pin.team, "file": path });
    let rows: Vec<serde_json::Value> = pins.iter().map(row).collect();
    Ok(serde_json::to_string(&rows)? + "\n")
}

fn lines(pins: &[(&String, AccountPin)]) -> String {
    let line = |(path, pin): &(&String, AccountPin)| format!("{} {} {}", pin.id, inline(&pin.team), inline(path));
    ended(pins.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// A file whose account cannot be read has problems to tell.
fn explain_why(paths: &[String], args: &Plan, color: Color, world: &World) -> anyhow::Result<Exit> {
    let now = args.clock.now.unwrap_or_else(|| world.now());
    let loading = doorlists::load(paths, |_| now, settings::stderr_style(color, world), &world.stderr);
    match loading.exit {
        Exit::Done => Err(Stop::error("the account of a door list cannot be read").into()),
        exit => Ok(exit),
    }
}

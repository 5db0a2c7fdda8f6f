//! `doorlist plan --list-accounts`: the accounts of the door lists, as a matrix for CI.

use serde_json::json;

use crate::cli::args::{Color, Plan};
use crate::cli::doorlists::{self, Opened};
use crate::cli::error::Stop;
use crate::cli::exit::Exit;
use crate::cli::publish::ended;
use crate::cli::settings;
use crate::cli::world::World;
use crate::model::doorlist::AccountPin;
use crate::render::{Format, inline};

/// Reads the files' `account` alone: what the rest of a file relies on need not be there yet.
pub(crate) fn run(args: &Plan, color: Color, world: &World) -> anyhow::Result<Exit> {
    if !matches!(args.look.format, Format::Text | Format::Json) || !args.look.out.is_empty() {
        return Err(Stop::error("--list-accounts is printed as text or json").into());
    }
    let paths = doorlists::paths(&args.door_lists)?;
    let opened: Vec<Opened> = paths.iter().map(|path| doorlists::open(path, &world.stderr)).collect();
    let pin = |one: &Opened| Some((one.path.clone(), one.pin.clone()?));
    let Some(pins) = opened.iter().map(pin).collect::<Option<Vec<_>>>() else {
        return explain_why(opened, args, color, world);
    };
    let exit = doorlists::one_file_an_account(&pins, &world.stderr);
    if exit != Exit::Done {
        return Ok(exit);
    }
    let text = if args.look.format == Format::Json { json(&pins)? } else { lines(&pins) };
    world.stdout.write(&text)?;
    Ok(exit)
}

fn json(pins: &[(String, AccountPin)]) -> anyhow::Result<String> {
    let row = |(path, pin): &(String, AccountPin)| json!({ "id": pin.id, "team": pin.team, "file": path });
    let rows: Vec<serde_json::Value> = pins.iter().map(row).collect();
    Ok(serde_json::to_string(&rows)? + "\n")
}

fn lines(pins: &[(String, AccountPin)]) -> String {
    let line = |(path, pin): &(String, AccountPin)| format!("{} {} {}", pin.id, inline(&pin.team), inline(path));
    ended(pins.iter().map(line).collect::<Vec<_>>().join("\n"))
}

/// A file whose account cannot be read has problems to tell.
fn explain_why(opened: Vec<Opened>, args: &Plan, color: Color, world: &World) -> anyhow::Result<Exit> {
    let now = args.clock.now.unwrap_or_else(|| world.now());
    let loading = doorlists::load_opened(opened, |_| now, settings::stderr_style(color, world), &world.stderr);
    match loading.exit {
        Exit::Done => Err(Stop::error("the account of a door list cannot be read").into()),
        exit => Ok(exit),
    }
}

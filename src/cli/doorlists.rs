//! The door lists of a run: found, loaded, each for another account.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use jiff::Timestamp;

use super::args::DoorLists;
use super::error::Stop;
use super::exit::Exit;
use super::files::{self, Disk, Once};
use super::output::Output;
use crate::config::{self, Files as _};
use crate::model::doorlist::AccountPin;
use crate::model::{AccountId, Class, Diagnostic, DoorList};
use crate::render::{self, Style};

/// The file that is taken where none is named.
pub(crate) const DEFAULT: &str = "doorlist.yaml";

/// A door list with the time at which its account is judged.
#[derive(Clone, Debug)]
pub(crate) struct Dated {
    /// The file as it was named.
    pub(crate) path: String,
    /// What it says.
    pub(crate) list: DoorList,
    /// `--now`, or when the account was recorded, or now.
    pub(crate) now: Timestamp,
}

/// The files that `-f` means, or `doorlist.yaml`.
///
/// # Errors
/// None is named and there is no `doorlist.yaml`; a folder without any.
pub(crate) fn paths(args: &DoorLists) -> anyhow::Result<Vec<String>> {
    if args.files.is_empty() {
        if Path::new(DEFAULT).exists() {
            return Ok(vec![DEFAULT.to_owned()]);
        }
        let help = "give -f FILE, or write one with `doorlist init`";
        return Err(Stop::error(format!("there is no {DEFAULT} here")).help(help).into());
    }
    let mut paths = Vec::new();
    for path in &args.files {
        paths.extend(files::door_lists(path)?);
    }
    // A file that is named in two ways is one.
    let mut seen = HashSet::new();
    paths.retain(|path| seen.insert(Disk.identity(path)));
    Ok(paths)
}

/// What became of loading: the door lists that are right, and how the run ends because of the others.
pub(crate) struct Loading {
    /// Those that are right.
    pub(crate) lists: Vec<Dated>,
    /// [`Exit::Done`] where all of them are.
    pub(crate) exit: Exit,
}

/// A door list that has been read, and its account where that much is right.
pub(crate) struct Opened {
    /// The file as it was named.
    pub(crate) path: String,
    /// Its account.
    pub(crate) pin: Option<AccountPin>,
    files: Once,
}

/// Reads a door list once, and says what it waits for.
pub(crate) fn open(path: &str, stderr: &Output) -> Opened {
    if files::waits_for_a_writer(path) {
        stderr.line(&format!("{} is a pipe: waiting for its writer", render::inline(path)));
    }
    let files = Once::default();
    let pin = config::pin(path, &files);
    Opened { path: path.to_owned(), pin, files }
}

/// Loads all files and tells all problems of all of them on stderr. `now` gives the time for an account.
pub(crate) fn load(
    paths: &[String],
    now: impl Fn(Option<&AccountId>) -> Timestamp,
    style: Style,
    stderr: &Output,
) -> Loading {
    load_opened(paths.iter().map(|path| open(path, stderr)), now, style, stderr)
}

/// The same for files that have been read.
pub(crate) fn load_opened(
    opened: impl IntoIterator<Item = Opened>,
    now: impl Fn(Option<&AccountId>) -> Timestamp,
    style: Style,
    stderr: &Output,
) -> Loading {
    let (mut lists, mut pins, mut exit) = (Vec::new(), Vec::new(), Exit::Done);
    for Opened { path, pin, files } in opened {
        let now = now(pin.as_ref().map(|pin| &pin.id));
        let diagnostics = match config::load(&path, &files, now) {
            Ok(loaded) => {
                lists.push(Dated { path: path.clone(), list: loaded.list, now });
                loaded.warnings
            }
            Err(diagnostics) => {
                exit = exit.and(how_it_ends(&diagnostics));
                diagnostics
            }
        };
        tell(&diagnostics, style, stderr);
        pins.extend(pin.map(|pin| (path, pin)));
    }
    Loading { lists, exit: exit.and(one_file_an_account(&pins, stderr)) }
}

/// A file that is wrong ends the run with 1; one that is right, but relies on something stale, with 3.
fn how_it_ends(diagnostics: &[Diagnostic]) -> Exit {
    if diagnostics.iter().any(|diagnostic| diagnostic.class == Class::Problem) { Exit::Error } else { Exit::Refused }
}

fn tell(diagnostics: &[Diagnostic], style: Style, stderr: &Output) {
    if !diagnostics.is_empty() {
        let text = render::diagnostics(diagnostics, style.color, style.width.unwrap_or(0));
        // A diagnostic that cannot be written has no other way out; the exit code says that there was one.
        let _ = stderr.write(&text);
    }
}

/// Two files of one account are an error (fine print A29).
pub(crate) fn one_file_an_account(pins: &[(String, AccountPin)], stderr: &Output) -> Exit {
    let mut first: BTreeMap<&str, &str> = BTreeMap::new();
    let mut exit = Exit::Done;
    for (path, pin) in pins {
        if let Some(other) = first.get(pin.id.as_str()) {
            let text = format!("{other} and {path} are for the same account, {}", pin.id);
            let stop = Stop::error(text).help("join them into one file, or take shared lists with `include:`");
            exit = super::error::report(&stop.into(), stderr);
        } else {
            first.insert(pin.id.as_str(), path);
        }
    }
    exit
}

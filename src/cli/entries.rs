//! Entries written into a door list: loaded before they are saved, so that what does not read back is never written.

use super::doorlists::Dated;
use super::error::Stop;
use super::files::Disk;
use super::world::World;
use super::write::{Readers, Target};
use crate::config::{self, FileData, FileProblem, Files, edit};
use crate::model::doorlist::{TokenName, Who};
use crate::model::runbook::Addition;
use crate::model::{DoorList, Email};
use crate::plan::runbook::adopt;
use crate::render::{self, Style};

/// Puts the entries into the file that has an entry of the same person or token, else into the door list itself. What
/// is there already stays as it is.
///
/// # Errors
/// A text that cannot be edited; a result that is no right door list, with its problems on stderr, or one that says
/// anything else than the door list did with the new entries. Nothing is written then.
pub(crate) fn write(
    path: &str,
    dated: &Dated,
    additions: &[Addition],
    style: Style,
    world: &World,
) -> anyhow::Result<()> {
    let main = dated.list.account.origin.file.to_string();
    let mut overlay = Overlay::default();
    for addition in adopt::needed(&dated.list, additions) {
        let file = file_of(&dated.list, addition).unwrap_or_else(|| main.clone());
        let text = overlay.text(&file)?;
        let edited = edit::edit(&text, std::slice::from_ref(addition))
            .map_err(|problem| by_hand(format!("{file} cannot be edited: {problem}"), additions))?;
        overlay.put(&file, text, edited);
    }
    if !overlay.files.is_empty() {
        check(path, dated, additions, &overlay, style, world)?;
    }
    let changed: Vec<Edited> = overlay.files.into_iter().filter(|file| file.text != file.old).collect();
    if changed.is_empty() {
        world.stderr.line(&format!("{} says so already; nothing was written", render::inline(&main)));
    }
    for Edited { path, text, .. } in changed {
        Target::new(&path, Readers::Usual, true)?.write(text.as_bytes())?;
        world.stderr.write(&format!("wrote {}\n", render::inline(&path)))?;
    }
    Ok(())
}

/// What a new entry alone can make wrong; for example `require` may want a ticket.
const OF_THE_ENTRY: &[&str] = &["missing-annotation", "bad-ticket", "empty-text", "bad-email", "synthetic-address"];

/// The edited files must load, and say what the door list said with the entries and nothing else.
fn check(
    path: &str,
    dated: &Dated,
    additions: &[Addition],
    overlay: &Overlay,
    style: Style,
    world: &World,
) -> anyhow::Result<()> {
    match config::load(path, overlay, dated.now) {
        Ok(loaded) if edit::says_the_same(&loaded.list, &adopt::adopt(&dated.list, additions)) => Ok(()),
        Err(found) if found.iter().any(|one| OF_THE_ENTRY.contains(&one.code)) => {
            world.stderr.write(&render::diagnostics(&found, style.color, style.width.unwrap_or(0)))?;
            let help = "give what is missing, for example --ticket; nothing was written";
            Err(Stop::error("the door list would not be right with the new entry").help(help).into())
        }
        Ok(_) | Err(_) => {
            let text = format!("{path} cannot be edited without changing something else in it");
            Err(by_hand(text, additions).into())
        }
    }
}

/// A person finds the place.
fn by_hand(text: String, additions: &[Addition]) -> Stop {
    let lines = additions.iter().map(edit::line).map(|(section, line)| format!("{line} under `{section}`"));
    Stop::error(text).help(format!("nothing was written; add it by hand: {}", lines.collect::<Vec<_>>().join(", ")))
}

/// Where an entry about the same stands.
fn file_of(list: &DoorList, addition: &Addition) -> Option<String> {
    let origin = match addition {
        Addition::Users { email, .. } => {
            let same = Who::Exact(Email::new(email));
            list.users.iter().find(|entry| entry.who == same).map(|entry| &entry.origin)
        }
        Addition::ServiceTokens { name, id, .. } => list
            .service_tokens
            .iter()
            .find(|entry| match &entry.token {
                TokenName::Name(own) => own == name,
                TokenName::Id(own) => own == id,
            })
            .map(|entry| &entry.origin),
        Addition::Devices { .. } | Addition::Protected { .. } => None,
    };
    origin.map(|origin| origin.file.to_string())
}

/// A file with what it is to hold.
struct Edited {
    path: String,
    old: String,
    text: String,
}

/// The file system with some texts not yet written.
#[derive(Default)]
struct Overlay {
    files: Vec<Edited>,
}

impl Overlay {
    fn put(&mut self, path: &str, old: String, text: String) {
        match self.files.iter_mut().find(|file| file.path == path) {
            Some(file) => file.text = text,
            None => self.files.push(Edited { path: path.to_owned(), old, text }),
        }
    }

    /// A file as it is to be, of which only regular ones can be changed.
    fn text(&self, path: &str) -> anyhow::Result<String> {
        let read = self.read(path, config::DOOR_LIST_LIMIT);
        let bytes = read.map_err(|problem| Stop::error(format!("cannot edit {path}: {problem}")))?.bytes;
        Ok(String::from_utf8(bytes)?)
    }
}

impl Files for Overlay {
    fn read(&self, path: &str, limit: u64) -> Result<FileData, FileProblem> {
        match self.files.iter().find(|file| file.path == path) {
            Some(file) => Ok(FileData { bytes: file.text.clone().into_bytes(), modified: None }),
            None => Disk.read(path, limit),
        }
    }

    fn identity(&self, path: &str) -> String {
        Disk.identity(path)
    }
}

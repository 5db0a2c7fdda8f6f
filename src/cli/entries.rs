//! Entries written into a door list: loaded before they are saved, so that what does not read back is never written.

use jiff::Timestamp;

use super::doorlists::Dated;
use super::error::Stop;
use super::files::Disk;
use super::world::World;
use super::write::{Readers, Target};
use crate::config::{self, FileData, FileProblem, Files, edit};
use crate::model::doorlist::{TokenName, Who};
use crate::model::runbook::Addition;
use crate::model::{Class, DoorList, Email};
use crate::render::{self, Style};

/// Puts the entries into the file that has an entry of the same person or token, else into the door list itself.
///
/// # Errors
/// A text that cannot be edited; a result that is no right door list, with its problems on stderr.
pub(crate) fn write(
    path: &str,
    dated: &Dated,
    additions: &[Addition],
    style: Style,
    world: &World,
) -> anyhow::Result<()> {
    let mut overlay = Overlay::default();
    for addition in additions {
        let file = file_of(&dated.list, addition).unwrap_or_else(|| path.to_owned());
        let text = String::from_utf8(overlay.bytes(&file)?)?;
        let edited = edit::edit(&text, std::slice::from_ref(addition))
            .map_err(|problem| Stop::error(format!("{file} cannot be edited: {problem}")))?;
        overlay.put(&file, edited);
    }
    check(path, &overlay, dated.now, style, world)?;
    for (file, text) in overlay.files {
        Target::new(&file, Readers::Usual, true)?.write(text.as_bytes())?;
        world.stderr.write(&format!("wrote {}\n", render::inline(&file)))?;
    }
    Ok(())
}

/// The edited files must load; for example `require` may want a ticket.
fn check(path: &str, overlay: &Overlay, now: Timestamp, style: Style, world: &World) -> anyhow::Result<()> {
    let Err(diagnostics) = config::load(path, overlay, now) else { return Ok(()) };
    world.stderr.write(&render::diagnostics(&diagnostics, style.color, style.width.unwrap_or(0)))?;
    if diagnostics.iter().all(|diagnostic| diagnostic.class != Class::Problem) {
        return Ok(());
    }
    let help = "give what is missing, for example --ticket; nothing was written";
    Err(Stop::error("the door list would not be right with the new entry").help(help).into())
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

/// The file system with some texts not yet written.
#[derive(Default)]
struct Overlay {
    files: Vec<(String, String)>,
}

impl Overlay {
    fn put(&mut self, path: &str, text: String) {
        self.files.retain(|(own, _)| own != path);
        self.files.push((path.to_owned(), text));
    }

    fn bytes(&self, path: &str) -> anyhow::Result<Vec<u8>> {
        let read = self.read(path, config::DOOR_LIST_LIMIT);
        Ok(read.map_err(|problem| Stop::error(format!("cannot read {path}: {problem}")))?.bytes)
    }
}

impl Files for Overlay {
    fn read(&self, path: &str, limit: u64) -> Result<FileData, FileProblem> {
        match self.files.iter().find(|(own, _)| own == path) {
            Some((_, text)) => Ok(FileData { bytes: text.clone().into_bytes(), modified: None }),
            None => Disk.read(path, limit),
        }
    }
}

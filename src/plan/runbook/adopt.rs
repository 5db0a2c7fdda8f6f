//! The door list with the new entries, in memory. `config` writes the same entries into the file: of an entry that is
//! there already, state and annotations change, `until` goes, and everything else stays.

use std::collections::HashSet;
use std::sync::Arc;

use super::subject::Subject;
use crate::model::doorlist::{DeviceEntry, Notes, ProtectedEntry, State, TokenEntry, TokenName, UserEntry, Who};
use crate::model::runbook::{Addition, AdditionNotes, MachineKey};
use crate::model::selector::{Selector, normal_serial};
use crate::model::{Account, DoorList, Email, Origin, Pattern};

/// The entries that a subject takes.
pub fn additions(subject: &Subject, account: &Account, notes: &AdditionNotes) -> Vec<Addition> {
    let notes = notes.clone();
    match subject {
        Subject::Person { email } => {
            vec![Addition::Users { email: spelled(account, email), state: State::Absent, notes }]
        }
        Subject::Device { key, .. } => {
            vec![Addition::Devices { select: key.clone(), state: State::Revoked, notes }]
        }
        Subject::HandedOn { key, new_owner, .. } => {
            let removed = Addition::Devices { select: key.clone(), state: State::Absent, notes: notes.clone() };
            let kept = new_owner.as_ref().map(|owner| Addition::Protected {
                email: owner.clone(),
                device: key.clone(),
                notes,
            });
            kept.into_iter().chain([removed]).collect()
        }
        Subject::Token { id, name } => {
            vec![Addition::ServiceTokens { name: name.clone(), id: id.clone(), state: State::Absent, notes }]
        }
    }
}

/// The address as the account spells it.
fn spelled(account: &Account, email: &Email) -> String {
    let row = account.registrations.iter().find(|row| row.email() == Some(email));
    let live = row.and_then(|row| row.user.as_deref()).and_then(|user| user.email.as_deref());
    live.unwrap_or(email.as_str()).to_owned()
}

/// The door list as it is once the additions are written into its file: an entry of the same person or token is changed
/// and stays where it is, a new one follows those of the including file, and a machine comes before all others.
pub fn adopt(list: &DoorList, additions: &[Addition]) -> DoorList {
    adopt_needed(list, additions).0
}

/// Those of the additions that the door list does not have yet, one after the other.
pub fn needed<'a>(list: &DoorList, additions: &'a [Addition]) -> Vec<&'a Addition> {
    adopt_needed(list, additions).1
}

fn adopt_needed<'a>(list: &DoorList, additions: &'a [Addition]) -> (DoorList, Vec<&'a Addition>) {
    let (mut adopted, mut needed) = (list.clone(), Vec::new());
    let origin = Origin { file: list.account.origin.file.clone(), line: list.account.origin.line, column: 1 };
    for addition in additions {
        if !is_there(&adopted, addition) {
            add(&mut adopted, addition, &origin);
            needed.push(addition);
        }
    }
    (adopted, needed)
}

/// Whether the door list does already what an addition to `devices` or `protected` is for. A person's or a token's entry
/// is changed where it stands, so that is not asked here.
fn is_there(list: &DoorList, addition: &Addition) -> bool {
    match addition {
        Addition::Devices { select, state, .. } => machine_is_there(list, select, *state),
        Addition::Protected { email, device, .. } => list.protected.iter().any(|entry| {
            let same = entry.email.as_ref().is_none_or(|own| *own == Pattern::new(email));
            let there = entry.device.as_ref().is_none_or(|own| selects_all_of(own, device));
            same && there && entry.group.is_none() && entry.notes.until.is_none()
        }),
        Addition::Users { .. } | Addition::ServiceTokens { .. } => false,
    }
}

/// Whether the first entry that can match the machine removes it at least as thoroughly (fine print A11).
fn machine_is_there(list: &DoorList, select: &MachineKey, state: State) -> bool {
    let decides = |entry: &&DeviceEntry| entry.state != State::Permitted && !is_of_others(&entry.select, select);
    for entry in list.devices.iter().filter(decides) {
        if thoroughness(entry.state) < thoroughness(state) {
            return false;
        }
        if selects_all_of(&entry.select, select) {
            return true;
        }
    }
    false
}

fn thoroughness(state: State) -> u8 {
    match state {
        State::Permitted => 0,
        State::Revoked => 1,
        State::Absent => 2,
    }
}

/// Whether a selector matches the machine for certain: it names it, and asks nothing else.
fn selects_all_of(own: &Selector, key: &MachineKey) -> bool {
    let Selector { id, serial, hardware_id, name, tag, os, profile, kind } = own;
    let nothing_else = hardware_id.is_none() && name.is_none() && tag.is_none() && os.is_none() && profile.is_none();
    nothing_else
        && kind.is_none()
        && match key {
            MachineKey::Serial(wanted) => id.is_none() && names_serial(serial.as_ref(), wanted),
            MachineKey::Id(wanted) => serial.is_none() && names_id(id.as_deref(), wanted),
        }
}

/// Whether a selector cannot match the machine, since it names other serials.
fn is_of_others(own: &Selector, key: &MachineKey) -> bool {
    match key {
        MachineKey::Serial(wanted) => own.serial.is_some() && !names_serial(own.serial.as_ref(), wanted),
        MachineKey::Id(wanted) => own.id.is_some() && !names_id(own.id.as_deref(), wanted),
    }
}

fn names_serial(own: Option<&HashSet<String>>, wanted: &str) -> bool {
    own.zip(normal_serial(wanted)).is_some_and(|(own, wanted)| own.contains(&wanted))
}

fn names_id(own: Option<&[Box<str>]>, wanted: &str) -> bool {
    own.is_some_and(|own| own.iter().any(|own| **own == *wanted))
}

fn add(list: &mut DoorList, addition: &Addition, origin: &Origin) {
    let main = &origin.file;
    match addition {
        Addition::Users { email, state, notes } => {
            let who = Who::Exact(Email::new(email));
            if let Some(entry) = list.users.iter_mut().find(|entry| entry.who == who) {
                entry.state = *state;
                annotate(&mut entry.notes, notes);
                return;
            }
            let at = behind_own(list.users.iter().map(|entry| &entry.origin.file), main);
            list.users.insert(at, user(who, *state, notes, origin.clone()));
        }
        Addition::Devices { select, state, notes } => list.devices.insert(
            0,
            DeviceEntry {
                class: None,
                select: selector(select),
                state: *state,
                require_closed: false,
                notes: annotated(notes),
                origin: origin.clone(),
            },
        ),
        Addition::ServiceTokens { name, id, state, notes } => token(list, name, id, *state, notes, origin),
        Addition::Protected { email, device, notes } => {
            let entry = ProtectedEntry {
                email: Some(Pattern::new(email)),
                device: Some(selector(device)),
                group: None,
                notes: annotated(notes),
                origin: origin.clone(),
            };
            let at = behind_own(list.protected.iter().map(|entry| &entry.origin.file), main);
            list.protected.insert(at, entry);
        }
    }
}

/// Behind the last entry of the including file, whose entries come before all others.
fn behind_own<'a>(files: impl Iterator<Item = &'a Arc<str>>, main: &Arc<str>) -> usize {
    files.take_while(|file| *file == main).count()
}

fn user(who: Who, state: State, notes: &AdditionNotes, origin: Origin) -> UserEntry {
    UserEntry {
        who,
        except: Vec::new(),
        devices: None,
        max_registrations: None,
        state,
        restore: false,
        require_closed: false,
        notes: annotated(notes),
        origin,
    }
}

/// An entry that names the token already keeps its machines, else nothing is claimed.
fn token(list: &mut DoorList, name: &str, id: &str, state: State, notes: &AdditionNotes, origin: &Origin) {
    if let Some(entry) = list.service_tokens.iter_mut().find(|entry| is_about(entry, name, id)) {
        entry.state = state;
        annotate(&mut entry.notes, notes);
        return;
    }
    let entry = TokenEntry {
        token: TokenName::Name(name.to_owned()),
        devices: Vec::new(),
        state,
        restore: false,
        require_closed: false,
        notes: annotated(notes),
        origin: origin.clone(),
    };
    let at = behind_own(list.service_tokens.iter().map(|entry| &entry.origin.file), &origin.file);
    list.service_tokens.insert(at, entry);
}

/// Whether an entry names the token.
pub fn is_about(entry: &TokenEntry, name: &str, id: &str) -> bool {
    match &entry.token {
        TokenName::Name(own) => own == name,
        TokenName::Id(own) => own == id,
    }
}

fn selector(key: &MachineKey) -> Selector {
    match key {
        MachineKey::Serial(serial) => {
            Selector { serial: Some(normal_serial(serial).into_iter().collect::<HashSet<_>>()), ..Selector::default() }
        }
        MachineKey::Id(id) => Selector { id: Some(vec![id.as_str().into()]), ..Selector::default() },
    }
}

fn annotated(notes: &AdditionNotes) -> Notes {
    let mut annotated = Notes::default();
    annotate(&mut annotated, notes);
    annotated
}

/// What is given replaces what was; `until`, which a state rules out, goes.
fn annotate(notes: &mut Notes, new: &AdditionNotes) {
    let trimmed = |text: &String| text.trim().to_owned();
    notes.until = None;
    notes.ticket = new.ticket.as_ref().map(trimmed).or(notes.ticket.take());
    notes.reason = new.reason.as_ref().map(trimmed).or(notes.reason.take());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serial(text: &str) -> Selector {
        selector(&MachineKey::Serial(text.to_owned()))
    }

    #[test]
    fn a_selector_covers_a_machine_only_where_it_asks_nothing_else() {
        let key = MachineKey::Serial(" pf3ccc333 ".to_owned());
        assert!(selects_all_of(&serial("PF3CCC333"), &key));
        assert!(!selects_all_of(&serial("PF3CCC334"), &key) && is_of_others(&serial("PF3CCC334"), &key));
        let narrow = Selector { os: Some(vec!["linux".to_owned()]), ..serial("PF3CCC333") };
        assert!(!selects_all_of(&narrow, &key) && !is_of_others(&narrow, &key));
        assert!(!selects_all_of(&serial("PF3CCC333"), &MachineKey::Id("PF3CCC333".to_owned())));
    }

    #[test]
    fn what_is_not_given_stays() {
        let mut notes = Notes { ticket: Some("A-1".into()), reason: Some("b".into()), ..Notes::default() };
        annotate(&mut notes, &AdditionNotes { ticket: Some(" C-2 ".into()), reason: None });
        assert_eq!((notes.ticket.as_deref(), notes.reason.as_deref()), (Some("C-2"), Some("b")));
    }
}

//! The door list with the new entries, in memory. `config` writes the same entries into the file: of an entry that is
//! there already, state and annotations change, `until` goes, and everything else stays.

use std::collections::HashSet;

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

/// A door list in which the new entries come first and entries that they replace are gone.
pub fn adopt(list: &DoorList, additions: &[Addition]) -> DoorList {
    let mut adopted = list.clone();
    let origin = Origin { file: list.account.origin.file.clone(), line: list.account.origin.line, column: 1 };
    for addition in additions {
        add(&mut adopted, addition, &origin);
    }
    adopted
}

fn add(list: &mut DoorList, addition: &Addition, origin: &Origin) {
    match addition {
        Addition::Users { email, state, notes } => {
            let email = Email::new(email);
            match list.users.iter_mut().find(|entry| entry.who == Who::Exact(email.clone())) {
                Some(entry) => (entry.state, entry.notes) = (*state, changed(&entry.notes, notes)),
                None => list.users.insert(0, user(email, *state, notes, origin.clone())),
            }
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
        Addition::Protected { email, device, notes } => list.protected.push(ProtectedEntry {
            email: Some(Pattern::new(email)),
            device: Some(selector(device)),
            group: None,
            notes: annotated(notes),
            origin: origin.clone(),
        }),
    }
}

fn user(email: Email, state: State, notes: &AdditionNotes, origin: Origin) -> UserEntry {
    UserEntry {
        who: Who::Exact(email),
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
        (entry.state, entry.notes) = (state, changed(&entry.notes, notes));
        return;
    }
    list.service_tokens.push(TokenEntry {
        token: TokenName::Id(id.to_owned()),
        devices: Vec::new(),
        state,
        restore: false,
        require_closed: false,
        notes: annotated(notes),
        origin: origin.clone(),
    });
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
    Notes { reason: notes.reason.clone(), ticket: notes.ticket.clone(), ..Notes::default() }
}

/// What the edit of an entry leaves of its annotations.
fn changed(old: &Notes, added: &AdditionNotes) -> Notes {
    let AdditionNotes { ticket, reason } = added;
    let (ticket, reason) = (ticket.clone().or(old.ticket.clone()), reason.clone().or(old.reason.clone()));
    Notes { ticket, reason, until: None, ..old.clone() }
}

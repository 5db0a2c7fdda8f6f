//! The editor of door lists: an edited text loads to the old list and exactly the addition; comments survive; doing it
//! twice is doing it once.

use doorlist::config::edit::{edit, line};
use doorlist::model::doorlist::{
    AgeRule, DeviceEntry, Notes, Placed, ProtectedEntry, TokenEntry, TokenName, UserEntry, Who,
};
use doorlist::model::runbook::{Addition, AdditionNotes, MachineKey};
use doorlist::model::{DoorList, Email, Origin, doorlist::State};

use super::common::Memory;

/// A line that says what to add, `kind state name id ticket reason` with tabs between them; then the door list.
pub fn target(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some((wanted, text)) = text.split_once('\n') else { return };
    let addition = addition(wanted);
    let edited = edit(text, std::slice::from_ref(&addition));
    let Ok(old) = Memory::one(text).load() else { return };
    let Some(alone) = alone(&addition) else { return };
    let edited = match edited {
        Ok(edited) => edited,
        // Where a change would reach further than it should, it is refused; people rarely write so.
        Err(problem) => return assert!(!is_usual(text), "{problem}: {text}"),
    };
    let new = match Memory::one(&edited).load() {
        Ok(new) => new.list,
        Err(found) => {
            // What the file demands of its entries, an addition need not have.
            assert!(text.contains("require"), "{found:?}\n{text:?}\nbecame\n{edited:?}");
            return;
        }
    };
    let (new, old, alone) = (placeless(new), placeless(old.list), placeless(alone));
    match changed(&addition, &old, &alone) {
        Some(changed) => assert_eq!(new, changed, "\n{text}\nbecame\n{edited}"),
        None => assert_eq!(without(&addition, new.clone(), &alone), old, "\n{text}\nbecame\n{edited}"),
    }
    comments_survive(text, &edited);
    if matches!(addition, Addition::Users { .. } | Addition::ServiceTokens { .. }) {
        let twice = edit(&edited, std::slice::from_ref(&addition));
        let twice = twice.unwrap_or_else(|problem| panic!("{problem}: {edited}"));
        let list = Memory::one(&twice).load().map(|loaded| placeless(loaded.list));
        assert_eq!(list, Ok(new), "\n{text}\nbecame\n{edited}\nbecame\n{twice}");
    }
}

fn addition(wanted: &str) -> Addition {
    let mut words = wanted.split('\t');
    let mut word = || words.next().unwrap_or_default().to_owned();
    let (kind, state, name, id) = (word(), word(), word(), word());
    let mut note = || Some(word()).filter(|text| !text.is_empty());
    let notes = AdditionNotes { ticket: note(), reason: note() };
    let state = if state == "revoked" { State::Revoked } else { State::Absent };
    let machine = |id: String| match id.strip_prefix('#') {
        Some(id) => MachineKey::Id(id.to_owned()),
        None => MachineKey::Serial(id),
    };
    match kind.as_str() {
        "devices" => Addition::Devices { select: machine(id), state, notes },
        "service_tokens" => Addition::ServiceTokens { name, id, state, notes },
        "protected" => Addition::Protected { email: name, device: machine(id), notes },
        _ => Addition::Users { email: name, state, notes },
    }
}

/// A door list of the addition alone; nothing where it would not be right in any.
fn alone(addition: &Addition) -> Option<DoorList> {
    let is_pattern = match addition {
        Addition::Users { email, .. } | Addition::Protected { email, .. } => email.contains('*'),
        Addition::Devices { .. } | Addition::ServiceTokens { .. } => false,
    };
    if is_pattern {
        return None;
    }
    let (section, entry) = line(addition);
    let lists = ["users", "service_tokens", "devices", "protected"];
    let list = |name: &&str| format!("{name}: [{}]\n", if *name == section { entry.as_str() } else { "" });
    let lists: String = lists.iter().filter(|name| **name != "protected" || section == "protected").map(list).collect();
    let head = "version: 1\naccount: { id: 0123456789abcdef0123456789abcdef, team: acme }\n";
    Memory::one(&format!("{head}{lists}")).load().ok().map(|loaded| loaded.list)
}

/// The list with the entry of the same person or token changed; nothing where there is none.
fn changed(addition: &Addition, old: &DoorList, alone: &DoorList) -> Option<DoorList> {
    let mut list = old.clone();
    match addition {
        Addition::Users { email, .. } => {
            let who = Who::Exact(Email::new(email));
            let (entry, new) = (list.users.iter_mut().find(|entry| entry.who == who)?, alone.users.first()?);
            (entry.state, entry.notes) = (new.state, noted(&entry.notes, &new.notes));
        }
        Addition::ServiceTokens { name, id, .. } => {
            let same = |entry: &&mut TokenEntry| match &entry.token {
                TokenName::Name(own) => own == name,
                TokenName::Id(own) => own == id,
            };
            let (entry, new) = (list.service_tokens.iter_mut().find(same)?, alone.service_tokens.first()?);
            (entry.state, entry.notes) = (new.state, noted(&entry.notes, &new.notes));
        }
        Addition::Devices { .. } | Addition::Protected { .. } => return None,
    }
    Some(list)
}

/// The list less the new entry, which has to be there: of machines before all others, since the first that matches
/// decides; elsewhere the place means nothing.
fn without(addition: &Addition, mut list: DoorList, alone: &DoorList) -> DoorList {
    match addition {
        Addition::Users { .. } => take(&mut list.users, &alone.users),
        Addition::ServiceTokens { .. } => take(&mut list.service_tokens, &alone.service_tokens),
        Addition::Protected { .. } => take(&mut list.protected, &alone.protected),
        Addition::Devices { .. } => {
            assert_eq!(list.devices.first(), alone.devices.first());
            list.devices.remove(0);
        }
    }
    list
}

fn take<T: PartialEq>(list: &mut Vec<T>, new: &[T]) {
    if let Some(at) = list.iter().position(|entry| Some(entry) == new.first()) {
        list.remove(at);
    }
}

/// What is given replaces what was, and an end goes, which a state rules out.
fn noted(old: &Notes, new: &Notes) -> Notes {
    let newer = |new: &Option<String>, old: &Option<String>| new.clone().or_else(|| old.clone());
    Notes {
        ticket: newer(&new.ticket, &old.ticket),
        reason: newer(&new.reason, &old.reason),
        owner: old.owner.clone(),
        until: None,
        warn_before: old.warn_before,
    }
}

/// The list without places, which move.
fn placeless(mut list: DoorList) -> DoorList {
    let nowhere = || Origin { file: "".into(), line: 0, column: 0 };
    list.files.clear();
    list.account.origin = nowhere();
    let unlisted = &mut list.unlisted;
    for fate in [&mut unlisted.users, &mut unlisted.service_tokens, &mut unlisted.devices, &mut unlisted.connectors] {
        fate.origin = nowhere();
    }
    list.users.iter_mut().for_each(|UserEntry { origin, .. }| *origin = nowhere());
    list.service_tokens.iter_mut().for_each(|TokenEntry { origin, .. }| *origin = nowhere());
    list.devices.iter_mut().for_each(|DeviceEntry { origin, .. }| *origin = nowhere());
    list.protected.iter_mut().for_each(|ProtectedEntry { origin, .. }| *origin = nowhere());
    let cleanup = &mut list.cleanup;
    cleanup.stale.iter_mut().chain(&mut cleanup.revoked).for_each(|AgeRule { origin, .. }| *origin = nowhere());
    cleanup.duplicates.iter_mut().for_each(|Placed { origin, .. }| *origin = nowhere());
    list
}

/// Whether a text has none of what only some people know of YAML.
fn is_usual(text: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " .@-_:,[]{}#\n".contains(c);
    text.chars().all(is_plain) && !text.contains("[ ") && text.lines().all(|line| !line.starts_with('{'))
}

/// Every line that is a comment is still there, in its order.
fn comments_survive(before: &str, after: &str) {
    let mut left = after.lines();
    for comment in before.lines().filter(|line| line.trim_start().starts_with('#')) {
        assert!(left.any(|line| line.trim_end() == comment.trim_end()), "{comment:?} is gone from\n{after}");
    }
}

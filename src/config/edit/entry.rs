//! An entry's fields, and an entry that is there already.

use super::scalar::scalar;
use super::splice;
use crate::config::node::{Kind, Node};
use crate::config::parse::parse;
use crate::model::doorlist::State;
use crate::model::runbook::{Addition, AdditionNotes, MachineKey};

/// What an addition writes, in the order of writing.
pub(super) struct Fields {
    /// The key of the list.
    pub(super) section: &'static str,
    /// By which key and text an entry is about the same; empty where a second entry is right.
    pub(super) same: Vec<(&'static str, String)>,
    /// Whether the first entry that matches decides, so that a new one has to come before the others.
    pub(super) first_decides: bool,
    /// Keys and values as YAML.
    pub(super) pairs: Vec<(&'static str, String)>,
}

impl Fields {
    pub(super) fn of(addition: &Addition) -> Self {
        match addition {
            Addition::Users { email, state, notes } => {
                let same = vec![("email", email.clone())];
                Self::new("users", same, vec![("email", scalar(email))], Some(*state), notes)
            }
            Addition::Devices { select, state, notes } => {
                Self::new("devices", Vec::new(), vec![machine(select)], Some(*state), notes)
            }
            Addition::ServiceTokens { name, id, state, notes } => {
                let same = vec![("name", name.clone()), ("id", id.clone())];
                Self::new("service_tokens", same, vec![("name", scalar(name))], Some(*state), notes)
            }
            Addition::Protected { email, device, notes } => {
                let (key, value) = machine(device);
                let pairs = vec![("email", scalar(email)), ("device", format!("{{ {key}: {value} }}"))];
                Self::new("protected", Vec::new(), pairs, None, notes)
            }
        }
    }

    fn new(
        section: &'static str,
        same: Vec<(&'static str, String)>,
        mut pairs: Vec<(&'static str, String)>,
        state: Option<State>,
        notes: &AdditionNotes,
    ) -> Self {
        pairs.extend(state.map(|state| ("state", word(state).to_owned())));
        pairs.extend(notes.ticket.as_deref().map(|ticket| ("ticket", scalar(ticket))));
        pairs.extend(notes.reason.as_deref().map(|reason| ("reason", scalar(reason))));
        Self { section, same, first_decides: section == "devices", pairs }
    }

    /// The entry on one line.
    pub(super) fn flow(&self) -> String {
        let pairs: Vec<String> = self.pairs.iter().map(|(key, value)| format!("{key}: {value}")).collect();
        format!("{{ {} }}", pairs.join(", "))
    }
}

fn machine(key: &MachineKey) -> (&'static str, String) {
    match key {
        MachineKey::Serial(serial) => ("serial", scalar(serial)),
        MachineKey::Id(id) => ("id", scalar(id)),
    }
}

fn word(state: State) -> &'static str {
    match state {
        State::Permitted => "permitted",
        State::Revoked => "revoked",
        State::Absent => "absent",
    }
}

/// Sets state and annotations of an entry; `until`, which a state rules out, goes. Other keys stay.
pub(super) fn change(text: &str, item: &Node, fields: &Fields) -> String {
    let place = item.span.start.max(first_key(item).map_or(0, |key| key.span.start)) as usize;
    let mut text = text.to_owned();
    let named: Vec<&str> = fields.same.iter().map(|(key, _)| *key).collect();
    for (key, value) in fields.pairs.iter().filter(|(key, _)| !named.contains(key)) {
        text = with_item(&text, place, |text, pairs, flow| set(text, pairs, flow, key, value));
    }
    with_item(&text, place, remove_until)
}

fn first_key(item: &Node) -> Option<&Node> {
    match &item.kind {
        Kind::Map(pairs) => pairs.first().map(|(key, _)| key),
        _ => None,
    }
}

/// Finds the entry that begins at this byte again, after an edit behind its beginning.
fn with_item(text: &str, place: usize, edit: impl Fn(&str, &[(Node, Node)], bool) -> String) -> String {
    let Ok(root) = parse(text) else { return text.to_owned() };
    match find(&root, place) {
        Some((pairs, flow)) => edit(text, pairs, flow),
        None => text.to_owned(),
    }
}

/// The mapping whose first key is at the byte, or which begins there with a brace.
fn find(node: &Node, place: usize) -> Option<(&[(Node, Node)], bool)> {
    match &node.kind {
        Kind::Map(pairs) => {
            let flow = node.span.end > node.span.start;
            let first = pairs.first().map(|(key, _)| key.span.start as usize);
            let here = first == Some(place) || (flow && node.span.start as usize == place);
            if here && first.is_some() {
                return Some((pairs, flow));
            }
            pairs.iter().find_map(|(_, value)| find(value, place))
        }
        Kind::List(items) => items.iter().find_map(|item| find(item, place)),
        Kind::Null | Kind::Bool(_) | Kind::Number | Kind::Text(_) => None,
    }
}

/// Replaces a value, or puts the key behind the first.
fn set(text: &str, pairs: &[(Node, Node)], flow: bool, key: &str, value: &str) -> String {
    let replaced = if key == "state" { "until" } else { key };
    let has = |name: &str| pairs.iter().find(|(own, _)| own.as_text() == Some(name));
    if let Some((_, old)) = has(key) {
        return splice(text, old.span.range(), value);
    }
    if let Some((until, old)) = has(replaced).filter(|_| key == "state") {
        return splice(text, until.span.start as usize..old.span.end as usize, &format!("state: {value}"));
    }
    let Some((first, old)) = pairs.first() else { return text.to_owned() };
    let end = old.span.end.max(last_byte(old)) as usize;
    if flow {
        return splice(text, end..end, &format!(", {key}: {value}"));
    }
    let indent = " ".repeat(first.column.saturating_sub(1) as usize);
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at);
    splice(text, line_end..line_end, &format!("\n{indent}{key}: {value}"))
}

/// The last byte of whatever is within a value.
pub(super) fn last_byte(node: &Node) -> u32 {
    let within = match &node.kind {
        Kind::List(items) => items.iter().map(last_byte).max(),
        Kind::Map(pairs) => pairs.iter().flat_map(|(key, value)| [last_byte(key), last_byte(value)]).max(),
        Kind::Null | Kind::Bool(_) | Kind::Number | Kind::Text(_) => None,
    };
    within.unwrap_or(0).max(node.span.end)
}

/// Takes `until` out where `state` has not replaced it.
fn remove_until(text: &str, pairs: &[(Node, Node)], flow: bool) -> String {
    let Some(at) = pairs.iter().position(|(key, _)| key.as_text() == Some("until")) else { return text.to_owned() };
    let (key, value) = &pairs[at];
    let (start, end) = (key.span.start as usize, value.span.end as usize);
    if let Some((next, _)) = pairs.get(at + 1).filter(|_| flow || at == 0) {
        return splice(text, start..next.span.start as usize, "");
    }
    if flow {
        let before = pairs[..at].last().map_or(start, |(_, value)| last_byte(value) as usize);
        return splice(text, before..end, "");
    }
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[end..].find('\n').map_or(text.len(), |at| end + at + 1);
    splice(text, line_start..line_end, "")
}

//! What an addition writes.

use super::scalar::{json, scalar};
use crate::model::doorlist::State;
use crate::model::runbook::{Addition, AdditionNotes, MachineKey};

/// An addition as keys and values.
pub(super) struct Fields {
    /// The key of the list.
    pub(super) section: &'static str,
    /// By which key and text an entry is about the same; empty where a second entry is right.
    same: Vec<(&'static str, String)>,
    /// Whether the first entry that matches decides, so that a new one has to come before the others.
    pub(super) first_decides: bool,
    /// The key that names the subject.
    subject: (&'static str, Value),
    /// What is said of it, in the order of writing.
    pub(super) said: Vec<(&'static str, Value)>,
}

/// A value that is written.
pub(super) enum Value {
    Text(String),
    Word(&'static str),
    Map(&'static str, String),
}

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    Yaml,
    /// YAML that is JSON, too, and stays so.
    Json,
}

impl Fields {
    pub(super) fn of(addition: &Addition) -> Self {
        match addition {
            Addition::Users { email, state, notes } => {
                let same = vec![("email", email.clone())];
                Self::new("users", same, ("email", Value::Text(email.clone())), Some(*state), notes)
            }
            Addition::Devices { select, state, notes } => {
                let (key, text) = machine(select);
                Self::new("devices", Vec::new(), (key, Value::Text(text)), Some(*state), notes)
            }
            Addition::ServiceTokens { name, id, state, notes } => {
                let same = vec![("name", name.clone()), ("id", id.clone())];
                Self::new("service_tokens", same, ("name", Value::Text(name.clone())), Some(*state), notes)
            }
            Addition::Protected { email, device, notes } => {
                let (key, text) = machine(device);
                let mut fields = Self::new("protected", Vec::new(), ("email", Value::Text(email.clone())), None, notes);
                fields.said.insert(0, ("device", Value::Map(key, text)));
                fields
            }
        }
    }

    fn new(
        section: &'static str,
        same: Vec<(&'static str, String)>,
        subject: (&'static str, Value),
        state: Option<State>,
        notes: &AdditionNotes,
    ) -> Self {
        let text = |text: &Option<String>| text.clone().map(Value::Text);
        let state = state.map(|state| ("state", Value::Word(word(state))));
        let ticket = text(&notes.ticket).map(|ticket| ("ticket", ticket));
        let reason = text(&notes.reason).map(|reason| ("reason", reason));
        let said = [state, ticket, reason].into_iter().flatten().collect();
        Self { section, same, first_decides: section == "devices", subject, said }
    }

    /// Whether an entry with this key and text is about the same. Addresses compare in any case, the names and ids of
    /// tokens as they are.
    pub(super) fn is_about(&self, key: &str, text: &str) -> bool {
        self.same.iter().any(|(name, wanted)| {
            *name == key
                && match *name {
                    "email" => text.eq_ignore_ascii_case(wanted),
                    "id" => text.trim() == wanted,
                    _ => text == wanted,
                }
        })
    }

    /// The entry on one line.
    pub(super) fn flow(&self, style: Style) -> String {
        let pairs = std::iter::once(&self.subject).chain(&self.said);
        let pairs: Vec<String> = pairs.map(|(key, value)| pair(key, value, style)).collect();
        format!("{{ {} }}", pairs.join(", "))
    }
}

/// A key with its value.
pub(super) fn pair(key: &str, value: &Value, style: Style) -> String {
    format!("{}: {}", written_key(key, style), value.written(style))
}

/// A key.
pub(super) fn written_key(key: &str, style: Style) -> String {
    match style {
        Style::Yaml => key.to_owned(),
        Style::Json => json(key),
    }
}

impl Value {
    /// As it stands in the file.
    pub(super) fn written(&self, style: Style) -> String {
        match (self, style) {
            (Self::Text(text), Style::Yaml) => scalar(text),
            (Self::Text(text), Style::Json) => json(text),
            (Self::Word(word), Style::Yaml) => (*word).to_owned(),
            (Self::Word(word), Style::Json) => json(word),
            (Self::Map(key, text), style) => {
                format!("{{ {} }}", pair(key, &Self::Text(text.clone()), style))
            }
        }
    }

    /// Whether a text says this already.
    pub(super) fn is(&self, text: &str) -> bool {
        match self {
            Self::Text(own) => own.trim() == text.trim(),
            Self::Word(own) => *own == text,
            Self::Map(..) => false,
        }
    }
}

fn machine(key: &MachineKey) -> (&'static str, String) {
    match key {
        MachineKey::Serial(serial) => ("serial", serial.clone()),
        MachineKey::Id(id) => ("id", id.clone()),
    }
}

fn word(state: State) -> &'static str {
    match state {
        State::Permitted => "permitted",
        State::Revoked => "revoked",
        State::Absent => "absent",
    }
}

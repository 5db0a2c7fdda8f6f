//! What the words on the command line name.

use std::collections::BTreeSet;

use super::{NoRunbook, Request};
use crate::model::identity::is_synthetic;
use crate::model::plan::Action;
use crate::model::quote;
use crate::model::runbook::{MachineKey, SubjectKind};
use crate::model::selector::normal_serial;
use crate::model::{Account, Email, ServiceToken};

/// What leaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// A person.
    Person {
        /// Folded.
        email: Email,
    },
    /// A machine, lost or stolen.
    Device {
        /// The physical device ids: a machine that was re-imaged has several.
        ids: BTreeSet<String>,
        /// Its name.
        name: String,
        /// How the door list selects it.
        key: MachineKey,
    },
    /// A machine that goes to somebody else.
    HandedOn {
        /// As above.
        ids: BTreeSet<String>,
        /// As above.
        name: String,
        /// As above.
        key: MachineKey,
        /// Whose registrations on it stay.
        new_owner: Option<String>,
    },
    /// A service token.
    Token {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
    },
}

impl Subject {
    /// Its kind.
    pub fn kind(&self) -> SubjectKind {
        match self {
            Self::Person { .. } => SubjectKind::Person,
            Self::Device { .. } => SubjectKind::Device,
            Self::HandedOn { .. } => SubjectKind::HandedOn,
            Self::Token { .. } => SubjectKind::Token,
        }
    }

    /// Whether an action of the plan belongs to this subject rather than to the rest of the door list.
    pub fn owns(&self, action: &Action) -> bool {
        let target = &action.target;
        match self {
            Self::Person { email } => target
                .identity
                .as_ref()
                .and_then(|identity| identity.email.as_deref())
                .is_some_and(|live| live.eq_ignore_ascii_case(email.as_str())),
            Self::Device { ids, .. } | Self::HandedOn { ids, .. } => {
                target.device.as_ref().is_some_and(|device| ids.contains(&device.id))
            }
            Self::Token { id, name } => {
                let says = |named: &str| {
                    action.reason.text.starts_with(&format!("service token {} is to have", quote::name(named)))
                };
                target.token.as_ref().map_or_else(|| says(name) || says(id), |token| token.id == *id)
            }
        }
    }
}

/// Finds it.
///
/// # Errors
///
/// See [`NoRunbook`].
pub fn find(account: &Account, request: &Request) -> Result<Subject, NoRunbook> {
    let subject = request.subject.trim();
    if subject.contains('@') {
        return person(subject);
    }
    let handed_on = request.new_owner.is_some() || request.kind == Some(SubjectKind::HandedOn);
    let machine = || machine(account, subject);
    let token = || token(account, subject);
    let found = match request.kind {
        Some(SubjectKind::Token) => token()?,
        Some(SubjectKind::Device | SubjectKind::HandedOn) => machine()?,
        Some(SubjectKind::Person) | None => match (machine()?, token()?) {
            (Some(_), Some(_)) => {
                return Err(ambiguous(subject, "a machine and a token", "--kind device, --kind token"));
            }
            (found, other) => found.or(other),
        },
    };
    let found =
        found.ok_or_else(|| NoRunbook::NotFound { subject: subject.to_owned(), account: account.id.to_string() })?;
    Ok(if handed_on { hand_on(found, request) } else { found })
}

fn person(subject: &str) -> Result<Subject, NoRunbook> {
    let email = Email::new(subject);
    if is_synthetic(email.as_str()) {
        return Err(NoRunbook::Synthetic(subject.to_owned()));
    }
    Ok(Subject::Person { email })
}

fn hand_on(found: Subject, request: &Request) -> Subject {
    match found {
        Subject::Device { ids, name, key } => {
            Subject::HandedOn { ids, name, key, new_owner: request.new_owner.clone() }
        }
        other => other,
    }
}

/// By device id, registration id, serial or exact name.
fn machine(account: &Account, subject: &str) -> Result<Option<Subject>, NoRunbook> {
    let serial = normal_serial(subject);
    let mut ids: BTreeSet<String> = BTreeSet::new();
    let mut by_name: BTreeSet<String> = BTreeSet::new();
    for row in &account.registrations {
        let live = account.device_of(row).and_then(|device| device.serial_key.as_deref());
        if row.device_id.as_str() == subject
            || row.id.as_str() == subject
            || (serial.is_some() && live == serial.as_deref())
        {
            ids.insert(row.device_id.to_string());
        }
        if row.device_name.eq_ignore_ascii_case(subject) {
            by_name.insert(row.device_id.to_string());
        }
    }
    if ids.is_empty() {
        if by_name.len() > 1 && !same_serial(account, &by_name) {
            let choices: Vec<&str> = by_name.iter().map(String::as_str).collect();
            return Err(ambiguous(subject, "several machines", &choices.join(", ")));
        }
        ids = by_name;
    }
    let Some(first) = ids.first() else { return Ok(None) };
    let (name, key) = named(account, first);
    Ok(Some(Subject::Device { ids, name, key }))
}

fn same_serial(account: &Account, ids: &BTreeSet<String>) -> bool {
    let keys: BTreeSet<Option<&str>> = ids.iter().map(|id| serial_key(account, id)).collect();
    keys.len() == 1 && !keys.contains(&None)
}

fn serial_key<'a>(account: &'a Account, id: &str) -> Option<&'a str> {
    account.devices.as_ref()?.get(id)?.serial_key.as_deref()
}

/// The machine's name, and how a door list selects it: by serial, which survives a new registration.
fn named(account: &Account, id: &str) -> (String, MachineKey) {
    let device = account.devices.as_ref().and_then(|devices| devices.get(id));
    let row = account.registrations.iter().find(|row| row.device_id.as_str() == id);
    let name = device.map(|device| &device.name).or(row.map(|row| &row.device_name));
    let serial = device.filter(|device| device.serial_key.is_some()).and_then(|device| device.serial.as_deref());
    let key =
        serial.map_or_else(|| MachineKey::Id(id.to_owned()), |serial| MachineKey::Serial(serial.trim().to_owned()));
    (name.map_or_else(|| id.to_owned(), ToString::to_string), key)
}

fn token(account: &Account, subject: &str) -> Result<Option<Subject>, NoRunbook> {
    let tokens = account.tokens.rows().unwrap_or(&[]);
    let is_named = |token: &&ServiceToken| token.id.as_str() == subject || token.name == subject;
    let found: Vec<&ServiceToken> = tokens.iter().filter(is_named).collect();
    match found.as_slice() {
        [] => Ok(None),
        [token] => Ok(Some(Subject::Token { id: token.id.to_string(), name: token.name.clone() })),
        several => {
            let choices: Vec<&str> = several.iter().map(|token| token.id.as_str()).collect();
            Err(ambiguous(subject, "several tokens", &choices.join(", ")))
        }
    }
}

fn ambiguous(subject: &str, what: &str, choices: &str) -> NoRunbook {
    NoRunbook::Ambiguous { subject: subject.to_owned(), what: what.to_owned(), choices: choices.to_owned() }
}

//! A door list in the making: what has been read so far, and what the checks over all files need to know about it.

use std::collections::BTreeSet;

use jiff::tz::TimeZone;

use super::trouble::Place;
use crate::model::doorlist::{DeviceEntry, Notes, ProtectedEntry, State, TokenEntry, UserEntry};

/// The entries of all files, and facts about them.
pub(super) struct Draft {
    /// Governs every `until` (fine print A32).
    pub(super) zone: TimeZone,
    pub(super) users: Vec<UserEntry>,
    pub(super) service_tokens: Vec<TokenEntry>,
    pub(super) devices: Vec<DeviceEntry>,
    pub(super) protected: Vec<ProtectedEntry>,
    pub(super) facts: Facts,
}

impl Draft {
    pub(super) fn new() -> Self {
        Self {
            zone: TimeZone::UTC,
            users: Vec::new(),
            service_tokens: Vec::new(),
            devices: Vec::new(),
            protected: Vec::new(),
            facts: Facts::default(),
        }
    }
}

/// What is named where.
#[derive(Default)]
pub(super) struct Facts {
    /// Addresses, patterns and groups of `users`, folded as they compare.
    pub(super) subjects: Vec<(Subject, Place)>,
    /// Classes that device entries define.
    pub(super) classes: BTreeSet<String>,
    /// Classes that entries name.
    pub(super) class_uses: Vec<(String, Place)>,
    /// Groups that entries name.
    pub(super) group_uses: Vec<(String, Place)>,
    /// Entries that `require` may ask about.
    pub(super) marked: Vec<Marked>,
}

/// Whom a `users` entry is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Subject {
    /// An address or a pattern.
    Email(String),
    /// A group.
    Group(String),
}

/// An entry that `require` may ask about.
pub(super) struct Marked {
    pub(super) place: Place,
    /// Where the ticket stands.
    pub(super) ticket: Option<Place>,
    pub(super) state: State,
    pub(super) protected: bool,
    pub(super) notes: Notes,
}

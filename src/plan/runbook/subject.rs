//! What leaves, and what in a plan and an account belongs to it.

use std::collections::BTreeSet;

use super::adopt::is_about;
use crate::model::plan::Action;
use crate::model::quote;
use crate::model::runbook::{MachineKey, SubjectKind};
use crate::model::{DoorList, Email};
use crate::plan::facts::Owner;
use crate::plan::view::Judged;

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

    /// Whether a row belongs to this subject: the person's own, those on the machine, those that the token's entry
    /// claims.
    pub fn has(&self, judged: &Judged<'_>, list: &DoorList) -> bool {
        match self {
            Self::Person { email } => {
                matches!(judged.facts.owner, Owner::Person(_)) && judged.row.email() == Some(email)
            }
            Self::Device { ids, .. } | Self::HandedOn { ids, .. } => ids.contains(judged.row.device_id.as_str()),
            Self::Token { id, name } => {
                let Owner::Service(first, second) = judged.facts.owner else { return false };
                [first, second].into_iter().flatten().any(|index| is_about(&list.service_tokens[index], name, id))
            }
        }
    }
}

//! Whose a change is: what changes are grouped by.

use crate::model::plan::{IdentityKind, Target};
use crate::render::phrase::Phrase;

/// An owner. People come first, by address; addresses are folded, so that a person is one group.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::render) enum Owner {
    Person(String),
    Service(String),
    Connector(String),
    Foreign(String),
    Token(String),
    Nobody,
}

impl Owner {
    /// Whose the target is. A token's own changes are the token's, whatever address its machines have.
    pub(in crate::render) fn of(target: &Target) -> Self {
        if let Some(token) = &target.token {
            return Self::Token(token.name.clone());
        }
        let Some(identity) = &target.identity else { return Self::Nobody };
        let address = identity.email.as_deref().map(str::to_ascii_lowercase);
        match (identity.kind, address) {
            (IdentityKind::Person, Some(address)) => Self::Person(address),
            (IdentityKind::Service, address) => Self::Service(address.unwrap_or_default()),
            (IdentityKind::Connector, address) => Self::Connector(address.unwrap_or_default()),
            (IdentityKind::Foreign, address) => Self::Foreign(address.unwrap_or_default()),
            (IdentityKind::Person, None) | (IdentityKind::Unknown, _) => Self::Nobody,
        }
    }

    pub(in crate::render) fn is_person(&self) -> bool {
        matches!(self, Self::Person(_))
    }

    /// Nobody sits there.
    pub(in crate::render) fn is_machine(&self) -> bool {
        matches!(self, Self::Service(_) | Self::Connector(_) | Self::Foreign(_) | Self::Token(_))
    }

    /// How the group is called. `target` is one of its targets, for the address as the API wrote it.
    pub(in crate::render) fn title(&self, target: &Target) -> Phrase {
        let written = target.identity.as_ref().and_then(|identity| identity.email.as_deref());
        let with_address = |words: &str, address: &str| match written.unwrap_or(address) {
            "" => Phrase::say(words),
            address => Phrase::say(format!("{words} (")).name(address).plain(")"),
        };
        match self {
            Self::Person(address) => Phrase::new().name(written.unwrap_or(address)),
            Self::Service(address) => with_address("service identities", address),
            Self::Connector(address) => with_address("WARP Connectors", address),
            Self::Foreign(address) => with_address("another team's service identities", address),
            Self::Token(name) => Phrase::say("service token ").quoted(name),
            Self::Nobody => Phrase::say("nobody is named on these"),
        }
    }
}

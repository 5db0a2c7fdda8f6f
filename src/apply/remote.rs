//! What the engine needs of an account: two reads, two writes, and the ways in which they fail. `live.rs` has it over
//! HTTP; the tests have it over a value.

use std::fmt;
use std::future::Future;

use crate::model::plan::ActionKind;
use crate::model::{DeviceId, Registration, RegistrationId};

/// What a bulk call does to registrations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// The rows go.
    Delete,
    /// The rows stay and cannot connect.
    Revoke,
    /// The rows may connect again.
    Unrevoke,
}

impl Change {
    /// All of them, in the order in which a phase carries them out: what cuts off comes before what lets in.
    pub(super) const ALL: [Self; 3] = [Self::Delete, Self::Revoke, Self::Unrevoke];

    /// The kind of action that it carries out.
    pub const fn kind(self) -> ActionKind {
        match self {
            Self::Delete => ActionKind::DeleteRegistration,
            Self::Revoke => ActionKind::RevokeRegistration,
            Self::Unrevoke => ActionKind::UnrevokeRegistration,
        }
    }
}

/// Why nothing further is begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Halt {
    /// A signal asked for it.
    Interrupted,
    /// The API wants a longer pause than a run waits (fine print B11); the text says when to come back.
    ComeBack(String),
    /// The credential was refused.
    Credential(String),
    /// Nothing answers any more.
    Silent(String),
}

impl fmt::Display for Halt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted => f.write_str("the run was interrupted"),
            Self::ComeBack(text) => write!(f, "the rate limit is used up: {text}"),
            Self::Credential(text) => write!(f, "the credential was refused: {text}"),
            Self::Silent(text) => write!(f, "the API does not answer: {text}"),
        }
    }
}

/// Why something could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadFailure {
    /// Every further call would fail alike.
    Halt(Halt),
    /// This call failed, after the retries that are safe.
    Broken(String),
}

impl fmt::Display for ReadFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Halt(halt) => halt.fmt(f),
            Self::Broken(text) => f.write_str(text),
        }
    }
}

/// Why a change was not answered with success. The texts are the API's words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteFailure {
    /// 404: one of the targets is not there.
    NotFound(String),
    /// Another 4xx: one of the targets cannot be changed.
    Refused(String),
    /// 403: no target of this kind can be changed.
    Forbidden(String),
    /// Sent, and what became of it is not known.
    Ambiguous(String),
    /// Never sent.
    NotSent(String),
    /// Every further call would fail alike. Nothing was done.
    Halt(Halt),
}

/// An account as the engine sees it.
pub trait Remote {
    /// The rows with these ids, revoked ones included. An id without a row is gone.
    fn registrations(&self, ids: &[RegistrationId]) -> impl Future<Output = Result<Vec<Registration>, ReadFailure>>;

    /// How many registrations are on a device, revoked ones included; nothing where the device is gone.
    fn left_on(&self, id: &DeviceId) -> impl Future<Output = Result<Option<u64>, ReadFailure>>;

    /// One call for all of these ids.
    fn change(&self, change: Change, ids: &[RegistrationId]) -> impl Future<Output = Result<(), WriteFailure>>;

    /// Deletes a device record, and with it every registration on it.
    fn delete_device(&self, id: &DeviceId) -> impl Future<Output = Result<(), WriteFailure>>;
}

//! What the engine needs of an account: readings of what it changes, two kinds of change, and the ways in which they
//! fail. `live.rs` has it over HTTP; the tests have it over a value.

use std::fmt;
use std::future::Future;

use crate::cloudflare::{ApplicationDocument, PolicyDocument, PolicyPlace};
use crate::model::enrollment::{GatewayList, Policy};
use crate::model::plan::ActionKind;
use crate::model::{AccessUser, AppId, DeviceId, ListId, Registration, RegistrationId, ServiceToken, TokenId, UserId};

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

/// A change of one thing that is no registration.
#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// The device record goes, and with it every registration on it.
    DeleteDevice(DeviceId),
    /// The policy becomes this.
    ReplacePolicy(PolicyDocument),
    /// The policy goes.
    DeletePolicy(PolicyPlace),
    /// The application becomes this.
    ReplaceApplication(ApplicationDocument),
    /// The address is appended to the list.
    AppendToList {
        /// The list.
        list: ListId,
        /// As the account spells it.
        address: String,
    },
    /// The person's Access and client sessions end.
    RevokeSessions {
        /// As the account spells it.
        email: String,
    },
    /// The seats are freed.
    ReleaseSeats(Vec<String>),
    /// The token is switched off.
    DisableToken {
        /// The token.
        id: TokenId,
        /// Its name, which goes with the call.
        name: String,
    },
    /// The token goes.
    DeleteToken(TokenId),
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
    /// The API said no to this call.
    Refused(String),
    /// This call failed, after the retries that are safe.
    Broken(String),
}

impl fmt::Display for ReadFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Halt(halt) => halt.fmt(f),
            Self::Refused(text) | Self::Broken(text) => f.write_str(text),
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

/// An account as the engine sees it. What is gone reads as nothing.
pub trait Remote {
    /// The rows with these ids, revoked ones included. An id without a row is gone.
    fn registrations(&self, ids: &[RegistrationId]) -> impl Future<Output = Result<Vec<Registration>, ReadFailure>>;

    /// The rows of one user, revoked ones included.
    fn registrations_of(&self, user: &UserId) -> impl Future<Output = Result<Vec<Registration>, ReadFailure>>;

    /// How many registrations are on a device, revoked ones included.
    fn left_on(&self, id: &DeviceId) -> impl Future<Output = Result<Option<u64>, ReadFailure>>;

    /// A policy, whole.
    fn policy(&self, place: &PolicyPlace) -> impl Future<Output = Result<Option<PolicyDocument>, ReadFailure>>;

    /// An application, whole.
    fn application(&self, id: &AppId) -> impl Future<Output = Result<Option<ApplicationDocument>, ReadFailure>>;

    /// The policies of an application as they are judged.
    fn enrollment(&self, application: &AppId) -> impl Future<Output = Result<Option<Vec<Policy>>, ReadFailure>>;

    /// A list with all its items.
    fn list(&self, id: &ListId) -> impl Future<Output = Result<Option<GatewayList>, ReadFailure>>;

    /// A service token.
    fn token(&self, id: &TokenId) -> impl Future<Output = Result<Option<ServiceToken>, ReadFailure>>;

    /// A user with their seats.
    fn user(&self, id: &UserId) -> impl Future<Output = Result<Option<AccessUser>, ReadFailure>>;

    /// One call for all of these ids.
    fn change(&self, change: Change, ids: &[RegistrationId]) -> impl Future<Output = Result<(), WriteFailure>>;

    /// One call.
    fn effect(&self, effect: &Effect) -> impl Future<Output = Result<(), WriteFailure>>;
}

//! A door list, validated: patterns compiled, durations and dates typed, groups resolved, each entry with its place
//! (product.md, section 1). Only `config` makes one.

use std::collections::{BTreeMap, HashSet};
use std::num::NonZeroU32;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp, civil::Date};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::account::Needs;
use super::selector::Selector;
use super::{AccountId, Email, Origin, Pattern};

/// A whole door list with what it includes.
#[derive(Clone, Debug, PartialEq)]
pub struct DoorList {
    /// The files it was read from, the including one first, with those that it includes and its CSV files.
    pub files: Vec<SourceFile>,
    /// The account that it is for.
    pub account: AccountPin,
    /// The name of the time zone that governs every `until`, for example `UTC`.
    pub timezone: String,
    /// What happens to what nothing permits.
    pub unlisted: Unlisted,
    /// In file order, those of included files after those of the including one.
    pub users: Vec<UserEntry>,
    /// In file order.
    pub service_tokens: Vec<TokenEntry>,
    /// In file order; classes and machines with a state.
    pub devices: Vec<DeviceEntry>,
    /// In file order.
    pub protected: Vec<ProtectedEntry>,
    /// Hygiene.
    pub cleanup: Cleanup,
    /// Limits of a run.
    pub limits: Limits,
    /// What is done beside removing registrations.
    pub offboarding: Offboarding,
    /// `require.fields` names `approver`: nothing is applied without one.
    pub requires_approver: bool,
    /// The members of each group of `directory`, by the group's name; every group that an entry names is there.
    pub groups: BTreeMap<String, HashSet<Email>>,
}

/// One file that a door list was read from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// As the user wrote it, or relative to the including file.
    pub name: Arc<str>,
    /// Of its bytes, in lower-case hexadecimal.
    pub sha256: String,
}

/// `account`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountPin {
    /// `account.id`.
    pub id: AccountId,
    /// `account.team`, folded.
    pub team: String,
    /// Where it stands.
    pub origin: Origin,
}

/// What happens to a row that nothing permits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Fate {
    /// Stays, and nothing is said.
    Keep,
    /// Stays, with a finding.
    Report,
    /// Is revoked.
    Revoke,
    /// Is deleted.
    Delete,
}

impl Fate {
    /// Whether it removes.
    pub fn removes(self) -> bool {
        matches!(self, Self::Revoke | Self::Delete)
    }
}

/// A fate with the place of its key; the default's place is that of `unlisted:`, or of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed<T> {
    /// The value.
    pub value: T,
    /// Where its key stands.
    pub origin: Origin,
}

/// `unlisted`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unlisted {
    /// People whom no entry names (default report).
    pub users: Placed<Fate>,
    /// Service identities that no entry claims (default report).
    pub service_tokens: Placed<Fate>,
    /// Permitted people on machines of no permitted class (default report).
    pub devices: Placed<Fate>,
    /// Connectors (default keep); never revoke or delete (fine print A5).
    pub connectors: Placed<Fate>,
}

/// `state` of an entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// May hold a registration.
    #[default]
    Permitted,
    /// Is cut off, the row stays.
    Revoked,
    /// The row goes.
    Absent,
}

/// `until`: the last permitted day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Until {
    /// As written.
    pub date: Date,
    /// The first instant after that day in the file's time zone.
    pub ends_at: Timestamp,
}

/// Annotations, allowed on every entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Notes {
    /// Why.
    pub reason: Option<String>,
    /// Which ticket.
    pub ticket: Option<String>,
    /// Who answers for it.
    pub owner: Option<String>,
    /// The last day on which the entry holds.
    pub until: Option<Until>,
    /// How long before its end the entry, or its token, is announced; 14 days without it (fine print A12).
    pub warn_before: Option<SignedDuration>,
}

impl Notes {
    /// How long before an end it is announced.
    pub fn ahead(&self) -> SignedDuration {
        self.warn_before.unwrap_or(SignedDuration::from_hours(14 * 24))
    }

    /// Whether the entry has ended at `now`.
    pub fn ended(&self, now: Timestamp) -> bool {
        self.until.is_some_and(|until| now >= until.ends_at)
    }
}

/// Whom a `users` entry is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// One address.
    Exact(Email),
    /// A pattern with a `*`.
    Pattern(Pattern),
    /// A group of `directory`.
    Group(String),
}

/// One entry of `users`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserEntry {
    /// Whom it is about.
    pub who: Who,
    /// Addresses and patterns that it does not match.
    pub except: Vec<Pattern>,
    /// Only on devices of these classes; nothing = on any.
    pub devices: Option<Vec<String>>,
    /// How many active registrations a person may have.
    pub max_registrations: Option<NonZeroU32>,
    /// Permitted, revoked or absent.
    pub state: State,
    /// Whether rows that were revoked live are restored.
    pub restore: bool,
    /// Whether a removal is refused while the person could enroll again (section 3).
    pub require_closed: bool,
    /// Annotations.
    pub notes: Notes,
    /// Where the entry starts.
    pub origin: Origin,
}

/// How a `service_tokens` entry names its token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenName {
    /// By name.
    Name(String),
    /// By id.
    Id(String),
}

impl TokenName {
    /// The text of either.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Name(text) | Self::Id(text) => text,
        }
    }
}

/// One entry of `service_tokens`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenEntry {
    /// Which token.
    pub token: TokenName,
    /// The classes of the machines that are this token's; empty claims nothing (fine print A38).
    pub devices: Vec<String>,
    /// Permitted, revoked or absent.
    pub state: State,
    /// Whether rows that were revoked live are restored.
    pub restore: bool,
    /// Whether a removal is refused while the token could enroll again.
    pub require_closed: bool,
    /// Annotations.
    pub notes: Notes,
    /// Where the entry starts.
    pub origin: Origin,
}

/// One entry of `devices`: a class member, a machine with a state, or both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceEntry {
    /// The class that the machine belongs to.
    pub class: Option<String>,
    /// Which machines.
    pub select: Selector,
    /// Revoked or absent: every registration on it. Permitted says nothing.
    pub state: State,
    /// Whether a removal is refused while the owner could enroll again.
    pub require_closed: bool,
    /// Annotations. An ended class membership is as if not written (fine print A12).
    pub notes: Notes,
    /// Where the entry starts.
    pub origin: Origin,
}

/// One entry of `protected`. All that is given must hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProtectedEntry {
    /// An address or a pattern; only an exact address protects a service identity or connector (fine print A39).
    pub email: Option<Pattern>,
    /// Machines.
    pub device: Option<Selector>,
    /// A group of `directory`.
    pub group: Option<String>,
    /// Annotations. An ended protection is as if not written (fine print A12).
    pub notes: Notes,
    /// Where the entry starts.
    pub origin: Origin,
}

/// What a cleanup rule does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CleanupAction {
    /// A finding.
    Report,
    /// Revoke.
    Revoke,
    /// Delete.
    Delete,
}

/// A cleanup rule with an age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgeRule {
    /// Exactly this old is not yet too old.
    pub after: SignedDuration,
    /// As written, for example `90d`.
    pub written: String,
    /// What is done.
    pub action: CleanupAction,
    /// Where the key stands.
    pub origin: Origin,
}

/// `cleanup`; each absent = off.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cleanup {
    /// Active rows not seen for long.
    pub stale: Option<AgeRule>,
    /// Older rows of one machine and person.
    pub duplicates: Option<Placed<CleanupAction>>,
    /// Revoked rows, which hold virtual addresses. Never `revoke`.
    pub revoked: Option<AgeRule>,
}

/// One of `limits`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// At most so many; 0 means none.
    AtMost(u64),
    /// The word `unlimited`.
    Unlimited,
}

/// `limits` (fine print A1, A2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Registrations deleted or revoked (default 25).
    pub removals: Limit,
    /// Of those, the active ones in per cent of all active ones (default 10).
    pub percent: Limit,
    /// People who lose their last active registration (default 5).
    pub people: Limit,
}

impl Default for Limits {
    fn default() -> Self {
        Self { removals: Limit::AtMost(25), percent: Limit::AtMost(10), people: Limit::AtMost(5) }
    }
}

/// `offboarding.enrollment`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum EnrollmentStep {
    /// A step for a person.
    #[default]
    Report,
    /// An Exclude rule in every policy that admits the person.
    Exclude,
    /// The address goes on this Gateway list.
    BlockList(String),
}

/// `offboarding.service_tokens`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum TokenStep {
    /// A step for a person.
    #[default]
    Report,
    /// Out of the enrollment policies.
    Detach,
    /// And disabled.
    Disable,
    /// And deleted.
    Delete,
}

/// `offboarding` (fine print A7).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Offboarding {
    /// How enrollment is closed.
    pub enrollment: EnrollmentStep,
    /// `revoke` rather than `report`.
    pub revoke_sessions: bool,
    /// `release` rather than `report`.
    pub release_seats: bool,
    /// What happens to a token that is to have no registration.
    pub service_tokens: TokenStep,
    /// `delete` rather than `keep`: device records with nothing left on them.
    pub delete_devices: bool,
}

impl DoorList {
    /// Whether any rule of this file could remove a registration.
    pub fn may_remove(&self) -> bool {
        let unlisted = [&self.unlisted.users, &self.unlisted.service_tokens, &self.unlisted.devices];
        let cleanup = [
            self.cleanup.stale.as_ref().map(|rule| rule.action),
            self.cleanup.revoked.as_ref().map(|rule| rule.action),
            self.cleanup.duplicates.as_ref().map(|rule| rule.value),
        ];
        unlisted.into_iter().any(|fate| fate.value.removes())
            || cleanup.into_iter().flatten().any(|action| action != CleanupAction::Report)
            || self.devices.iter().any(|entry| entry.state != State::Permitted)
            || self.service_tokens.iter().any(|entry| entry.state != State::Permitted || entry.notes.until.is_some())
            || self.users.iter().any(|entry| {
                entry.state != State::Permitted || entry.notes.until.is_some() || entry.max_registrations.is_some()
            })
    }

    /// Which lists are needed beside the registrations and the organization (product.md, section 8).
    pub fn needs(&self) -> Needs {
        let selectors = || {
            let protected = self.protected.iter().filter_map(|entry| entry.device.as_ref());
            self.devices.iter().map(|entry| &entry.select).chain(protected)
        };
        let may_remove = self.may_remove();
        Needs {
            devices: selectors().any(Selector::needs_devices)
                || self.cleanup.duplicates.is_some()
                || self.offboarding.delete_devices,
            profiles: selectors().any(Selector::needs_profiles),
            enrollment: may_remove || self.offboarding.enrollment != EnrollmentStep::Report,
            tokens: may_remove || !self.service_tokens.is_empty(),
            users: self.offboarding.release_seats,
        }
    }
}

//! Stages 1 to 5 of product.md, section 2: what one row's own facts decide.

use jiff::Timestamp;

use super::facts::{Facts, Owner};
use super::matching::Matcher;
use super::verdict::{Cause, UnlistedKey, Verdict};
use crate::model::doorlist::{Fate, State, TokenEntry, UserEntry};
use crate::model::explain::Decision;
use crate::model::{Account, DoorList, ReasonCode, Registration};

/// What stages 1 to 5 make of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stand {
    /// Decided.
    Decided(Verdict),
    /// Permitted by this entry; stages 6 and 7 follow. With `restore` it counts as active there (fine print A16).
    Permitted {
        /// The entry.
        cause: Cause,
        /// Revoked live, and the entry restores.
        restore: bool,
    },
    /// Revoked by `unlisted` and revoked already: only `cleanup.revoked` is asked (the quarantine).
    Quarantined(Verdict),
}

/// The effective state of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Permitted.
    Permitted,
    /// `state: revoked`
    Revoked,
    /// `state: absent`
    Absent,
    /// `until` has passed.
    Expired,
}

impl Standing {
    /// Of an entry with this state, ended or not.
    pub fn of(state: State, ended: bool) -> Self {
        match state {
            State::Revoked => Self::Revoked,
            State::Absent => Self::Absent,
            State::Permitted if ended => Self::Expired,
            State::Permitted => Self::Permitted,
        }
    }

    /// Of a `users` entry.
    pub fn of_user(entry: &UserEntry, now: Timestamp) -> Self {
        Self::of(entry.state, entry.notes.ended(now))
    }

    /// Of a `service_tokens` entry.
    pub fn of_token(entry: &TokenEntry, now: Timestamp) -> Self {
        Self::of(entry.state, entry.notes.ended(now))
    }

    /// Whether such an entry takes every registration away: absent, or ended.
    pub fn is_out(self) -> bool {
        matches!(self, Self::Absent | Self::Expired)
    }
}

/// Everything that the stages look at.
pub struct Stages<'a> {
    /// The door list.
    pub list: &'a DoorList,
    /// The account.
    pub account: &'a Account,
    /// Who matches what.
    pub matcher: &'a Matcher<'a>,
    /// The time of judging.
    pub now: Timestamp,
}

impl Stages<'_> {
    /// Stages 1 to 5, in their order.
    pub fn stand(&self, row: &Registration, facts: &Facts) -> Stand {
        if let Some(index) = facts.protected {
            return Stand::Decided(Verdict::new(Decision::Keep, ReasonCode::Protected, Cause::Protected(index)));
        }
        if let Some(index) = facts.device_state {
            return Stand::Decided(self.machine(row, index));
        }
        match facts.owner {
            Owner::Connector => {
                let key = UnlistedKey::Connectors;
                let decision = if self.fate(key) == Fate::Keep { Decision::Keep } else { Decision::Report };
                Stand::Decided(Verdict::new(decision, ReasonCode::Connector, Cause::Unlisted(key)))
            }
            Owner::Foreign | Owner::Nobody => {
                Stand::Decided(Verdict::new(Decision::Report, ReasonCode::IdentityUnknown, Cause::Nothing))
            }
            Owner::Service(claim, other) => self.service(row, claim, other),
            Owner::Person(entry) => self.person(row, entry),
        }
    }

    /// Stage 2: a machine with a state.
    fn machine(&self, row: &Registration, index: usize) -> Verdict {
        let cause = Cause::Device(index);
        match self.list.devices[index].state {
            State::Absent => Verdict::new(Decision::Delete, ReasonCode::DeviceAbsent, cause),
            State::Revoked | State::Permitted => revoke(row, ReasonCode::DeviceRevoked, cause),
        }
    }

    /// Stage 3 for a service identity.
    fn service(&self, row: &Registration, claim: Option<usize>, other: Option<usize>) -> Stand {
        let Some(index) = claim else {
            return self.unlisted(row, UnlistedKey::ServiceTokens, ReasonCode::TokenNotListed);
        };
        let cause = Cause::Token(index);
        let standing = self.token_standing(index);
        if other.is_some_and(|other| self.token_standing(other) != standing) {
            return Stand::Decided(Verdict::new(Decision::Report, ReasonCode::TokenConflict, cause));
        }
        match standing {
            Standing::Revoked => Stand::Decided(revoke(row, ReasonCode::TokenRevoked, cause)),
            Standing::Absent => Stand::Decided(Verdict::new(Decision::Delete, ReasonCode::TokenAbsent, cause)),
            Standing::Expired => Stand::Decided(Verdict::new(Decision::Delete, ReasonCode::TokenExpired, cause)),
            Standing::Permitted => permitted(row, cause, self.list.service_tokens[index].restore),
        }
    }

    /// Stages 3 to 5 for a person.
    fn person(&self, row: &Registration, entry: Option<usize>) -> Stand {
        let Some(index) = entry else {
            return self.unlisted(row, UnlistedKey::Users, ReasonCode::UserNotListed);
        };
        let cause = Cause::User(index);
        match self.user_standing(index) {
            Standing::Revoked => Stand::Decided(revoke(row, ReasonCode::UserRevoked, cause)),
            Standing::Absent => Stand::Decided(Verdict::new(Decision::Delete, ReasonCode::UserAbsent, cause)),
            Standing::Expired => Stand::Decided(Verdict::new(Decision::Delete, ReasonCode::UserExpired, cause)),
            Standing::Permitted if !self.on_permitted_device(row, index) => {
                self.unlisted(row, UnlistedKey::Devices, ReasonCode::DeviceNotListed)
            }
            Standing::Permitted => permitted(row, cause, self.list.users[index].restore),
        }
    }

    /// Stage 4: whether the entry lets its people be on this machine.
    pub fn on_permitted_device(&self, row: &Registration, user_entry: usize) -> bool {
        let classes = self.list.users[user_entry].devices.as_ref();
        classes.is_none_or(|classes| self.matcher.in_class(classes, row, self.account))
    }

    /// The standing of a `users` entry.
    pub fn user_standing(&self, index: usize) -> Standing {
        Standing::of_user(&self.list.users[index], self.now)
    }

    /// The standing of a `service_tokens` entry.
    pub fn token_standing(&self, index: usize) -> Standing {
        Standing::of_token(&self.list.service_tokens[index], self.now)
    }

    /// The value of a key of `unlisted`.
    pub fn fate(&self, key: UnlistedKey) -> Fate {
        let unlisted = &self.list.unlisted;
        match key {
            UnlistedKey::Users => unlisted.users.value,
            UnlistedKey::ServiceTokens => unlisted.service_tokens.value,
            UnlistedKey::Devices => unlisted.devices.value,
            UnlistedKey::Connectors => unlisted.connectors.value,
        }
    }

    fn unlisted(&self, row: &Registration, key: UnlistedKey, code: ReasonCode) -> Stand {
        let verdict = |decision| Verdict::new(decision, code, Cause::Unlisted(key));
        match self.fate(key) {
            Fate::Keep => Stand::Decided(verdict(Decision::Keep)),
            Fate::Report => Stand::Decided(verdict(Decision::Report)),
            Fate::Delete => Stand::Decided(verdict(Decision::Delete)),
            Fate::Revoke if row.status.is_active() => Stand::Decided(verdict(Decision::Revoke)),
            Fate::Revoke => Stand::Quarantined(verdict(Decision::Keep)),
        }
    }
}

/// A revoke of a row that is revoked already is no change; where an entry says so, the row stays.
fn revoke(row: &Registration, code: ReasonCode, cause: Cause) -> Verdict {
    let decision = if row.status.is_active() { Decision::Revoke } else { Decision::Keep };
    Verdict::new(decision, code, cause)
}

fn permitted(row: &Registration, cause: Cause, restores: bool) -> Stand {
    Stand::Permitted { cause, restore: restores && !row.status.is_active() }
}

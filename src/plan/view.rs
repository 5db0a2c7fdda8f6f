//! What the makers of actions, findings and summaries look at.

use jiff::Timestamp;

use super::Cause;
use super::facts::{Facts, Owner};
use super::judge::Judgement;
use super::stages::Standing;
use super::verdict::{CleanupKey, UnlistedKey, Verdict};
use crate::model::doorlist::{Fate, Notes};
use crate::model::{Account, DoorList, Origin, ReasonCode, Registration};

/// A judged account.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The door list.
    pub list: &'a DoorList,
    /// The account.
    pub account: &'a Account,
    /// The verdicts.
    pub judgement: &'a Judgement,
    /// The time of judging.
    pub now: Timestamp,
}

/// One row with its verdict.
#[derive(Clone, Copy)]
pub struct Judged<'a> {
    /// The row.
    pub row: &'a Registration,
    /// Its verdict.
    pub verdict: &'a Verdict,
    /// Its facts.
    pub facts: &'a Facts,
}

impl<'a> View<'a> {
    /// All rows with their verdicts, in the order of their ids.
    pub fn rows(&self) -> impl Iterator<Item = Judged<'a>> + use<'a> {
        let Judgement { verdicts, facts } = self.judgement;
        let rows = self.account.registrations.iter().zip(verdicts).zip(facts);
        rows.map(|((row, verdict), facts)| Judged { row, verdict, facts })
    }

    /// Where a cause stands in the door list.
    pub fn origin(&self, cause: Cause) -> Option<&'a Origin> {
        let DoorList { unlisted, cleanup, .. } = self.list;
        match cause {
            Cause::Nothing => None,
            Cause::Protected(index) => Some(&self.list.protected[index].origin),
            Cause::Device(index) => Some(&self.list.devices[index].origin),
            Cause::Token(index) => Some(&self.list.service_tokens[index].origin),
            Cause::User(index) => Some(&self.list.users[index].origin),
            Cause::Unlisted(UnlistedKey::Users) => Some(&unlisted.users.origin),
            Cause::Unlisted(UnlistedKey::ServiceTokens) => Some(&unlisted.service_tokens.origin),
            Cause::Unlisted(UnlistedKey::Devices) => Some(&unlisted.devices.origin),
            Cause::Unlisted(UnlistedKey::Connectors) => Some(&unlisted.connectors.origin),
            Cause::Cleanup(CleanupKey::Duplicates) => cleanup.duplicates.as_ref().map(|rule| &rule.origin),
            Cause::Cleanup(CleanupKey::Stale) => cleanup.stale.as_ref().map(|rule| &rule.origin),
            Cause::Cleanup(CleanupKey::Revoked) => cleanup.revoked.as_ref().map(|rule| &rule.origin),
        }
    }

    /// The annotations of a cause.
    pub fn notes(&self, cause: Cause) -> Option<&'a Notes> {
        match cause {
            Cause::Protected(index) => Some(&self.list.protected[index].notes),
            Cause::Device(index) => Some(&self.list.devices[index].notes),
            Cause::Token(index) => Some(&self.list.service_tokens[index].notes),
            Cause::User(index) => Some(&self.list.users[index].notes),
            Cause::Nothing | Cause::Unlisted(_) | Cause::Cleanup(_) => None,
        }
    }

    /// Whether the owner is to have no registration because of who they are: absent, expired, or not listed where
    /// `unlisted` removes. Not asked is which stage decided about the row (fine print A40).
    pub fn is_out(&self, owner: Owner) -> bool {
        match owner {
            Owner::Person(None) => matches!(self.list.unlisted.users.value, Fate::Revoke | Fate::Delete),
            Owner::Person(Some(_)) | Owner::Service(..) => self.standing(owner).is_some_and(Standing::is_out),
            Owner::Connector | Owner::Foreign | Owner::Nobody => false,
        }
    }

    /// Whether an entry permits the owner.
    pub fn is_permitted(&self, owner: Owner) -> bool {
        self.standing(owner) == Some(Standing::Permitted)
    }

    /// The standing of the entry about an owner; nothing where there is none, or where entries disagree.
    fn standing(&self, owner: Owner) -> Option<Standing> {
        let token = |index: usize| Standing::of_token(&self.list.service_tokens[index], self.now);
        match owner {
            Owner::Person(entry) => entry.map(|index| Standing::of_user(&self.list.users[index], self.now)),
            Owner::Service(claim, other) => {
                claim.map(token).filter(|standing| other.is_none_or(|other| token(other) == *standing))
            }
            Owner::Connector | Owner::Foreign | Owner::Nobody => None,
        }
    }

    /// Whether a verdict's entry refuses the removal while the owner could enroll again. It speaks of who may be
    /// there; who is permitted may enroll, so that `max_registrations` is not meant.
    pub fn requires_closed(&self, verdict: &Verdict) -> bool {
        match verdict.cause {
            _ if verdict.code == ReasonCode::OverLimit => false,
            Cause::Device(index) => self.list.devices[index].require_closed,
            Cause::Token(index) => self.list.service_tokens[index].require_closed,
            Cause::User(index) => self.list.users[index].require_closed,
            Cause::Nothing | Cause::Protected(_) | Cause::Unlisted(_) | Cause::Cleanup(_) => false,
        }
    }
}

//! What else would have removed a row (product.md, section 2; fine print A45).

use super::caps::{AllPlaces, takes_a_place};
use super::cleanup::{is_revoked_too_long, is_stale};
use super::facts::{Facts, Owner};
use super::machines::Machines;
use super::stages::{Stages, Standing};
use super::verdict::{Codes, UnlistedKey, Verdict};
use crate::model::doorlist::{CleanupAction, Fate, State};
use crate::model::{ReasonCode, Registration};

/// Looks at the stages after the one that decided, each for itself.
pub struct Also<'a> {
    /// The list, the account, the time.
    pub stages: &'a Stages<'a>,
    /// Stage 6.
    pub places: &'a AllPlaces<'a>,
    /// Stage 7, duplicates.
    pub machines: &'a Machines<'a>,
}

impl<'a> Also<'a> {
    /// Adds to a verdict the codes of the later stages. Only what is removed or protected has them.
    pub fn complete(&self, mut verdict: Verdict, row: &'a Registration, facts: &Facts) -> Verdict {
        if verdict.removes() || verdict.code == ReasonCode::Protected {
            let decided = verdict.code;
            verdict.also = self.all(row, facts);
            for code in ReasonCode::ALL.iter().filter(|code| **code <= decided) {
                verdict.also.remove(*code);
            }
        }
        verdict
    }

    fn all(&self, row: &'a Registration, facts: &Facts) -> Codes {
        let mut codes = Codes::default();
        codes.extend(self.machine(row, facts));
        match facts.owner {
            Owner::Person(entry) => self.person(row, entry, &mut codes),
            Owner::Service(claim, None) => self.service(row, claim, &mut codes),
            Owner::Service(_, Some(_)) | Owner::Connector | Owner::Foreign | Owner::Nobody => {}
        }
        codes
    }

    fn machine(&self, row: &Registration, facts: &Facts) -> Option<ReasonCode> {
        match self.stages.list.devices[facts.device_state?].state {
            State::Absent => Some(ReasonCode::DeviceAbsent),
            State::Revoked | State::Permitted => row.status.is_active().then_some(ReasonCode::DeviceRevoked),
        }
    }

    fn person(&self, row: &'a Registration, entry: Option<usize>, codes: &mut Codes) {
        let active = row.status.is_active();
        match entry {
            Some(index) => self.listed_person(row, index, codes),
            None => codes.extend(self.unlisted(row, UnlistedKey::Users, ReasonCode::UserNotListed)),
        }
        let Some(person) = row.email() else { return };
        let over = active && takes_a_place(row) && {
            let rows = &self.stages.account.registrations;
            self.places.get(person).is_some_and(|places| places.would_be_over(row, rows))
        };
        codes.extend(over.then_some(ReasonCode::OverLimit));
        let removes = self.stages.list.cleanup.duplicates.as_ref().is_some_and(|r| r.value != CleanupAction::Report);
        let duplicate = removes && active && self.machines.newer_than(person, row).is_some();
        codes.extend(duplicate.then_some(ReasonCode::Duplicate));
        self.age(row, codes);
    }

    fn listed_person(&self, row: &Registration, index: usize, codes: &mut Codes) {
        match self.stages.user_standing(index) {
            Standing::Revoked => codes.extend(row.status.is_active().then_some(ReasonCode::UserRevoked)),
            Standing::Absent => codes.insert(ReasonCode::UserAbsent),
            Standing::Expired => codes.insert(ReasonCode::UserExpired),
            Standing::Permitted => {}
        }
        if !self.stages.on_permitted_device(row, index) {
            codes.extend(self.unlisted(row, UnlistedKey::Devices, ReasonCode::DeviceNotListed));
        }
    }

    fn service(&self, row: &Registration, claim: Option<usize>, codes: &mut Codes) {
        match claim.map(|index| self.stages.token_standing(index)) {
            None => codes.extend(self.unlisted(row, UnlistedKey::ServiceTokens, ReasonCode::TokenNotListed)),
            Some(Standing::Revoked) => codes.extend(row.status.is_active().then_some(ReasonCode::TokenRevoked)),
            Some(Standing::Absent) => codes.insert(ReasonCode::TokenAbsent),
            Some(Standing::Expired) => codes.insert(ReasonCode::TokenExpired),
            Some(Standing::Permitted) => {}
        }
        self.age(row, codes);
    }

    fn age(&self, row: &Registration, codes: &mut Codes) {
        let cleanup = &self.stages.list.cleanup;
        let removes = |action: Option<CleanupAction>| action.is_some_and(|action| action != CleanupAction::Report);
        let stale = removes(cleanup.stale.as_ref().map(|rule| rule.action))
            && row.status.is_active()
            && is_stale(cleanup, row, self.stages.now);
        codes.extend(stale.then_some(ReasonCode::Stale));
        let revoked = removes(cleanup.revoked.as_ref().map(|rule| rule.action))
            && is_revoked_too_long(cleanup, row, self.stages.now);
        codes.extend(revoked.then_some(ReasonCode::RevokedTooLong));
    }

    fn unlisted(&self, row: &Registration, key: UnlistedKey, code: ReasonCode) -> Option<ReasonCode> {
        let removes = match self.stages.fate(key) {
            Fate::Keep | Fate::Report => false,
            Fate::Revoke => row.status.is_active(),
            Fate::Delete => true,
        };
        removes.then_some(code)
    }
}

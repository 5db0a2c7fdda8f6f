//! What else would have removed a row (product.md, section 2; fine print A45).

use super::caps::{Places, takes_a_place};
use super::cleanup::{is_revoked_too_long, is_stale};
use super::facts::{Facts, Owner};
use super::machine::Marks;
use super::people::People;
use super::rank::is_newer;
use super::stages::{Stages, Stand, Standing};
use super::verdict::{Codes, UnlistedKey, Verdict};
use crate::model::doorlist::{CleanupAction, Fate, State};
use crate::model::{ReasonCode, Registration};

/// Looks at the stages after the one that decided, each for itself.
pub struct Also<'a> {
    /// The list, the account, the time.
    pub stages: &'a Stages<'a>,
    /// Whose rows belong together.
    pub people: &'a People,
    /// The facts of all rows.
    pub facts: &'a [Facts],
    /// What stages 1 to 5 made of them.
    pub stands: &'a [Stand],
}

impl Also<'_> {
    /// Adds to the verdicts the codes of the later stages. Only what is removed or protected has them.
    pub fn complete(&self, verdicts: &mut [Verdict]) {
        for index in 0..verdicts.len() {
            let decided = verdicts[index].code;
            if verdicts[index].removes() || decided == ReasonCode::Protected {
                let mut also = self.all(index, verdicts);
                for code in ReasonCode::ALL.iter().filter(|code| **code <= decided) {
                    also.remove(*code);
                }
                verdicts[index].also = also;
            }
        }
    }

    fn all(&self, index: usize, verdicts: &[Verdict]) -> Codes {
        let (row, facts) = (&self.stages.account.registrations[index], &self.facts[index]);
        let mut codes = Codes::default();
        codes.extend(self.machine(row, facts));
        match facts.owner {
            Owner::Person(entry) => {
                self.person(row, entry, &mut codes);
                self.together(index, row, verdicts, &mut codes);
            }
            Owner::Service(claim, None) => self.service(row, claim, &mut codes),
            Owner::Service(_, Some(_)) | Owner::Connector | Owner::Foreign | Owner::Nobody => {}
        }
        codes
    }

    /// What the person's other rows have to do with it: stages 6 and 7.
    fn together(&self, index: usize, row: &Registration, verdicts: &[Verdict], codes: &mut Codes) {
        let Some(person) = self.facts[index].person.filter(|_| row.status.is_active() && takes_a_place(row)) else {
            return;
        };
        let (list, account, rows) = (self.stages.list, self.stages.account, self.people.rows(person));
        let places = Places::of(list, account, rows, self.facts, self.stands);
        let over = places.is_some_and(|places| places.would_be_over(row, account));
        codes.extend(over.then_some(ReasonCode::OverLimit));
        let removes = list.cleanup.duplicates.as_ref().is_some_and(|rule| rule.value != CleanupAction::Report);
        let duplicate = removes && rows.len() > 1 && self.has_newer(row, rows, verdicts);
        codes.extend(duplicate.then_some(ReasonCode::Duplicate));
    }

    /// Whether a newer row of these that stays is on the same machine.
    fn has_newer(&self, row: &Registration, rows: &[usize], verdicts: &[Verdict]) -> bool {
        let account = self.stages.account;
        let marks = Marks::of(account, row);
        rows.iter().any(|other| {
            let newer = &account.registrations[*other];
            let stays = newer.status.is_active() && !verdicts[*other].removes() && takes_a_place(newer);
            stays && is_newer(newer, row) && marks.same(&Marks::of(account, newer))
        })
    }

    fn machine(&self, row: &Registration, facts: &Facts) -> Option<ReasonCode> {
        match self.stages.list.devices[facts.device_state?].state {
            State::Absent => Some(ReasonCode::DeviceAbsent),
            State::Revoked | State::Permitted => row.status.is_active().then_some(ReasonCode::DeviceRevoked),
        }
    }

    fn person(&self, row: &Registration, entry: Option<usize>, codes: &mut Codes) {
        match entry {
            Some(index) => self.listed_person(row, index, codes),
            None => codes.extend(self.unlisted(row, UnlistedKey::Users, ReasonCode::UserNotListed)),
        }
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

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
use crate::model::explain::Decision;
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
        let mut codes = Codes::default();
        for stage in self.early(index) {
            match stage {
                Stage::Removes(code) => codes.insert(code),
                Stage::Quarantines | Stage::Passes => {}
                Stage::Ends => return codes,
            }
        }
        self.hygiene(index, verdicts, &mut codes);
        codes
    }

    /// Stages 2 to 4.
    fn early(&self, index: usize) -> [Stage; 3] {
        let (row, facts) = (&self.stages.account.registrations[index], &self.facts[index]);
        let (owner, class) = match facts.owner {
            Owner::Person(entry) => self.person(row, entry),
            Owner::Service(claim, other) => (self.service(row, claim, other), Stage::Passes),
            Owner::Connector | Owner::Foreign | Owner::Nobody => (Stage::Ends, Stage::Ends),
        };
        [self.machine(row, facts), owner, class]
    }

    /// Stages 6 and 7. A row that `restore` would bring back counts as active there (fine print A16).
    fn hygiene(&self, index: usize, verdicts: &[Verdict], codes: &mut Codes) {
        let row = &self.stages.account.registrations[index];
        let active = row.status.is_active() || self.would_be_restored(index);
        if active {
            self.together(index, row, verdicts, codes);
        }
        self.age(row, active, codes);
    }

    fn would_be_restored(&self, index: usize) -> bool {
        let restores = match self.facts[index].owner {
            Owner::Person(Some(entry)) => self.stages.list.users[entry].restore,
            Owner::Service(Some(claim), _) => self.stages.list.service_tokens[claim].restore,
            _ => false,
        };
        let [_, owner, class] = self.early(index);
        restores && [owner, class] == [Stage::Passes; 2]
    }

    /// What the person's other rows have to do with it.
    fn together(&self, index: usize, row: &Registration, verdicts: &[Verdict], codes: &mut Codes) {
        let Some(person) = self.facts[index].person.filter(|_| takes_a_place(row)) else { return };
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
            let is_left = match verdicts[*other].decision {
                Decision::Keep | Decision::Report => newer.status.is_active(),
                Decision::Restore => true,
                Decision::Delete | Decision::Revoke => false,
            };
            let stays = is_left && takes_a_place(newer);
            stays && is_newer(newer, row) && marks.same(&Marks::of(account, newer))
        })
    }

    fn machine(&self, row: &Registration, facts: &Facts) -> Stage {
        match facts.device_state.map(|index| self.stages.list.devices[index].state) {
            None => Stage::Passes,
            Some(State::Absent) => Stage::Removes(ReasonCode::DeviceAbsent),
            Some(State::Revoked | State::Permitted) => revokes(row, ReasonCode::DeviceRevoked),
        }
    }

    /// Stages 3 and 4.
    fn person(&self, row: &Registration, entry: Option<usize>) -> (Stage, Stage) {
        let Some(index) = entry else {
            return (self.unlisted(row, UnlistedKey::Users, ReasonCode::UserNotListed), Stage::Passes);
        };
        let owner = match self.stages.user_standing(index) {
            Standing::Revoked => revokes(row, ReasonCode::UserRevoked),
            Standing::Absent => Stage::Removes(ReasonCode::UserAbsent),
            Standing::Expired => Stage::Removes(ReasonCode::UserExpired),
            Standing::Permitted => Stage::Passes,
        };
        let on_it = self.stages.on_permitted_device(row, index);
        let class =
            if on_it { Stage::Passes } else { self.unlisted(row, UnlistedKey::Devices, ReasonCode::DeviceNotListed) };
        (owner, class)
    }

    fn service(&self, row: &Registration, claim: Option<usize>, other: Option<usize>) -> Stage {
        let Some(index) = claim else {
            return self.unlisted(row, UnlistedKey::ServiceTokens, ReasonCode::TokenNotListed);
        };
        let standing = self.stages.token_standing(index);
        if other.is_some_and(|other| self.stages.token_standing(other) != standing) {
            return Stage::Ends;
        }
        match standing {
            Standing::Revoked => revokes(row, ReasonCode::TokenRevoked),
            Standing::Absent => Stage::Removes(ReasonCode::TokenAbsent),
            Standing::Expired => Stage::Removes(ReasonCode::TokenExpired),
            Standing::Permitted => Stage::Passes,
        }
    }

    fn age(&self, row: &Registration, active: bool, codes: &mut Codes) {
        let cleanup = &self.stages.list.cleanup;
        let removes = |action: Option<CleanupAction>| action.is_some_and(|action| action != CleanupAction::Report);
        let stale = removes(cleanup.stale.as_ref().map(|rule| rule.action))
            && active
            && is_stale(cleanup, row, self.stages.now);
        codes.extend(stale.then_some(ReasonCode::Stale));
        let revoked = removes(cleanup.revoked.as_ref().map(|rule| rule.action))
            && !active
            && is_revoked_too_long(cleanup, row, self.stages.now);
        codes.extend(revoked.then_some(ReasonCode::RevokedTooLong));
    }

    fn unlisted(&self, row: &Registration, key: UnlistedKey, code: ReasonCode) -> Stage {
        match self.stages.fate(key) {
            Fate::Keep | Fate::Report => Stage::Ends,
            Fate::Revoke if row.status.is_active() => Stage::Removes(code),
            Fate::Revoke => Stage::Quarantines,
            Fate::Delete => Stage::Removes(code),
        }
    }
}

/// What one stage makes of a row when it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    /// It would have removed the row.
    Removes(ReasonCode),
    /// It revokes by `unlisted`, and the row is revoked already: only its age is asked, and nothing restores it.
    Quarantines,
    /// It has nothing to say.
    Passes,
    /// It keeps or reports the row, and no stage after it is asked (fine print A21).
    Ends,
}

/// A revoke by an entry; the row stays where it is revoked already.
fn revokes(row: &Registration, code: ReasonCode) -> Stage {
    if row.status.is_active() { Stage::Removes(code) } else { Stage::Ends }
}

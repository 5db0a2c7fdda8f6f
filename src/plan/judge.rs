//! All rows through all stages.

use std::collections::HashMap;

use jiff::Timestamp;

use super::also::Also;
use super::caps::{AllPlaces, Places, maximum, takes_a_place};
use super::cleanup::{is_revoked_too_long, is_stale};
use super::facts::{Facts, Owner, gather};
use super::machines::{Candidate, Machines};
use super::matching::Matcher;
use super::stages::{Stages, Stand};
use super::verdict::{Cause, CleanupKey, Verdict};
use crate::model::doorlist::CleanupAction;
use crate::model::explain::Decision;
use crate::model::{Account, DoorList, Email, ReasonCode, Registration};

/// The verdict on every row, and the facts that it rests on, in the order of the account's registrations.
#[derive(Clone, Debug)]
pub struct Judgement {
    /// One a row.
    pub verdicts: Vec<Verdict>,
    /// One a row.
    pub facts: Vec<Facts>,
}

/// Judges every row of an account (product.md, section 2).
pub fn judge(list: &DoorList, account: &Account, now: Timestamp) -> Judgement {
    let matcher = Matcher::new(list, now);
    let facts = gather(&matcher, account);
    let stages = Stages { list, account, matcher: &matcher, now };
    let stands: Vec<Stand> =
        account.registrations.iter().zip(&facts).map(|(row, facts)| stages.stand(row, facts)).collect();
    let late = Late::look(&stages, &facts, &stands);
    let also = Also { stages: &stages, places: &late.places, machines: &late.machines };
    let verdicts = account
        .registrations
        .iter()
        .enumerate()
        .map(|(index, row)| also.complete(late.verdict(&stages, index, row, &stands[index]), row, &facts[index]))
        .collect();
    Judgement { verdicts, facts }
}

/// What stages 6 and 7 know of a person's rows together.
struct Late<'a> {
    places: AllPlaces<'a>,
    over: Vec<bool>,
    machines: Machines<'a>,
    newer: HashMap<usize, usize>,
}

impl<'a> Late<'a> {
    fn look(stages: &Stages<'a>, facts: &[Facts], stands: &[Stand]) -> Self {
        let places = places(stages, facts, stands);
        let mut over = vec![false; stands.len()];
        places.values().flat_map(Places::over).for_each(|row| over[*row] = true);
        let mut late = Self { places, over, machines: Machines::new(stages.account), newer: HashMap::new() };
        late.find_duplicates(stages, facts, stands);
        late
    }

    fn find_duplicates(&mut self, stages: &Stages<'a>, facts: &[Facts], stands: &[Stand]) {
        let Some(rule) = &stages.list.cleanup.duplicates else { return };
        let removes = rule.value != CleanupAction::Report;
        let mut people: HashMap<&'a Email, Vec<Candidate>> = HashMap::new();
        for (index, row) in stages.account.registrations.iter().enumerate() {
            let (Owner::Person(_), Some(person)) = (facts[index].owner, row.email()) else { continue };
            if let Some(candidate) = self.candidate(stages, index, row, &stands[index]) {
                people.entry(person).or_default().push(candidate);
            }
        }
        for (person, mut rows) in people {
            self.machines.walk(person, &mut rows, removes, |row, newer| {
                self.newer.insert(row, newer);
            });
        }
    }

    fn candidate(&self, stages: &Stages<'_>, index: usize, row: &Registration, stand: &Stand) -> Option<Candidate> {
        if !takes_a_place(row) {
            return None;
        }
        match stand {
            Stand::Permitted { restore, .. } if row.status.is_active() || *restore => {
                let stale_goes = is_stale(&stages.list.cleanup, row, stages.now) && stale_removes(stages.list);
                let over = self.over[index];
                Some(Candidate { row: index, judged: !over, stays: !over && !stale_goes })
            }
            Stand::Decided(verdict) if row.status.is_active() && !verdict.removes() => {
                Some(Candidate { row: index, judged: false, stays: true })
            }
            Stand::Permitted { .. } | Stand::Decided(_) | Stand::Quarantined(_) => None,
        }
    }

    fn verdict(&self, stages: &Stages<'_>, index: usize, row: &Registration, stand: &Stand) -> Verdict {
        match stand {
            Stand::Decided(verdict) => *verdict,
            Stand::Quarantined(verdict) => match &stages.list.cleanup.revoked {
                Some(rule) if is_revoked_too_long(&stages.list.cleanup, row, stages.now) => {
                    cleanup_verdict(CleanupKey::Revoked, rule.action, row)
                }
                _ => *verdict,
            },
            Stand::Permitted { cause, restore } => self.permitted(stages, index, row, *cause, *restore),
        }
    }

    fn permitted(&self, stages: &Stages<'_>, index: usize, row: &Registration, cause: Cause, restore: bool) -> Verdict {
        if self.over[index] {
            return Verdict::new(Decision::Delete, ReasonCode::OverLimit, cause);
        }
        let active = row.status.is_active();
        let rules = self.rules(stages, index, row, active || restore);
        if let Some((key, action)) = rules.iter().find(|(_, action)| *action != CleanupAction::Report) {
            let mut verdict = cleanup_verdict(*key, *action, row);
            verdict.newer = self.newer.get(&index).copied();
            verdict.revoked_though_permitted = verdict.decision == Decision::Keep;
            return verdict;
        }
        if restore {
            return Verdict::new(Decision::Restore, ReasonCode::Restore, cause);
        }
        let mut verdict = match rules.first() {
            Some((key, action)) => cleanup_verdict(*key, *action, row),
            None => Verdict::new(Decision::Keep, ReasonCode::Permitted, cause),
        };
        verdict.newer = self.newer.get(&index).copied();
        verdict.revoked_though_permitted = !active;
        verdict
    }

    /// The cleanup rules that hit the row, in their order.
    fn rules(
        &self,
        stages: &Stages<'_>,
        index: usize,
        row: &Registration,
        counts_as_active: bool,
    ) -> Vec<(CleanupKey, CleanupAction)> {
        let cleanup = &stages.list.cleanup;
        if !counts_as_active {
            let rule = cleanup.revoked.as_ref().filter(|_| is_revoked_too_long(cleanup, row, stages.now));
            return rule.map(|rule| (CleanupKey::Revoked, rule.action)).into_iter().collect();
        }
        let duplicate = cleanup.duplicates.as_ref().filter(|_| self.newer.contains_key(&index));
        let stale = cleanup.stale.as_ref().filter(|_| is_stale(cleanup, row, stages.now));
        let duplicate = duplicate.map(|rule| (CleanupKey::Duplicates, rule.value));
        duplicate.into_iter().chain(stale.map(|rule| (CleanupKey::Stale, rule.action))).collect()
    }
}

fn stale_removes(list: &DoorList) -> bool {
    list.cleanup.stale.as_ref().is_some_and(|rule| rule.action != CleanupAction::Report)
}

/// Who takes which place, for people whose entry has a maximum.
fn places<'a>(stages: &Stages<'a>, facts: &[Facts], stands: &[Stand]) -> AllPlaces<'a> {
    let mut places = AllPlaces::new();
    if stages.list.users.iter().all(|entry| entry.max_registrations.is_none()) {
        return places;
    }
    for (index, row) in stages.account.registrations.iter().enumerate() {
        let (Owner::Person(Some(entry)), Some(person)) = (facts[index].owner, row.email()) else { continue };
        let Some(allowed) = maximum(stages.list, entry).filter(|_| takes_a_place(row)) else { continue };
        let place = places.entry(person).or_insert_with(|| Places { allowed, ..Places::default() });
        match &stands[index] {
            Stand::Permitted { restore, .. } if row.status.is_active() || *restore => place.competing.push(index),
            Stand::Decided(_) if facts[index].protected.is_some() && row.status.is_active() => {
                place.protected.push(index);
            }
            Stand::Permitted { .. } | Stand::Decided(_) | Stand::Quarantined(_) => {}
        }
    }
    for place in places.values_mut() {
        place.rank(&stages.account.registrations);
    }
    places
}

/// What a cleanup rule does to a row. To revoke a row that is revoked is no change.
fn cleanup_verdict(key: CleanupKey, action: CleanupAction, row: &Registration) -> Verdict {
    let code = match key {
        CleanupKey::Duplicates => ReasonCode::Duplicate,
        CleanupKey::Stale => ReasonCode::Stale,
        CleanupKey::Revoked => ReasonCode::RevokedTooLong,
    };
    let decision = match action {
        CleanupAction::Report => Decision::Report,
        CleanupAction::Delete => Decision::Delete,
        CleanupAction::Revoke if row.status.is_active() => Decision::Revoke,
        CleanupAction::Revoke => Decision::Keep,
    };
    Verdict::new(decision, code, Cause::Cleanup(key))
}

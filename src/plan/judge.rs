//! All rows through all stages.

use std::collections::HashMap;

use jiff::Timestamp;

use super::also::Also;
use super::caps::{Places, takes_a_place};
use super::cleanup::{is_revoked_too_long, is_stale};
use super::duplicates::{self, Candidate};
use super::facts::{Facts, gather};
use super::matching::Matcher;
use super::people::People;
use super::stages::{Stages, Stand};
use super::verdict::{Cause, CleanupKey, Codes, Verdict};
use crate::model::doorlist::CleanupAction;
use crate::model::explain::Decision;
use crate::model::{Account, DoorList, ReasonCode, Registration};

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
    let people = People::new(&facts);
    let late = Late::look(&stages, &people, &facts, &stands);
    let rows = account.registrations.iter().enumerate();
    let mut verdicts: Vec<Verdict> =
        rows.map(|(index, row)| late.verdict(&stages, index, row, &stands[index])).collect();
    Also { stages: &stages, people: &people, facts: &facts, stands: &stands }.complete(&mut verdicts);
    Judgement { verdicts, facts }
}

/// What stages 6 and 7 know of a person's rows together.
struct Late {
    over: Vec<bool>,
    newer: HashMap<usize, usize>,
}

impl Late {
    fn look(stages: &Stages<'_>, people: &People, facts: &[Facts], stands: &[Stand]) -> Self {
        let mut late = Self { over: vec![false; stands.len()], newer: HashMap::new() };
        late.find_over(stages, people, facts, stands);
        late.find_duplicates(stages, people, stands);
        late
    }

    fn find_over(&mut self, stages: &Stages<'_>, people: &People, facts: &[Facts], stands: &[Stand]) {
        if stages.list.users.iter().all(|entry| entry.max_registrations.is_none()) {
            return;
        }
        for person in people.numbers() {
            let places = Places::of(stages.list, stages.account, people.rows(person), facts, stands);
            for row in places.unwrap_or_default().over(stages.account) {
                self.over[*row] = true;
            }
        }
    }

    fn find_duplicates(&mut self, stages: &Stages<'_>, people: &People, stands: &[Stand]) {
        let Some(rule) = &stages.list.cleanup.duplicates else { return };
        let removes = rule.value != CleanupAction::Report;
        let rows = &stages.account.registrations;
        let mut candidates = Vec::new();
        for person in people.numbers() {
            candidates.clear();
            let own = people.rows(person).iter();
            candidates.extend(own.filter_map(|row| self.candidate(stages, *row, &rows[*row], &stands[*row])));
            duplicates::find(stages.account, &mut candidates, removes, |row, newer| {
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
        let acts = rules.iter().find(|(_, action)| *action != CleanupAction::Report);
        let mut verdict = match acts.or(rules.first().filter(|_| !restore)) {
            Some((key, action)) => cleanup_verdict(*key, *action, row),
            None if restore => Verdict::new(Decision::Restore, ReasonCode::Restore, cause),
            None => Verdict::new(Decision::Keep, ReasonCode::Permitted, cause),
        };
        let reports =
            rules.iter().filter(|(key, action)| *action == CleanupAction::Report && key.code() != verdict.code);
        verdict.reports = reports.fold(Codes::default(), |codes, (key, _)| codes.with(key.code()));
        verdict.newer = self.newer.get(&index).copied();
        verdict.revoked_though_permitted = !active && !restore;
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

/// What a cleanup rule does to a row. To revoke a row that is revoked is no change.
fn cleanup_verdict(key: CleanupKey, action: CleanupAction, row: &Registration) -> Verdict {
    let decision = match action {
        CleanupAction::Report => Decision::Report,
        CleanupAction::Delete => Decision::Delete,
        CleanupAction::Revoke if row.status.is_active() => Decision::Revoke,
        CleanupAction::Revoke => Decision::Keep,
    };
    Verdict::new(decision, key.code(), Cause::Cleanup(key))
}

//! Laws of the planner, over door lists and accounts of every variety.

mod accounts;
mod doorlists;
mod doors;
mod offboarding;
mod run;
mod satisfied;
mod weaker;

use doorlist::model::doorlist::{Fate, State};
use doorlist::model::plan::{ActionKind, GuardName, GuardVerdict, Phase, Plan};
use doorlist::model::{Account, DoorList, Email, ReasonCode};
use doorlist::plan::facts::Owner;
use doorlist::plan::{self, Settings};
use jiff::Timestamp;
use proptest::prelude::*;
use std::collections::BTreeSet;

use accounts::{NOW, account};
use doorlists::{doorlist, quiet};
use run::run;

fn now() -> Timestamp {
    NOW.parse().expect("a constant")
}

fn planned(list: &DoorList, account: &Account) -> Plan {
    plan::plan(list, account, now(), &Settings::default()).expect("the account is the door list's")
}

fn removed(plan: &Plan) -> BTreeSet<String> {
    let removals = plan.actions.iter().filter(|action| action.kind.removes_registration());
    removals.filter_map(|action| action.target.registration_id.clone()).collect()
}

proptest! {
    #![proptest_config(crate::cases(1_500))]

    /// L2: a run removes exactly what the plan names, and leaves everything else equal.
    #[test]
    fn a_run_changes_exactly_what_the_plan_names(list in doorlist(), account in account()) {
        let plan = planned(&list, &account);
        let after = run(&plan.actions, &account, now());
        let named: BTreeSet<&str> =
            plan.actions.iter().filter_map(|action| action.target.registration_id.as_deref()).collect();
        for row in &account.registrations {
            let same = after.registrations.iter().find(|other| other.id == row.id);
            if !named.contains(row.id.as_str()) {
                prop_assert_eq!(same, Some(row));
            }
        }
    }

    /// L2: what is protected, and connectors that no machine entry names, survive any file.
    #[test]
    fn protected_rows_and_connectors_survive(list in doorlist(), account in account()) {
        let judgement = plan::judge(&list, &account, now());
        let removed = removed(&planned(&list, &account));
        for ((row, verdict), facts) in account.registrations.iter().zip(&judgement.verdicts).zip(&judgement.facts) {
            let connector = row.email().is_some_and(|email| email.as_str().starts_with("warp_connector@"));
            if verdict.code == ReasonCode::Protected || (connector && facts.device_state.is_none()) {
                prop_assert!(!removed.contains(row.id.as_str()));
            }
        }
    }

    /// A connector that a machine entry hits trips its guard, which nothing acknowledges.
    #[test]
    fn a_connector_is_never_removed_unseen(list in doorlist(), account in account()) {
        let plan = planned(&list, &account);
        let removed = removed(&plan);
        let hit = account.registrations.iter().any(|row| {
            removed.contains(row.id.as_str())
                && row.email().is_some_and(|email| email.as_str().starts_with("warp_connector@"))
        });
        let guard = plan.guards.iter().find(|guard| guard.name == GuardName::Connectors).expect("always shown");
        prop_assert_eq!(hit, guard.verdict == GuardVerdict::Tripped);
    }

    /// L3: planning again after a run is empty.
    #[test]
    fn a_run_converges(list in doorlist(), account in account()) {
        let after = run(&planned(&list, &account).actions, &account, now());
        let again = planned(&list, &after);
        let effects: Vec<&str> =
            again.actions.iter().filter(|action| action.kind.is_effect()).map(|action| action.id.as_str()).collect();
        prop_assert_eq!(effects, Vec::<&str>::new());
    }

    /// No plan breaks an invariant of runbooks.
    #[test]
    fn no_plan_breaks_an_invariant(list in doorlist(), account in account()) {
        let plan = planned(&list, &account);
        prop_assert_eq!(plan::violations(&plan, &list, &account, now()), Vec::new());
    }

    /// L5: a file that only reports plans nothing.
    #[test]
    fn reporting_only_does_nothing(list in quiet(), account in account()) {
        prop_assert_eq!(planned(&list, &account).actions.len(), 0);
    }

    /// L6: stopped after any number of actions and started again, the same end is reached.
    #[test]
    fn every_interruption_reaches_the_same_end(list in doorlist(), account in account(), stop in any::<prop::sample::Index>()) {
        let mut list = list;
        list.offboarding.delete_devices = false;
        let plan = planned(&list, &account);
        let whole = run(&plan.actions, &account, now());
        let stop = if plan.actions.is_empty() { 0 } else { stop.index(plan.actions.len() + 1).min(plan.actions.len()) };
        let part = run(&plan.actions[..stop], &account, now());
        let resumed = run(&planned(&list, &part).actions, &part, now());
        prop_assert_eq!(whole.registrations, resumed.registrations);
    }

    /// L8: reading the document back gives the same plan.
    #[test]
    fn a_plan_survives_its_file(list in doorlist(), account in account()) {
        let plan = planned(&list, &account);
        let text = serde_json::to_string(&plan).expect("a plan is plain data");
        let back: Plan = serde_json::from_str(&text).expect("it was just written");
        prop_assert_eq!(plan::verify(&back), Ok(()));
        prop_assert_eq!(plan, back);
    }

    /// L11: a higher cap never adds a removal.
    #[test]
    fn a_higher_cap_adds_no_removal(list in doorlist(), account in account()) {
        let before = removed(&planned(&list, &account));
        let mut wider = list.clone();
        for entry in &mut wider.users {
            entry.max_registrations = entry.max_registrations.and_then(|max| max.checked_add(1));
        }
        let after = removed(&planned(&wider, &account));
        prop_assert!(after.is_subset(&before), "added {:?}", after.difference(&before));
    }

    /// L11: a longer grace never adds a removal; duplicates apart, which a row that stays may make of an older one.
    #[test]
    fn a_longer_grace_adds_no_removal(list in doorlist(), account in account()) {
        let mut list = list;
        list.cleanup.duplicates = None;
        let before = removed(&planned(&list, &account));
        let mut wider = list.clone();
        for rule in wider.cleanup.stale.iter_mut().chain(&mut wider.cleanup.revoked) {
            rule.after *= 2;
        }
        let after = removed(&planned(&wider, &account));
        prop_assert!(after.is_subset(&before), "added {:?}", after.difference(&before));
    }

    /// L11: protecting a row that would go never adds a removal of another person's row.
    #[test]
    fn protection_only_ever_helps_its_own(list in doorlist(), account in account()) {
        let plan = planned(&list, &account);
        let Some(target) = plan.actions.iter().find(|action| action.kind == ActionKind::DeleteRegistration) else {
            return Ok(());
        };
        let (wider, who) = doorlists::protecting(&list, target);
        let before = removed(&plan);
        for id in removed(&planned(&wider, &account)).difference(&before) {
            let row = account.registrations.iter().find(|row| row.id.as_str() == id).expect("live");
            prop_assert_eq!(row.email().map(Email::as_str), Some(who.as_str()));
        }
    }

    /// What is said of a machine does not depend on how often the entries say it.
    #[test]
    fn entries_that_stand_twice_say_what_they_say_once(list in doorlist(), account in account()) {
        let judged = |list: &DoorList| -> Vec<_> {
            let verdicts = plan::judge(list, &account, now()).verdicts;
            verdicts.iter().map(|verdict| (verdict.decision, verdict.code, verdict.also.to_vec())).collect()
        };
        let once = judged(&list);
        let mut twice = list.clone();
        twice.service_tokens = list.service_tokens.iter().flat_map(|entry| [entry.clone(), entry.clone()]).collect();
        prop_assert_eq!(once, judged(&twice));
    }

    /// Nothing is named behind a stage that keeps or reports, and the age of a revoked row is none of one that comes
    /// back.
    #[test]
    fn what_else_is_named_could_have_removed_the_row(list in doorlist(), account in account()) {
        let judgement = plan::judge(&list, &account, now());
        let ends = |fate| matches!(fate, Fate::Keep | Fate::Report);
        for (verdict, facts) in judgement.verdicts.iter().zip(&judgement.facts) {
            let also = verdict.also.to_vec();
            let kept = match facts.owner {
                Owner::Person(None) => ends(list.unlisted.users.value),
                Owner::Service(None, _) => ends(list.unlisted.service_tokens.value),
                Owner::Person(Some(_)) | Owner::Service(Some(_), _) => false,
                Owner::Connector | Owner::Foreign | Owner::Nobody => true,
            };
            let device = |code: &ReasonCode| matches!(code, ReasonCode::DeviceRevoked | ReasonCode::DeviceAbsent);
            prop_assert!(!kept || also.iter().all(device), "{:?}", also);
            let active = matches!(verdict.code, ReasonCode::OverLimit | ReasonCode::Duplicate | ReasonCode::Stale);
            prop_assert!(!active || !also.contains(&ReasonCode::RevokedTooLong), "{:?}", also);
        }
    }

    /// Offboarded is who is out, by an entry or by the want of one, and keeps no registration.
    #[test]
    fn who_is_offboarded_is_out_and_has_nothing_left(list in doorlist(), account in account()) {
        let plan = planned(&list, &account);
        let facts = plan::judge(&list, &account, now()).facts;
        let deleted: BTreeSet<&str> = plan.actions.iter()
            .filter(|action| action.kind == ActionKind::DeleteRegistration)
            .filter_map(|action| action.target.registration_id.as_deref())
            .collect();
        let mut leaving = BTreeSet::new();
        let mut staying = BTreeSet::new();
        for (row, facts) in account.registrations.iter().zip(&facts) {
            let (Owner::Person(entry), Some(email)) = (facts.owner, row.email()) else { continue };
            let out = match entry.map(|index| &list.users[index]) {
                None => matches!(list.unlisted.users.value, Fate::Revoke | Fate::Delete),
                Some(entry) => entry.state == State::Absent || (entry.state == State::Permitted && entry.notes.ended(now())),
            };
            let set = if out && deleted.contains(row.id.as_str()) { &mut leaving } else { &mut staying };
            set.insert(email.to_string());
        }
        let offboarded: BTreeSet<String> = plan.actions.iter()
            .filter(|action| action.kind == ActionKind::HumanStep && action.phase == Phase::Verify)
            .filter_map(|action| action.target.identity.as_ref()?.email.as_ref().map(|email| email.to_ascii_lowercase()))
            .collect();
        prop_assert_eq!(offboarded, leaving.difference(&staying).cloned().collect());
    }

    /// Never seen, unreadable and in the future are never stale.
    #[test]
    fn only_a_known_age_is_stale(list in doorlist(), account in account()) {
        for action in planned(&list, &account).actions.iter().filter(|a| a.reason.code == ReasonCode::Stale) {
            prop_assert!(action.target.last_seen_at.is_some_and(|at| at < now()));
        }
    }
}

#[test]
fn the_variety_reaches_every_reason_code() {
    use proptest::strategy::{Strategy as _, ValueTree as _};
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..3_000 {
        let list = doorlist().new_tree(&mut runner).expect("a strategy").current();
        let account = account().new_tree(&mut runner).expect("a strategy").current();
        let verdicts = plan::judge(&list, &account, now()).verdicts;
        seen.extend(verdicts.iter().map(|verdict| verdict.code));
        seen.extend(verdicts.iter().flat_map(|verdict| verdict.also.to_vec()));
    }
    let missing: Vec<_> = ReasonCode::ALL.iter().filter(|code| !seen.contains(code)).collect();
    assert_eq!(missing, Vec::<&ReasonCode>::new());
}

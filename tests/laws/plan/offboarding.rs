//! L2, L3 and L6 with every mode of `offboarding`: enrollment, sessions, seats, tokens, device records.

use std::collections::BTreeSet;

use doorlist::model::account::Listed;
use doorlist::model::enrollment::{Policy, Rule};
use doorlist::model::plan::{Action, ActionKind, Phase, Plan};
use doorlist::model::{Account, DoorList, Email, ReasonCode};
use doorlist::plan::{self, Settings};
use proptest::prelude::*;

use super::doors::{attached, closing, housed};
use super::run::run;
use super::{now, planned};

fn rows<T: Clone>(list: &Listed<T>) -> Vec<T> {
    list.rows().expect("read").to_vec()
}

fn effects(plan: &Plan) -> Vec<&str> {
    plan.actions.iter().filter(|action| action.kind.is_effect()).map(|action| action.id.as_str()).collect()
}

fn email(action: &Action) -> Option<Email> {
    action.target.identity.as_ref().and_then(|identity| identity.email.as_deref()).map(Email::new)
}

/// Those of a kind, by whom they are about.
fn of_kind(plan: &Plan, kind: ActionKind) -> BTreeSet<Email> {
    plan.actions.iter().filter(|action| action.kind == kind).filter_map(email).collect()
}

/// All policies, in applications and by themselves.
fn policies(account: &Account) -> Vec<(String, Policy)> {
    let mut found: Vec<(String, Policy)> =
        rows(&account.policies).into_iter().map(|policy| ("reusable".to_owned(), policy)).collect();
    for mut application in rows(&account.applications) {
        let place = application.id.to_string();
        found.extend(attached(&mut application).drain(..).map(|policy| (place.clone(), policy)));
    }
    found
}

/// The account without an order that says nothing.
fn settled(account: &Account) -> Account {
    let mut account = account.clone();
    let sort = |policy: &mut Policy| policy.rules.exclude.sort_by_key(|rule| format!("{rule:?}"));
    if let Listed::Read(policies) = &mut account.policies {
        policies.iter_mut().for_each(sort);
    }
    if let Listed::Read(applications) = &mut account.applications {
        for application in applications {
            attached(application).iter_mut().for_each(sort);
        }
    }
    if let Listed::Read(lists) = &mut account.lists {
        lists.iter_mut().filter_map(|list| list.items.as_mut()).for_each(|items| items.sort());
    }
    account
}

/// Whole phases, then a part of the next. What is over the limit goes before everything else of its phase.
fn begun(plan: &Plan, cut: prop::sample::Index, part: &[bool]) -> Vec<Action> {
    let cut = Phase::ALL[cut.index(Phase::ALL.len())];
    let of_cut = plan.actions.iter().filter(|action| action.phase == cut).zip(part.iter().cycle());
    let (done, left): (Vec<_>, Vec<_>) = of_cut.partition(|(_, done)| **done);
    let is_over = |action: &Action| action.reason.code == ReasonCode::OverLimit;
    let all_over_are_done = !left.iter().any(|(action, _)| is_over(action));
    let done = done.into_iter().filter(|(action, _)| all_over_are_done || is_over(action));
    let part: BTreeSet<&str> = done.map(|(action, _)| action.id.as_str()).collect();
    let is_done = |action: &&Action| action.phase < cut || part.contains(action.id.as_str());
    plan.actions.iter().filter(is_done).cloned().collect()
}

/// The plan that a run leaves on the machine while steps of it could be lost sight of: else that of the run before.
fn kept<'a>(earlier: &'a Plan, later: &'a Plan) -> &'a Plan {
    let lost = |action: &Action| matches!(action.kind, ActionKind::DeleteDevice | ActionKind::ReleaseSeat);
    if later.actions.iter().any(lost) { later } else { earlier }
}

fn resumed(list: &DoorList, account: &Account, unfinished: &Plan) -> Plan {
    plan::resume(list, account, now(), &Settings::default(), Some(unfinished)).expect("the account is the door list's")
}

fn part() -> impl Strategy<Value = (prop::sample::Index, Vec<bool>)> {
    (any::<prop::sample::Index>(), prop::collection::vec(any::<bool>(), 1..9))
}

proptest! {
    #![proptest_config(crate::cases(400))]

    /// L2: what no action names is equal afterwards, and what one names differs in what it says.
    #[test]
    fn a_run_changes_nothing_else(list in closing(), account in housed()) {
        let plan = planned(&list, &account);
        let after = run(&plan.actions, &account, now());
        let people: BTreeSet<Email> = plan.actions.iter().filter_map(email).collect();
        let tokens: BTreeSet<String> =
            plan.actions.iter().filter_map(|action| action.target.token.as_ref()).map(|token| token.id.clone()).collect();
        let is_of = |rule: &Rule| matches!(rule, Rule::ServiceToken(id) if tokens.contains(id.as_str()));
        let named: BTreeSet<&str> =
            plan.actions.iter().flat_map(|action| &action.target.policies).map(|policy| policy.id.as_str()).collect();
        let left = policies(&after);
        for (place, before) in policies(&account) {
            let Some((_, later)) = left.iter().find(|(at, policy)| *at == place && policy.id == before.id) else {
                prop_assert!(named.contains(before.id.as_str()));
                prop_assert!(before.rules.include.iter().all(is_of), "only a policy that names the token alone goes");
                continue;
            };
            if !named.contains(before.id.as_str()) {
                prop_assert_eq!(&before, later);
            }
            let mut without = before.rules.include.clone();
            without.retain(|rule| !is_of(rule) || later.rules.include.contains(rule));
            prop_assert_eq!(&later.rules.include, &without);
            prop_assert_eq!(&later.rules.require, &before.rules.require);
            prop_assert_eq!(&later.decision, &before.decision);
            let (kept, added) = later.rules.exclude.split_at(before.rules.exclude.len());
            prop_assert_eq!(kept, &before.rules.exclude[..]);
            let is_named = |rule: &Rule| matches!(rule, Rule::Email(address) if people.contains(&Email::new(address)));
            prop_assert!(added.iter().all(is_named));
        }
        let seats: BTreeSet<&str> = plan.actions.iter().filter_map(|action| action.target.seat_uid.as_deref()).collect();
        for (before, later) in rows(&account.users).iter().zip(rows(&after.users)) {
            let named = before.seat_uid.as_deref().is_some_and(|uid| seats.contains(uid));
            prop_assert!(named || *before == later);
        }
        let later = rows(&after.tokens);
        for token in rows(&account.tokens).iter().filter(|token| !tokens.contains(token.id.as_str())) {
            prop_assert!(later.contains(token));
        }
        for (before, later) in rows(&account.lists).iter().zip(rows(&after.lists)) {
            let (before, later) = (before.items.clone().expect("read"), later.items.expect("read"));
            prop_assert_eq!(&later[..before.len()], &before[..]);
            prop_assert!(later[before.len()..].iter().all(|item| people.contains(&Email::new(item))));
        }
        prop_assert_eq!(&account.groups, &after.groups);
    }

    /// L2: who keeps a registration keeps the door, the sessions and the seat; a token goes only where an entry says so.
    #[test]
    fn who_stays_keeps_everything(list in closing(), account in housed()) {
        let plan = planned(&list, &account);
        let after = run(&plan.actions, &account, now());
        let staying: BTreeSet<&Email> = after.registrations.iter().filter_map(|row| row.email()).collect();
        for kind in [
            ActionKind::BlockEnrollment,
            ActionKind::ExcludeFromEnrollment,
            ActionKind::RevokeSessions,
            ActionKind::ReleaseSeat,
        ] {
            for email in of_kind(&plan, kind) {
                prop_assert!(!staying.contains(&email), "{} of {email}, who stays", kind.as_str());
            }
        }
        let ends = [
            ActionKind::RemoveTokenFromEnrollment,
            ActionKind::DisableServiceToken,
            ActionKind::DeleteServiceToken,
        ];
        for action in plan.actions.iter().filter(|action| ends.contains(&action.kind)) {
            let Some(token) = &action.target.token else { continue };
            let goes = list.service_tokens.iter().any(|entry| {
                let absent = entry.state == doorlist::model::doorlist::State::Absent || entry.notes.ended(now());
                entry.token.as_str() == token.name && absent
            });
            prop_assert!(goes, "token {} was to stay", token.name);
        }
    }

    /// L3: planning again after a run is empty.
    #[test]
    fn a_run_converges(list in closing(), account in housed()) {
        let after = run(&planned(&list, &account).actions, &account, now());
        let again = planned(&list, &after);
        prop_assert_eq!(effects(&again), Vec::<&str>::new());
    }

    /// L6: cut off after whole phases and a part of the next, and started again, the same end is reached.
    #[test]
    fn every_interruption_reaches_the_same_end(list in closing(), account in housed(), (cut, part) in part()) {
        let plan = planned(&list, &account);
        let whole = run(&plan.actions, &account, now());
        let done = begun(&plan, cut, &part);
        let between = run(&done, &account, now());
        let rest = resumed(&list, &between, &plan);
        let end = run(&rest.actions, &between, now());
        prop_assert_eq!(settled(&end), settled(&whole));
        let ended = |actions: &[Action]| -> BTreeSet<Email> {
            actions.iter().filter(|action| action.kind == ActionKind::RevokeSessions).filter_map(email).collect()
        };
        let both: BTreeSet<Email> = ended(&done).union(&ended(&rest.actions)).cloned().collect();
        prop_assert_eq!(both, ended(&plan.actions));
    }

    /// L6: the same where the second run is cut off, too.
    #[test]
    fn two_interruptions_reach_the_same_end(
        list in closing(), account in housed(), (cut, part) in part(), (again, other) in part()
    ) {
        let plan = planned(&list, &account);
        let whole = run(&plan.actions, &account, now());
        let first = run(&begun(&plan, cut, &part), &account, now());
        let second = resumed(&list, &first, &plan);
        let between = run(&begun(&second, again, &other), &first, now());
        let third = resumed(&list, &between, kept(&plan, &second));
        prop_assert_eq!(settled(&run(&third.actions, &between, now())), settled(&whole));
    }
}

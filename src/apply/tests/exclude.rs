//! Exclude rules: one rule more, nothing less, and only in the policy that was judged.

use serde_json::{Value, json};

use super::fake::*;
use super::planned::{ERIN, exclude};
use super::things::policy;
use crate::apply::{ReadFailure, WriteFailure};
use crate::model::report::Became;

fn staff() -> Value {
    let mut staff = policy("staff", "allow", &json!([{ "email_domain": { "domain": "acme.example" } }]));
    staff["exclude"] = json!([{ "okta": { "name": "leavers", "identity_provider_id": "i" } }]);
    staff
}

fn account(policies: &[Value]) -> Fake {
    let fake = Fake::of(0);
    for policy in policies {
        fake.state.borrow_mut().things.with_policy(policy.clone());
    }
    fake
}

fn live(fake: &Fake, id: &str) -> Value {
    let mut live = fake.state.borrow().things.policies[id].clone();
    live["updated_at"] = json!("v0");
    live
}

fn with_rule(mut policy: Value) -> Value {
    policy["exclude"].as_array_mut().expect("ours").push(json!({ "email": { "email": ERIN } }));
    policy
}

/// What becomes of an exclusion from `staff` after a change of the policy, in words.
async fn after(change: fn(&mut Value)) -> (Became, String, usize) {
    let mut changed = staff();
    change(&mut changed);
    let fake = account(&[changed]);
    let ending = run(&[exclude(&["staff"])], &fake).await;
    let sent = fake.state.borrow().effects.len();
    (became(&ending)[0], detail(&ending, 0).to_owned(), sent)
}

#[tokio::test]
async fn one_rule_is_added_and_nothing_is_lost() {
    let fake = account(&[staff()]);
    let ending = run(&[exclude(&["staff"])], &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    assert_eq!(detail(&ending, 0), format!("policy \"staff\": an Exclude rule for {ERIN} is there"));
    assert_eq!(live(&fake, "staff"), with_rule(staff()));
    assert!(ending.wrote);
}

#[tokio::test]
async fn a_second_run_has_nothing_to_do() {
    let fake = account(&[staff()]);
    run(&[exclude(&["staff"])], &fake).await;
    let ending = run(&[exclude(&["staff"])], &fake).await;
    assert_eq!(became(&ending), [Became::AlreadyDone]);
    assert!(!ending.wrote);
    assert_eq!(fake.state.borrow().effects.len(), 1);
}

#[tokio::test]
async fn the_rule_may_be_there_in_another_spelling() {
    let (became, detail, sent) =
        after(|policy| policy["exclude"] = json!([{ "email": { "email": "ERIN@acme.example" } }])).await;
    assert_eq!((became, sent), (Became::AlreadyDone, 0));
    assert_eq!(detail, "policy \"staff\": the Exclude rule is there");
}

#[tokio::test]
async fn a_policy_that_is_another_now_is_not_touched() {
    type Change = fn(&mut Value);
    let changes: [(Change, &str); 3] = [
        (|policy| policy["decision"] = json!("deny"), "its decision is deny now; the plan says allow"),
        (|policy| policy["name"] = json!("contractors"), "it is called \"contractors\" now"),
        (|policy| policy["app_count"] = json!(3), "the number of applications that use it is 3 now; the plan says 1"),
    ];
    for (change, words) in changes {
        let (became, detail, sent) = after(change).await;
        assert_eq!((became, sent), (Became::Superseded, 0), "{words}");
        assert_eq!(detail, format!("policy \"staff\": {words}"));
    }
}

#[tokio::test]
async fn a_rule_in_a_policy_that_denies_now_would_let_the_person_in() {
    let (became, _, _) = after(|policy| {
        *policy = with_rule(policy.clone());
        policy["decision"] = json!("deny");
    })
    .await;
    assert_eq!(became, Became::Superseded);
}

#[tokio::test]
async fn rules_that_others_changed_do_not_matter() {
    let (became, _, sent) = after(|policy| policy["include"] = json!([{ "everyone": {} }])).await;
    assert_eq!((became, sent), (Became::Done, 1));
}

#[tokio::test]
async fn a_policy_that_is_gone_has_to_be_planned_again() {
    let ending = run(&[exclude(&["staff"])], &account(&[])).await;
    assert_eq!(became(&ending), [Became::Superseded]);
    assert!(detail(&ending, 0).contains("it is gone"));
}

#[tokio::test]
async fn every_policy_gets_the_rule_and_the_worst_outcome_is_the_actions() {
    let fake = account(&[staff(), policy("partners", "deny", &json!([])), policy("all", "allow", &json!([]))]);
    let ending = run(&[exclude(&["staff", "partners", "all"])], &fake).await;
    assert_eq!(became(&ending), [Became::Superseded]);
    assert!(detail(&ending, 0).contains("policy \"partners\": its decision is deny now"), "{}", detail(&ending, 0));
    assert_eq!(live(&fake, "staff"), with_rule(staff()));
    assert_eq!(live(&fake, "all")["exclude"], json!([{ "email": { "email": ERIN } }]));
    assert_eq!(live(&fake, "partners")["exclude"], json!([]));
}

#[tokio::test]
async fn what_somebody_else_writes_meanwhile_is_kept() {
    let fake = account(&[staff()]);
    // Between the two readings.
    fake.state.borrow_mut().meanwhile.push((2, |state| {
        let staff = state.things.policies.get_mut("staff").expect("there");
        staff["require"] = json!([{ "geo": { "country_code": "HR" } }]);
        staff["updated_at"] = json!("later");
    }));
    let ending = run(&[exclude(&["staff"])], &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    assert_eq!(live(&fake, "staff")["require"], json!([{ "geo": { "country_code": "HR" } }]));
}

#[tokio::test]
async fn a_policy_that_never_rests_is_left_alone() {
    let fake = account(&[staff()]);
    for at in 2..10 {
        fake.state.borrow_mut().meanwhile.push((at, |state| {
            let reads = state.reads;
            state.things.policies.get_mut("staff").expect("there")["updated_at"] = json!(reads);
        }));
    }
    let ending = run(&[exclude(&["staff"])], &fake).await;
    assert_eq!(became(&ending), [Became::Superseded]);
    assert!(detail(&ending, 0).contains("somebody else is changing it"));
    assert!(fake.state.borrow().effects.is_empty());
}

#[tokio::test]
async fn what_else_changed_with_the_rule_is_said() {
    let fake = account(&[staff()]);
    // The reading after the change.
    fake.state.borrow_mut().meanwhile.push((3, |state| {
        let staff = state.things.policies.get_mut("staff").expect("there");
        staff["session_duration"] = json!("8h");
        staff["exclude"].as_array_mut().expect("ours").remove(0);
    }));
    let ending = run(&[exclude(&["staff"])], &fake).await;
    assert_eq!(became(&ending), [Became::Unverified]);
    let detail = detail(&ending, 0);
    assert!(detail.contains("session_duration is \"8h\", not \"24h\""), "{detail}");
    assert!(detail.contains("exclude lacks {\"okta\""), "{detail}");
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_looked_up_and_never_repeated_blindly() {
    let fake = account(&[staff()]).fault(Fault::After(1, lost()));
    let ending = run(&[exclude(&["staff"])], &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    assert!(detail(&ending, 0).contains("as reading it again shows"));
    assert_eq!(fake.state.borrow().effects.len(), 1);
    assert_eq!(live(&fake, "staff"), with_rule(staff()));
}

#[tokio::test(start_paused = true)]
async fn a_lost_call_is_made_again_from_a_fresh_reading() {
    let fake = account(&[staff()]).fault(Fault::Instead(lost()));
    let ending = run(&[exclude(&["staff"])], &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    assert_eq!(fake.state.borrow().effects.len(), 2);
    assert_eq!(live(&fake, "staff"), with_rule(staff()));
}

#[tokio::test(start_paused = true)]
async fn without_a_clear_answer_it_is_tried_three_times() {
    let fake = (0..3).fold(account(&[staff()]), |fake, _| fake.fault(Fault::Instead(lost())));
    let ending = run(&[exclude(&["staff"])], &fake).await;
    assert_eq!(became(&ending), [Became::Failed]);
    assert_eq!(fake.state.borrow().effects.len(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_success_that_cannot_be_seen_is_unverified() {
    let fake = account(&[staff()]).fault(Fault::Lie);
    let ending = run(&[exclude(&["staff"])], &fake).await;
    assert_eq!(became(&ending), [Became::Unverified]);
    assert!(detail(&ending, 0).contains("reading it again shows that it is not"));
}

#[tokio::test]
async fn a_success_that_cannot_be_read_again_is_unverified() {
    let fake = account(&[staff()]);
    fake.state.borrow_mut().break_reads_after = Some((2, ReadFailure::Broken("timeout".to_owned())));
    let ending = run(&[exclude(&["staff"])], &fake).await;
    assert_eq!(became(&ending), [Became::Unverified]);
    assert!(detail(&ending, 0).contains("could not be read again: timeout"));
}

#[tokio::test]
async fn a_refusal_and_a_missing_permission_are_failures() {
    let fake = account(&[staff()]).fault(Fault::Instead(refused()));
    assert_eq!(became(&run(&[exclude(&["staff"])], &fake).await), [Became::Failed]);
    let fake = account(&[staff()]).fault(Fault::Instead(WriteFailure::Forbidden("403 10000".to_owned())));
    let ending = run(&[exclude(&["staff"])], &fake).await;
    assert_eq!(became(&ending), [Became::Failed]);
    assert!(detail(&ending, 0).contains("\"Access: Apps and Policies Write\""));
}

#[tokio::test]
async fn a_plan_without_policies_or_address_is_a_failure() {
    assert_eq!(became(&run(&[exclude(&[])], &account(&[])).await), [Became::Failed]);
    let mut nobody = exclude(&["staff"]);
    nobody.target.identity = None;
    let fake = account(&[staff()]);
    assert_eq!(became(&run(&[nobody], &fake).await), [Became::Failed]);
    assert!(fake.state.borrow().effects.is_empty());
}

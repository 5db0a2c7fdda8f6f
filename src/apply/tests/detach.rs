//! A token out of the enrollment policies.

use serde_json::{Value, json};

use super::fake::*;
use super::planned::detach;
use super::things::{policy, token_rule};
use crate::apply::Effect;
use crate::model::report::Became;

fn ci(include: &Value) -> Value {
    policy("ci", "non_identity", include)
}

/// `ci`, reusable, and `staff` in the enrollment application.
fn shared(include: &Value) -> Fake {
    let fake = Fake::of(0);
    {
        let things = &mut fake.state.borrow_mut().things;
        things.with_policy(ci(include));
        things.with_policy(policy("staff", "allow", &json!([{ "everyone": {} }])));
        things.with_application(&["staff", "ci"]);
    }
    fake
}

/// `ci`, the application's own.
fn own(include: &Value) -> Fake {
    let fake = shared(&json!([{ "everyone": {} }]));
    fake.state.borrow_mut().things.own.insert("ci".to_owned(), ci(include));
    fake
}

fn attached(fake: &Fake) -> Vec<String> {
    let state = fake.state.borrow();
    let policies = state.things.applications["app"]["policies"].as_array().expect("ours");
    policies.iter().map(|policy| policy["id"].as_str().expect("ours").to_owned()).collect()
}

fn two_rules() -> Value {
    json!([token_rule("t1"), token_rule("t2")])
}

fn one_rule() -> Value {
    json!([token_rule("t1")])
}

#[tokio::test]
async fn a_rule_beside_others_is_taken_out() {
    let fake = shared(&two_rules());
    let ending = run(&[detach(&[("ci", false, false)])], &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    let live = fake.state.borrow().things.policies["ci"].clone();
    assert_eq!(live["include"], json!([token_rule("t2")]));
    assert_eq!(live["unheard_of"], json!({ "deep": 1 }));
    assert_eq!(attached(&fake), ["staff", "ci"]);
}

#[tokio::test]
async fn a_policy_of_the_application_that_names_nothing_else_is_deleted() {
    let fake = own(&one_rule());
    let ending = run(&[detach(&[("ci", true, true)])], &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    assert!(fake.state.borrow().things.own.is_empty());
    assert!(fake.state.borrow().things.policies.contains_key("ci"), "the reusable one of the same id is another");
    assert_eq!(became(&run(&[detach(&[("ci", true, true)])], &fake).await), [Became::AlreadyDone]);
}

#[tokio::test]
async fn a_reusable_policy_that_names_nothing_else_leaves_the_application() {
    let fake = shared(&one_rule());
    let plan = [detach(&[("ci", false, true)])];
    let ending = run(&plan, &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    assert_eq!(attached(&fake), ["staff"]);
    assert_eq!(fake.state.borrow().things.policies["ci"]["include"], one_rule(), "the policy stays");
    let again = run(&plan, &fake).await;
    assert_eq!(became(&again), [Became::AlreadyDone], "although nothing uses the policy any more");
    assert!(!again.wrote);
}

#[tokio::test(start_paused = true)]
async fn a_policy_that_goes_a_little_later_is_waited_for() {
    let fake = own(&one_rule()).fault(Fault::Lie);
    // Two readings find it still there.
    fake.state.borrow_mut().meanwhile.push((4, |state| drop(state.things.own.remove("ci"))));
    let ending = run(&[detach(&[("ci", true, true)])], &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    assert_eq!(fake.state.borrow().effects.len(), 1);
}

#[tokio::test]
async fn a_token_that_is_not_named_or_a_policy_that_is_gone_is_success() {
    let fake = shared(&json!([token_rule("t2")]));
    assert_eq!(became(&run(&[detach(&[("ci", false, false)])], &fake).await), [Became::AlreadyDone]);
    let ending = run(&[detach(&[("gone", false, false)])], &fake).await;
    assert_eq!(became(&ending), [Became::AlreadyDone]);
    assert!(fake.state.borrow().effects.is_empty());
}

#[tokio::test]
async fn other_rules_than_were_judged_make_another_change() {
    let fake = shared(&one_rule());
    let ending = run(&[detach(&[("ci", false, false)])], &fake).await;
    assert_eq!(became(&ending), [Became::Superseded]);
    assert!(detail(&ending, 0).contains("its Include rules name nothing else now"));
    for fake in [shared(&two_rules()), own(&two_rules())] {
        let is_own = !fake.state.borrow().things.own.is_empty();
        let ending = run(&[detach(&[("ci", is_own, true)])], &fake).await;
        assert_eq!(became(&ending), [Became::Superseded]);
        assert!(detail(&ending, 0).contains("name something else, too, now"), "{}", detail(&ending, 0));
        assert!(fake.state.borrow().effects.is_empty());
    }
}

#[tokio::test]
async fn a_policy_that_is_another_now_is_not_touched() {
    let changes: [(&str, Value); 3] =
        [("name", json!("kiosks")), ("decision", json!("bypass")), ("app_count", json!(2))];
    for (key, value) in changes {
        let fake = shared(&two_rules());
        fake.state.borrow_mut().things.policies.get_mut("ci").expect("there")[key] = value;
        assert_eq!(became(&run(&[detach(&[("ci", false, false)])], &fake).await), [Became::Superseded], "{key}");
        assert!(fake.state.borrow().effects.is_empty());
    }
}

#[tokio::test]
async fn an_application_with_policies_of_its_own_is_not_sent_as_links() {
    for flag in [json!(false), Value::Null] {
        let fake = shared(&one_rule());
        let policies = json!([{ "id": "own", "precedence": 0, "reusable": flag }, { "id": "ci", "precedence": 1 }]);
        fake.state.borrow_mut().things.applications.get_mut("app").expect("there")["policies"] = policies;
        let ending = run(&[detach(&[("ci", false, true)])], &fake).await;
        assert_eq!(became(&ending), [Became::Superseded]);
        assert!(detail(&ending, 0).contains("has policy own of its own"), "{}", detail(&ending, 0));
        assert!(fake.state.borrow().effects.is_empty());
    }
}

#[tokio::test]
async fn an_application_that_somebody_else_writes_to_is_left_alone() {
    let fake = shared(&one_rule());
    // Policy, application; then the application again.
    fake.state.borrow_mut().meanwhile.push((3, |state| {
        state.things.applications.get_mut("app").expect("there")["updated_at"] = json!("later");
    }));
    let ending = run(&[detach(&[("ci", false, true)])], &fake).await;
    assert_eq!(became(&ending), [Became::Superseded]);
    assert!(detail(&ending, 0).contains("somebody else is changing it"));
}

#[tokio::test]
async fn what_else_changed_with_the_link_is_said() {
    let fake = shared(&one_rule());
    fake.state.borrow_mut().meanwhile.push((5, |state| {
        let app = state.things.applications.get_mut("app").expect("there");
        app["session_duration"] = json!("1h");
    }));
    let ending = run(&[detach(&[("ci", false, true)])], &fake).await;
    assert_eq!(became(&ending), [Became::Unverified]);
    assert!(detail(&ending, 0).contains("session_duration is \"1h\""), "{}", detail(&ending, 0));
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_looked_up() {
    let fake = shared(&one_rule()).fault(Fault::After(1, lost()));
    let ending = run(&[detach(&[("ci", false, true)])], &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    assert!(matches!(fake.state.borrow().effects.as_slice(), [Effect::ReplaceApplication(_)]));
    let fake = shared(&two_rules()).fault(Fault::After(1, lost()));
    let ending = run(&[detach(&[("ci", false, false)])], &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    assert!(matches!(fake.state.borrow().effects.as_slice(), [Effect::ReplacePolicy(_)]));
}

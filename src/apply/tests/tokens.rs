//! Service tokens: disabled, deleted, and only if nothing refers to them.

use serde_json::json;

use super::fake::*;
use super::planned::{delete_token, disable};
use super::things::{policy, token_rule};
use crate::apply::{Effect, WriteFailure};
use crate::model::report::Became;

fn account() -> Fake {
    let fake = Fake::of(0);
    fake.state.borrow_mut().things.with_token("t1", "ci");
    fake
}

/// `ci` names nothing but the token, and so many applications use it.
fn with_policy(app_count: u64) -> Fake {
    let fake = account();
    let mut ci = policy("ci", "non_identity", &json!([token_rule("t1")]));
    ci["app_count"] = json!(app_count);
    fake.state.borrow_mut().things.with_policy(ci);
    fake
}

#[tokio::test]
async fn a_token_is_disabled_with_its_name() {
    let fake = account();
    assert_eq!(became(&run(&[disable()], &fake).await), [Became::Done]);
    assert!(!fake.state.borrow().things.tokens["t1"].enabled);
    assert!(matches!(&fake.state.borrow().effects[0], Effect::DisableToken { name, .. } if name == "ci"));
    assert_eq!(became(&run(&[disable()], &fake).await), [Became::AlreadyDone]);
}

#[tokio::test]
async fn a_token_is_deleted() {
    let fake = account();
    assert_eq!(became(&run(&[delete_token(&[])], &fake).await), [Became::Done]);
    assert!(fake.state.borrow().things.tokens.is_empty());
    let ending = run(&[disable(), delete_token(&[])], &fake).await;
    assert_eq!(became(&ending), [Became::AlreadyDone; 2]);
    assert_eq!(detail(&ending, 1), "the token is gone");
}

#[tokio::test]
async fn a_token_with_another_name_is_used_for_something_else() {
    let fake = account();
    fake.state.borrow_mut().things.tokens.get_mut("t1").expect("there").name = "payments".to_owned();
    let ending = run(&[disable(), delete_token(&[])], &fake).await;
    assert_eq!(became(&ending)[0], Became::Superseded);
    assert_eq!(detail(&ending, 0), "the token is called \"payments\" now");
    assert_eq!(became(&ending)[1], Became::NotAttempted, "it depends on the first");
}

#[tokio::test]
async fn a_token_that_something_refers_to_stays() {
    let fake = account();
    fake.state.borrow_mut().things.referred_to.push("t1".to_owned());
    let ending = run(&[delete_token(&[])], &fake).await;
    assert_eq!(became(&ending), [Became::Failed]);
    assert!(detail(&ending, 0).contains("service_token_in_use"));
    assert_eq!(fake.state.borrow().effects.len(), 1, "a refusal is not repeated");
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_looked_up() {
    let fake = account().fault(Fault::After(1, lost())).fault(Fault::After(1, lost()));
    assert_eq!(became(&run(&[disable(), delete_token(&[])], &fake).await), [Became::Done; 2]);
    assert_eq!(fake.state.borrow().effects.len(), 2);
}

#[tokio::test]
async fn a_token_that_goes_between_reading_and_deleting_is_success() {
    let fake = account().fault(Fault::After(1, WriteFailure::NotFound("404".to_owned())));
    assert_eq!(became(&run(&[delete_token(&[])], &fake).await), [Became::AlreadyDone]);
}

#[tokio::test]
async fn a_policy_that_names_nothing_else_goes_first() {
    let fake = with_policy(0);
    let ending = run(&[delete_token(&["ci"])], &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    assert!(matches!(fake.state.borrow().effects.as_slice(), [Effect::DeletePolicy(_), Effect::DeleteToken(_)]));
    assert!(fake.state.borrow().things.policies.is_empty());
    assert_eq!(became(&run(&[delete_token(&["ci"])], &fake).await), [Became::AlreadyDone]);
}

#[tokio::test]
async fn a_policy_that_is_used_or_names_others_stays_and_so_does_the_token() {
    let used = with_policy(2);
    let ending = run(&[delete_token(&["ci"])], &used).await;
    assert_eq!(became(&ending), [Became::Superseded]);
    assert!(detail(&ending, 0).contains("still used"), "{}", detail(&ending, 0));
    let others = with_policy(0);
    let rules = json!([token_rule("t1"), token_rule("t2")]);
    others.state.borrow_mut().things.policies.get_mut("ci").expect("there")["include"] = rules;
    let ending = run(&[delete_token(&["ci"])], &others).await;
    assert_eq!(became(&ending), [Became::Superseded]);
    for fake in [used, others] {
        assert!(fake.state.borrow().effects.is_empty());
    }
}

#[tokio::test]
async fn the_permission_is_that_of_tokens() {
    let fake = account().fault(Fault::Instead(WriteFailure::Forbidden("403".to_owned())));
    let ending = run(&[disable()], &fake).await;
    assert!(detail(&ending, 0).contains("\"Access: Service Tokens Write\""));
}

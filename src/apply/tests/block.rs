//! The block list: appended to once, and only while it blocks.

use super::fake::*;
use super::planned::{ERIN, block};
use crate::apply::WriteFailure;
use crate::model::enrollment::Decision;
use crate::model::report::Became;

fn account(items: &[&str]) -> Fake {
    let fake = Fake::of(0);
    fake.state.borrow_mut().things.with_block_list(items);
    fake
}

fn items(fake: &Fake) -> Vec<String> {
    fake.state.borrow().things.lists["l1"].items.clone().expect("ours")
}

#[tokio::test]
async fn the_address_is_appended_as_the_account_spells_it() {
    let fake = account(&["bob@acme.example"]);
    let ending = run(&[block()], &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    assert_eq!(items(&fake), ["bob@acme.example", ERIN]);
    assert_eq!(became(&run(&[block()], &fake).await), [Became::AlreadyDone]);
    assert_eq!(items(&fake).len(), 2);
}

#[tokio::test]
async fn another_spelling_is_the_same_address() {
    let fake = account(&["ERIN@ACME.example"]);
    let ending = run(&[block()], &fake).await;
    assert_eq!(became(&ending), [Became::AlreadyDone]);
    assert!(!ending.wrote);
}

#[tokio::test]
async fn a_list_that_is_another_now_or_blocks_nobody_is_not_touched() {
    type Change = fn(&mut super::things::Things);
    let changes: [(Change, &str); 5] = [
        (|things| drop(things.lists.remove("l1")), "the list is gone"),
        (|things| things.lists.get_mut("l1").expect("there").kind = "SERIAL".to_owned(), "of type SERIAL now"),
        (|things| things.lists.get_mut("l1").expect("there").name = "vips".to_owned(), "is called \"vips\" now"),
        (|things| things.judged[0].decision = Decision::Allow, "no deny policy ahead of every allow policy"),
        (|things| things.judged[0].precedence = Some(9), "no deny policy ahead of every allow policy"),
    ];
    for (change, words) in changes {
        let fake = account(&[]);
        change(&mut fake.state.borrow_mut().things);
        let ending = run(&[block()], &fake).await;
        assert_eq!(became(&ending), [Became::Superseded], "{words}");
        assert!(detail(&ending, 0).contains(words), "{}", detail(&ending, 0));
        assert!(fake.state.borrow().effects.is_empty());
    }
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_appends_once() {
    let fake = account(&[]).fault(Fault::After(1, lost()));
    assert_eq!(became(&run(&[block()], &fake).await), [Became::Done]);
    assert_eq!(items(&fake), [ERIN]);
}

#[tokio::test]
async fn a_missing_permission_is_named() {
    let fake = account(&[]).fault(Fault::Instead(WriteFailure::Forbidden("403".to_owned())));
    let ending = run(&[block()], &fake).await;
    assert_eq!(became(&ending), [Became::Failed]);
    assert!(detail(&ending, 0).contains("\"Zero Trust Write\""));
}

#[tokio::test]
async fn a_plan_that_names_no_list_is_a_failure() {
    let mut unsaid = block();
    unsaid.expect.application_id = None;
    assert_eq!(became(&run(&[unsaid], &account(&[])).await), [Became::Failed]);
}

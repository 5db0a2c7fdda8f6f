//! A target is touched only while it is what the plan says.

use super::fake::*;
use crate::model::plan::ActionKind;
use crate::model::report::Became;
use crate::model::{Seen, Status};

#[tokio::test]
async fn unchanged_rows_go_in_one_call() {
    let fake = Fake::of(3);
    let ending = run(&deletes(3), &fake).await;
    assert_eq!(became(&ending), [Became::Done; 3]);
    assert_eq!(fake.calls().len(), 1);
    assert!(fake.ids().is_empty());
    assert!(ending.wrote);
    assert!(ending.outcomes.iter().all(|outcome| outcome.finished_at.is_some()));
}

#[tokio::test]
async fn a_row_that_is_gone_is_success_and_no_call() {
    let fake = Fake::of(1);
    let ending = run(&[delete("r9")], &fake).await;
    assert_eq!(became(&ending), [Became::AlreadyDone]);
    assert_eq!(detail(&ending, 0), "already gone");
    assert!(fake.calls().is_empty());
    assert!(!ending.wrote);
}

#[tokio::test]
async fn a_row_that_is_revoked_already_is_success() {
    let fake = Fake::of(2);
    fake.state.borrow_mut().rows.get_mut("r1").expect("there").status = Status::Revoked(None);
    let ending =
        run(&[action(ActionKind::RevokeRegistration, "r1"), action(ActionKind::UnrevokeRegistration, "r2")], &fake)
            .await;
    assert_eq!(became(&ending), [Became::AlreadyDone; 2]);
    assert_eq!(detail(&ending, 0), "already revoked");
    assert_eq!(detail(&ending, 1), "already active");
    assert!(fake.calls().is_empty());
}

#[tokio::test]
async fn a_row_that_changed_is_superseded_and_never_touched() {
    type Change = fn(&mut crate::model::Registration);
    let changes: [(&str, Change); 4] = [
        ("the device is", |row| row.device_id = "other".into()),
        ("the creation time is", |row| row.created_at = Some(time("2026-03-01T00:00:00Z"))),
        ("revoked since", |row| row.status = Status::Revoked(None)),
        ("the address is a@b.example now; the plan says none", |row| row.user = Some(user("a@b.example"))),
    ];
    for (words, change) in changes {
        let fake = Fake::of(2);
        change(fake.state.borrow_mut().rows.get_mut("r1").expect("there"));
        let ending = run(&deletes(2), &fake).await;
        assert_eq!(became(&ending), [Became::Superseded, Became::Done], "{words}");
        assert!(detail(&ending, 0).contains(words), "{}", detail(&ending, 0));
        assert_eq!(fake.ids(), ["r1"]);
    }
}

#[tokio::test]
async fn a_stale_row_that_was_seen_since_is_superseded() {
    let fake = Fake::of(1);
    let mut stale = delete("r1");
    stale.expect.last_seen_at = Some(Some(time("2026-01-15T00:00:00Z")));
    let ending = run(&[stale], &fake).await;
    assert_eq!(became(&ending), [Became::Superseded]);
    assert!(detail(&ending, 0).contains("seen since, at 2026-02-01T00:00:00Z"), "{}", detail(&ending, 0));
}

#[tokio::test]
async fn never_seen_and_unreadable_are_one_expectation() {
    let fake = Fake::of(1);
    fake.state.borrow_mut().rows.get_mut("r1").expect("there").last_seen = Seen::Unreadable;
    let mut never = delete("r1");
    never.expect.last_seen_at = Some(None);
    assert_eq!(became(&run(&[never], &fake).await), [Became::Done]);
}

#[tokio::test]
async fn another_spelling_of_an_address_is_the_same_person() {
    let fake = Fake::of(1);
    fake.state.borrow_mut().rows.get_mut("r1").expect("there").user = Some(user("Alice@acme.example"));
    let mut planned = delete("r1");
    planned.expect.email = Some(Some("alice@acme.example".to_owned()));
    assert_eq!(became(&run(&[planned], &fake).await), [Became::Done]);
}

#[tokio::test]
async fn what_is_not_expected_is_not_compared() {
    let fake = Fake::of(1);
    fake.state.borrow_mut().rows.get_mut("r1").expect("there").status = Status::Revoked(None);
    let mut planned = delete("r1");
    planned.expect = crate::model::plan::Expect::default();
    assert_eq!(became(&run(&[planned], &fake).await), [Became::Done]);
}

#[tokio::test]
async fn a_plan_that_names_no_registration_touches_none() {
    let fake = Fake::of(1);
    let mut planned = delete("r1");
    planned.target.registration_id = None;
    assert_eq!(became(&run(&[planned], &fake).await), [Became::Failed]);
    assert_eq!(fake.ids(), ["r1"]);
}

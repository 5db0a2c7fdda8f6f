//! Seats: only the seat that the plan names, only of that person, only when no registration is left.

use super::fake::*;
use super::planned::release_seat;
use crate::apply::{ReadFailure, WriteFailure};
use crate::model::plan::Action;
use crate::model::report::Became;
use crate::model::{Email, Registration, UserId};

/// Erin, user `u1`, with this many registrations.
fn account(registrations: usize) -> Fake {
    let fake = Fake::with((1..=registrations).map(hers));
    fake.state.borrow_mut().things.with_user("u1", "erin@acme.example");
    fake
}

fn hers(n: usize) -> Registration {
    let mut owner = (*user("erin@acme.example")).clone();
    owner.id = Some(UserId::from("u1"));
    Registration { user: Some(owner.into()), ..row(&format!("r{n}")) }
}

#[tokio::test]
async fn a_seat_is_released_once() {
    let fake = account(0);
    assert_eq!(became(&run(&[release_seat()], &fake).await), [Became::Done]);
    assert!(!fake.state.borrow().things.users["u1"].has_seat());
    let ending = run(&[release_seat()], &fake).await;
    assert_eq!(became(&ending), [Became::AlreadyDone]);
    assert_eq!(detail(&ending, 0), "no seat is taken");
}

#[tokio::test]
async fn a_registration_that_is_left_keeps_the_seat() {
    let fake = account(1);
    let ending = run(&[release_seat()], &fake).await;
    assert_eq!(became(&ending), [Became::Superseded]);
    assert!(detail(&ending, 0).contains("one registration of the user is there"), "{}", detail(&ending, 0));
    assert_eq!(fake.ids(), ["r1"]);
    assert!(fake.state.borrow().effects.is_empty());
}

#[tokio::test]
async fn a_seat_of_somebody_else_is_not_touched() {
    let fake = account(0);
    fake.state.borrow_mut().things.users.get_mut("u1").expect("there").email = Some(Email::new("eve@acme.example"));
    let ending = run(&[release_seat()], &fake).await;
    assert_eq!(became(&ending), [Became::Superseded]);
    assert_eq!(detail(&ending, 0), "the user is eve@acme.example now");
    let fake = account(0);
    fake.state.borrow_mut().things.users.get_mut("u1").expect("there").seat_uid = Some("seat-u2".to_owned());
    let ending = run(&[release_seat()], &fake).await;
    assert_eq!(became(&ending), [Became::Superseded]);
    assert!(fake.state.borrow().effects.is_empty());
}

#[tokio::test]
async fn a_user_who_is_gone_has_no_seat() {
    assert_eq!(became(&run(&[release_seat()], &Fake::of(0)).await), [Became::AlreadyDone]);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_looked_up() {
    let fake = account(0).fault(Fault::After(1, lost()));
    assert_eq!(became(&run(&[release_seat()], &fake).await), [Became::Done]);
    assert_eq!(fake.state.borrow().effects.len(), 1);
}

#[tokio::test]
async fn what_cannot_be_read_is_not_touched_and_permissions_are_named() {
    let fake = account(0);
    let failure = ReadFailure::Broken("access/users: HTTP 403".to_owned());
    fake.state.borrow_mut().read_faults.push(failure);
    let ending = run(&[release_seat()], &fake).await;
    assert_eq!(became(&ending), [Became::NotAttempted]);
    assert!(fake.state.borrow().effects.is_empty());
    let fake = account(0).fault(Fault::Instead(WriteFailure::Forbidden("403".to_owned())));
    let ending = run(&[release_seat()], &fake).await;
    assert!(detail(&ending, 0).contains("\"Zero Trust: Seats Write\""));
}

/// As many people without a registration, `u1` …, and the release of the seat of each.
fn many(count: usize) -> (Fake, Vec<Action>) {
    let fake = Fake::of(0);
    let mut actions = Vec::new();
    for n in 1..=count {
        let (id, email) = (format!("u{n}"), format!("p{n}@acme.example"));
        fake.state.borrow_mut().things.with_user(&id, &email);
        let mut action = release_seat();
        action.id = format!("release_seat:{email}");
        action.target.seat_uid = Some(format!("seat-{id}"));
        action.target.identity.as_mut().expect("a person").email = Some(email);
        action.expect.user_id = Some(Some(id));
        actions.push(action);
    }
    (fake, actions)
}

#[tokio::test]
async fn seats_are_released_together() {
    let (fake, actions) = many(60);
    assert_eq!(became(&run(&actions, &fake).await), [Became::Done; 60]);
    assert_eq!(fake.state.borrow().effects.len(), 2, "50 and 10");
    assert!(fake.state.borrow().things.users.values().all(|user| !user.has_seat()));
}

#[tokio::test]
async fn a_seat_that_is_refused_ends_alone() {
    let (fake, actions) = many(20);
    fake.state.borrow_mut().cursed.insert("seat-u7".to_owned());
    let ending = run(&actions, &fake).await;
    let failed: Vec<usize> = (0..20).filter(|place| became(&ending)[*place] != Became::Done).collect();
    assert_eq!((failed, became(&ending)[6]), (vec![6], Became::Failed));
    assert!(fake.state.borrow().effects.len() < 12);
}

#[tokio::test]
async fn whoever_came_back_meanwhile_keeps_the_seat_and_the_others_go() {
    let (fake, actions) = many(3);
    fake.state.borrow_mut().rows.insert("r1".to_owned(), hers(1));
    let ending = run(&actions, &fake).await;
    assert_eq!(became(&ending), [Became::Superseded, Became::Done, Became::Done]);
    assert_eq!(fake.ids(), ["r1"]);
}

//! Sessions: nothing can be read, and ending them twice does no harm.

use super::fake::*;
use super::planned::{ERIN, end_sessions};
use crate::apply::{Halt, ReadFailure, WriteFailure};
use crate::model::report::Became;

#[tokio::test]
async fn one_call_ends_them() {
    let fake = Fake::of(0);
    let ending = run(&[end_sessions()], &fake).await;
    assert_eq!(became(&ending), [Became::Done]);
    assert_eq!(fake.state.borrow().things.ended, [ERIN]);
    assert_eq!(fake.state.borrow().reads, 0);
}

#[tokio::test]
async fn a_user_whom_nobody_knows_has_none() {
    let fake = Fake::of(0).fault(Fault::Instead(WriteFailure::NotFound("404".to_owned())));
    assert_eq!(became(&run(&[end_sessions()], &fake).await), [Became::AlreadyDone]);
}

#[tokio::test]
async fn a_user_who_is_there_is_not_taken_for_gone() {
    let not_found = || Fault::Instead(WriteFailure::NotFound("404".to_owned()));
    let mut action = end_sessions();
    action.target.identity.as_mut().expect("a person").id = Some("u1".to_owned());
    let fake = Fake::of(0).fault(not_found());
    fake.state.borrow_mut().things.with_user("u1", ERIN);
    let ending = run(std::slice::from_ref(&action), &fake).await;
    assert_eq!(became(&ending), [Became::Failed]);
    assert_eq!(detail(&ending, 0), "404, and yet the account has the user");
    let fake = Fake::of(0).fault(not_found());
    assert_eq!(became(&run(std::slice::from_ref(&action), &fake).await), [Became::AlreadyDone]);
    let fake = Fake::of(0).fault(not_found());
    fake.state.borrow_mut().read_faults.push(ReadFailure::Refused("403".to_owned()));
    assert_eq!(became(&run(&[action], &fake).await), [Became::Unverified]);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_asked_for_again() {
    let fake = Fake::of(0).fault(Fault::After(1, lost()));
    assert_eq!(became(&run(&[end_sessions()], &fake).await), [Became::Done]);
    assert_eq!(fake.state.borrow().things.ended.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn without_any_clear_answer_they_may_have_ended() {
    let fake = (0..3).fold(Fake::of(0), |fake, _| fake.fault(Fault::Instead(lost())));
    let ending = run(&[end_sessions()], &fake).await;
    assert_eq!(became(&ending), [Became::Unverified]);
    assert!(ending.wrote);
}

#[tokio::test(start_paused = true)]
async fn what_was_never_sent_has_failed() {
    let unsent = || Fault::Instead(WriteFailure::NotSent("no connection".to_owned()));
    let fake = (0..3).fold(Fake::of(0), |fake, _| fake.fault(unsent()));
    let ending = run(&[end_sessions()], &fake).await;
    assert_eq!(became(&ending), [Became::Failed]);
    assert!(!ending.wrote);
}

#[tokio::test]
async fn a_refusal_is_not_repeated_and_a_permission_is_named() {
    let fake = Fake::of(0).fault(Fault::Instead(refused()));
    assert_eq!(became(&run(&[end_sessions()], &fake).await), [Became::Failed]);
    assert_eq!(fake.state.borrow().effects.len(), 1);
    let fake = Fake::of(0).fault(Fault::Instead(WriteFailure::Forbidden("403".to_owned())));
    let ending = run(&[end_sessions()], &fake).await;
    assert!(detail(&ending, 0).contains("Identity Providers, and Groups Write"), "{}", detail(&ending, 0));
}

#[tokio::test(start_paused = true)]
async fn a_halt_after_a_lost_answer_leaves_it_open() {
    let fake = Fake::of(0).fault(Fault::Instead(lost())).fault(Fault::Instead(WriteFailure::Halt(too_long())));
    let ending = run(&[end_sessions()], &fake).await;
    assert_eq!(became(&ending), [Became::Unverified]);
    assert_eq!(ending.halt, Some(too_long()));
    let fake = Fake::of(0);
    fake.stop.cancel();
    let ending = run(&[end_sessions()], &fake).await;
    assert_eq!(became(&ending), [Became::NotAttempted]);
    assert_eq!(ending.halt, Some(Halt::Interrupted));
}

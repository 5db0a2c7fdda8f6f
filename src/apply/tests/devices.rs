//! Device records: only where nothing is left on them.

use super::fake::*;
use crate::apply::WriteFailure;
use crate::model::report::Became;

#[tokio::test]
async fn a_device_goes_after_the_last_registration_on_it() {
    let fake = Fake::of(1);
    let ending = run(&[delete("r1"), delete_device("d-r1")], &fake).await;
    assert_eq!(became(&ending), [Became::Done; 2]);
    assert!(fake.state.borrow().devices.is_empty());
}

#[tokio::test]
async fn a_device_on_which_something_is_left_stays() {
    let fake = Fake::of(1);
    let mut other = row("r2");
    other.device_id = "d-r1".into();
    other.status = crate::model::Status::Revoked(None);
    fake.state.borrow_mut().rows.insert("r2".to_owned(), other);
    let ending = run(&[delete("r1"), delete_device("d-r1")], &fake).await;
    assert_eq!(became(&ending), [Became::Done, Became::Superseded]);
    assert_eq!(detail(&ending, 1), "one registration is on it now");
    assert_eq!(fake.state.borrow().devices.len(), 1);
}

#[tokio::test]
async fn a_device_that_is_gone_is_success() {
    let fake = Fake::of(0);
    assert_eq!(became(&run(&[delete_device("d-r1")], &fake).await), [Became::AlreadyDone]);
}

#[tokio::test]
async fn a_device_that_went_in_between_is_success() {
    let fake = Fake::of(1);
    fake.state.borrow_mut().rows.clear();
    let fake = fake.fault(Fault::Instead(WriteFailure::NotFound("404".to_owned())));
    let ending = run(&[delete_device("d-r1")], &fake).await;
    assert_eq!(became(&ending), [Became::Failed], "it is still there");
    fake.state.borrow_mut().devices.clear();
    assert_eq!(became(&run(&[delete_device("d-r1")], &fake).await), [Became::AlreadyDone]);
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_tried_again() {
    let fake = Fake::of(1);
    fake.state.borrow_mut().rows.clear();
    let fake = fake.fault(Fault::Instead(lost())).fault(Fault::Instead(lost()));
    assert_eq!(became(&run(&[delete_device("d-r1")], &fake).await), [Became::Done]);
}

#[tokio::test]
async fn a_refused_device_has_failed_and_the_next_is_tried() {
    let fake = Fake::of(2);
    fake.state.borrow_mut().rows.clear();
    let fake = fake.fault(Fault::Instead(refused()));
    let ending = run(&[delete_device("d-r1"), delete_device("d-r2")], &fake).await;
    assert_eq!(became(&ending), [Became::Failed, Became::Done]);
}

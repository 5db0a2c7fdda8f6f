//! What stops the rest: a lost permission its kind, everything else all that is not begun.

use super::fake::*;
use crate::apply::{Halt, ReadFailure, WriteFailure};
use crate::model::plan::ActionKind;
use crate::model::report::Became;

#[tokio::test]
async fn a_permission_lost_half_way_stops_its_kind_and_is_named() {
    let forbidden = WriteFailure::Forbidden("403 10000: Authentication error".to_owned());
    let fake = Fake::of(6).fault(Fault::After(2, forbidden));
    let mut plan = deletes(5);
    plan.push(action(ActionKind::RevokeRegistration, "r6"));
    let ending = run_in(2, &plan, &fake).await;
    assert_eq!(
        became(&ending),
        [
            Became::AlreadyDone,
            Became::AlreadyDone,
            Became::NotAttempted,
            Became::NotAttempted,
            Became::NotAttempted,
            Became::Done
        ]
    );
    assert_eq!(fake.calls(), [vec!["r1", "r2"], vec!["r6"]]);
    assert_eq!(ending.halt, None);
}

#[tokio::test]
async fn what_was_forbidden_has_failed_and_the_permission_is_named() {
    let fake = Fake::of(3).fault(Fault::Instead(WriteFailure::Forbidden("403 10000: Authentication error".to_owned())));
    let ending = run_in(2, &deletes(3), &fake).await;
    assert_eq!(became(&ending), [Became::Failed, Became::Failed, Became::NotAttempted]);
    for place in 0..3 {
        assert!(detail(&ending, place).contains("\"Zero Trust Write\""), "{}", detail(&ending, place));
    }
    assert_eq!(fake.calls().len(), 1);
}

#[tokio::test]
async fn a_wait_that_is_too_long_ends_the_run_and_says_when_to_come_back() {
    let fake = Fake::of(3).fault(Fault::Instead(WriteFailure::Halt(too_long())));
    let ending = run_in(1, &deletes(3), &fake).await;
    assert_eq!(became(&ending), [Became::NotAttempted; 3]);
    assert_eq!(ending.halt, Some(too_long()));
    assert!(!ending.wrote, "nothing was written yet");
    assert!(detail(&ending, 2).contains("come back at"));
}

#[tokio::test]
async fn a_wait_after_a_write_leaves_the_rest() {
    let fake = Fake::of(3);
    fake.state.borrow_mut().break_reads_after = Some((1, ReadFailure::Halt(too_long())));
    let ending = run_in(1, &deletes(3), &fake).await;
    assert_eq!(became(&ending), [Became::Done, Became::NotAttempted, Became::NotAttempted]);
    assert!(ending.wrote);
}

#[tokio::test]
async fn a_refused_credential_ends_the_run() {
    let fake = Fake::of(2);
    let halt = Halt::Credential("401 Invalid API Token".to_owned());
    fake.state.borrow_mut().read_faults.push(ReadFailure::Halt(halt.clone()));
    let ending = run_in(1, &deletes(2), &fake).await;
    assert_eq!(became(&ending), [Became::NotAttempted; 2]);
    assert_eq!(ending.halt, Some(halt));
    assert_eq!(fake.state.borrow().reads, 1);
}

#[tokio::test]
async fn a_signal_lets_what_runs_finish_and_starts_nothing_new() {
    let fake = Fake::of(6);
    fake.state.borrow_mut().stop_after = Some(2);
    let ending = run_in(2, &deletes(6), &fake).await;
    let (done, rest) = ([Became::Done; 4], [Became::NotAttempted; 2]);
    assert_eq!(became(&ending), [done.as_slice(), rest.as_slice()].concat());
    assert_eq!(ending.halt, Some(Halt::Interrupted));
    assert_eq!(fake.ids(), ["r5", "r6"]);
}

#[tokio::test(start_paused = true)]
async fn a_signal_during_a_lost_answer_still_finds_out_what_became_of_it() {
    let fake = Fake::of(3).fault(Fault::After(2, lost()));
    fake.state.borrow_mut().stop_after = Some(1);
    let ending = run(&deletes(3), &fake).await;
    assert_eq!(became(&ending), [Became::Done, Became::Done, Became::NotAttempted]);
    assert!(detail(&ending, 2).contains("interrupted"), "{}", detail(&ending, 2));
    assert_eq!(fake.calls().len(), 1);
}

#[tokio::test]
async fn steps_for_people_are_reported_even_when_nothing_is_begun() {
    let fake = Fake::of(1);
    fake.stop.cancel();
    let plan = [delete("r1"), action(ActionKind::HumanStep, "r1")];
    assert_eq!(became(&run(&plan, &fake).await), [Became::NotAttempted, Became::ForAPerson]);
}

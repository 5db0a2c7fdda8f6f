//! What stops the rest: a lost permission its kind, everything else all that is not begun.

use super::fake::*;
use crate::apply::{Halt, ReadFailure, WriteFailure};
use crate::model::plan::ActionKind;
use crate::model::report::Became;

/// Fifty rows, one of which makes every call fail that names it.
fn cursed(id: &str, curse: WriteFailure) -> Fake {
    let fake = Fake::of(50);
    {
        let mut state = fake.state.borrow_mut();
        state.cursed.insert(id.to_owned());
        state.curse = Some(curse);
    }
    fake
}

fn forbidden() -> WriteFailure {
    WriteFailure::Forbidden("403 10000: Authentication error".to_owned())
}

#[tokio::test]
async fn one_forbidden_call_stops_nothing_else() {
    let fake = Fake::of(6).fault(Fault::After(2, forbidden()));
    let mut plan = deletes(5);
    plan.push(action(ActionKind::RevokeRegistration, "r6"));
    let ending = run_in(2, &plan, &fake).await;
    let gone = [Became::AlreadyDone, Became::AlreadyDone];
    assert_eq!(became(&ending), [&gone[..], &[Became::Done; 4]].concat());
    assert_eq!(ending.halt, None);
}

#[tokio::test]
async fn a_missing_permission_is_found_out_by_few_calls_and_named() {
    let mut fake = Fake::of(101);
    for _ in 0..100 {
        fake = fake.fault(Fault::Instead(forbidden()));
    }
    let ending = run_in(50, &deletes(100), &fake).await;
    assert!(fake.calls().len() <= 12, "{} calls", fake.calls().len());
    let words = [Became::Failed, Became::NotAttempted];
    assert!(became(&ending).iter().all(|became| words.contains(became)));
    for place in 0..100 {
        assert!(detail(&ending, place).contains("\"Zero Trust Write\""), "{}", detail(&ending, place));
    }
}

#[tokio::test]
async fn one_row_that_is_forbidden_ends_alone() {
    let fake = cursed("r7", forbidden());
    let ending = run_in(50, &deletes(50), &fake).await;
    let failed: Vec<usize> = (0..50).filter(|place| became(&ending)[*place] != Became::Done).collect();
    assert_eq!((failed, became(&ending)[6]), (vec![6], Became::Failed));
}

#[tokio::test(start_paused = true)]
async fn one_row_that_the_api_stumbles_over_ends_alone() {
    let fake = cursed("r7", lost());
    let ending = run_in(50, &deletes(50), &fake).await;
    let failed: Vec<usize> = (0..50).filter(|place| became(&ending)[*place] != Became::Done).collect();
    assert_eq!((failed, became(&ending)[6]), (vec![6], Became::Failed));
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

#[tokio::test]
async fn what_ended_an_earlier_run_with_the_same_credential_begins_nothing() {
    let fake = Fake::of(3);
    let ending = run_after(Some(too_long()), &deletes(3), &fake).await;
    assert_eq!(became(&ending), [Became::NotAttempted; 3]);
    assert!(fake.calls().is_empty() && !ending.wrote);
    assert!(detail(&ending, 0).contains("come back at"));
}

//! Bulk calls: their size, their refusals and answers that never come.

use super::fake::*;
use crate::apply::{Halt, ReadFailure, WriteFailure};
use crate::model::ReasonCode;
use crate::model::plan::ActionKind;
use crate::model::report::Became;

#[tokio::test]
async fn a_call_holds_no_more_than_a_batch() {
    let fake = Fake::of(120);
    let ending = run(&deletes(120), &fake).await;
    assert!(became(&ending).iter().all(|became| *became == Became::Done));
    assert_eq!(fake.calls().iter().map(Vec::len).collect::<Vec<_>>(), [50, 50, 20]);
}

#[tokio::test]
async fn deletes_revokes_and_restores_go_in_calls_of_their_own() {
    let fake = Fake::of(4);
    fake.state.borrow_mut().rows.get_mut("r4").expect("there").status = crate::model::Status::Revoked(None);
    let mut restore = action(ActionKind::UnrevokeRegistration, "r4");
    restore.expect.revoked = Some(true);
    let plan = [delete("r1"), restore, action(ActionKind::RevokeRegistration, "r2"), delete("r3")];
    assert_eq!(became(&run(&plan, &fake).await), [Became::Done; 4]);
    assert_eq!(fake.calls(), [vec!["r1", "r3"], vec!["r2"], vec!["r4"]]);
}

#[tokio::test]
async fn a_refused_call_is_split_until_the_culprit_stands_alone() {
    let fake = Fake::of(50);
    fake.state.borrow_mut().cursed.insert("r17".to_owned());
    let ending = run(&deletes(50), &fake).await;
    let failed: Vec<&str> = ending
        .outcomes
        .iter()
        .filter(|outcome| outcome.became != Became::Done)
        .map(|outcome| outcome.action.id.as_str())
        .collect();
    assert_eq!(failed, ["delete_registration:r17"]);
    assert_eq!(detail(&ending, 16), "400 cannot be changed");
    assert_eq!(fake.ids(), ["r17"]);
    // One, and two for each halving of 50.
    assert!(fake.calls().len() <= 13, "{} calls", fake.calls().len());
}

#[tokio::test]
async fn what_is_over_the_limit_goes_before_everything_else() {
    let fake = Fake::of(4);
    let mut actions = deletes(4);
    actions[1].reason.code = ReasonCode::OverLimit;
    actions[3].reason.code = ReasonCode::OverLimit;
    let ending = run(&actions, &fake).await;
    assert_eq!(became(&ending), [Became::Done; 4]);
    assert_eq!(fake.calls(), [vec!["r2", "r4"], vec!["r1", "r3"]]);
}

#[tokio::test]
async fn several_culprits_are_all_found() {
    let fake = Fake::of(20);
    fake.state.borrow_mut().cursed.extend(["r1", "r10", "r20"].map(str::to_owned));
    let ending = run(&deletes(20), &fake).await;
    assert_eq!(became(&ending).iter().filter(|became| **became == Became::Failed).count(), 3);
    assert_eq!(fake.ids(), ["r1", "r10", "r20"]);
}

#[tokio::test]
async fn a_refused_call_that_did_half_is_not_repeated_for_that_half() {
    let fake = Fake::of(4).fault(Fault::After(2, refused()));
    let ending = run(&deletes(4), &fake).await;
    assert_eq!(became(&ending), [Became::Done; 4]);
    assert!(detail(&ending, 0).contains("although the call was refused"));
    assert_eq!(fake.calls(), [vec!["r1", "r2", "r3", "r4"], vec!["r3", "r4"]]);
}

#[tokio::test]
async fn a_row_that_went_between_reading_and_deleting_is_already_gone() {
    let fake = Fake::of(1).fault(Fault::After(1, WriteFailure::NotFound("404".to_owned())));
    let ending = run(&deletes(1), &fake).await;
    assert_eq!(became(&ending), [Became::AlreadyDone]);
}

#[tokio::test]
async fn a_row_that_is_there_and_not_found_has_failed() {
    let fake = Fake::of(1).fault(Fault::Instead(WriteFailure::NotFound("404 not found".to_owned())));
    let ending = run(&deletes(1), &fake).await;
    assert_eq!(became(&ending), [Became::Failed]);
    assert_eq!(detail(&ending, 0), "404 not found");
}

#[tokio::test(start_paused = true)]
async fn a_lost_answer_is_looked_up_before_anything_is_repeated() {
    let fake = Fake::of(4).fault(Fault::After(3, lost()));
    let ending = run(&deletes(4), &fake).await;
    assert_eq!(became(&ending), [Became::Done; 4]);
    assert!(detail(&ending, 0).contains("as reading it again shows"));
    assert_eq!(fake.calls(), [vec!["r1", "r2", "r3", "r4"], vec!["r4"]]);
}

#[tokio::test(start_paused = true)]
async fn without_a_clear_answer_rows_are_sent_three_times_at_most() {
    let fake = (0..3).fold(Fake::of(1), |fake, _| fake.fault(Fault::Instead(lost())));
    let ending = run(&deletes(1), &fake).await;
    assert_eq!(became(&ending), [Became::Failed]);
    assert_eq!(fake.calls().len(), 3);
    assert!(ending.wrote, "whether the account changed is not known to the sender");
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_looked_up_is_unverified() {
    let fake = Fake::of(1).fault(Fault::After(1, lost()));
    // The reading before the call works, the one after it does not.
    fake.state.borrow_mut().break_reads_after = Some((1, ReadFailure::Broken("timeout".to_owned())));
    let ending = run(&deletes(1), &fake).await;
    assert_eq!(became(&ending), [Became::Unverified]);
    assert!(detail(&ending, 0).contains("could not be read again: timeout"));
}

#[tokio::test]
async fn rows_that_cannot_be_read_again_are_not_touched() {
    let fake = Fake::of(2);
    fake.state.borrow_mut().read_faults.push(ReadFailure::Broken("500".to_owned()));
    let ending = run_in(1, &deletes(2), &fake).await;
    assert_eq!(became(&ending), [Became::NotAttempted, Became::Done]);
    assert_eq!(fake.ids(), ["r1"]);
}

#[tokio::test(start_paused = true)]
async fn silence_ends_the_run_instead_of_asking_for_every_batch() {
    let fake = Fake::of(10);
    fake.state.borrow_mut().read_faults = vec![ReadFailure::Broken("connection refused".to_owned()); 10];
    let ending = run_in(1, &deletes(10), &fake).await;
    assert_eq!(became(&ending), [Became::NotAttempted; 10]);
    assert_eq!(fake.state.borrow().reads, 3);
    assert_eq!(ending.halt, Some(Halt::Silent("connection refused".to_owned())));
    assert!(!ending.wrote);
}

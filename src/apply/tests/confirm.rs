//! Success is believed until the account is read again.

use super::fake::*;
use crate::apply::{ReadFailure, confirm};
use crate::model::report::Became;

#[tokio::test]
async fn a_reported_success_that_the_account_contradicts_is_unverified() {
    let fake = Fake::of(2).fault(Fault::Lie);
    let mut ending = run_in(1, &deletes(2), &fake).await;
    assert_eq!(became(&ending), [Became::Done; 2]);
    confirm(&mut ending.outcomes, &fake.rows());
    assert_eq!(became(&ending), [Became::Unverified, Became::Done]);
    assert_eq!(detail(&ending, 0), "reported as done, but the registration is still there");
}

#[tokio::test(start_paused = true)]
async fn what_was_unverified_and_is_as_wanted_is_done() {
    let fake = Fake::of(2).fault(Fault::After(1, lost()));
    fake.state.borrow_mut().break_reads_after = Some((1, ReadFailure::Broken("timeout".to_owned())));
    let mut ending = run(&deletes(2), &fake).await;
    assert_eq!(became(&ending), [Became::Unverified; 2]);
    confirm(&mut ending.outcomes, &fake.rows());
    assert_eq!(became(&ending), [Became::Done, Became::Unverified]);
}

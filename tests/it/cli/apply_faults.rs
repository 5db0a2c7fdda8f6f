//! Applying against an API that fails.

use crate::support::account::staff_only;
use crate::support::program::now;
use crate::support::{Folder, Recorded, Run, Served};

fn apply(served: &Served) -> Run {
    let folder = Folder::with(&staff_only(), &Recorded::acme()).server(served.base());
    folder.run(&format!("apply --auto-approve --format json --batch 4 {}", now()))
}

/// How many actions on registrations became what.
fn became(run: &Run, word: &str) -> usize {
    let report = run.json();
    let outcomes = report["outcomes"].as_array().expect("outcomes");
    outcomes.iter().filter(|o| o["action"]["kind"] == "delete_registration" && o["became"] == word).count()
}

#[test]
fn one_that_cannot_be_deleted_keeps_nobody_else() {
    let served = Served::faulty(&Recorded::crowd(20, 10), &["DELETE * poison=x5"]);
    let run = apply(&served).ends_with(4);
    assert_eq!((became(&run, "done"), became(&run, "failed")), (9, 1));
    assert!(served.ids().contains(&"x5".to_owned()) && served.ids().len() == 21);
    assert_eq!(run.json()["verification"]["state"], "remaining");
}

#[test]
fn a_call_that_did_half_is_finished() {
    let served = Served::faulty(&Recorded::crowd(20, 10), &["DELETE /devices/registrations$ nth=1 half"]);
    let run = apply(&served).ends_with(0);
    assert_eq!(became(&run, "done"), 10);
}

#[test]
fn a_lost_answer_is_looked_up() {
    for fault in ["DELETE * nth=1 reset after", "DELETE * nth=1 500 after", "DELETE * nth=1 502 body=html"] {
        let served = Served::faulty(&Recorded::crowd(20, 5), &[fault]);
        let run = apply(&served).ends_with(0);
        assert_eq!(became(&run, "done"), 5, "{fault}: {run}");
    }
}

#[test]
fn a_permission_that_is_missing_is_named() {
    let served = Served::faulty(&Recorded::crowd(20, 10), &["DELETE * 403 code=10000"]);
    let run = apply(&served).ends_with(4);
    assert_eq!((became(&run, "failed"), became(&run, "not_attempted")), (3, 7));
    assert!(served.writes().len() <= 10, "{:?}", served.writes());
    assert!(run.stdout.contains("Zero Trust Write"), "{run}");
}

#[test]
fn a_pause_that_is_too_long_is_1_before_the_first_write_and_4_after() {
    let before = Served::faulty(&Recorded::crowd(20, 10), &["DELETE * 429 retry-after=3600"]);
    let run = apply(&before).ends_with(1);
    assert!(run.stdout.contains("come back after"), "{run}");
    assert_eq!(became(&run, "not_attempted"), 10);
    let after = Served::faulty(&Recorded::crowd(20, 10), &["DELETE * from=2 429 retry-after=3600"]);
    let run = apply(&after).ends_with(4);
    assert_eq!((became(&run, "done"), became(&run, "not_attempted")), (4, 6));
}

#[test]
fn a_short_pause_is_waited_for() {
    let served = Served::faulty(&Recorded::crowd(20, 5), &["DELETE * nth=1 429 retry-after=0"]);
    apply(&served).ends_with(0);
}

#[test]
fn whatever_failed_the_same_command_again_finishes() {
    for fault in ["DELETE * poison=x5", "DELETE * 403", "DELETE * from=2 429 retry-after=3600", "DELETE * from=2 500"] {
        let served = Served::faulty(&Recorded::crowd(20, 10), &[fault]);
        assert_ne!(apply(&served).code, Some(0), "{fault}");
        served.heal();
        apply(&served).ends_with(0);
        assert_eq!(served.ids().len(), 20);
        let named = |write: &String| write.split("id=").skip(1).all(|id| id.starts_with('x'));
        assert!(served.writes().iter().all(named), "{:?}", served.writes());
    }
}

#[test]
fn a_success_that_is_none_is_found_out() {
    // The call does nothing and says that it did.
    let served = Served::new(&Recorded::crowd(20, 3));
    served.fault("DELETE * nth=1 html");
    let run = apply(&served);
    run.ends_with(0);
    assert_eq!(served.ids().len(), 20);
}

#[test]
fn an_account_that_cannot_be_read_again_is_unverified() {
    let served = Served::faulty(&Recorded::crowd(20, 3), &["GET /access/organizations from=2 403"]);
    let run = apply(&served).ends_with(4);
    assert_eq!(run.json()["verification"]["state"], "unverified");
    assert_eq!(served.ids().len(), 20);
}

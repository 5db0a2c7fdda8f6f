//! Offboarding over an API that fails: whatever was answered, running again reaches the end, and each thing is changed
//! once.

use doorlist::model::report::Became;
use doorlist::sandbox::{Options, Sandbox};

use super::run::{became, carried_out, changes, planned, writes};
use crate::support::company::{Company, effects, erin_leaves, kiosk_retires};

const ALL: &str = "enrollment: exclude, sessions: revoke, seats: release, devices: delete";

fn sandbox(company: &Company, faults: &[&str]) -> Sandbox {
    let faults = faults.iter().map(|rule| rule.parse().expect("a rule")).collect();
    let options = Options { quota: None, faults, ..Options::default() };
    Sandbox::from_recording(company.0.to_string().as_bytes(), options).expect("a recording of ours")
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_lost_after_the_change_is_looked_up() {
    for fault in ["reset after", "502 after", "truncate"] {
        let rules = ["PUT *", "PATCH *", "DELETE *"].map(|call| format!("{call} always {fault}"));
        let rules: Vec<&str> = rules.iter().map(String::as_str).collect();
        let sandbox = sandbox(&Company::new(), &rules);
        let plan = planned(&sandbox, &erin_leaves(ALL, "")).await;
        let ending = carried_out(&sandbox, &plan).await;
        assert_eq!(became(&ending), [Became::Done; 6], "{fault}");
        assert_eq!(writes(&sandbox).len(), 5, "each call was sent once: {:?}", writes(&sandbox));
    }
}

#[tokio::test(start_paused = true)]
async fn a_permission_that_is_missing_is_named_and_stops_what_depends_on_it() {
    let table = [
        ("PUT /access/policies", 0, "Access: Apps and Policies Write"),
        ("POST /access/organizations", 1, "Access: Organizations, Identity Providers, and Groups Write"),
        ("PATCH /access/seats", 5, "Zero Trust: Seats Write"),
        ("GET /access/users/", 5, "Access: Audit Logs Read"),
    ];
    for (call, at, permission) in table {
        let sandbox = sandbox(&Company::new(), &[&format!("{call} always 403")]);
        let plan = planned(&sandbox, &erin_leaves(ALL, "")).await;
        let ending = carried_out(&sandbox, &plan).await;
        let of: Vec<_> = ending.outcomes.iter().filter(|outcome| outcome.action.kind.is_effect()).collect();
        assert!(of[..at].iter().all(|outcome| outcome.became == Became::Done), "{call}");
        assert!(!of[at].became.is_settled(), "{call}");
        assert!(of[at].detail.as_deref().is_some_and(|detail| detail.contains(permission)), "{:?}", of[at].detail);
        assert!(of[at + 1..].iter().all(|outcome| !outcome.became.is_settled()), "{call}");
    }
}

#[tokio::test(start_paused = true)]
async fn with_faults_by_chance_running_again_reaches_the_same_end() {
    for list in [erin_leaves(ALL, ""), kiosk_retires("delete")] {
        let lucky = sandbox(&Company::new(), &[]);
        let plan = planned(&lucky, &list).await;
        carried_out(&lucky, &plan).await;
        let end = lucky.snapshot();
        for seed in 0..16 {
            let rules = [
                "* * chance=0.05 reset after",
                "* * chance=0.05 500",
                "* * chance=0.05 429 retry-after=2",
                "write * chance=0.1 502 after",
                "write * chance=0.1 reset",
                "write * chance=0.1 400",
                "write * chance=0.05 403",
            ];
            let faults = rules.iter().map(|rule| rule.parse().expect("a rule")).collect();
            let options = Options { seed, faults, quota: None, ..Options::default() };
            let unlucky = Sandbox::from_recording(Company::new().0.to_string().as_bytes(), options).expect("ours");
            let mut runs = 0;
            // The plan that was approved, again and again; a plan made in between could not see whom it began with.
            while !carried_out(&unlucky, &plan).await.outcomes.iter().all(|outcome| outcome.became.is_settled()) {
                runs += 1;
                assert!(runs < 60, "seed {seed} does not end");
            }
            assert_eq!(changes(&end, &unlucky.snapshot()), [""; 0], "seed {seed}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_conflict_is_a_failure_and_is_not_repeated() {
    let sandbox = sandbox(&Company::new(), &["PUT /access/policies always 409"]);
    let plan = planned(&sandbox, &erin_leaves("enrollment: exclude", "")).await;
    let ending = carried_out(&sandbox, &plan).await;
    assert_eq!(became(&ending), [Became::Failed, Became::NotAttempted, Became::NotAttempted]);
    assert_eq!(writes(&sandbox).len(), 1);
    assert_eq!(effects(&planned(&sandbox, &erin_leaves("enrollment: exclude", "")).await).len(), 3);
}

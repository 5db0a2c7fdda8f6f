//! An offboarding with everything on, cut off anywhere: the same command again reaches the same end (product.md,
//! section 6).

use std::time::Duration;

use serde_json::{Value, json};

use crate::support::account::door_list;
use crate::support::program::now;
use crate::support::{Folder, Recorded, Served};

const EVERYTHING: &str = r#"users:
  - { email: mallory@gmail.example, state: absent }
  - { email: erin@acme.example, state: absent }
  - email: "*"
service_tokens:
  - { name: runner, devices: [runner], state: absent }
devices:
  - { class: runner, name: "gh-*" }
limits: { removals: unlimited, percent: unlimited, people: unlimited }
offboarding: { enrollment: exclude, sessions: revoke, seats: release, service_tokens: delete, devices: delete }
"#;

/// Three rows of people who leave, on three machines, two seats, and a token with a machine.
fn account() -> Recorded {
    Recorded::acme()
        .row("r7", "erin@acme.example", "erin-ipad")
        .row("r8", "non_identity@acme.cloudflareaccess.com", "gh-1")
        .token("runner", "2027-01-01T00:00:00Z")
        .seat("erin@acme.example")
        .seat("mallory@gmail.example")
        .admits_token("runner")
}

fn line() -> String {
    format!("apply {} --auto-approve", now())
}

fn folder(served: &Served) -> Folder {
    Folder::with(&door_list(EVERYTHING), &account()).server(served.base())
}

/// Everything that a run changes.
fn end(served: &Served) -> Value {
    let snapshot = served.snapshot();
    let seats: Vec<Value> = snapshot["users"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|user| json!([user["email"], user["access_seat"], user["gateway_seat"]]))
        .collect();
    let ids = |list: &str| -> Vec<Value> {
        snapshot[list].as_array().into_iter().flatten().map(|row| row["id"].clone()).collect()
    };
    let excluded = snapshot["policies"].as_array().into_iter().flatten().map(|policy| policy["exclude"].clone());
    json!({
        "seats": seats,
        "registrations": ids("registrations"),
        "devices": ids("physical_devices"),
        "tokens": ids("service_tokens"),
        "policies": ids("policies"),
        "excluded": excluded.collect::<Vec<_>>(),
    })
}

fn uninterrupted() -> (Value, usize) {
    let served = Served::new(&account());
    let folder = folder(&served);
    folder.run(&line()).ends_with(0).stdout_has("converged");
    assert!(!folder.keeps_a_plan(), "nothing is left of a run that ended");
    (end(&served), served.writes().len())
}

#[test]
fn killed_at_any_write_the_same_command_reaches_the_same_end() {
    let (wanted, writes) = uninterrupted();
    assert!(writes >= 9, "{writes} writes");
    for at in 1..=writes {
        for effect in ["", " after"] {
            // The write hangs, before its effect or after it, and the program is killed meanwhile.
            let served = Served::faulty(&account(), &[&format!("write * nth={at} stall=60s{effect}")]);
            let folder = folder(&served);
            let mut child = folder.start(&line());
            while served.writes().len() < at {
                std::thread::sleep(Duration::from_millis(2));
            }
            child.kill().expect("killed");
            folder.ended(&line(), child);
            served.heal();
            folder.run(&line()).ends_with(0).stdout_has("converged");
            assert_eq!(end(&served), wanted, "killed at write {at}{effect}");
            assert!(!folder.keeps_a_plan());
        }
    }
}

#[test]
fn a_step_that_failed_is_left_and_done_by_the_next_run() {
    let (wanted, _) = uninterrupted();
    for fault in ["PATCH /access/seats nth=1-2 403", "DELETE /devices/physical-devices/ nth=1 403"] {
        let served = Served::faulty(&account(), &[fault]);
        let folder = folder(&served);
        folder.run(&line()).ends_with(4).stdout_has("not converged");
        assert!(folder.keeps_a_plan());
        folder.run(&line()).ends_with(0).stdout_has("converged");
        assert_eq!(end(&served), wanted, "{fault}");
        assert!(!folder.keeps_a_plan());
    }
}

#[test]
fn who_is_permitted_by_now_keeps_the_seat() {
    let served = Served::faulty(&account(), &["PATCH /access/seats 403"]);
    let folder = folder(&served);
    folder.run(&line()).ends_with(4);
    served.heal();
    folder.write(
        "doorlist.yaml",
        &door_list(&EVERYTHING.replace("erin@acme.example, state: absent", "erin@acme.example")),
    );
    folder.run(&line()).ends_with(0);
    let seats = end(&served)["seats"].clone();
    assert_eq!(seats, json!([["erin@acme.example", true, true], ["mallory@gmail.example", false, false]]));
}

#[test]
fn a_plan_that_was_kept_and_is_broken_keeps_no_run() {
    let served = Served::faulty(&account(), &["PATCH /access/seats nth=1-2 403"]);
    let folder = folder(&served);
    folder.run(&line()).ends_with(4);
    folder.break_kept_plan();
    folder.run(&line()).ends_with(0).stderr_has("cannot be read");
}

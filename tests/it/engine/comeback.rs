//! Clients that come back: whoever is still admitted enrolls again as soon as something has cut them off. Closing the
//! door first is what makes a removal stick.

use std::collections::BTreeMap;

use doorlist::model::DoorList;
use doorlist::sandbox::{Absences, Options, Sandbox};

use super::run::{applied, planned};
use crate::support::company::{Company, door_list, effects, erin_leaves, kiosk_retires};

/// A sandbox whose clients enroll again by themselves.
fn restless(company: &Company) -> Sandbox {
    let options = Options { quota: None, clients_return: true, ..Options::default() };
    Sandbox::from_recording(company.0.to_string().as_bytes(), options).expect("a recording of ours")
}

fn registrations_of(sandbox: &Sandbox, user: &str) -> usize {
    let snapshot = sandbox.snapshot();
    let rows = snapshot["registrations"].as_array().map(Vec::as_slice).unwrap_or_default();
    rows.iter().filter(|row| row["user"]["id"] == user).count()
}

/// How many registrations Erin has after the door list was applied.
async fn left(company: &Company, list: &DoorList) -> usize {
    let sandbox = restless(company);
    applied(&sandbox, list).await;
    registrations_of(&sandbox, "u-erin")
}

#[tokio::test(start_paused = true)]
async fn with_an_open_door_she_is_back_at_once() {
    let list = erin_leaves("sessions: revoke, devices: delete", "");
    let sandbox = restless(&Company::new());
    let plan = planned(&sandbox, &list).await;
    super::run::carried_out(&sandbox, &plan).await;
    assert!(registrations_of(&sandbox, "u-erin") > 0);
    assert!(!effects(&planned(&sandbox, &list).await).is_empty(), "and has to be removed again");
}

#[tokio::test(start_paused = true)]
async fn an_exclude_rule_or_the_block_list_keeps_her_out() {
    for enrollment in ["exclude", "{ block_list: offboarded }"] {
        let offboarding = format!("enrollment: {enrollment}, sessions: revoke, seats: release, devices: delete");
        assert_eq!(left(&Company::new(), &erin_leaves(&offboarding, "")).await, 0, "{enrollment}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_order_is_what_keeps_her_out() {
    let sandbox = restless(&Company::new());
    let (closed, open) = (erin_leaves("enrollment: exclude", ""), erin_leaves("", ""));
    applied(&sandbox, &open).await;
    assert_eq!(registrations_of(&sandbox, "u-erin"), 2, "removed first, she came back before the door was closed");
    applied(&sandbox, &closed).await;
    assert_eq!(registrations_of(&sandbox, "u-erin"), 0);
}

#[tokio::test(start_paused = true)]
async fn a_seat_that_was_released_stays_free() {
    let sandbox = restless(&Company::new());
    applied(&sandbox, &erin_leaves("enrollment: exclude, seats: release", "")).await;
    let snapshot = sandbox.snapshot();
    let erin = snapshot["users"].as_array().and_then(|users| users.iter().find(|user| user["id"] == "u-erin"));
    assert_eq!(erin.map(|erin| &erin["gateway_seat"]), Some(&serde_json::json!(false)));
    assert_eq!(sandbox.enroll_again(&Absences::default()), [""; 0]);
}

/// The kiosk's token is the kiosk's.
fn known() -> Absences {
    Absences { tokens: BTreeMap::from([("d-kiosk".to_owned(), "t-kiosk".to_owned())]), ..Absences::default() }
}

#[tokio::test(start_paused = true)]
async fn a_machine_comes_back_without_anybody_until_its_token_is_out() {
    let open = Company::new().sandbox();
    applied(&open, &kiosk_retires("report")).await;
    assert_eq!(open.enroll_again(&known()).len(), 1);
    for step in ["detach", "disable", "delete"] {
        let closed = Company::new().sandbox();
        applied(&closed, &kiosk_retires(step)).await;
        assert_eq!(closed.enroll_again(&known()), [""; 0], "{step}");
    }
}

#[tokio::test(start_paused = true)]
async fn several_people_leave_at_once_and_stay_away() {
    let list = door_list(
        "users: [{ email: erin@acme.example, state: absent }, { email: bob@acme.example, state: absent }, { email: \"*\" }]\n\
         service_tokens: []\ndevices: []\noffboarding: { enrollment: exclude, seats: release, devices: delete }\n",
    );
    let sandbox = restless(&Company::new());
    applied(&sandbox, &list).await;
    assert_eq!(registrations_of(&sandbox, "u-erin") + registrations_of(&sandbox, "u-bob"), 0);
    assert_eq!(effects(&planned(&sandbox, &list).await), [""; 0]);
}

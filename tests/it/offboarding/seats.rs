//! Seats: released only when nothing is left, only where it sticks, and only where it is known which.

use doorlist::model::account::{Listed, Needs, Unread};
use doorlist::model::plan::ActionKind;
use doorlist::plan::{Settings, plan};
use serde_json::{Value, json};

use crate::support::company::{Company, effects, erin_leaves, human_steps, now, the};

const RELEASE: &str = "enrollment: exclude, seats: release";

fn erin(account: &mut Value) -> &mut Value {
    &mut account["users"][0]
}

/// What is left to a person about her seat.
fn step(company: &Company, offboarding: &str) -> String {
    let plan = company.plan(&erin_leaves(offboarding, ""));
    assert!(effects(&plan).iter().all(|id| !id.starts_with("release_seat")), "{:?}", effects(&plan));
    human_steps(&plan).into_iter().find(|step| step.contains("seat")).unwrap_or_default().to_owned()
}

#[test]
fn a_seat_is_released_with_its_side_effect_said() {
    let plan = Company::new().plan(&erin_leaves(RELEASE, ""));
    let action = the(&plan, ActionKind::ReleaseSeat);
    assert_eq!(action.target.seat_uid.as_deref(), Some("seat-erin"));
    assert_eq!(action.expect.user_id, Some(Some("u-erin".to_owned())));
    assert_eq!(action.expect.registrations_left, Some(0));
    assert!(action.reason.text.ends_with("; Cloudflare also deletes registrations that are left"));
    assert_eq!((plan.summary.blast_radius.seats_freed, plan.summary.blast_radius.seats_kept), (1, Some(0)));
}

#[test]
fn an_open_door_keeps_the_seat_for_a_person() {
    let expected = "close enrollment, then release the seat of erin@acme.example; at the next login it is taken again";
    assert_eq!(step(&Company::new(), "seats: release"), expected);
}

#[test]
fn users_that_were_not_read_leave_the_seat_to_a_person() {
    let unrecorded = step(&Company::new().without("users"), RELEASE);
    assert_eq!(unrecorded, "release the seat of erin@acme.example, if there is one; the users were not read");
    let list = erin_leaves(RELEASE, "");
    let mut account = Company::new().account(list.needs());
    account.users = Listed::Unread(Unread::Refused("access/users: HTTP 403".to_owned()));
    let plan = plan(&list, &account, now(), &Settings::default()).expect("a plan");
    let expected =
        "release the seat of erin@acme.example, if there is one; the users could not be read (access/users: HTTP 403)";
    assert!(human_steps(&plan).contains(&expected), "{:?}", human_steps(&plan));
    assert!(effects(&plan).iter().all(|id| !id.starts_with("release_seat")));
}

#[test]
fn where_the_users_are_not_read_nothing_is_said_of_seats_that_stay() {
    let list = erin_leaves("enrollment: exclude", "");
    let plan = Company::new().plan(&list);
    let step = human_steps(&plan).into_iter().find(|step| step.contains("seat"));
    assert_eq!(step, Some("release the seat of erin@acme.example, if there is one"));
    assert_eq!(plan.summary.blast_radius.seats_kept, None);
    let json = serde_json::to_value(&plan.summary.blast_radius).expect("JSON");
    assert_eq!((json.get("seats_kept"), json.get("seats_freed")), (None, Some(&json!(0))));
}

#[test]
fn seats_that_stay_are_counted_where_the_users_are_read() {
    let kept = |change: fn(&mut Value)| {
        let company = Company::new().with(change);
        let list = erin_leaves("enrollment: exclude", "");
        let needs = Needs { users: true, ..list.needs() };
        let plan = plan(&list, &company.account(needs), now(), &Settings::default()).expect("a plan");
        let step = human_steps(&plan).into_iter().find(|step| step.contains("seat")).map(str::to_owned);
        (plan.summary.blast_radius.seats_kept, step)
    };
    let step = "release the seat of erin@acme.example; it is paid for until then".to_owned();
    assert_eq!(kept(|_| ()), (Some(1), Some(step)));
    let without = kept(|account| {
        erin(account)["access_seat"] = json!(false);
        erin(account)["gateway_seat"] = json!(false);
    });
    assert_eq!(without, (Some(0), None));
}

#[test]
fn a_user_without_a_seat_or_unknown_needs_nothing() {
    let none = Company::new().with(|account| {
        erin(account)["access_seat"] = json!(false);
        erin(account)["gateway_seat"] = json!(false);
    });
    assert_eq!(step(&none, RELEASE), "");
    let unknown = Company::new().with(|account| drop(account["users"].as_array_mut().expect("a list").remove(0)));
    assert_eq!(step(&unknown, RELEASE), "");
}

#[test]
fn a_seat_that_is_not_named_is_for_a_person() {
    let nameless =
        Company::new().with(|account| drop(erin(account).as_object_mut().expect("an object").remove("seat_uid")));
    let expected = "release the seat of erin@acme.example; the account does not say which seat it is";
    assert_eq!(step(&nameless, RELEASE), expected);
}

#[test]
fn a_user_is_found_by_id_or_by_address_in_any_spelling() {
    let other_id = Company::new().with(|account| erin(account)["id"] = json!("u-other"));
    let plan = other_id.plan(&erin_leaves(RELEASE, ""));
    let action = the(&plan, ActionKind::ReleaseSeat);
    assert_eq!(action.expect.user_id, Some(Some("u-other".to_owned())));
}

#[test]
fn a_registration_that_stays_keeps_the_seat() {
    let rest = "protected: [{ device: { name: shared-ws }, reason: site machine }]\n";
    let plan = Company::new().plan(&erin_leaves(RELEASE, rest));
    assert_eq!(effects(&plan), ["delete_registration:r-erin-1"]);
}

//! One failed step stops what depends on it and nothing else.

use serde_json::json;

use super::fake::*;
use super::planned::{delete_token, disable, end_sessions, exclude, of_tokens_machine, release_seat};
use super::things::policy;
use crate::apply::Effect;
use crate::model::plan::Action;
use crate::model::report::Became;

#[tokio::test]
async fn a_device_waits_for_every_registration_on_it() {
    let fake = Fake::of(3);
    fake.state.borrow_mut().cursed.insert("r1".to_owned());
    let plan = [delete("r1"), delete("r2"), delete_device("d-r1"), delete_device("d-r2")];
    let ending = run(&plan, &fake).await;
    assert_eq!(became(&ending), [Became::Failed, Became::Done, Became::NotAttempted, Became::Done]);
    assert_eq!(detail(&ending, 2), "it depends on delete_registration:r1, which was not done");
}

/// Erin's whole way out, Bob's registration, and a token's machine. `staff` admits Erin; it may be missing.
fn way_out(staff: bool) -> (Vec<Action>, Fake) {
    let fake = Fake::of(3);
    {
        let things = &mut fake.state.borrow_mut().things;
        if staff {
            things.with_policy(policy("staff", "allow", &json!([{ "everyone": {} }])));
        }
        things.with_user("u1", "erin@acme.example");
        things.with_token("t1", "ci");
    }
    let plan = vec![
        exclude(&["staff"]),
        disable(),
        end_sessions(),
        of_person(delete("r1"), "erin@acme.example"),
        of_person(delete("r2"), "bob@acme.example"),
        of_tokens_machine(delete("r3")),
        release_seat(),
        delete_token(&[]),
    ];
    (plan, fake)
}

#[tokio::test]
async fn every_phase_is_carried_out_in_its_order() {
    let (plan, fake) = way_out(true);
    assert_eq!(became(&run(&plan, &fake).await), [Became::Done; 8]);
    let effects = fake.state.borrow().effects.clone();
    assert!(matches!(
        effects.as_slice(),
        [
            Effect::ReplacePolicy(_),
            Effect::DisableToken { .. },
            Effect::RevokeSessions { .. },
            Effect::ReleaseSeats(_),
            Effect::DeleteToken(_)
        ]
    ));
}

#[tokio::test]
async fn a_person_whose_door_could_not_be_closed_keeps_everything_and_others_go_on() {
    let (plan, fake) = way_out(false);
    let ending = run(&plan, &fake).await;
    let expected = [
        Became::Superseded,
        Became::Done,
        Became::NotAttempted,
        Became::NotAttempted,
        Became::Done,
        Became::Done,
        Became::NotAttempted,
        Became::Done,
    ];
    assert_eq!(became(&ending), expected);
    assert_eq!(detail(&ending, 2), "it depends on exclude_from_enrollment:erin, which was not done");
    assert_eq!(fake.ids(), ["r1"]);
    assert!(fake.state.borrow().things.users["u1"].has_seat());
}

#[tokio::test]
async fn a_registration_that_stays_keeps_its_owners_seat_and_its_token() {
    let (plan, fake) = way_out(true);
    fake.state.borrow_mut().cursed.extend(["r1", "r3"].map(str::to_owned));
    let ending = run(&plan, &fake).await;
    assert_eq!(
        became(&ending)[3..],
        [Became::Failed, Became::Done, Became::Failed, Became::NotAttempted, Became::NotAttempted]
    );
}

#[tokio::test]
async fn a_tokens_machines_wait_for_its_door() {
    let (plan, fake) = way_out(true);
    fake.state.borrow_mut().things.tokens.get_mut("t1").expect("there").name = "payments".to_owned();
    let ending = run(&plan, &fake).await;
    let on_token: Vec<Became> = [1, 5, 7].iter().map(|place| became(&ending)[*place]).collect();
    assert_eq!(on_token, [Became::Superseded, Became::NotAttempted, Became::NotAttempted]);
    assert_eq!(fake.ids(), ["r3"]);
}

#[tokio::test]
async fn registrations_of_one_person_do_not_depend_on_each_other() {
    let fake = Fake::of(2);
    fake.state.borrow_mut().cursed.insert("r1".to_owned());
    let plan = [of_person(delete("r1"), "erin@acme.example"), of_person(delete("r2"), "erin@acme.example")];
    assert_eq!(became(&run(&plan, &fake).await), [Became::Failed, Became::Done]);
}

//! One failed step stops what depends on it and nothing else.

use super::fake::*;
use crate::model::plan::{ActionKind, Phase};
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

#[tokio::test]
async fn a_person_whose_door_could_not_be_closed_keeps_the_registration() {
    let fake = Fake::of(2);
    let mut close = of_person(action(ActionKind::ExcludeFromEnrollment, "x"), "Erin@acme.example");
    close.phase = Phase::Enrollment;
    let plan = [close, of_person(delete("r1"), "erin@acme.example"), of_person(delete("r2"), "bob@acme.example")];
    let ending = run(&plan, &fake).await;
    assert_eq!(became(&ending), [Became::NotAttempted, Became::NotAttempted, Became::Done]);
}

#[tokio::test]
async fn registrations_of_one_person_do_not_depend_on_each_other() {
    let fake = Fake::of(2);
    fake.state.borrow_mut().cursed.insert("r1".to_owned());
    let plan = [of_person(delete("r1"), "erin@acme.example"), of_person(delete("r2"), "erin@acme.example")];
    assert_eq!(became(&run(&plan, &fake).await), [Became::Failed, Became::Done]);
}

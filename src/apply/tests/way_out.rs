//! Law L6 for offboarding: from wherever a run ended, the same plan again reaches the same end, and nothing else is
//! touched on the way.

use proptest::prelude::*;
use serde_json::{Value, json};

use super::fake::*;
use super::planned::*;
use super::things::{policy, token_rule};
use crate::apply::WriteFailure;
use crate::model::plan::Action;
use crate::model::report::Became;
use crate::model::{Registration, UserId};

fn fault() -> impl Strategy<Value = Option<Fault>> {
    prop_oneof![
        3 => Just(None),
        1 => Just(Some(Fault::Instead(refused()))),
        2 => (0..2_usize).prop_map(|n| Some(Fault::After(n, lost()))),
        1 => (0..2_usize).prop_map(|n| Some(Fault::After(n, refused()))),
        1 => Just(Some(Fault::Instead(WriteFailure::NotFound("404".to_owned())))),
        1 => Just(Some(Fault::Instead(WriteFailure::NotSent("reset".to_owned())))),
        1 => Just(Some(Fault::Instead(WriteFailure::Forbidden("403".to_owned())))),
        1 => Just(Some(Fault::Instead(WriteFailure::Halt(too_long())))),
        1 => Just(Some(Fault::Lie)),
    ]
}

fn hers(n: usize) -> Registration {
    let mut owner = (*user("erin@acme.example")).clone();
    owner.id = Some(UserId::from("u1"));
    Registration { user: Some(owner.into()), ..row(&format!("r{n}")) }
}

fn account() -> Fake {
    let fake = Fake::with([hers(1), hers(2), row("r3"), row("r4")]);
    {
        let things = &mut fake.state.borrow_mut().things;
        let staff = json!([{ "email_domain": { "domain": "acme.example" } }]);
        things.with_policy(policy("staff", "allow", &staff));
        things.with_policy(policy("ci", "non_identity", &json!([token_rule("t1")])));
        things.with_policy(policy("robots", "non_identity", &json!([token_rule("t1"), token_rule("t2")])));
        things.with_application(&["staff", "ci", "robots"]);
        things.with_block_list(&["bob@acme.example"]);
        things.with_token("t1", "ci");
        things.with_token("t2", "other");
        things.with_user("u1", "erin@acme.example");
        things.with_user("u2", "bob@acme.example");
    }
    fake
}

fn plan() -> Vec<Action> {
    let mut delete_hers = [delete("r1"), delete("r2")].map(|action| of_person(action, ERIN));
    for action in &mut delete_hers {
        action.expect.user_id = Some(Some("u1".to_owned()));
        action.expect.email = Some(Some("erin@acme.example".to_owned()));
    }
    let [first, second] = delete_hers;
    vec![
        block(),
        exclude(&["staff"]),
        detach(&[("ci", false, true), ("robots", false, false)]),
        disable(),
        end_sessions(),
        first,
        second,
        of_tokens_machine(delete("r3")),
        release_seat(),
        delete_token(&["ci"]),
    ]
}

/// Everything of the account but who wrote when.
fn live(fake: &Fake) -> Value {
    let rows = fake.ids();
    let things = &mut fake.state.borrow_mut().things;
    for policy in things.policies.values_mut().chain(things.applications.values_mut()) {
        policy["updated_at"] = Value::Null;
    }
    let seats: Vec<(&String, bool)> = things.users.iter().map(|(id, user)| (id, user.has_seat())).collect();
    let tokens: Vec<(&String, bool)> = things.tokens.iter().map(|(id, token)| (id, token.enabled)).collect();
    let items = things.lists["l1"].items.clone();
    json!([things.policies, things.applications, items, tokens, seats, rows])
}

proptest! {
    #![proptest_config(super::cases::cases(96))]

    #[test]
    fn run_again_finishes_from_wherever_the_first_run_ended(
        faults in prop::collection::vec(fault(), 0..14),
        stop_after in prop::option::of(1..8_usize),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.expect("a runtime without I/O").block_on(async {
            let undisturbed = account();
            let ending = run(&plan(), &undisturbed).await;
            prop_assert!(became(&ending).iter().all(|became| *became == Became::Done));

            let mut fake = account();
            fake.state.borrow_mut().faults = faults.into_iter().flatten().collect();
            fake.state.borrow_mut().stop_after = stop_after;
            run(&plan(), &fake).await;

            fake.state.borrow_mut().faults.clear();
            fake.state.borrow_mut().stop_after = None;
            fake.stop = tokio_util::sync::CancellationToken::new();
            let second = run(&plan(), &fake).await;
            prop_assert!(second.outcomes.iter().all(|outcome| outcome.became.is_settled()), "{:?}", became(&second));
            prop_assert_eq!(live(&fake), live(&undisturbed));

            // Ending sessions leaves nothing to read, so it is done each time.
            let sent = fake.state.borrow().effects.len();
            let third = run(&plan(), &fake).await;
            prop_assert!(third.outcomes.iter().all(|outcome| outcome.became.is_settled()));
            prop_assert_eq!(fake.state.borrow().effects.len(), sent + 1);
            Ok(())
        })?;
    }
}

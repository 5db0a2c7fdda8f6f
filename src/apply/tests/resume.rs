//! Law L6 in small: from every point at which a run can end, the same plan again reaches the same end, and no call
//! ever names a row that the plan does not.

use proptest::prelude::*;

use super::fake::*;
use crate::apply::WriteFailure;
use crate::model::Status;
use crate::model::plan::{Action, ActionKind};
use crate::model::report::Became;

fn fault() -> impl Strategy<Value = Option<Fault>> {
    prop_oneof![
        4 => Just(None),
        1 => Just(Some(Fault::Instead(refused()))),
        1 => (0..6_usize).prop_map(|n| Some(Fault::After(n, refused()))),
        1 => (0..6_usize).prop_map(|n| Some(Fault::After(n, lost()))),
        1 => (0..6_usize).prop_map(|n| Some(Fault::After(n, WriteFailure::NotFound("404".to_owned())))),
        1 => Just(Some(Fault::Instead(WriteFailure::NotSent("reset".to_owned())))),
        1 => Just(Some(Fault::Instead(WriteFailure::Forbidden("403".to_owned())))),
        1 => Just(Some(Fault::Instead(WriteFailure::Halt(too_long())))),
        1 => Just(Some(Fault::Lie)),
    ]
}

/// Every third row is revoked by the plan, every seventh stays, the others go.
fn planned(count: usize) -> Vec<Action> {
    let kind =
        |n: usize| if n.is_multiple_of(3) { ActionKind::RevokeRegistration } else { ActionKind::DeleteRegistration };
    (1..=count).filter(|n| !n.is_multiple_of(7)).map(|n| action(kind(n), &format!("r{n}"))).collect()
}

fn reached(count: usize) -> Vec<(String, bool)> {
    let fake = Fake::of(count);
    let mut state = fake.state.borrow_mut();
    for action in planned(count) {
        let id = action.target.registration_id.unwrap_or_default();
        match action.kind {
            ActionKind::RevokeRegistration => {
                state.rows.get_mut(&id).expect("planned").status = Status::Revoked(None);
            }
            _ => drop(state.rows.remove(&id)),
        }
    }
    state.rows.values().map(|row| (row.id.as_str().to_owned(), row.status.is_active())).collect()
}

fn live(fake: &Fake) -> Vec<(String, bool)> {
    fake.rows().iter().map(|row| (row.id.as_str().to_owned(), row.status.is_active())).collect()
}

proptest! {
    #![proptest_config(super::cases::cases(64))]

    #[test]
    fn run_again_finishes_from_wherever_the_first_run_ended(
        count in 1..30_usize,
        batch in 1..12_usize,
        faults in prop::collection::vec(fault(), 0..12),
        stop_after in prop::option::of(1..6_usize),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.expect("a runtime without I/O").block_on(async {
            let mut fake = Fake::of(count);
            {
                let mut state = fake.state.borrow_mut();
                state.faults = faults.into_iter().flatten().collect();
                state.stop_after = stop_after;
            }
            let plan = planned(count);
            let first = run_in(batch, &plan, &fake).await;
            prop_assert_eq!(first.outcomes.len(), plan.len());

            fake.state.borrow_mut().faults.clear();
            fake.state.borrow_mut().stop_after = None;
            fake.stop = tokio_util::sync::CancellationToken::new();
            let second = run_in(batch, &plan, &fake).await;
            prop_assert!(second.outcomes.iter().all(|outcome| outcome.became.is_settled()));
            prop_assert_eq!(live(&fake), reached(count));

            let third = run_in(batch, &plan, &fake).await;
            prop_assert!(!third.wrote, "a third run has nothing to do");
            prop_assert!(third.outcomes.iter().all(|outcome| outcome.became == Became::AlreadyDone));
            let named: Vec<String> =
                plan.iter().filter_map(|action| action.target.registration_id.clone()).collect();
            prop_assert!(fake.calls().iter().flatten().all(|id| named.contains(id)));
            Ok(())
        })?;
    }
}

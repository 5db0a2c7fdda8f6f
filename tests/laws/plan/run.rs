//! An interpreter of actions over an account: what a faithful API would make of a plan.

use doorlist::model::plan::{Action, ActionKind};
use doorlist::model::{Account, Status};
use jiff::Timestamp;

/// Carries out the actions, in their order. Panics where an action has nothing to act on.
pub(crate) fn run(actions: &[Action], account: &Account, now: Timestamp) -> Account {
    let mut account = account.clone();
    for action in actions {
        step(action, &mut account, now);
    }
    account
}

fn step(action: &Action, account: &mut Account, now: Timestamp) {
    let at = action
        .target
        .registration_id
        .as_deref()
        .map(|id| account.registrations.iter().position(|row| row.id.as_str() == id).expect("the target is live"));
    match (action.kind, at) {
        (ActionKind::DeleteRegistration, Some(at)) => drop(account.registrations.remove(at)),
        (ActionKind::RevokeRegistration, Some(at)) => {
            assert!(account.registrations[at].status.is_active(), "a revoke of a revoked row is no change");
            account.registrations[at].status = Status::Revoked(Some(now));
        }
        (ActionKind::UnrevokeRegistration, Some(at)) => {
            assert!(!account.registrations[at].status.is_active(), "only a revoked row is restored");
            account.registrations[at].status = Status::Active;
        }
        (ActionKind::DeleteDevice, None) => {
            let id = action.target.device.as_ref().expect("a device").id.clone();
            assert!(account.registrations.iter().all(|row| row.device_id.as_str() != id), "something is left on it");
            assert!(account.devices.as_mut().expect("read").remove(id.as_str()).is_some());
        }
        (ActionKind::HumanStep, _) => {}
        (kind, _) => panic!("these door lists plan no {}", kind.as_str()),
    }
}

//! An interpreter of actions over an account: what a faithful API would make of a plan.

mod door;

use doorlist::model::plan::{Action, ActionKind};
use doorlist::model::{Account, Status};
use jiff::Timestamp;

/// Carries out the actions, in their order. Panics where an action has nothing to act on, and where the API would refuse
/// it.
pub(crate) fn run(actions: &[Action], account: &Account, now: Timestamp) -> Account {
    let mut account = account.clone();
    for action in actions {
        step(action, &mut account, now);
    }
    account
}

fn step(action: &Action, account: &mut Account, now: Timestamp) {
    match action.kind {
        ActionKind::DeleteRegistration => {
            let at = place(action, account);
            account.registrations.remove(at);
        }
        ActionKind::RevokeRegistration => {
            let at = place(action, account);
            let status = &mut account.registrations[at].status;
            assert!(status.is_active(), "a revoke of a revoked row is no change");
            *status = Status::Revoked(Some(now));
        }
        ActionKind::UnrevokeRegistration => {
            let at = place(action, account);
            let status = &mut account.registrations[at].status;
            assert!(!status.is_active(), "only a revoked row is restored");
            *status = Status::Active;
        }
        ActionKind::DeleteDevice => {
            let id = action.target.device.as_ref().expect("a device").id.clone();
            assert!(account.registrations.iter().all(|row| row.device_id.as_str() != id), "something is left on it");
            assert!(account.devices.as_mut().expect("read").remove(id.as_str()).is_some());
        }
        ActionKind::BlockEnrollment => door::block(action, account),
        ActionKind::ExcludeFromEnrollment => door::exclude(action, account),
        ActionKind::RemoveTokenFromEnrollment => door::detach(action, account),
        ActionKind::DisableServiceToken => door::disable(action, account),
        ActionKind::DeleteServiceToken => door::delete_token(action, account),
        ActionKind::ReleaseSeat => door::release(action, account),
        // No list of the account shows sessions.
        ActionKind::RevokeSessions => assert!(action.target.identity.is_some(), "somebody's sessions"),
        ActionKind::HumanStep => {}
    }
}

fn place(action: &Action, account: &Account) -> usize {
    let id = action.target.registration_id.as_deref().expect("a registration");
    account.registrations.iter().position(|row| row.id.as_str() == id).expect("the target is live")
}

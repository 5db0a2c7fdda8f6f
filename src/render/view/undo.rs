//! What it takes to take a plan back, once it is applied.

use crate::model::Plan;
use crate::model::plan::ActionKind;

/// One sentence for each kind of change in the plan, removals first.
pub(in crate::render) fn undo(plan: &Plan) -> Vec<&'static str> {
    let mut kinds: Vec<ActionKind> = plan.actions.iter().map(|action| action.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds.into_iter().filter_map(sentence).collect()
}

const fn sentence(kind: ActionKind) -> Option<&'static str> {
    Some(match kind {
        ActionKind::DeleteRegistration => {
            "Deleted: permit the owner in the door list; the owner then signs in to the Cloudflare One Client again, \
             if an enrollment policy admits them. The registration itself does not come back."
        }
        ActionKind::RevokeRegistration => "Revoked: permit the owner in the door list with restore: true, and apply.",
        ActionKind::UnrevokeRegistration => "Restored: say state: revoked in the owner's entry, and apply.",
        ActionKind::DeleteDevice => "Device records come back when the machine registers again.",
        ActionKind::BlockEnrollment => "Blocked: take the address off the list.",
        ActionKind::ExcludeFromEnrollment => "Excluded: take the Exclude rule out of the policy.",
        ActionKind::RemoveTokenFromEnrollment => "Detached token: put it back into the policy's Include rules.",
        ActionKind::DisableServiceToken => "Disabled token: enable it; its secret stays the same.",
        ActionKind::DeleteServiceToken => "Deleted token: gone with its secret; make a new one and roll it out.",
        ActionKind::RevokeSessions => "Sessions begin again when the person signs in.",
        ActionKind::ReleaseSeat => "Seats are taken again when the person signs in.",
        ActionKind::HumanStep => return None,
    })
}

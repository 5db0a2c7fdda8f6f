//! Which list is good for what, and which permission groups a door list's changes take (API page, section 12).

use crate::model::DoorList;
use crate::model::account::Needs;
use crate::model::doorlist::{EnrollmentStep, TokenStep};

const ZERO_TRUST: &str = "Zero Trust Write";
const APPS_AND_POLICIES: &str = "Access: Apps and Policies Write";
const ORGANIZATIONS: &str = "Access: Organizations, Identity Providers, and Groups Write";
const SERVICE_TOKENS: &str = "Access: Service Tokens Write";
const SEATS: &str = "Zero Trust: Seats Write";

/// What a list is good for.
pub(super) fn features(list: &str) -> &'static [&'static str] {
    match list {
        "devices/registrations" => &["every command"],
        "devices/physical-devices" => &["serials, hardware ids, tags and names of devices", "cleanup.duplicates"],
        "access/organizations" => &["the right team", "revoke_sessions"],
        "access/apps" | "access/policies" => &["returns", "offboarding.enrollment", "offboarding.service_tokens"],
        "access/groups" => &["returns, where a policy names a group"],
        "gateway/lists" => &["returns, where a policy names a list", "offboarding.enrollment: block_list"],
        "access/service_tokens" => &["service_tokens", "offboarding.service_tokens"],
        "access/users" => &["offboarding.seats", "seats in the evidence"],
        _ => &[],
    }
}

/// Whether a run with these needs reads the list.
pub(super) fn is_needed(list: &str, needs: Needs) -> bool {
    match list {
        "devices/registrations" | "access/organizations" => true,
        "devices/physical-devices" => needs.devices,
        "access/apps" | "access/policies" | "access/groups" | "gateway/lists" => needs.enrollment,
        "access/service_tokens" => needs.tokens,
        "access/users" => needs.users,
        _ => false,
    }
}

/// The permission groups that the changes of a door list take, each with what it is for. Whether they are there cannot
/// be asked without changing something.
pub(super) fn writing(list: &DoorList) -> Vec<(&'static str, &'static str)> {
    let steps = &list.offboarding;
    let tokens = steps.service_tokens;
    let closes = match steps.enrollment {
        EnrollmentStep::Report => None,
        EnrollmentStep::Exclude => Some((APPS_AND_POLICIES, "offboarding.enrollment: exclude")),
        EnrollmentStep::BlockList(_) => Some((ZERO_TRUST, "offboarding.enrollment: block_list")),
    };
    let all = [
        list.may_remove().then_some((ZERO_TRUST, "deleting and revoking registrations")),
        closes,
        (tokens != TokenStep::Report).then_some((APPS_AND_POLICIES, "taking tokens out of policies")),
        matches!(tokens, TokenStep::Disable | TokenStep::Delete)
            .then_some((SERVICE_TOKENS, "offboarding.service_tokens")),
        steps.revoke_sessions.then_some((ORGANIZATIONS, "offboarding.sessions: revoke")),
        steps.release_seats.then_some((SEATS, "offboarding.seats: release")),
    ];
    all.into_iter().flatten().collect()
}

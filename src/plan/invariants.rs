//! What holds for every runbook, whatever its snapshot says: a reordered step is a security bug (product.md,
//! section 3). A second reader of a finished plan, which takes nothing from the planner but the matching of
//! protections.
//!
//! 1. No registration is deleted because of who its owner is before enrollment is closed for that owner, by the
//!    program or by a person.
//! 2. No service token is deleted before it is out of the enrollment policies.
//! 3. No seat is released before enrollment is closed.
//! 4. What was before is read and recorded before anything is written: reading and writing are two phases of every
//!    run, and `apply` takes the evidence folder's `before` first; nothing in a plan can say otherwise.
//! 5. No device record is deleted while somebody else's registration is on it.
//! 6. Nothing protected is in any step that writes.

use std::fmt;

use jiff::Timestamp;

use super::matching::Matcher;
use crate::model::enrollment::Rule;
use crate::model::plan::{Action, ActionKind, Phase, Plan, Verdict};
use crate::model::{Account, DoorList, ReasonCode, Registration, TokenId};

/// An invariant that a plan breaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Violation {
    /// Which, from 1 to 6.
    pub invariant: u8,
    /// The action that breaks it.
    pub action: String,
    /// How.
    pub text: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invariant {}: {}: {}", self.invariant, self.action, self.text)
    }
}

/// All violations, in the order of the actions.
pub fn violations(plan: &Plan, list: &DoorList, account: &Account, now: Timestamp) -> Vec<Violation> {
    let checks = Checks { plan, account, matcher: Matcher::new(list, now) };
    let mut found = Vec::new();
    for (at, action) in plan.actions.iter().enumerate() {
        let broken = match action.kind {
            ActionKind::DeleteRegistration => checks.deleted_before_closed(at, action),
            ActionKind::DeleteServiceToken => checks.token_before_detached(at, action),
            ActionKind::ReleaseSeat => checks.seat_before_closed(at, action),
            ActionKind::DeleteDevice => checks.shared_device(at, action),
            ActionKind::RevokeRegistration
            | ActionKind::UnrevokeRegistration
            | ActionKind::BlockEnrollment
            | ActionKind::ExcludeFromEnrollment
            | ActionKind::RemoveTokenFromEnrollment
            | ActionKind::DisableServiceToken
            | ActionKind::RevokeSessions
            | ActionKind::HumanStep => None,
        };
        let broken = broken.into_iter().chain(checks.protected(action));
        found.extend(broken.map(|(invariant, text)| Violation { invariant, action: action.id.clone(), text }));
    }
    found
}

struct Checks<'a> {
    plan: &'a Plan,
    account: &'a Account,
    matcher: Matcher<'a>,
}

type Broken = Option<(u8, String)>;

impl Checks<'_> {
    /// Only owners who leave altogether are closed out (fine print A40).
    fn deleted_before_closed(&self, at: usize, action: &Action) -> Broken {
        let by_identity =
            matches!(action.reason.code, ReasonCode::UserAbsent | ReasonCode::UserExpired | ReasonCode::UserNotListed);
        if !by_identity || !comes_back(action) || !self.leaves_altogether(action) || self.is_closed_before(at, action) {
            return None;
        }
        Some((1, "the owner can enroll again, and nothing before it closes enrollment".to_owned()))
    }

    fn leaves_altogether(&self, action: &Action) -> bool {
        let Some(email) = email(action) else { return false };
        let own = self.account.registrations.iter().filter(|row| row.email().is_some_and(|e| e.as_str() == email));
        own.into_iter().all(|row| self.deletes(self.plan.actions.len(), row))
    }

    /// Whether one of the actions before this place deletes the row.
    fn deletes(&self, before: usize, row: &Registration) -> bool {
        self.plan.actions[..before].iter().any(|other| {
            other.kind == ActionKind::DeleteRegistration
                && other.target.registration_id.as_deref() == Some(row.id.as_str())
        })
    }

    fn seat_before_closed(&self, at: usize, action: &Action) -> Broken {
        let email = email(action);
        let open = self.plan.actions.iter().any(|other| {
            other.kind == ActionKind::DeleteRegistration && self::email(other) == email && comes_back(other)
        });
        (open && !self.is_closed_before(at, action))
            .then(|| (3, "the seat would be taken again, and nothing before it closes enrollment".to_owned()))
    }

    fn is_closed_before(&self, at: usize, action: &Action) -> bool {
        let email = email(action);
        self.plan.actions[..at].iter().any(|other| other.phase == Phase::Enrollment && self::email(other) == email)
    }

    fn token_before_detached(&self, at: usize, action: &Action) -> Broken {
        let token = action.target.token.as_ref()?;
        let detached = self.plan.actions[..at].iter().any(|other| {
            other.kind == ActionKind::RemoveTokenFromEnrollment && other.target.token.as_ref() == Some(token)
        });
        (!detached && self.is_attached(&token.id))
            .then(|| (2, "an enrollment policy still names the token, and nothing before it takes it out".to_owned()))
    }

    fn is_attached(&self, id: &str) -> bool {
        let rule = Rule::ServiceToken(TokenId::from(id));
        let applications = self.account.applications.rows().unwrap_or(&[]);
        let policies = applications.iter().flat_map(|application| application.policies.rows().unwrap_or(&[]));
        policies.into_iter().any(|policy| policy.rules.include.contains(&rule))
    }

    fn shared_device(&self, at: usize, action: &Action) -> Broken {
        let id = &action.target.device.as_ref()?.id;
        let rows = self.account.registrations.iter().filter(|row| row.device_id.as_str() == id);
        let left = rows.filter(|row| !self.deletes(at, row)).count();
        (left > 0).then(|| (5, format!("{left} registrations are left on the machine")))
    }

    fn protected(&self, action: &Action) -> Broken {
        let id = action.target.registration_id.as_deref().filter(|_| action.kind.is_effect())?;
        let row = self.account.registrations.iter().find(|row| row.id.as_str() == id)?;
        self.matcher.protection(row, self.account)?;
        Some((6, "the registration is protected".to_owned()))
    }
}

fn comes_back(action: &Action) -> bool {
    action.returns.as_ref().is_some_and(|returns| returns.verdict == Verdict::Yes)
}

fn email(action: &Action) -> Option<String> {
    action.target.identity.as_ref()?.email.as_ref().map(|email| email.to_ascii_lowercase())
}

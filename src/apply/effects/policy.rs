//! Policies of an action with what must still be true of them, and reading one that is about to be replaced.

use super::super::remote::{ReadFailure, Remote};
use crate::cloudflare::{PolicyDocument, PolicyPlace};
use crate::model::plan::{Action, ExpectedPolicy, TargetPolicy};
use crate::model::{AppId, PolicyId};

/// How often a document is read before it counts as never at rest.
const READINGS: u32 = 4;

/// A policy as the plan names it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Named<'a> {
    target: &'a TargetPolicy,
    expected: Option<&'a ExpectedPolicy>,
}

impl<'a> Named<'a> {
    /// All policies of an action.
    pub(super) fn all(action: &'a Action) -> Vec<Self> {
        let expected = |target: &TargetPolicy| action.expect.policies.iter().find(|expected| expected.id == target.id);
        action.target.policies.iter().map(|target| Self { target, expected: expected(target) }).collect()
    }

    pub(super) fn name(&self) -> &'a str {
        &self.target.name
    }

    pub(super) fn place(&self) -> PolicyPlace {
        PolicyPlace {
            id: PolicyId::from(self.target.id.as_str()),
            application: self.target.app_id.as_deref().map(AppId::from),
        }
    }

    /// Whether the plan says that the token is its only Include rule.
    pub(super) fn is_only_rule(&self) -> bool {
        self.expected.is_some_and(|expected| expected.only_rule)
    }

    /// A decision that changed: an Exclude rule in a deny policy would let the person in.
    pub(super) fn other_decision(&self, live: &PolicyDocument) -> Option<String> {
        let expected = &self.expected?.decision;
        (expected != live.decision())
            .then(|| format!("its decision is {} now; the plan says {expected}", live.decision()))
    }

    /// A name that changed: it is not the policy that was approved.
    pub(super) fn other_name(&self, live: &PolicyDocument) -> Option<String> {
        let expected = &self.expected?.name;
        (expected != live.name()).then(|| format!("it is called \"{}\" now", live.name()))
    }

    /// Another number of applications: the change would hit more or others than the plan says.
    pub(super) fn other_use(&self, live: &PolicyDocument) -> Option<String> {
        let (expected, live) = (self.expected?.app_count?, live.app_count()?);
        (expected != live)
            .then(|| format!("the number of applications that use it is {live} now; the plan says {expected}"))
    }
}

/// A policy at rest.
pub(super) enum AtRest {
    /// Two readings in a row agree; this is the later.
    Still(PolicyDocument),
    /// It is gone.
    Gone,
    /// Somebody else is writing to it.
    Moving,
}

/// Reads a policy until two readings agree, so that what is replaced just afterwards is what was judged. `live` is the
/// first reading.
pub(super) async fn at_rest<R: Remote>(
    remote: &R,
    place: &PolicyPlace,
    mut live: PolicyDocument,
) -> Result<AtRest, ReadFailure> {
    for _ in 1..READINGS {
        let Some(later) = remote.policy(place).await? else { return Ok(AtRest::Gone) };
        if live.is_unchanged(&later) {
            return Ok(AtRest::Still(later));
        }
        live = later;
    }
    Ok(AtRest::Moving)
}

/// What is said of a document that never rests.
pub(super) fn moving() -> String {
    "somebody else is changing it right now".to_owned()
}

/// What changed beside what was wanted.
pub(super) fn beside(differences: &[String]) -> String {
    format!("it is done, and something else changed with it: {}", differences.join("; "))
}

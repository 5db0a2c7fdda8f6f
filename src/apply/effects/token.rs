//! Service tokens: disabled, deleted, and the policies that go with one.

use super::super::remote::{Effect, ReadFailure, Remote};
use super::policy::Named;
use super::{Look, Step};
use crate::cloudflare::PolicyDocument;
use crate::model::plan::Action;
use crate::model::{ServiceToken, TokenId};

/// A token as the plan names it.
struct Planned<'a> {
    id: TokenId,
    name: &'a str,
}

impl<'a> Planned<'a> {
    fn of(action: &'a Action) -> Option<Self> {
        let id = TokenId::from(action.target.token.as_ref()?.id.as_str());
        Some(Self { id, name: action.expect.name.as_deref()? })
    }

    /// A token with another name is one that somebody uses for something else.
    fn other_name(&self, live: &ServiceToken) -> Option<Look> {
        (live.name != self.name).then(|| Look::Changed(format!("the token is called \"{}\" now", live.name)))
    }
}

/// Switches the token off.
pub(super) struct Disable<'a>(Planned<'a>);

impl<'a> Disable<'a> {
    pub(super) fn of(action: &'a Action) -> Option<Self> {
        Planned::of(action).map(Self)
    }
}

impl<R: Remote> Step<R> for Disable<'_> {
    async fn look(&mut self, remote: &R) -> Result<Look, ReadFailure> {
        let Self(planned) = self;
        Ok(match remote.token(&planned.id).await? {
            None => Look::already("the token is gone"),
            Some(live) if !live.enabled => Look::already("the token is disabled"),
            Some(live) => planned
                .other_name(&live)
                .unwrap_or_else(|| Look::ready(Effect::DisableToken { id: planned.id.clone(), name: live.name })),
        })
    }

    fn done(&self) -> String {
        "the token is disabled; registrations that were made with it stay".to_owned()
    }
}

/// Deletes the token.
pub(super) struct Delete<'a>(Planned<'a>);

impl<'a> Delete<'a> {
    pub(super) fn of(action: &'a Action) -> Option<Self> {
        Planned::of(action).map(Self)
    }
}

impl<R: Remote> Step<R> for Delete<'_> {
    async fn look(&mut self, remote: &R) -> Result<Look, ReadFailure> {
        let Self(planned) = self;
        Ok(match remote.token(&planned.id).await? {
            None => Look::already("the token is gone"),
            Some(live) => {
                planned.other_name(&live).unwrap_or_else(|| Look::ready(Effect::DeleteToken(planned.id.clone())))
            }
        })
    }

    fn done(&self) -> String {
        "the token is deleted".to_owned()
    }
}

/// A reusable policy that names nothing but the token and that no application uses any more.
pub(super) struct Emptied<'a> {
    policy: Named<'a>,
    token: TokenId,
}

impl<'a> Emptied<'a> {
    pub(super) fn of(action: &'a Action, policy: Named<'a>) -> Option<Self> {
        Some(Self { policy, token: TokenId::from(action.target.token.as_ref()?.id.as_str()) })
    }

    fn changed(&self, live: &PolicyDocument) -> Option<String> {
        let used = live.app_count().filter(|count| *count > 0);
        let used = || used.map(|count| format!("it is still used, by {count} of the applications"));
        let rules = || (!live.includes_only(&self.token)).then(|| "its Include rules are others now".to_owned());
        self.policy.other_decision(live).or_else(|| self.policy.other_name(live)).or_else(rules).or_else(used)
    }
}

impl<R: Remote> Step<R> for Emptied<'_> {
    async fn look(&mut self, remote: &R) -> Result<Look, ReadFailure> {
        let place = self.policy.place();
        Ok(match remote.policy(&place).await? {
            None => Look::already("the policy is gone"),
            Some(live) => self.changed(&live).map_or_else(|| Look::ready(Effect::DeletePolicy(place)), Look::Changed),
        })
    }

    fn done(&self) -> String {
        "the policy is deleted".to_owned()
    }
}

//! An Exclude rule in one policy that admits a person.

use super::super::remote::{Effect, ReadFailure, Remote};
use super::policy::{AtRest, Named, at_rest, beside, moving};
use super::{Look, Step};
use crate::cloudflare::PolicyDocument;
use crate::model::plan::Action;

pub(super) struct Exclude<'a> {
    policy: Named<'a>,
    address: &'a str,
    wanted: Option<PolicyDocument>,
}

impl<'a> Exclude<'a> {
    pub(super) fn of(action: &'a Action, policy: Named<'a>) -> Option<Self> {
        let address = action.target.identity.as_ref()?.email.as_deref()?;
        Some(Self { policy, address, wanted: None })
    }

    /// What can be told from one reading.
    fn judge(&self, live: &PolicyDocument) -> Option<Look> {
        if let Some(text) = self.policy.other_decision(live) {
            return Some(Look::Changed(text));
        }
        if live.excludes(self.address) {
            let differences = self.wanted.as_ref().map(|wanted| wanted.differences(live)).unwrap_or_default();
            let is_ours = differences.is_empty();
            let there = || Look::already("the Exclude rule is there");
            return Some(if is_ours { there() } else { Look::Spoiled(beside(&differences)) });
        }
        self.policy.other_name(live).or_else(|| self.policy.other_use(live)).map(Look::Changed)
    }
}

impl<R: Remote> Step<R> for Exclude<'_> {
    async fn look(&mut self, remote: &R) -> Result<Look, ReadFailure> {
        let place = self.policy.place();
        let Some(live) = remote.policy(&place).await? else { return Ok(gone()) };
        if let Some(look) = self.judge(&live) {
            return Ok(look);
        }
        let live = match at_rest(remote, &place, live).await? {
            AtRest::Still(live) => live,
            AtRest::Gone => return Ok(gone()),
            AtRest::Moving => return Ok(Look::Changed(moving())),
        };
        if let Some(look) = self.judge(&live) {
            return Ok(look);
        }
        let wanted = live.excluding(self.address);
        self.wanted = Some(wanted.clone());
        Ok(Look::ready(Effect::ReplacePolicy(wanted)))
    }

    fn done(&self) -> String {
        let count = self.wanted.as_ref().and_then(PolicyDocument::app_count).filter(|count| *count > 1);
        let shared = count.map(|count| format!("; the policy serves {count} applications")).unwrap_or_default();
        format!("an Exclude rule for {} is there{shared}", self.address)
    }
}

/// Another policy may have taken its place and admit the person.
fn gone() -> Look {
    Look::Changed("it is gone; what admits the person now has to be planned again".to_owned())
}

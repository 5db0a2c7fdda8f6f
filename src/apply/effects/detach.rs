//! A service token out of one enrollment policy. A policy that names nothing else goes: the application's own is
//! deleted, a reusable one is taken out of the application (API page, section 6.5).

use super::super::remote::{Effect, ReadFailure, Remote};
use super::policy::{AtRest, Named, at_rest, beside, moving};
use super::{Look, Step};
use crate::cloudflare::{ApplicationDocument, PolicyDocument, PolicyPlace};
use crate::model::plan::Action;
use crate::model::{AppId, PolicyId, TokenId};

pub(super) struct Detach<'a> {
    policy: Named<'a>,
    token: TokenId,
    application: AppId,
    wanted: Option<Wanted>,
}

enum Wanted {
    Policy(PolicyDocument),
    Application(ApplicationDocument),
}

impl<'a> Detach<'a> {
    pub(super) fn of(action: &'a Action, policy: Named<'a>) -> Option<Self> {
        let token = TokenId::from(action.target.token.as_ref()?.id.as_str());
        let application = AppId::from(action.expect.application_id.as_deref()?);
        Some(Self { policy, token, application, wanted: None })
    }

    /// What is no longer as it was judged.
    fn changed(&self, live: &PolicyDocument) -> Option<String> {
        let rules = match (self.policy.is_only_rule(), live.includes_only(&self.token)) {
            (true, false) => Some("its Include rules name something else, too, now".to_owned()),
            (false, true) => Some("its Include rules name nothing else now".to_owned()),
            (true, true) | (false, false) => None,
        };
        let policy = &self.policy;
        policy.other_decision(live).or_else(|| policy.other_name(live)).or_else(|| policy.other_use(live)).or(rules)
    }

    /// The token is not in the policy.
    fn is_out(&self, live: &PolicyDocument) -> Look {
        match &self.wanted {
            Some(Wanted::Policy(wanted)) => so("the policy does not name it", &wanted.differences(live)),
            Some(Wanted::Application(_)) | None => Look::already("the policy does not name it"),
        }
    }

    /// The policy is not in the application.
    fn is_off(&self, live: Option<&ApplicationDocument>) -> Look {
        match (&self.wanted, live) {
            (Some(Wanted::Application(wanted)), Some(live)) => {
                so("the application does not have the policy", &wanted.differences(live))
            }
            _ => Look::already("the application does not have the policy"),
        }
    }

    async fn edit<R: Remote>(&mut self, remote: &R, live: PolicyDocument) -> Result<Look, ReadFailure> {
        let live = match at_rest(remote, &self.policy.place(), live).await? {
            AtRest::Still(live) => live,
            AtRest::Gone => return Ok(gone()),
            AtRest::Moving => return Ok(Look::Changed(moving())),
        };
        if !live.includes(&self.token) {
            return Ok(self.is_out(&live));
        }
        if let Some(text) = self.changed(&live) {
            return Ok(Look::Changed(text));
        }
        let wanted = live.without(&self.token);
        self.wanted = Some(Wanted::Policy(wanted.clone()));
        Ok(Look::ready(Effect::ReplacePolicy(wanted)))
    }

    async fn unlink<R: Remote>(&mut self, remote: &R, live: &ApplicationDocument) -> Result<Look, ReadFailure> {
        if let Some(own) = first_own(remote, live).await? {
            let text =
                format!("the application has policy {own} of its own, too, and then one link cannot be taken out");
            return Ok(Look::Changed(text));
        }
        let Some(later) = remote.application(&self.application).await? else { return Ok(self.is_off(None)) };
        if !live.is_unchanged(&later) {
            return Ok(Look::Changed(moving()));
        }
        let wanted = later.without(&self.policy.place().id);
        self.wanted = Some(Wanted::Application(wanted.clone()));
        Ok(Look::ready(Effect::ReplaceApplication(wanted)))
    }
}

impl<R: Remote> Step<R> for Detach<'_> {
    async fn look(&mut self, remote: &R) -> Result<Look, ReadFailure> {
        let place = self.policy.place();
        let Some(live) = remote.policy(&place).await? else { return Ok(gone()) };
        if !live.includes(&self.token) {
            return Ok(self.is_out(&live));
        }
        if place.application.is_some() || !live.includes_only(&self.token) {
            if let Some(text) = self.changed(&live) {
                return Ok(Look::Changed(text));
            }
            let goes = live.includes_only(&self.token);
            return if goes { Ok(Look::ready(Effect::DeletePolicy(place))) } else { self.edit(remote, live).await };
        }
        match remote.application(&self.application).await? {
            Some(application) if application.has(&place.id) => match self.changed(&live) {
                Some(text) => Ok(Look::Changed(text)),
                None => self.unlink(remote, &application).await,
            },
            application => Ok(self.is_off(application.as_ref())),
        }
    }

    fn done(&self) -> String {
        match &self.wanted {
            Some(Wanted::Policy(wanted)) => {
                let count = wanted.app_count().filter(|count| *count > 1);
                let shared = count.map(|count| format!("; the policy serves {count} applications")).unwrap_or_default();
                format!("its Include rule for the token is gone{shared}")
            }
            Some(Wanted::Application(_)) => "it named nothing else and is out of the enrollment application".to_owned(),
            None => "it named nothing else and is deleted".to_owned(),
        }
    }
}

fn gone() -> Look {
    Look::already("the policy is gone")
}

fn so(text: &str, differences: &[String]) -> Look {
    if differences.is_empty() { Look::already(text) } else { Look::Spoiled(beside(differences)) }
}

/// The first policy that is not reusable: a list of policies is sent as links or whole, never mixed (API page, section
/// 6.1). Where the application does not say it, a policy is reusable if it can be read as such.
async fn first_own<R: Remote>(remote: &R, live: &ApplicationDocument) -> Result<Option<PolicyId>, ReadFailure> {
    for (id, reusable) in live.policies() {
        let is_reusable = match reusable {
            Some(is_reusable) => is_reusable,
            None => remote.policy(&PolicyPlace { id: id.clone(), application: None }).await?.is_some(),
        };
        if !is_reusable {
            return Ok(Some(id.clone()));
        }
    }
    Ok(None)
}

//! From an action to its steps.

use super::super::answer::Settled;
use super::super::engine::Engine;
use super::super::remote::Remote;
use super::block::Block;
use super::detach::Detach;
use super::device::Empty;
use super::exclude::Exclude;
use super::policy::Named;
use super::token::{Delete, Disable, Emptied};
use super::{Step, sessions};
use crate::model::UserId;
use crate::model::plan::{Action, ActionKind};
use crate::model::report::Became;

impl<R: Remote> Engine<'_, R> {
    /// Settles an action that goes in no call with others.
    pub(in super::super) async fn single(&mut self, place: usize) {
        let action = &self.actions[place];
        let settled = match action.kind {
            ActionKind::DeleteRegistration
            | ActionKind::RevokeRegistration
            | ActionKind::UnrevokeRegistration
            | ActionKind::ReleaseSeat
            | ActionKind::HumanStep => return,
            ActionKind::DeleteDevice => self.one(action, Empty::of(action)).await,
            ActionKind::BlockEnrollment => self.one(action, Block::of(action)).await,
            ActionKind::ExcludeFromEnrollment => self.policies(action, Exclude::of).await,
            ActionKind::RemoveTokenFromEnrollment => self.policies(action, Detach::of).await,
            ActionKind::DisableServiceToken => self.one(action, Disable::of(action)).await,
            ActionKind::DeleteServiceToken => self.delete_token(action).await,
            ActionKind::RevokeSessions => self.sessions(action).await,
        };
        self.settle(place, settled);
    }

    async fn one(&mut self, action: &Action, step: Option<impl Step<R>>) -> Settled {
        match step {
            Some(mut step) => self.carry_out(action.kind, &mut step).await,
            None => unsaid(action),
        }
    }

    /// Every policy of the action. They do not depend on each other; the worst outcome is the action's.
    async fn policies<'a, S: Step<R>>(
        &mut self,
        action: &'a Action,
        step: impl Fn(&'a Action, Named<'a>) -> Option<S>,
    ) -> Settled {
        let policies = Named::all(action);
        if policies.is_empty() {
            return unsaid(action);
        }
        let mut outcomes = Vec::new();
        for policy in policies {
            let settled = self.one(action, step(action, policy)).await;
            outcomes.push((policy.name(), settled));
        }
        worst(&outcomes)
    }

    /// Policies that name nothing but the token first: while one does, the token is not deleted.
    async fn delete_token(&mut self, action: &Action) -> Settled {
        if !action.target.policies.is_empty() {
            let (became, text) = self.policies(action, Emptied::of).await;
            if !became.is_settled() {
                return (became, text);
            }
        }
        self.one(action, Delete::of(action)).await
    }

    async fn sessions(&mut self, action: &Action) -> Settled {
        let Some(person) = &action.target.identity else { return unsaid(action) };
        let id = person.id.as_deref().map(UserId::from);
        match person.email.clone() {
            Some(email) => sessions::end(self, action.kind, email, id).await,
            None => unsaid(action),
        }
    }
}

/// A plan that leaves open what is to be changed.
pub(super) fn unsaid(action: &Action) -> Settled {
    (Became::Failed, format!("the plan does not say enough to carry out {}", action.kind.as_str()))
}

fn worst(outcomes: &[(&str, Settled)]) -> Settled {
    let became = outcomes.iter().map(|(_, (became, _))| *became).max_by_key(|became| badness(*became));
    let texts: Vec<String> = outcomes.iter().map(|(name, (_, text))| format!("policy \"{name}\": {text}")).collect();
    (became.unwrap_or(Became::Failed), texts.join("; "))
}

const fn badness(became: Became) -> u8 {
    match became {
        Became::AlreadyDone | Became::ForAPerson => 0,
        Became::Done => 1,
        Became::NotAttempted => 2,
        Became::Superseded => 3,
        Became::Unverified => 4,
        Became::Failed => 5,
    }
}

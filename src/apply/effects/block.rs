//! An address on the Gateway list that a deny policy ahead of every allow refers to (fine print A41).

use super::super::remote::{Effect, ReadFailure, Remote};
use super::{Look, Step};
use crate::model::enrollment::GatewayList;
use crate::model::plan::Action;
use crate::model::{AppId, ListId};
use crate::plan::blocks_by;

pub(super) struct Block<'a> {
    list: ListId,
    name: &'a str,
    address: &'a str,
    application: AppId,
    /// That the list blocks is asked before the change only.
    asked: bool,
}

impl<'a> Block<'a> {
    pub(super) fn of(action: &'a Action) -> Option<Self> {
        Some(Self {
            list: ListId::from(action.target.list.as_ref()?.id.as_str()),
            name: action.expect.name.as_deref()?,
            address: action.target.identity.as_ref()?.email.as_deref()?,
            application: AppId::from(action.expect.application_id.as_deref()?),
            asked: false,
        })
    }

    fn judge(&self, live: &GatewayList) -> Look {
        if live.kind != "EMAIL" {
            return Look::Changed(format!("the list is of type {} now", live.kind));
        }
        if live.name != self.name {
            return Look::Changed(format!("the list is called \"{}\" now", live.name));
        }
        match &live.items {
            Some(items) if items.iter().any(|item| item.eq_ignore_ascii_case(self.address)) => {
                Look::already("the address is on the list")
            }
            Some(_) => Look::ready(Effect::AppendToList { list: self.list.clone(), address: self.address.to_owned() }),
            None => Look::Changed("the items of the list could not be read".to_owned()),
        }
    }
}

impl<R: Remote> Step<R> for Block<'_> {
    async fn look(&mut self, remote: &R) -> Result<Look, ReadFailure> {
        if !self.asked {
            let policies = remote.enrollment(&self.application).await?.unwrap_or_default();
            if !blocks_by(&policies, &self.list) {
                let text = "no deny policy ahead of every allow policy refers to the list any more";
                return Ok(Look::Changed(text.to_owned()));
            }
            self.asked = true;
        }
        let live = remote.list(&self.list).await?;
        Ok(live.map_or_else(|| Look::Changed("the list is gone".to_owned()), |live| self.judge(&live)))
    }

    fn done(&self) -> String {
        format!("{} is on list \"{}\"", self.address, self.name)
    }
}

//! A device record. Deleting one takes every registration on it along (API page, section 2), so it goes only where a
//! reading just before finds nothing left on it.

use super::super::remote::{Effect, ReadFailure, Remote};
use super::{Look, Step};
use crate::model::DeviceId;
use crate::model::plan::Action;

pub(super) struct Empty(DeviceId);

impl Empty {
    pub(super) fn of(action: &Action) -> Option<Self> {
        action.target.device.as_ref().map(|device| Self(DeviceId::from(device.id.as_str())))
    }
}

impl<R: Remote> Step<R> for Empty {
    async fn look(&mut self, remote: &R) -> Result<Look, ReadFailure> {
        Ok(match remote.left_on(&self.0).await? {
            None => Look::already("already gone"),
            Some(0) => Look::ready(Effect::DeleteDevice(self.0.clone())),
            Some(1) => Look::Changed("one registration is on it now".to_owned()),
            Some(left) => Look::Changed(format!("{left} registrations are on it now")),
        })
    }

    fn done(&self) -> String {
        "the record is deleted".to_owned()
    }
}

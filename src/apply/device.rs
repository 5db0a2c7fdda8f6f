//! Device records. Deleting one takes every registration on it along (API page, section 2), so it goes only where a
//! reading just before finds nothing left on it.

use super::answer::{Attempts, answer};
use super::engine::Engine;
use super::remote::Remote;
use crate::model::DeviceId;
use crate::model::plan::ActionKind;
use crate::model::report::Became;

impl<R: Remote> Engine<'_, R> {
    /// Settles one `delete_device`.
    pub(super) async fn device(&mut self, place: usize) {
        let Some(device) = &self.actions[place].target.device else {
            return self.settle(place, (Became::Failed, "the plan names no device".to_owned()));
        };
        let id = DeviceId::from(device.id.as_str());
        let mut attempts = Attempts::default();
        while self.is_empty(place, &id, &attempts).await {
            self.pause(&attempts).await;
            let failure = match self.remote.delete_device(&id).await {
                Ok(()) => return self.done(&[place]),
                Err(failure) => failure,
            };
            attempts = match answer(failure) {
                Err(halt) => return self.halted(&[place], halt),
                Ok(answer) => {
                    self.note(ActionKind::DeleteDevice, &answer);
                    attempts.once_more(answer, true)
                }
            };
        }
    }

    /// Reads the device again. Where it is not to be deleted, the action is settled.
    async fn is_empty(&mut self, place: usize, id: &DeviceId, attempts: &Attempts) -> bool {
        let held_back = self.held_back(ActionKind::DeleteDevice);
        if let (Some(why), None) = (&held_back, &attempts.last) {
            self.settle(place, (Became::NotAttempted, why.clone()));
            return false;
        }
        let left = self.remote.left_on(id).await;
        let settled = match self.heard(left) {
            Err(failure) => Some(attempts.unread(&failure)),
            Ok(None) => Some(attempts.reached("already gone")),
            Ok(Some(0)) => attempts.given_up(held_back),
            Ok(Some(left)) => Some((Became::Superseded, on_it(left))),
        };
        let empty = settled.is_none();
        if let Some(settled) = settled {
            self.settle(place, settled);
        }
        empty
    }
}

fn on_it(left: u64) -> String {
    match left {
        1 => "one registration is on it now".to_owned(),
        left => format!("{left} registrations are on it now"),
    }
}

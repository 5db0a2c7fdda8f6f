//! What calls do to several lists at once (the table of API page, section 4.6).

use std::sync::Arc;

use super::State;
use super::json::{self, Object};
use super::registrations::Standing;
use super::users;

/// A client that was cut off, and could enrol again.
#[derive(Debug)]
pub(crate) struct Gone {
    /// The registration as it was.
    pub(crate) registration: Object,
    /// Whether the row is still there, revoked.
    pub(crate) revoked: bool,
    /// The device record, where that was deleted as well.
    pub(crate) device: Option<Object>,
}

impl Gone {
    fn id(&self) -> Option<&str> {
        json::text(&self.registration, &["id"])
    }
}

impl State {
    /// Deletes a registration; its virtual addresses are free again.
    pub(crate) fn delete_registration(&mut self, id: &str) {
        let Some(registrations) = &mut self.registrations else { return };
        let Some(registration) = registrations.remove(id) else { return };
        self.gone.retain(|gone| gone.id() != Some(id));
        self.gone.push(Gone { registration, revoked: false, device: None });
    }

    /// Revokes a registration: the row stays, and keeps its virtual addresses.
    pub(crate) fn revoke_registration(&mut self, id: &str) {
        let now = self.clock.tick();
        let Some(registrations) = &mut self.registrations else { return };
        let Some(registration) = registrations.revoke(id, &now) else { return };
        self.gone.push(Gone { registration, revoked: true, device: None });
    }

    /// Takes a revocation back: the client works again and need not enrol.
    pub(crate) fn unrevoke_registration(&mut self, id: &str) {
        let now = self.clock.tick();
        let Some(registrations) = &mut self.registrations else { return };
        registrations.unrevoke(id, &now);
        self.gone.retain(|gone| gone.id() != Some(id));
    }

    /// Deletes a device with every registration on it.
    pub(crate) fn delete_device(&mut self, id: &str) {
        let Some(device) = self.devices.as_mut().and_then(|devices| devices.remove(id)) else { return };
        for registration in self.live_on(id) {
            self.delete_registration(&registration);
            if let Some(gone) = self.gone.last_mut() {
                gone.device = Some(device.clone());
            }
        }
    }

    /// The registrations on a device that exist.
    pub(crate) fn live_on(&self, device: &str) -> Vec<Arc<str>> {
        let rows = self.registrations.iter().flat_map(|rows| rows.on_device(device));
        rows.filter(|(_, row)| row.standing != Standing::Deleted).map(|(id, _)| Arc::clone(id)).collect()
    }

    /// The registrations of a user that exist.
    pub(crate) fn live_of(&self, user: &Object) -> Vec<Arc<str>> {
        let Some(rows) = &self.registrations else { return Vec::new() };
        let mut ids = users::registrations_of(user, rows);
        ids.retain(|id| rows.live(id).is_some());
        ids
    }

    /// Takes the seat of a user: sessions end, and the registrations go with it.
    pub(crate) fn release_seat(&mut self, id: &str) {
        let now = self.clock.tick();
        let Some(users) = &mut self.users else { return };
        let Some(user) = users.get(id).map(|(_, user)| user.fields()) else { return };
        users.sign(id, true);
        users.change(id, |fields| {
            fields.insert("access_seat".into(), false.into());
            fields.insert("gateway_seat".into(), false.into());
            fields.insert("updated_at".into(), now.into());
        });
        for registration in self.live_of(&user) {
            self.delete_registration(&registration);
        }
    }
}

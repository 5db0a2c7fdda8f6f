//! Registrations (API page, section 1.3).

use std::collections::HashSet;
use std::sync::Arc;

use serde::Deserialize;

use super::intern::Interner;
use super::scalar::{Text, time};
use super::{Collector, Rows};
use crate::model::registration::Profile;
use crate::model::{DeviceId, Email, Registration, RegistrationId, RegistrationType, RowUser, Seen, Status, UserId};

/// Decodes registrations. Rows with `deleted_at` do not exist and are only counted (fine print A36).
#[derive(Debug, Default)]
pub(crate) struct Registrations {
    users: Interner<RowUser>,
    profiles: Interner<Profile>,
    kinds: Interner<str>,
    deleted: HashSet<Box<str>>,
}

/// A row, as far as it decides or is shown.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct WireRegistration<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
    #[serde(borrow)]
    device: Option<WireDevice<'a>>,
    #[serde(borrow)]
    user: Option<WireUser<'a>>,
    #[serde(borrow)]
    policy: Option<WireProfile<'a>>,
    #[serde(default, borrow)]
    registration_type: Text<'a>,
    #[serde(default, borrow)]
    created_at: Text<'a>,
    #[serde(default, borrow)]
    last_seen_at: Text<'a>,
    #[serde(default, borrow)]
    revoked_at: Text<'a>,
    #[serde(default, borrow)]
    deleted_at: Text<'a>,
    #[serde(default, borrow)]
    virtual_ipv4: Text<'a>,
    #[serde(default, borrow)]
    virtual_ipv6: Text<'a>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object as `device`")]
struct WireDevice<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
    #[serde(default, borrow)]
    name: Text<'a>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object as `user`")]
struct WireUser<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
    #[serde(default, borrow)]
    email: Text<'a>,
    #[serde(default, borrow)]
    name: Text<'a>,
}

#[derive(Deserialize)]
#[serde(expecting = "an object as `policy`")]
struct WireProfile<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
    #[serde(default, borrow)]
    name: Text<'a>,
}

impl Rows for Registrations {
    type Wire<'de> = WireRegistration<'de>;
    type Row = Registration;

    fn key(row: &Registration) -> &str {
        row.id.as_str()
    }

    fn take(&mut self, wire: WireRegistration<'_>, rows: &mut Vec<Registration>) -> Result<(), String> {
        let Some(id) = wire.id.filled() else { return Err("a registration without an `id`".to_owned()) };
        if wire.deleted_at.filled().is_some() {
            self.deleted.insert(id.into());
            return Ok(());
        }
        let (device_id, device_name) = wire
            .device
            .as_ref()
            .and_then(|device| Some((device.id.filled()?, device.name.or_empty())))
            .ok_or_else(|| format!("registration {id:?} without a `device.id`"))?;
        rows.push(Registration {
            id: RegistrationId::from(id),
            device_id: DeviceId::from(device_id),
            device_name: device_name.into(),
            user: wire.user.as_ref().and_then(|user| self.user(user)),
            kind: self.kind(&wire.registration_type),
            created_at: time(&wire.created_at).and_then(Result::ok),
            last_seen: seen(&wire.last_seen_at),
            status: status(&wire.revoked_at),
            profile: wire.policy.as_ref().and_then(|profile| self.profile(profile)),
            virtual_ips: [&wire.virtual_ipv4, &wire.virtual_ipv6]
                .iter()
                .map(|ip| u8::from(ip.filled().is_some()))
                .sum(),
        });
        Ok(())
    }

    fn deleted(&self) -> u64 {
        self.deleted.len() as u64
    }
}

impl Registrations {
    /// A collector of registrations.
    pub(crate) fn collector() -> Collector<Self> {
        Collector::new(Self::default())
    }

    fn user(&mut self, wire: &WireUser<'_>) -> Option<Arc<RowUser>> {
        let (id, email, name) = (wire.id.filled(), wire.email.filled(), wire.name.or_empty());
        if id.is_none() && email.is_none() && name.is_empty() {
            return None;
        }
        let is = |user: &RowUser| {
            user.id.as_ref().map(UserId::as_str) == id && user.email.as_deref() == email && *user.name == *name
        };
        let make = || {
            Arc::new(RowUser {
                id: id.map(UserId::from),
                email: email.map(Into::into),
                folded: email.map(Email::new),
                name: name.into(),
            })
        };
        Some(self.users.share((id, email, name), is, make))
    }

    fn profile(&mut self, wire: &WireProfile<'_>) -> Option<Arc<Profile>> {
        let (id, name) = (wire.id.or_empty(), wire.name.or_empty());
        if id.is_empty() && name.is_empty() {
            return None;
        }
        let is = |profile: &Profile| *profile.id == *id && *profile.name == *name;
        Some(self.profiles.share((id, name), is, || Arc::new(Profile { id: id.into(), name: name.into() })))
    }

    /// An open set; missing is `warp` (fine print A44).
    fn kind(&mut self, text: &Text<'_>) -> RegistrationType {
        match text.filled() {
            None | Some("warp") => RegistrationType::Warp,
            Some("browser_extension") => RegistrationType::BrowserExtension,
            Some(other) => RegistrationType::Other(self.kinds.text(other)),
        }
    }
}

fn seen(text: &Text<'_>) -> Seen {
    match time(text) {
        None => Seen::Never,
        Some(Ok(at)) => Seen::At(at),
        Some(Err(_)) => Seen::Unreadable,
    }
}

/// Null and missing are active; anything else is revoked, also where the time cannot be read.
fn status(text: &Text<'_>) -> Status {
    time(text).map_or(Status::Active, |at| Status::Revoked(at.ok()))
}

//! Rows as the plan document names them.

use super::facts::Owner;
use crate::model::plan::{IdentityKind, Target, TargetDevice, TargetIdentity};
use crate::model::{Account, Registration, RegistrationType};

/// Row, machine and owner.
pub fn target(account: &Account, row: &Registration, owner: Owner) -> Target {
    Target {
        registration_id: Some(row.id.to_string()),
        device: Some(device(account, row)),
        identity: Some(identity(row, owner)),
        active: Some(row.status.is_active()),
        last_seen_at: row.last_seen.at(),
        registration_type: (row.kind != RegistrationType::Warp).then(|| row.kind.clone()),
        ..Target::default()
    }
}

/// The machine, by the physical device's name, else the registration's (fine print A31, B9).
pub fn device(account: &Account, row: &Registration) -> TargetDevice {
    let device = account.device_of(row);
    TargetDevice {
        id: row.device_id.to_string(),
        name: device.map_or(&row.device_name, |device| &device.name).to_string(),
        serial: device.and_then(|device| device.serial.as_deref()).map(str::to_owned),
    }
}

/// The owner, as the API wrote the address.
pub fn identity(row: &Registration, owner: Owner) -> TargetIdentity {
    let user = row.user.as_deref();
    TargetIdentity {
        kind: kind(owner),
        email: user.and_then(|user| user.email.as_deref()).map(str::to_owned),
        id: user.and_then(|user| user.id.as_ref()).map(ToString::to_string),
    }
}

/// The kind of owner in the document's words.
pub fn kind(owner: Owner) -> IdentityKind {
    match owner {
        Owner::Person(_) => IdentityKind::Person,
        Owner::Service(..) => IdentityKind::Service,
        Owner::Connector => IdentityKind::Connector,
        Owner::Foreign => IdentityKind::Foreign,
        Owner::Nobody => IdentityKind::Unknown,
    }
}

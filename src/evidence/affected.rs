//! Whom and what a plan touches: the people, machines and tokens whose state belongs into the folder, and nobody
//! else's. The address that all machines with a token share is no person's.

use std::collections::BTreeSet;

use crate::model::plan::{Action, IdentityKind};
use crate::model::{AccessUser, Account, Email, PhysicalDevice, Plan, Registration};

/// One machine under all its names: client and account may give it another id when it enrolls again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Machines {
    ids: BTreeSet<String>,
    serials: BTreeSet<String>,
    hardware: BTreeSet<String>,
}

impl Machines {
    /// Adds a device's names.
    pub(super) fn add(&mut self, id: &str, serial_key: Option<&str>, hardware_id: Option<&str>) {
        self.ids.insert(id.to_owned());
        self.serials.extend(serial_key.map(str::to_owned));
        self.hardware.extend(hardware_key(hardware_id));
    }

    /// All names, each with its kind.
    pub(super) fn keys(&self) -> impl Iterator<Item = String> {
        let named = |kind: &'static str, names: &BTreeSet<String>| -> Vec<String> {
            names.iter().map(|name| format!("{kind} {name}")).collect()
        };
        [named("device", &self.ids), named("serial", &self.serials), named("hardware", &self.hardware)]
            .into_iter()
            .flatten()
    }

    /// Whether one of the names is a machine's.
    pub(super) fn has(&self, id: &str, serial_key: Option<&str>, hardware_id: Option<&str>) -> bool {
        self.ids.contains(id)
            || serial_key.is_some_and(|serial| self.serials.contains(serial))
            || hardware_key(hardware_id).is_some_and(|hardware| self.hardware.contains(&hardware))
    }
}

/// A hardware id as it compares; nothing for an empty one.
fn hardware_key(hardware_id: Option<&str>) -> Option<String> {
    let folded = hardware_id?.trim().to_ascii_lowercase();
    (!folded.is_empty()).then_some(folded)
}

/// Whom and what a plan touches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Affected {
    registrations: BTreeSet<String>,
    machines: Machines,
    /// Addresses of people, folded.
    people: BTreeSet<Email>,
    users: BTreeSet<String>,
    tokens: BTreeSet<String>,
}

impl Affected {
    /// Of a plan on an account, which tells which devices are the same machine.
    pub(super) fn of(plan: &Plan, account: &Account) -> Self {
        let mut affected = Self::default();
        for action in &plan.actions {
            affected.add(action);
        }
        let known = affected.machines.clone();
        for device in devices(account).filter(|device| known.ids.contains(device.id.as_str())) {
            affected.machines.add(device.id.as_str(), device.serial_key.as_deref(), device.hardware_id.as_deref());
        }
        affected
    }

    fn add(&mut self, action: &Action) {
        let target = &action.target;
        self.registrations.extend(target.registration_id.clone());
        self.tokens.extend(target.token.as_ref().map(|token| token.id.clone()));
        if let Some(device) = &target.device {
            self.machines.ids.insert(device.id.clone());
        }
        if let Some(identity) = target.identity.as_ref().filter(|identity| identity.kind == IdentityKind::Person) {
            self.people.extend(identity.email.as_deref().map(Email::new));
            self.users.extend(identity.id.clone());
        }
    }

    /// Whether a row is a target, a row of an affected person or one on an affected machine.
    pub(super) fn has_row(&self, row: &Registration, account: &Account) -> bool {
        let device = account.device_of(row);
        let serial = device.and_then(|device| device.serial_key.as_deref());
        let hardware = device.and_then(|device| device.hardware_id.as_deref());
        let user = row.user.as_ref().and_then(|user| user.id.as_ref());
        self.registrations.contains(row.id.as_str())
            || row.email().is_some_and(|email| self.people.contains(email))
            || user.is_some_and(|user| self.users.contains(user.as_str()))
            || self.machines.has(row.device_id.as_str(), serial, hardware)
    }

    /// Whether a device is an affected machine, under whatever id.
    pub(super) fn has_device(&self, device: &PhysicalDevice) -> bool {
        self.machines.has(device.id.as_str(), device.serial_key.as_deref(), device.hardware_id.as_deref())
    }

    /// Whether a user is an affected person.
    pub(super) fn has_user(&self, user: &AccessUser) -> bool {
        self.users.contains(user.id.as_str()) || user.email.as_ref().is_some_and(|email| self.people.contains(email))
    }

    /// The addresses of the people, in order.
    pub(super) fn people(&self) -> impl Iterator<Item = &Email> {
        self.people.iter()
    }

    /// The ids of the tokens, in order.
    pub(super) fn tokens(&self) -> impl Iterator<Item = &str> {
        self.tokens.iter().map(String::as_str)
    }
}

/// The devices of an account in the order of their ids.
pub(super) fn devices(account: &Account) -> impl Iterator<Item = &PhysicalDevice> {
    let mut devices: Vec<&PhysicalDevice> = account.devices.iter().flat_map(|devices| devices.values()).collect();
    devices.sort_unstable_by(|a, b| a.id.cmp(&b.id));
    devices.into_iter()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{account, plan};
    use super::*;

    fn rows(account: &Account, affected: &Affected) -> Vec<String> {
        let rows = account.registrations.iter().filter(|row| affected.has_row(row, account));
        rows.map(|row| row.id.to_string()).collect()
    }

    #[test]
    fn the_people_and_machines_of_a_plan_are_affected_and_nobody_else() {
        let (account, plan) = (account(), plan());
        let affected = Affected::of(&plan, &account);
        assert_eq!(rows(&account, &affected), ["r-erin-1", "r-erin-2", "r-frank", "r-kiosk"]);
        let found: Vec<&str> =
            devices(&account).filter(|device| affected.has_device(device)).map(|device| device.id.as_str()).collect();
        assert_eq!(found, ["d-erin", "d-kiosk", "d-shared"]);
        assert_eq!(affected.people().map(Email::as_str).collect::<Vec<_>>(), ["erin@acme.example"]);
    }

    #[test]
    fn a_machine_is_the_same_under_another_id_with_its_serial_or_hardware_id() {
        let mut machines = Machines::default();
        machines.add("d-1", Some("c02aaa111"), Some(" HW-1 "));
        assert!(machines.has("d-1", None, None));
        assert!(machines.has("d-2", Some("c02aaa111"), None));
        assert!(machines.has("d-2", None, Some("hw-1")));
        assert!(!machines.has("d-2", Some("pf3ccc333"), Some("")));
        machines.add("d-3", None, Some(" "));
        assert!(!machines.has("d-4", None, Some("")), "an empty name is nobody's");
    }
}

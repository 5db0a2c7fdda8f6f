//! A machine by what people call it.

use std::collections::BTreeSet;

use super::NoRunbook;
use super::subject::Subject;
use crate::model::runbook::MachineKey;
use crate::model::selector::normal_serial;
use crate::model::{Account, Registration};

/// By device id, registration id or serial; else by its name, which is the physical device's, else the registration's
/// (fine print A31).
///
/// # Errors
///
/// Several machines of that name.
pub fn machine(account: &Account, wanted: &str) -> Result<Option<Subject>, NoRunbook> {
    let serial = normal_serial(wanted);
    let is_meant = |row: &Registration| {
        row.device_id.as_str() == wanted
            || row.id.as_str() == wanted
            || (serial.is_some() && serial_key(account, row.device_id.as_str()) == serial.as_deref())
    };
    let physical = |row: &Registration| {
        account.device_of(row).map_or(&*row.device_name, |device| &*device.name).eq_ignore_ascii_case(wanted)
    };
    let registered = |row: &Registration| row.device_name.eq_ignore_ascii_case(wanted);
    let ways: [&dyn Fn(&Registration) -> bool; 3] = [&is_meant, &physical, &registered];
    let found = ways.into_iter().map(|way| devices(account, way)).find(|ids| !ids.is_empty());
    found.map(|ids| one(account, wanted, ids)).transpose()
}

fn devices(account: &Account, is_meant: &dyn Fn(&Registration) -> bool) -> BTreeSet<String> {
    let rows = account.registrations.iter().filter(|row| is_meant(row));
    rows.map(|row| row.device_id.to_string()).collect()
}

/// A machine that was set up anew has several ids and one serial.
fn one(account: &Account, wanted: &str, ids: BTreeSet<String>) -> Result<Subject, NoRunbook> {
    let keys: BTreeSet<Option<&str>> = ids.iter().map(|id| serial_key(account, id)).collect();
    let is_one = ids.len() == 1 || (keys.len() == 1 && !keys.contains(&None));
    if !is_one {
        let choices: Vec<&str> = ids.iter().map(String::as_str).collect();
        return Err(NoRunbook::ambiguous(wanted, "several machines", &choices.join(", ")));
    }
    let (name, key) = named(account, ids.first().map_or(wanted, String::as_str));
    Ok(Subject::Device { ids, name, key })
}

fn serial_key<'a>(account: &'a Account, id: &str) -> Option<&'a str> {
    account.devices.as_ref()?.get(id)?.serial_key.as_deref()
}

/// The machine's name, and how a door list selects it: by serial, which survives a new registration.
fn named(account: &Account, id: &str) -> (String, MachineKey) {
    let device = account.devices.as_ref().and_then(|devices| devices.get(id));
    let row = account.registrations.iter().find(|row| row.device_id.as_str() == id);
    let name = device.map(|device| &device.name).or(row.map(|row| &row.device_name));
    let serial = device.filter(|device| device.serial_key.is_some()).and_then(|device| device.serial.as_deref());
    let key =
        serial.map_or_else(|| MachineKey::Id(id.to_owned()), |serial| MachineKey::Serial(serial.trim().to_owned()));
    (name.map_or_else(|| id.to_owned(), ToString::to_string), key)
}

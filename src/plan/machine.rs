//! By what two records are one machine: the same serial or hardware id, neither of them a placeholder (product.md,
//! section 2.7).

use crate::model::selector::is_placeholder;
use crate::model::{Account, Registration};

/// The marks of a row's machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct Marks<'a> {
    serial: Option<&'a str>,
    hardware: Option<&'a str>,
}

impl<'a> Marks<'a> {
    /// Nothing where the device is not known.
    pub fn of(account: &'a Account, row: &Registration) -> Self {
        let Some(device) = account.device_of(row) else { return Self::default() };
        let hardware = device.hardware_id.as_deref().map(str::trim).filter(|id| !is_placeholder(id));
        Self { serial: device.serial_key.as_deref(), hardware }
    }

    /// Whether both are on one machine.
    pub fn same(&self, other: &Self) -> bool {
        let hardware = self.hardware.zip(other.hardware).is_some_and(|(a, b)| a.eq_ignore_ascii_case(b));
        hardware || (self.serial.is_some() && self.serial == other.serial)
    }
}

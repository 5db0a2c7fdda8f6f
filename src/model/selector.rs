//! Device selectors (product.md, section 1; fine print A31, A34, A47).

use std::collections::HashSet;

use super::{Account, Pattern, Registration};

/// Serials that makers leave in the firmware and that therefore name no machine, folded. They match nothing and
/// permit nothing.
pub const PLACEHOLDER_SERIALS: &[&str] = &[
    "",
    "0",
    "00000000",
    "0000000000",
    "0123456789",
    "123456789",
    "1234567890",
    "chassis serial number",
    "default string",
    "empty",
    "invalid",
    "n/a",
    "na",
    "none",
    "not applicable",
    "not available",
    "not specified",
    "null",
    "o.e.m.",
    "oem",
    "serial number",
    "system serial number",
    "to be filled by o.e.m.",
    "to be filled by o.e.m",
    "tobefilledbyo.e.m.",
    "undefined",
    "unknown",
    "unspecified",
    "xxxxxxxx",
    "xxxxxxxxxx",
];

/// A serial number as it compares: trimmed, folded; nothing for a placeholder.
pub fn normal_serial(text: &str) -> Option<String> {
    let trimmed = text.trim();
    (!is_placeholder(trimmed)).then(|| trimmed.to_ascii_lowercase())
}

/// Whether a trimmed serial or hardware id names no machine.
pub fn is_placeholder(trimmed: &str) -> bool {
    PLACEHOLDER_SERIALS.iter().any(|placeholder| placeholder.eq_ignore_ascii_case(trimmed))
}

/// The selectors of one entry. All that are given must hold; a list holds if one of it does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selector {
    /// Physical device ids.
    pub id: Option<Vec<Box<str>>>,
    /// Serials as [`normal_serial`] leaves them, those of `serials_from` included. Empty matches nothing.
    pub serial: Option<HashSet<String>>,
    /// Hardware ids, folded.
    pub hardware_id: Option<Vec<String>>,
    /// Patterns over the physical device's name, else the registration's.
    pub name: Option<Vec<Pattern>>,
    /// `key` and `value`; all ASCII case matters.
    pub tag: Option<Vec<(Box<str>, Box<str>)>>,
    /// Operating systems as the API words them, folded.
    pub os: Option<Vec<String>>,
    /// Names (folded) or ids of device settings profiles.
    pub profile: Option<Vec<String>>,
    /// Registration types.
    pub kind: Option<Vec<String>>,
}

impl Selector {
    /// Whether nothing is selected by, which matches nothing.
    pub fn is_empty(&self) -> bool {
        let Self { id, serial, hardware_id, name, tag, os, profile, kind } = self;
        id.is_none()
            && serial.is_none()
            && hardware_id.is_none()
            && name.is_none()
            && tag.is_none()
            && os.is_none()
            && profile.is_none()
            && kind.is_none()
    }

    /// Whether a physical device is needed to answer.
    pub fn needs_devices(&self) -> bool {
        self.serial.is_some()
            || self.hardware_id.is_some()
            || self.tag.is_some()
            || self.os.is_some()
            || self.name.is_some()
    }

    /// Whether `include=policy` is needed to answer.
    pub fn needs_profiles(&self) -> bool {
        self.profile.is_some()
    }

    /// Whether the machine of this row, and the row, are meant.
    pub fn matches(&self, row: &Registration, account: &Account) -> bool {
        !self.is_empty() && self.matches_row(row) && self.matches_device(row, account)
    }

    /// Whether a text is one of the ids, serials, hardware ids or names that are meant, whatever else must hold. A name
    /// of which everything is left open names nothing.
    pub fn names(&self, text: &str) -> bool {
        let is = |other: &str| other.eq_ignore_ascii_case(text);
        let means = |pattern: &Pattern| pattern.as_str().chars().any(|c| c != '*') && pattern.matches(text);
        self.id.iter().flatten().any(|id| **id == *text)
            || normal_serial(text).is_some_and(|key| self.serial.as_ref().is_some_and(|all| all.contains(&key)))
            || self.hardware_id.iter().flatten().any(|id| is(id))
            || self.name.iter().flatten().any(means)
    }

    fn matches_row(&self, row: &Registration) -> bool {
        let id = self.id.as_ref().is_none_or(|ids| ids.iter().any(|id| **id == *row.device_id.as_str()));
        let kind = self.kind.as_ref().is_none_or(|kinds| kinds.iter().any(|kind| kind == row.kind.as_str()));
        let profile = self.profile.as_ref().is_none_or(|wanted| {
            row.profile.as_ref().is_some_and(|live| {
                wanted.iter().any(|w| w.eq_ignore_ascii_case(&live.name) || w.eq_ignore_ascii_case(&live.id))
            })
        });
        id && kind && profile
    }

    fn matches_device(&self, row: &Registration, account: &Account) -> bool {
        let device = account.device_of(row);
        let name = device.map_or(&*row.device_name, |d| &*d.name);
        if !self.name.as_ref().is_none_or(|patterns| patterns.iter().any(|p| p.matches(name))) {
            return false;
        }
        if self.serial.is_none() && self.hardware_id.is_none() && self.tag.is_none() && self.os.is_none() {
            return true;
        }
        let Some(device) = device else { return false };
        let serial = self
            .serial
            .as_ref()
            .is_none_or(|serials| device.serial_key.as_deref().is_some_and(|serial| serials.contains(serial)));
        let hardware = self.hardware_id.as_ref().is_none_or(|ids| {
            device.hardware_id.as_deref().is_some_and(|live| ids.iter().any(|id| id.eq_ignore_ascii_case(live.trim())))
        });
        let tag = self.tag.as_ref().is_none_or(|tags| tags.iter().any(|tag| device.tags.contains(tag)));
        let os = self.os.as_ref().is_none_or(|names| {
            device.os.as_deref().is_some_and(|live| names.iter().any(|n| n.eq_ignore_ascii_case(live)))
        });
        serial && hardware && tag && os
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_name_no_machine() {
        assert_eq!(normal_serial(" To Be Filled By O.E.M. "), None);
        assert_eq!(normal_serial("0"), None);
        assert_eq!(normal_serial("   "), None);
        assert_eq!(normal_serial(" C02aaa111 ").as_deref(), Some("c02aaa111"));
    }

    #[test]
    fn every_placeholder_is_written_as_it_compares() {
        for serial in PLACEHOLDER_SERIALS {
            assert_eq!(*serial, serial.trim().to_ascii_lowercase());
        }
    }
}

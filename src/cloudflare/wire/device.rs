//! Physical devices (API page, section 2).

use std::collections::{BTreeMap, HashSet};
use std::fmt;

use serde::de::{Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::intern::Interner;
use super::scalar::{Number, Text};
use super::{Collector, Rows, one};
use crate::model::selector::normal_serial;
use crate::model::{DeviceId, PhysicalDevice};

/// Decodes physical devices. Rows with `deleted_at` do not exist.
#[derive(Debug, Default)]
pub(crate) struct Devices {
    systems: Interner<str>,
    deleted: HashSet<Box<str>>,
}

/// A row, as far as it decides or is shown.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct WirePhysicalDevice<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
    #[serde(default, borrow)]
    name: Text<'a>,
    #[serde(default, borrow)]
    serial_number: Text<'a>,
    #[serde(default, borrow)]
    hardware_id: Text<'a>,
    #[serde(default, borrow)]
    device_type: Text<'a>,
    #[serde(default)]
    tags: Tags,
    #[serde(default)]
    active_registrations: Number,
    #[serde(default, borrow)]
    deleted_at: Text<'a>,
}

impl Rows for Devices {
    type Wire<'de> = WirePhysicalDevice<'de>;
    type Row = PhysicalDevice;

    fn key(row: &PhysicalDevice) -> &str {
        row.id.as_str()
    }

    fn take(&mut self, wire: WirePhysicalDevice<'_>, rows: &mut Vec<PhysicalDevice>) -> Result<(), String> {
        let Some(id) = wire.id.filled() else { return Err("a physical device without an `id`".to_owned()) };
        if wire.deleted_at.filled().is_some() {
            self.deleted.insert(id.into());
            return Ok(());
        }
        let serial = wire.serial_number.filled();
        rows.push(PhysicalDevice {
            id: DeviceId::from(id),
            name: wire.name.or_empty().into(),
            serial: serial.map(Into::into),
            serial_key: serial.and_then(normal_serial).map(Into::into),
            hardware_id: wire.hardware_id.filled().map(Into::into),
            os: wire.device_type.filled().map(|text| self.systems.text(text)),
            tags: wire.tags.0.into_iter().collect(),
            active_registrations: wire.active_registrations.whole().unwrap_or_default(),
        });
        Ok(())
    }

    fn deleted(&self) -> u64 {
        self.deleted.len() as u64
    }
}

impl Devices {
    /// A collector of devices.
    pub(crate) fn collector() -> Collector<Self> {
        Collector::new(Self::default())
    }
}

/// The device of an answer about one; nothing where it is deleted.
pub(crate) fn one_device(body: &[u8]) -> Result<Option<PhysicalDevice>, String> {
    one(Devices::default(), body)
}

/// Tags by key. What is no object is none, a value that is no text is passed over.
#[derive(Debug, Default)]
struct Tags(BTreeMap<Box<str>, Box<str>>);

impl<'de> Deserialize<'de> for Tags {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: &'de RawValue = Deserialize::deserialize(deserializer)?;
        if !raw.get().starts_with('{') {
            return Ok(Self::default());
        }
        serde_json::Deserializer::from_str(raw.get()).deserialize_map(Pairs).map_err(D::Error::custom)
    }
}

struct Pairs;

impl<'de> Visitor<'de> for Pairs {
    type Value = Tags;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("tags")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Tags, A::Error> {
        let mut tags = Tags::default();
        while let Some((key, value)) = map.next_entry::<Text<'_>, Text<'_>>()? {
            if let (Some(key), Some(value)) = (key.as_str(), value.as_str()) {
                tags.0.insert(key.into(), value.into());
            }
        }
        Ok(tags)
    }
}

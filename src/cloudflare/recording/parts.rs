//! The keys of a recording, each read straight into rows.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::super::wire::{
    Applications, Collected, Collector, Devices, Each, Groups, Lists, Policies, ReadApplication, Registrations, Rows,
    Text, Tokens, Users, WireOrganization,
};
use crate::model::account::{Needs, Organization};
use crate::model::enrollment::{GatewayList, Group, Policy};
use crate::model::{AccessUser, PhysicalDevice, Registration, ServiceToken};

/// What was found of a recording; nothing where a key is missing or not needed.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub(super) head: HeadParts,
    pub(super) organization: Option<Organization>,
    pub(super) registrations: Option<Collected<Registration>>,
    pub(super) devices: Option<Collected<PhysicalDevice>>,
    pub(super) tokens: Option<Collected<ServiceToken>>,
    pub(super) users: Option<Collected<AccessUser>>,
    pub(super) applications: Option<Collected<ReadApplication>>,
    pub(super) policies: Option<Collected<Policy>>,
    pub(super) groups: Option<Collected<Group>>,
    pub(super) lists: Option<Collected<GatewayList>>,
}

/// What a recording says about itself.
#[derive(Clone, Debug, Default)]
pub(super) struct HeadParts {
    pub(super) recorded_at: Option<String>,
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
}

impl Parts {
    /// Reads the whole file.
    pub(super) fn of(json: &[u8], needs: Needs) -> Result<Self, serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_slice(json);
        let parts = deserializer.deserialize_map(PartsVisitor(needs))?;
        deserializer.end()?;
        Ok(parts)
    }
}

impl HeadParts {
    /// Reads as much of the file as it takes to know both.
    pub(super) fn of(json: &[u8]) -> Result<Self, serde_json::Error> {
        let (mut deserializer, mut head) = (serde_json::Deserializer::from_slice(json), Self::default());
        let read = deserializer.deserialize_map(HeadVisitor(&mut head));
        // Once both are known, reading ends by an error that says nothing about the file.
        if head.is_known() { Ok(head) } else { read.map(|()| head) }
    }

    fn is_known(&self) -> bool {
        self.recorded_at.is_some() && self.id.is_some()
    }

    /// Takes the value of a key, where it is one of these.
    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, map: &mut A) -> Result<bool, A::Error> {
        match key {
            "recorded_at" => self.recorded_at = map.next_value::<Text<'_>>()?.filled().map(str::to_owned),
            "account" => {
                let account = map.next_value::<Option<WireAccount<'_>>>()?.unwrap_or_default();
                self.id = account.id.filled().map(str::to_owned);
                self.name = account.name.filled().map(str::to_owned);
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

#[derive(Default, Deserialize)]
#[serde(expecting = "an object as `account`")]
struct WireAccount<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
    #[serde(default, borrow)]
    name: Text<'a>,
}

struct HeadVisitor<'h>(&'h mut HeadParts);

impl<'de> Visitor<'de> for HeadVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a recorded account")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(key) = map.next_key::<String>()? {
            if !self.0.take(&key, &mut map)? {
                map.next_value::<IgnoredAny>()?;
            } else if self.0.is_known() {
                return Err(A::Error::custom("enough is known"));
            }
        }
        Ok(())
    }
}

struct PartsVisitor(Needs);

impl<'de> Visitor<'de> for PartsVisitor {
    type Value = Parts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a recorded account")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Parts, A::Error> {
        let (mut parts, mut seen, Self(needs)) = (Parts::default(), HashSet::new(), self);
        while let Some(key) = map.next_key::<String>()? {
            if !parts.head.take(&key, &mut map)? {
                parts.take(&key, needs, &mut map)?;
            }
            if let Some(twice) = seen.replace(key) {
                return Err(A::Error::custom(format!("the key `{twice}` stands twice")));
            }
        }
        Ok(parts)
    }
}

impl Parts {
    fn take<'de, A: MapAccess<'de>>(&mut self, key: &str, needs: Needs, map: &mut A) -> Result<(), A::Error> {
        match key {
            "organization" => {
                let wire = map.next_value::<Option<WireOrganization<'_>>>()?;
                self.organization = wire.and_then(|wire| wire.organization());
            }
            "registrations" => self.registrations = rows(key, true, map, Registrations::collector)?,
            "physical_devices" => self.devices = rows(key, needs.devices, map, Devices::collector)?,
            "service_tokens" => self.tokens = rows(key, needs.tokens, map, Tokens::collector)?,
            "users" => self.users = rows(key, needs.users, map, Users::collector)?,
            "applications" => self.applications = rows(key, needs.enrollment, map, Applications::collector)?,
            "policies" => self.policies = rows(key, needs.enrollment, map, Policies::collector)?,
            "groups" => self.groups = rows(key, needs.enrollment, map, Groups::collector)?,
            "lists" => self.lists = rows(key, needs.enrollment, map, Lists::collector)?,
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

/// The rows of a list; nothing where they are not needed, but a list of rows it must be all the same. An error names
/// the list.
fn rows<'de, A: MapAccess<'de>, R: Rows>(
    key: &str,
    is_needed: bool,
    map: &mut A,
    collector: impl Fn() -> Collector<R>,
) -> Result<Option<Collected<R::Row>>, A::Error> {
    let of_list = |error: A::Error| A::Error::custom(format!("`{key}`: {error}"));
    if !is_needed {
        map.next_value_seed(PassedOver).map_err(of_list)?;
        return Ok(None);
    }
    let mut collector = collector();
    map.next_value_seed(Each(&mut collector)).map_err(of_list)?;
    Ok(Some(collector.finish()))
}

/// A list whose rows are only looked at: each must be an object with an id.
struct PassedOver;

impl<'de> DeserializeSeed<'de> for PassedOver {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for PassedOver {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        for number in 1_u64.. {
            let row = rows.next_element::<WireRow<'de>>();
            let Some(row) = row.map_err(|error| A::Error::custom(format!("row {number}: {error}")))? else { break };
            if row.id.filled().is_none() {
                return Err(A::Error::custom(format!("row {number}: there is no `id`")));
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct WireRow<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
}

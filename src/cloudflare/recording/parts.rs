//! The keys of a recording, each read straight into rows.

use std::collections::HashSet;
use std::fmt;

use serde::de::{Error as _, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer as _};

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
            "registrations" => self.registrations = Some(rows(map, Registrations::collector())?),
            "physical_devices" if needs.devices => self.devices = Some(rows(map, Devices::collector())?),
            "service_tokens" if needs.tokens => self.tokens = Some(rows(map, Tokens::collector())?),
            "users" if needs.users => self.users = Some(rows(map, Users::collector())?),
            "applications" if needs.enrollment => self.applications = Some(rows(map, Applications::collector())?),
            "policies" if needs.enrollment => self.policies = Some(rows(map, Policies::collector())?),
            "groups" if needs.enrollment => self.groups = Some(rows(map, Groups::collector())?),
            "lists" if needs.enrollment => self.lists = Some(rows(map, Lists::collector())?),
            _ => {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}

fn rows<'de, A: MapAccess<'de>, R: Rows>(
    map: &mut A,
    mut collector: Collector<R>,
) -> Result<Collected<R::Row>, A::Error> {
    map.next_value_seed(Each(&mut collector))?;
    Ok(collector.finish())
}

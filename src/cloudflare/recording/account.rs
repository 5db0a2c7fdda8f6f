//! From a recording to an account.

use std::collections::HashMap;

use jiff::Timestamp;

use super::super::wire::{Collected, resolved};
use super::super::{Problem, ReadError};
use super::parts::{HeadParts, Parts};
use crate::model::account::{Needs, Reading, Source};
use crate::model::{Account, AccountId, DeviceId, Listed, PhysicalDevice, Unread};

/// What a recording says about itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// When it was made.
    pub recorded_at: Option<Timestamp>,
    /// The account's id.
    pub account: AccountId,
    /// The account's name.
    pub name: Option<String>,
}

/// Which account a recording is of, and when it was made. Reads no further than it must, so it does not prove that the
/// rest can be read.
///
/// # Errors
/// Broken JSON, a time that cannot be read (guard `inventory`); no `account.id` (guard `account`).
pub fn head(bytes: &[u8]) -> Result<Head, ReadError> {
    HeadParts::of(without_mark(bytes)).map_err(|error| unreadable(&error)).and_then(Head::try_from)
}

/// Reads a recorded account. `now` is when it was read where the recording does not say.
///
/// # Errors
/// Broken JSON; registrations, or devices that are needed, that are missing; an id that stands twice with different
/// content (guard `inventory`). No account or no organization (guard `account`).
pub fn account(bytes: &[u8], needs: Needs, now: Timestamp) -> Result<Account, ReadError> {
    let parts = Parts::of(without_mark(bytes), needs).map_err(|error| unreadable(&error))?;
    let head = Head::try_from(parts.head)?;
    let organization = parts.organization.ok_or_else(|| {
        ReadError::new(Problem::Account, "the recorded account does not say its team (`organization.auth_domain`)")
    })?;
    let registrations = needed("registrations", parts.registrations)?;
    let policies = listed("policies", parts.policies, needs.enrollment)?;
    let applications = listed("applications", parts.applications, needs.enrollment)?;
    Ok(Account {
        id: head.account,
        name: head.name,
        organization,
        devices: devices(parts.devices, needs)?,
        applications: resolved(applications, policies.rows()),
        policies,
        groups: listed("groups", parts.groups, needs.enrollment)?,
        lists: listed("lists", parts.lists, needs.enrollment)?,
        tokens: listed("service_tokens", parts.tokens, needs.tokens)?,
        users: listed("users", parts.users, needs.users)?,
        reading: Reading {
            source: Source::Offline,
            read_at: head.recorded_at.unwrap_or(now),
            pages: 0,
            page_size: 0,
            deleted_rows: registrations.deleted,
        },
        registrations: registrations.rows,
    })
}

impl TryFrom<HeadParts> for Head {
    type Error = ReadError;

    fn try_from(parts: HeadParts) -> Result<Self, ReadError> {
        let account = parts.id.ok_or_else(|| {
            ReadError::new(Problem::Account, "the recorded account does not say which it is (`account.id`)")
        })?;
        let read = |text: String| {
            text.parse().map_err(|_| {
                let text = format!("the recorded account: `recorded_at` is {text:?}, which is no RFC 3339 time");
                ReadError::new(Problem::Inventory, text)
            })
        };
        let recorded_at = parts.recorded_at.map(read).transpose()?;
        Ok(Self { recorded_at, account: AccountId::from(account), name: parts.name })
    }
}

fn devices(
    read: Option<Collected<PhysicalDevice>>,
    needs: Needs,
) -> Result<Option<HashMap<DeviceId, PhysicalDevice>>, ReadError> {
    if !needs.devices {
        return Ok(None);
    }
    let rows = needed("physical_devices", read)?.rows;
    Ok(Some(rows.into_iter().map(|row| (row.id.clone(), row)).collect()))
}

/// A list that the run cannot do without.
fn needed<T>(key: &str, read: Option<Collected<T>>) -> Result<Collected<T>, ReadError> {
    let read = read.ok_or_else(|| {
        ReadError::new(Problem::Inventory, format!("the recorded account has no `{key}`, and the door list needs them"))
            .with_help("a list that is missing was not read, which is not the same as `[]`; record the account again")
    })?;
    consistent(key, read)
}

/// A list that the run can do without.
fn listed<T>(key: &str, read: Option<Collected<T>>, is_needed: bool) -> Result<Listed<T>, ReadError> {
    match read {
        Some(read) => Ok(Listed::Read(consistent(key, read)?.rows)),
        None if is_needed => Ok(Listed::Unread(Unread::NotRecorded)),
        None => Ok(Listed::Unread(Unread::NotNeeded)),
    }
}

/// Equal rows may stand twice; rows that say different things about one id may not.
fn consistent<T>(key: &str, read: Collected<T>) -> Result<Collected<T>, ReadError> {
    match &read.conflict {
        None => Ok(read),
        Some(id) => {
            let text = format!("the recorded account: `{key}` has {id:?} twice, with different content");
            Err(ReadError::new(Problem::Inventory, text))
        }
    }
}

fn unreadable(error: &serde_json::Error) -> ReadError {
    ReadError::new(Problem::Inventory, format!("the recorded account cannot be read: {error}"))
}

/// Without a byte-order mark, which some editors write.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

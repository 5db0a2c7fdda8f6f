//! Everything that was read from an account. The planner takes nothing else, and the readers make one only from
//! lists that they have read to the end (product.md, sections 5 and 7).

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::enrollment::{Application, GatewayList, Group, Policy};
use super::{AccountId, DeviceId, Email, Registration, TokenId, UserId};

/// Why a list is not there. "Not read" is never the same as "empty" (product.md, section 4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Nothing in the door list needs it.
    NotNeeded,
    /// The recorded account does not have it.
    NotRecorded,
    /// The API refused it; the text says how, without any secret.
    Refused(String),
}

/// A list that was read to its end, or the reason why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listed<T> {
    /// Complete.
    Read(Vec<T>),
    /// Not there.
    Unread(Unread),
}

impl<T> Listed<T> {
    /// The rows, where the list was read.
    pub fn rows(&self) -> Option<&[T]> {
        match self {
            Self::Read(rows) => Some(rows),
            Self::Unread(_) => None,
        }
    }
}

/// The Zero Trust organization.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Organization {
    /// Its display name.
    pub name: Option<String>,
    /// `team.cloudflareaccess.com`, folded.
    pub auth_domain: String,
}

impl Organization {
    /// The team's name: the first label of the domain.
    pub fn team(&self) -> &str {
        self.auth_domain.split('.').next().unwrap_or("")
    }
}

/// A physical device (API page, section 2).
#[derive(Clone, Debug, PartialEq)]
pub struct PhysicalDevice {
    /// Its id.
    pub id: DeviceId,
    /// Its name.
    pub name: Box<str>,
    /// As the API wrote it; may be a placeholder.
    pub serial: Option<Box<str>>,
    /// The same as it compares ([`super::selector::normal_serial`]); nothing for a placeholder.
    pub serial_key: Option<Box<str>>,
    /// Identifies the hardware or virtual machine.
    pub hardware_id: Option<Box<str>>,
    /// `windows`, `mac`, `linux`, `ios`, `android` … an open set.
    pub os: Option<Arc<str>>,
    /// `key` and `value`; empty on most devices.
    pub tags: Vec<(Box<str>, Box<str>)>,
    /// Registrations that are neither revoked nor deleted, as the device list counts them.
    pub active_registrations: u64,
}

/// A service token, never with its secret (API page, section 5).
#[derive(Clone, Debug, PartialEq)]
pub struct ServiceToken {
    /// Its id.
    pub id: TokenId,
    /// Its name, not necessarily unique.
    pub name: String,
    /// False is the kill switch; missing reads as true.
    pub enabled: bool,
    /// When it ends, where that is said and can be read.
    pub expires_at: Option<Timestamp>,
    /// When it was last used, where that is said.
    pub last_seen_at: Option<Timestamp>,
}

/// A Zero Trust user with their seats (API page, section 4.1).
#[derive(Clone, Debug, PartialEq)]
pub struct AccessUser {
    /// The user's id, as registrations name it.
    pub id: UserId,
    /// As written; may be missing.
    pub email: Option<Email>,
    /// What a seat is released by; missing on users who never had one.
    pub seat_uid: Option<String>,
    /// Has authenticated to Access and takes a seat.
    pub access_seat: bool,
    /// Has logged in with the client and takes a seat.
    pub gateway_seat: bool,
}

impl AccessUser {
    /// Whether a seat is taken.
    pub fn has_seat(&self) -> bool {
        self.access_seat || self.gateway_seat
    }
}

/// Where the account was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The Cloudflare API, or whatever stands at the base URL.
    Live,
    /// A recorded account, without a socket.
    Offline,
    /// The embedded sandbox.
    Sandbox,
}

/// How the reading went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// Where from.
    pub source: Source,
    /// When: `--now`, or when the account was recorded.
    pub read_at: Timestamp,
    /// Pages read, all lists together; 0 for a recorded account.
    pub pages: u64,
    /// The page size that the registrations came in; 0 for a recorded account.
    pub page_size: u64,
    /// Rows with `deleted_at`: they do not exist (fine print A36).
    pub deleted_rows: u64,
}

/// An account, complete.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Its name, where it was read.
    pub name: Option<String>,
    /// Its organization.
    pub organization: Organization,
    /// All registrations, active and revoked, in the order of their ids, each id once, none deleted.
    pub registrations: Vec<Registration>,
    /// The physical devices by id, where the door list needs them.
    pub devices: Option<HashMap<DeviceId, PhysicalDevice>>,
    /// Access applications; only the one of type `warp` matters.
    pub applications: Listed<Application>,
    /// Reusable policies.
    pub policies: Listed<Policy>,
    /// Access groups.
    pub groups: Listed<Group>,
    /// Gateway lists.
    pub lists: Listed<GatewayList>,
    /// Service tokens.
    pub tokens: Listed<ServiceToken>,
    /// Users with their seats, where the door list releases seats.
    pub users: Listed<AccessUser>,
    /// How the reading went.
    pub reading: Reading,
}

impl Account {
    /// The physical device of a row, where devices were read and it is among them.
    pub fn device_of(&self, row: &Registration) -> Option<&PhysicalDevice> {
        self.devices.as_ref()?.get(&row.device_id)
    }
}

/// Which lists a door list needs (product.md, section 8; fine print A17). Registrations and the organization always.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Needs {
    /// Physical devices: a selector, a rule or an action uses them.
    pub devices: bool,
    /// `include=policy`: a `profile` selector is used.
    pub profiles: bool,
    /// Applications, policies, groups and lists: something may be removed, and whether it comes back is asked.
    pub enrollment: bool,
    /// Service tokens: an entry names one, or something may be removed.
    pub tokens: bool,
    /// Users: seats are to be released.
    pub users: bool,
}

impl Needs {
    /// What either needs.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            devices: self.devices || other.devices,
            profiles: self.profiles || other.profiles,
            enrollment: self.enrollment || other.enrollment,
            tokens: self.tokens || other.tokens,
            users: self.users || other.users,
        }
    }
}

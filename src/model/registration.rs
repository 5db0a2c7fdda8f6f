//! One registration as judged: what of an API row decides or is shown (API page, section 1.3).

use std::sync::Arc;

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DeviceId, Email, RegistrationId, UserId};

/// When a row was last seen. Never and unreadable are never stale (product.md, section 2.7; fine print A35).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Null, missing or empty.
    Never,
    /// Text that is no RFC 3339 time, or a time before 2010.
    Unreadable,
    /// The instant.
    At(Timestamp),
}

impl Seen {
    /// The instant, where there is one.
    pub fn at(self) -> Option<Timestamp> {
        match self {
            Self::At(at) => Some(at),
            Self::Never | Self::Unreadable => None,
        }
    }
}

/// Whether the registration can connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// `revoked_at` is null or missing.
    Active,
    /// Revoked; without a time where `revoked_at` cannot be read (fine print A51).
    Revoked(Option<Timestamp>),
}

impl Status {
    /// Whether it is active.
    pub fn is_active(self) -> bool {
        matches!(self, Self::Active)
    }
}

/// `registration_type`, an open set; missing reads as `warp` (fine print A44).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RegistrationType {
    /// The Cloudflare One Client.
    Warp,
    /// The browser extension.
    BrowserExtension,
    /// A type that this version does not know.
    Other(Arc<str>),
}

impl RegistrationType {
    /// The API's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Warp => "warp",
            Self::BrowserExtension => "browser_extension",
            Self::Other(text) => text,
        }
    }
}

/// The user on a row. Rows of one user share one value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RowUser {
    /// Missing on some rows.
    pub id: Option<UserId>,
    /// As the API wrote it; never empty.
    pub email: Option<Box<str>>,
    /// The same, folded.
    pub folded: Option<Email>,
    /// May be empty.
    pub name: Box<str>,
}

/// The device settings profile on a row, present only where it was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Profile {
    /// Its id.
    pub id: Box<str>,
    /// Its name.
    pub name: Box<str>,
}

/// One registration.
#[derive(Clone, Debug, PartialEq)]
pub struct Registration {
    /// Its id, not its device's.
    pub id: RegistrationId,
    /// The physical device's id.
    pub device_id: DeviceId,
    /// The device's name as the registration has it; the physical device may have another.
    pub device_name: Box<str>,
    /// Missing on some rows.
    pub user: Option<Arc<RowUser>>,
    /// What registered.
    pub kind: RegistrationType,
    /// When it was made, where that can be read.
    pub created_at: Option<Timestamp>,
    /// When it was last seen.
    pub last_seen: Seen,
    /// Active or revoked.
    pub status: Status,
    /// Only where a profile selector asked for it.
    pub profile: Option<Arc<Profile>>,
    /// How many virtual addresses it holds (0 to 2); a revoked row holds them still.
    pub virtual_ips: u8,
}

impl Registration {
    /// The folded address, where the row has one.
    pub fn email(&self) -> Option<&Email> {
        self.user.as_ref()?.folded.as_ref()
    }
}

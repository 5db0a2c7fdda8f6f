//! The state of the affected people, machines and tokens in an account: `before.json`, and the larger part of
//! `after.json`. Made from what was decoded, so that neither a public key nor a secret can be in it.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::FORMAT_VERSION;
use super::affected::{Affected, devices};
use crate::model::account::Source;
use crate::model::plan::{NamedId, PlanAccount, PlanSource, Returns, Verdict};
use crate::model::{AccessUser, Account, Email, Listed, PhysicalDevice, Registration, ServiceToken, Status, Unread};
use crate::plan::returns::evaluate::answer;
use crate::plan::returns::{Enrollment, Subject};

/// A state of the affected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// `1.0`.
    pub format_version: String,
    /// The account.
    pub account: PlanAccount,
    /// What it was read from.
    pub source: PlanSource,
    /// When it was read.
    pub read_at: Timestamp,
    /// Rows of the affected people, rows on the affected machines, and targets, in the order of their ids.
    pub registrations: Vec<Row>,
    /// The affected machines.
    pub devices: Part<Device>,
    /// The seats of the affected people.
    pub seats: Part<Seat>,
    /// The affected tokens.
    pub service_tokens: Part<Token>,
    /// Whether the affected people and tokens could enroll.
    pub enrollment: Vec<Door>,
}

/// A list that was read, or why it was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part<T> {
    /// Its rows.
    Read(Vec<T>),
    /// Why there are none.
    NotRead(String),
}

impl<T> Part<T> {
    /// The rows, where there are any.
    pub(super) fn rows(&self) -> &[T] {
        match self {
            Self::Read(rows) => rows,
            Self::NotRead(_) => &[],
        }
    }

    /// The rows, to be changed.
    pub(super) fn rows_mut(&mut self) -> &mut [T] {
        match self {
            Self::Read(rows) => rows,
            Self::NotRead(_) => &mut [],
        }
    }

    /// The rows that are picked, in the order of their ids.
    fn of<'a, U>(listed: &'a Listed<U>, pick: impl Fn(&'a U) -> Option<T>, id: impl Fn(&T) -> String) -> Self {
        match listed {
            Listed::Read(rows) => {
                let mut rows: Vec<T> = rows.iter().filter_map(pick).collect();
                rows.sort_by_cached_key(id);
                Self::Read(rows)
            }
            Listed::Unread(why) => Self::NotRead(not_read(why)),
        }
    }
}

fn not_read(why: &Unread) -> String {
    match why {
        Unread::NotNeeded => "nothing needed it".to_owned(),
        Unread::NotRecorded => "the recorded account does not have it".to_owned(),
        Unread::Refused(text) => text.clone(),
    }
}

/// One registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Whether it can connect.
    pub status: RowStatus,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub revoked_at: Option<Timestamp>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_at: Option<Timestamp>,
    /// When it was last seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<Timestamp>,
    /// What registered.
    pub registration_type: String,
    /// The machine's id.
    pub device_id: String,
    /// The machine's name as the registration has it.
    pub device_name: String,
    /// The owner's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// The owner's address as the API wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The owner's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_name: Option<String>,
    /// How many virtual addresses it holds.
    pub virtual_ips: u8,
}

/// Whether a registration can connect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RowStatus {
    /// It can.
    Active,
    /// It cannot.
    Revoked,
}

/// One machine.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its serial, as the API wrote it; may be a placeholder.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub serial: Option<String>,
    /// What identifies the hardware.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hardware_id: Option<String>,
    /// Its system.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub os: Option<String>,
    /// Registrations on it that are neither revoked nor deleted, as the device list counts them.
    pub active_registrations: u64,
}

/// The seat of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seat {
    /// The person's id.
    pub user_id: String,
    /// The address, folded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// What the seat is released by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seat_uid: Option<String>,
    /// Takes an Access seat.
    pub access_seat: bool,
    /// Takes a Gateway seat.
    pub gateway_seat: bool,
}

/// One service token, never with its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whether it can be used.
    pub enabled: bool,
    /// When it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Timestamp>,
}

/// Whether somebody could enroll.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Door {
    /// The person's address, folded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<NamedId>,
    /// The answer.
    pub returns: Returns,
}

impl State {
    /// The state of the affected in an account.
    pub(super) fn of(account: &Account, affected: &Affected) -> Self {
        let rows = account.registrations.iter().filter(|row| affected.has_row(row, account));
        let is_token = |token: &&ServiceToken| affected.tokens().any(|id| id == token.id.as_str());
        Self {
            format_version: FORMAT_VERSION.to_owned(),
            account: plan_account(account),
            source: plan_source(account.reading.source),
            read_at: account.reading.read_at,
            registrations: rows.map(row).collect(),
            devices: machines(account, affected),
            seats: Part::of(
                &account.users,
                |user| affected.has_user(user).then(|| seat(user)),
                |seat| seat.user_id.clone(),
            ),
            service_tokens: Part::of(
                &account.tokens,
                |one| Some(one).filter(is_token).map(token),
                |token| token.id.clone(),
            ),
            enrollment: doors(account, affected),
        }
    }
}

/// An account as documents name it.
pub(super) fn plan_account(account: &Account) -> PlanAccount {
    PlanAccount { id: account.id.to_string(), name: account.name.clone(), team: account.organization.team().to_owned() }
}

fn plan_source(source: Source) -> PlanSource {
    match source {
        Source::Live => PlanSource::Live,
        Source::Offline => PlanSource::Offline,
        Source::Sandbox => PlanSource::Sandbox,
    }
}

fn machines(account: &Account, affected: &Affected) -> Part<Device> {
    match &account.devices {
        Some(_) => Part::Read(devices(account).filter(|one| affected.has_device(one)).map(device).collect()),
        None => Part::NotRead(not_read(&Unread::NotNeeded)),
    }
}

pub(super) fn row(row: &Registration) -> Row {
    let user = row.user.as_deref();
    let (status, revoked_at) = match row.status {
        Status::Active => (RowStatus::Active, None),
        Status::Revoked(at) => (RowStatus::Revoked, at),
    };
    Row {
        id: row.id.to_string(),
        status,
        revoked_at,
        created_at: row.created_at,
        last_seen_at: row.last_seen.at(),
        registration_type: row.kind.as_str().to_owned(),
        device_id: row.device_id.to_string(),
        device_name: row.device_name.to_string(),
        user_id: user.and_then(|user| user.id.as_ref()).map(ToString::to_string),
        email: user.and_then(|user| user.email.as_deref()).map(str::to_owned),
        user_name: user.map(|user| user.name.to_string()).filter(|name| !name.is_empty()),
        virtual_ips: row.virtual_ips,
    }
}

fn device(device: &PhysicalDevice) -> Device {
    Device {
        id: device.id.to_string(),
        name: device.name.to_string(),
        serial: device.serial.as_deref().map(str::to_owned),
        hardware_id: device.hardware_id.as_deref().map(str::to_owned),
        os: device.os.as_deref().map(str::to_owned),
        active_registrations: device.active_registrations,
    }
}

fn seat(user: &AccessUser) -> Seat {
    Seat {
        user_id: user.id.to_string(),
        email: user.email.as_ref().map(ToString::to_string),
        seat_uid: user.seat_uid.clone(),
        access_seat: user.access_seat,
        gateway_seat: user.gateway_seat,
    }
}

fn token(token: &ServiceToken) -> Token {
    Token { id: token.id.to_string(), name: token.name.clone(), enabled: token.enabled, expires_at: token.expires_at }
}

fn doors(account: &Account, affected: &Affected) -> Vec<Door> {
    let enrollment = Enrollment::new(account);
    let person = |email: &Email| Door {
        email: Some(email.to_string()),
        token: None,
        returns: enrollment.returns(&Subject::Person(email)),
    };
    let tokens = account.tokens.rows().unwrap_or_default();
    let tokens = affected.tokens().filter_map(|id| tokens.iter().find(|token| token.id.as_str() == id));
    let machine = |token: &ServiceToken| Door {
        email: None,
        token: Some(NamedId { id: token.id.to_string(), name: token.name.clone() }),
        returns: token_returns(token, account, &enrollment),
    };
    affected.people().map(person).chain(tokens.map(machine)).collect()
}

/// A token that is switched off or has ended opens nothing (fine print A22).
fn token_returns(token: &ServiceToken, account: &Account, enrollment: &Enrollment<'_>) -> Returns {
    if crate::plan::returning::is_alive(token, account.reading.read_at) {
        enrollment.returns(&Subject::Token(&token.id))
    } else {
        answer(Verdict::No)
    }
}

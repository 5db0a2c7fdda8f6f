//! Zero Trust users (API page, section 4.1).

use serde::Deserialize;

use super::scalar::Text;
use super::{Collector, Rows};
use crate::model::{AccessUser, Email, UserId};

/// Decodes users.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Users;

/// A user, every field optional but the id.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct WireAccessUser<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
    #[serde(default, borrow)]
    email: Text<'a>,
    #[serde(default, borrow)]
    seat_uid: Text<'a>,
    #[serde(default, borrow)]
    access_seat: Text<'a>,
    #[serde(default, borrow)]
    gateway_seat: Text<'a>,
}

impl Rows for Users {
    type Wire<'de> = WireAccessUser<'de>;
    type Row = AccessUser;

    fn key(row: &AccessUser) -> &str {
        row.id.as_str()
    }

    fn take(&mut self, wire: WireAccessUser<'_>, rows: &mut Vec<AccessUser>) -> Result<(), String> {
        let Some(id) = wire.id.filled() else { return Err("a user without an `id`".to_owned()) };
        rows.push(AccessUser {
            id: UserId::from(id),
            email: wire.email.filled().map(Email::new),
            seat_uid: wire.seat_uid.filled().map(str::to_owned),
            access_seat: wire.access_seat.as_str() == Some("true"),
            gateway_seat: wire.gateway_seat.as_str() == Some("true"),
        });
        Ok(())
    }
}

impl Users {
    /// A collector of users.
    pub(crate) fn collector() -> Collector<Self> {
        Collector::new(Self)
    }
}

//! A seat. Releasing one deletes the registrations that its owner has left (API page, section 4.3), so it waits until
//! there is none: what is left is for a plan to judge.

use super::super::remote::{Effect, ReadFailure, Remote};
use super::{Look, Step};
use crate::model::plan::Action;
use crate::model::{AccessUser, Email, UserId};

pub(super) struct Seat<'a> {
    uid: &'a str,
    user: UserId,
    email: Option<&'a str>,
    /// How many registrations may be left.
    left: Option<u64>,
}

impl<'a> Seat<'a> {
    pub(super) fn of(action: &'a Action) -> Option<Self> {
        Some(Self {
            uid: action.target.seat_uid.as_deref()?,
            user: UserId::from(action.expect.user_id.as_ref()?.as_deref()?),
            email: action.target.identity.as_ref().and_then(|identity| identity.email.as_deref()),
            left: action.expect.registrations_left,
        })
    }

    /// What the API calls it.
    pub(super) fn uid(&self) -> &str {
        self.uid
    }

    fn judge(&self, live: &AccessUser) -> Option<Look> {
        let owner = live.email.as_ref().map(Email::as_str);
        if let (Some(live), Some(planned)) = (owner, self.email)
            && !live.eq_ignore_ascii_case(planned)
        {
            return Some(Look::Changed(format!("the user is {live} now")));
        }
        if !live.has_seat() {
            return Some(Look::already("no seat is taken"));
        }
        let other = live.seat_uid.as_deref() != Some(self.uid);
        other.then(|| Look::Changed(format!("the user has another seat now, not {}", self.uid)))
    }
}

impl<R: Remote> Step<R> for Seat<'_> {
    async fn look(&mut self, remote: &R) -> Result<Look, ReadFailure> {
        let Some(live) = remote.user(&self.user).await? else {
            return Ok(Look::already("the user is gone, and the seat with them"));
        };
        if let Some(look) = self.judge(&live) {
            return Ok(look);
        }
        let left = remote.registrations_of(&self.user).await?.len() as u64;
        match self.left {
            Some(expected) if left > expected => Ok(Look::Changed(still_there(left))),
            Some(_) | None => Ok(Look::ready(Effect::ReleaseSeats(vec![self.uid.to_owned()]))),
        }
    }

    fn done(&self) -> String {
        "the seat is free; a login takes it again".to_owned()
    }
}

fn still_there(left: u64) -> String {
    let (number, verb) =
        if left == 1 { ("one registration".to_owned(), "is") } else { (format!("{left} registrations"), "are") };
    format!("{number} of the user {verb} there, which releasing the seat would delete")
}

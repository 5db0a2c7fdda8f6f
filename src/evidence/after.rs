//! `after.json`: what the account says once the run is over, target by target, and who is there again already.

use std::collections::{HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::FORMAT_VERSION;
use super::state::{Part, Row, RowStatus, State};
use crate::model::plan::{ActionKind, Target};
use crate::model::report::{Became, Outcome};

/// How a target stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It is gone.
    Absent,
    /// It is there and cannot connect; a token that is switched off.
    Revoked,
    /// It is there and can be used.
    Active,
    /// A device record that is there, a seat that is taken.
    Present,
    /// It was not read, or no reading tells.
    Unknown,
}

impl Standing {
    /// In words.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Absent => "gone",
            Self::Revoked => "cannot connect",
            Self::Active => "active",
            Self::Present => "still there",
            Self::Unknown => "not known",
        }
    }
}

/// One target after the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetAfter {
    /// The action.
    pub action_id: String,
    /// Its kind.
    pub kind: ActionKind,
    /// What became of it.
    pub became: Became,
    /// What the account says.
    pub standing: Standing,
}

/// `after.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct After {
    /// `1.0`.
    pub format_version: String,
    /// Every target of an effect that a reading can tell about.
    pub targets: Vec<TargetAfter>,
    /// Registrations of the affected people and machines that were not there before.
    pub new_registrations: Vec<Row>,
    /// The state of the affected, or why it could not be read.
    pub state: StateAfter,
}

/// A state, or why there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StateAfter {
    /// It was read again.
    Read(Box<State>),
    /// Why it was not.
    NotRead(String),
}

impl After {
    /// Holds the outcomes against a state.
    pub(super) fn new(outcomes: &[Outcome], before: &State, state: Result<State, String>) -> Self {
        let look = state.as_ref().ok().map(Look::of);
        let target = |outcome: &Outcome| {
            Some(TargetAfter {
                action_id: outcome.action.id.clone(),
                kind: outcome.action.kind,
                became: outcome.became,
                standing: standing(outcome.action.kind, &outcome.action.target, look.as_ref())?,
            })
        };
        let known: HashSet<&str> = before.registrations.iter().map(|row| row.id.as_str()).collect();
        let rows = state.as_ref().map_or(&[][..], |state| &state.registrations);
        Self {
            format_version: FORMAT_VERSION.to_owned(),
            targets: outcomes.iter().filter_map(target).collect(),
            new_registrations: rows.iter().filter(|row| !known.contains(row.id.as_str())).cloned().collect(),
            state: match state {
                Ok(state) => StateAfter::Read(Box::new(state)),
                Err(why) => StateAfter::NotRead(why),
            },
        }
    }

    /// The state, where it was read.
    pub(super) fn read(&self) -> Option<&State> {
        match &self.state {
            StateAfter::Read(state) => Some(state),
            StateAfter::NotRead(_) => None,
        }
    }
}

/// A state by the ids that targets have.
struct Look<'a> {
    state: &'a State,
    rows: HashMap<&'a str, &'a Row>,
}

impl<'a> Look<'a> {
    fn of(state: &'a State) -> Self {
        Self { state, rows: state.registrations.iter().map(|row| (row.id.as_str(), row)).collect() }
    }

    fn registration(&self, id: &str) -> Standing {
        match self.rows.get(id).map(|row| row.status) {
            None => Standing::Absent,
            Some(RowStatus::Revoked) => Standing::Revoked,
            Some(RowStatus::Active) => Standing::Active,
        }
    }

    fn device(&self, id: &str) -> Standing {
        found(&self.state.devices, |device| device.id == id, |_| Standing::Present)
    }

    fn seat(&self, seat_uid: &str) -> Standing {
        let is_its = |seat: &super::state::Seat| seat.seat_uid.as_deref() == Some(seat_uid);
        let taken = |seat: &super::state::Seat| seat.access_seat || seat.gateway_seat;
        found(&self.state.seats, is_its, |seat| if taken(seat) { Standing::Present } else { Standing::Absent })
    }

    fn token(&self, id: &str) -> Standing {
        let state = |token: &super::state::Token| if token.enabled { Standing::Active } else { Standing::Revoked };
        found(&self.state.service_tokens, |token| token.id == id, state)
    }
}

fn found<T>(part: &Part<T>, is_it: impl Fn(&T) -> bool, standing: impl Fn(&T) -> Standing) -> Standing {
    match part {
        Part::Read(rows) => rows.iter().find(|row| is_it(row)).map_or(Standing::Absent, standing),
        Part::NotRead(_) => Standing::Unknown,
    }
}

/// Nothing for what is no object of its own: sessions, rules, steps for people.
fn standing(kind: ActionKind, target: &Target, look: Option<&Look<'_>>) -> Option<Standing> {
    let told = match kind {
        ActionKind::DeleteRegistration | ActionKind::RevokeRegistration | ActionKind::UnrevokeRegistration => {
            look.zip(target.registration_id.as_deref()).map(|(look, id)| look.registration(id))
        }
        ActionKind::DeleteDevice => look.zip(target.device.as_ref()).map(|(look, device)| look.device(&device.id)),
        ActionKind::ReleaseSeat => look.zip(target.seat_uid.as_deref()).map(|(look, uid)| look.seat(uid)),
        ActionKind::DisableServiceToken | ActionKind::DeleteServiceToken => {
            look.zip(target.token.as_ref()).map(|(look, token)| look.token(&token.id))
        }
        ActionKind::BlockEnrollment
        | ActionKind::ExcludeFromEnrollment
        | ActionKind::RemoveTokenFromEnrollment
        | ActionKind::RevokeSessions
        | ActionKind::HumanStep => return None,
    };
    Some(told.unwrap_or(Standing::Unknown))
}

#[cfg(test)]
mod tests {
    use super::super::affected::Affected;
    use super::super::tests::{account, plan, report};
    use super::*;

    fn after(change: impl FnOnce(&mut crate::model::Account)) -> After {
        let (before, plan) = (account(), plan());
        let affected = Affected::of(&plan, &before);
        let mut live = account();
        change(&mut live);
        After::new(&report().outcomes, &State::of(&before, &affected), Ok(State::of(&live, &affected)))
    }

    fn standings(after: &After) -> Vec<(&str, Standing)> {
        after.targets.iter().map(|target| (target.action_id.as_str(), target.standing)).collect()
    }

    #[test]
    fn every_target_is_looked_up() {
        let same = after(|_| {});
        assert_eq!(
            standings(&same),
            [
                ("delete_registration:r-erin-1", Standing::Active),
                ("delete_registration:r-erin-2", Standing::Active),
                ("revoke_registration:r-kiosk", Standing::Active),
                ("release_seat:seat-erin", Standing::Present),
            ]
        );
        assert!(same.new_registrations.is_empty());
    }

    #[test]
    fn what_is_gone_is_absent_and_what_is_new_is_named() {
        let done = after(super::super::tests::carry_out);
        let words: Vec<Standing> = done.targets.iter().map(|target| target.standing).collect();
        assert_eq!(words, [Standing::Absent, Standing::Absent, Standing::Revoked, Standing::Absent]);
        let back = after(|account| {
            super::super::tests::carry_out(account);
            super::super::tests::come_back(account);
        });
        assert_eq!(back.new_registrations.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["r-new"]);
    }

    #[test]
    fn without_a_reading_nothing_is_known() {
        let (before, plan) = (account(), plan());
        let state = State::of(&before, &Affected::of(&plan, &before));
        let after = After::new(&report().outcomes, &state, Err("HTTP 503".to_owned()));
        assert!(after.targets.iter().all(|target| target.standing == Standing::Unknown));
        assert_eq!(after.read(), None);
    }
}

//! The fake account: rows by id, devices, the things of `things.rs`, and a list of failures, each used up by the call
//! that it fits.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::things::Things;
use crate::apply::engine::Engine;
use crate::apply::{
    BatchSize, Change, Effect, Ending, Event, Halt, Observer, ReadFailure, Remote, Watch, WriteFailure,
};
use crate::cloudflare::{ApplicationDocument, PolicyDocument, PolicyPlace};
use crate::model::enrollment::{GatewayList, Policy};
use crate::model::plan::{
    Action, ActionKind, Expect, IdentityKind, Phase, Reason, Target, TargetDevice, TargetIdentity,
};
use crate::model::report::Became;
use crate::model::{
    AccessUser, AppId, DeviceId, ListId, ReasonCode, Registration, RegistrationId, RegistrationType, Seen,
    ServiceToken, Status, TokenId, UserId,
};

/// What happens to one change instead of success.
#[derive(Clone, Debug)]
pub(super) enum Fault {
    /// Answers with this and does nothing.
    Instead(WriteFailure),
    /// Does it for the first so many ids, then answers with this.
    After(usize, WriteFailure),
    /// Does nothing and reports success.
    Lie,
}

/// What somebody else does to the account.
pub(super) type Others = fn(&mut State);

#[derive(Default)]
pub(super) struct State {
    pub(super) rows: BTreeMap<String, Registration>,
    pub(super) devices: BTreeSet<String>,
    pub(super) things: Things,
    /// Refuses every bulk call that holds one of these.
    pub(super) cursed: BTreeSet<String>,
    /// What it refuses them with; 400 without it.
    pub(super) curse: Option<WriteFailure>,
    pub(super) faults: Vec<Fault>,
    pub(super) read_faults: Vec<ReadFailure>,
    /// Every reading after the first so many fails.
    pub(super) break_reads_after: Option<(u64, ReadFailure)>,
    /// Every change that was sent, in order.
    pub(super) log: Vec<(Change, Vec<String>)>,
    /// Every effect that was sent, in order.
    pub(super) effects: Vec<Effect>,
    pub(super) reads: u64,
    /// What others do just before the reading with this number is answered.
    pub(super) meanwhile: Vec<(u64, Others)>,
    /// Cancels the token after so many changes.
    pub(super) stop_after: Option<usize>,
}

#[derive(Default)]
pub(super) struct Fake {
    pub(super) state: RefCell<State>,
    pub(super) stop: CancellationToken,
}

pub(super) fn time(text: &str) -> Timestamp {
    text.parse().expect("written by a test")
}

pub(super) fn row(id: &str) -> Registration {
    Registration {
        id: RegistrationId::from(id),
        device_id: DeviceId::from(format!("d-{id}")),
        device_name: "laptop".into(),
        user: None,
        kind: RegistrationType::Warp,
        created_at: Some(time("2026-01-01T00:00:00Z")),
        last_seen: Seen::At(time("2026-02-01T00:00:00Z")),
        status: Status::Active,
        profile: None,
        virtual_ips: 2,
    }
}

impl Fake {
    pub(super) fn with(rows: impl IntoIterator<Item = Registration>) -> Self {
        let fake = Self::default();
        {
            let mut state = fake.state.borrow_mut();
            for row in rows {
                state.devices.insert(row.device_id.as_str().to_owned());
                state.rows.insert(row.id.as_str().to_owned(), row);
            }
        }
        fake
    }

    /// `r1` … `rN`.
    pub(super) fn of(count: usize) -> Self {
        Self::with((1..=count).map(|n| row(&format!("r{n}"))))
    }

    pub(super) fn fault(self, fault: Fault) -> Self {
        self.state.borrow_mut().faults.push(fault);
        self
    }

    pub(super) fn ids(&self) -> Vec<String> {
        self.state.borrow().rows.keys().cloned().collect()
    }

    pub(super) fn rows(&self) -> Vec<Registration> {
        self.state.borrow().rows.values().cloned().collect()
    }

    pub(super) fn calls(&self) -> Vec<Vec<String>> {
        self.state.borrow().log.iter().map(|(_, ids)| ids.clone()).collect()
    }

    fn act(state: &mut State, change: Change, ids: &[String]) {
        for id in ids {
            match change {
                Change::Delete => drop(state.rows.remove(id)),
                Change::Revoke | Change::Unrevoke => {
                    if let Some(row) = state.rows.get_mut(id) {
                        row.status = match change {
                            Change::Revoke => Status::Revoked(None),
                            Change::Unrevoke | Change::Delete => Status::Active,
                        };
                    }
                }
            }
        }
    }

    fn call(&self, change: Change, ids: &[RegistrationId]) -> Result<(), WriteFailure> {
        let ids: Vec<String> = ids.iter().map(|id| id.as_str().to_owned()).collect();
        let mut state = self.state.borrow_mut();
        state.log.push((change, ids.clone()));
        if state.stop_after.is_some_and(|after| state.log.len() >= after) {
            self.stop.cancel();
        }
        let fault = (!state.faults.is_empty()).then(|| state.faults.remove(0));
        match fault {
            Some(Fault::Instead(failure)) => return Err(failure),
            Some(Fault::After(count, failure)) => {
                Self::act(&mut state, change, &ids[..count.min(ids.len())]);
                return Err(failure);
            }
            Some(Fault::Lie) => return Ok(()),
            None => {}
        }
        if ids.iter().any(|id| state.cursed.contains(id)) {
            let usual = || WriteFailure::Refused("400 cannot be changed".to_owned());
            return Err(state.curse.clone().unwrap_or_else(usual));
        }
        if ids.iter().any(|id| !state.rows.contains_key(id)) {
            return Err(WriteFailure::NotFound("404 no such registration".to_owned()));
        }
        Self::act(&mut state, change, &ids);
        Ok(())
    }

    fn may_read(&self) -> Result<(), ReadFailure> {
        let mut state = self.state.borrow_mut();
        state.reads += 1;
        if let Some((after, failure)) = state.break_reads_after.clone()
            && state.reads > after
        {
            return Err(failure);
        }
        let now = state.reads;
        for (_, others) in state.meanwhile.clone().into_iter().filter(|(at, _)| *at == now) {
            others(&mut state);
        }
        if state.read_faults.is_empty() { Ok(()) } else { Err(state.read_faults.remove(0)) }
    }
}

impl Remote for Fake {
    async fn registrations(&self, ids: &[RegistrationId]) -> Result<Vec<Registration>, ReadFailure> {
        self.may_read()?;
        let state = self.state.borrow();
        Ok(ids.iter().filter_map(|id| state.rows.get(id.as_str()).cloned()).collect())
    }

    async fn left_on(&self, id: &DeviceId) -> Result<Option<u64>, ReadFailure> {
        self.may_read()?;
        let state = self.state.borrow();
        let left = state.rows.values().filter(|row| row.device_id == *id).count() as u64;
        Ok(state.devices.contains(id.as_str()).then_some(left))
    }

    async fn change(&self, change: Change, ids: &[RegistrationId]) -> Result<(), WriteFailure> {
        self.call(change, ids)
    }

    async fn registrations_of(&self, user: &UserId) -> Result<Vec<Registration>, ReadFailure> {
        self.may_read()?;
        let is_theirs =
            |row: &&Registration| row.user.as_ref().and_then(|row| row.id.as_ref()).is_some_and(|id| id == user);
        Ok(self.state.borrow().rows.values().filter(is_theirs).cloned().collect())
    }

    async fn policy(&self, place: &PolicyPlace) -> Result<Option<PolicyDocument>, ReadFailure> {
        self.may_read()?;
        Ok(self.state.borrow().things.policy(place))
    }

    async fn application(&self, id: &AppId) -> Result<Option<ApplicationDocument>, ReadFailure> {
        self.may_read()?;
        Ok(self.state.borrow().things.application(id))
    }

    async fn enrollment(&self, _application: &AppId) -> Result<Option<Vec<Policy>>, ReadFailure> {
        self.may_read()?;
        Ok(Some(self.state.borrow().things.judged.clone()))
    }

    async fn list(&self, id: &ListId) -> Result<Option<GatewayList>, ReadFailure> {
        self.may_read()?;
        Ok(self.state.borrow().things.lists.get(id.as_str()).cloned())
    }

    async fn token(&self, id: &TokenId) -> Result<Option<ServiceToken>, ReadFailure> {
        self.may_read()?;
        Ok(self.state.borrow().things.tokens.get(id.as_str()).cloned())
    }

    async fn user(&self, id: &UserId) -> Result<Option<AccessUser>, ReadFailure> {
        self.may_read()?;
        Ok(self.state.borrow().things.users.get(id.as_str()).cloned())
    }

    async fn effect(&self, effect: &Effect) -> Result<(), WriteFailure> {
        let mut state = self.state.borrow_mut();
        state.effects.push(effect.clone());
        if state.stop_after.is_some_and(|after| state.effects.len() >= after) {
            self.stop.cancel();
        }
        match (!state.faults.is_empty()).then(|| state.faults.remove(0)) {
            Some(Fault::Instead(failure)) => Err(failure),
            Some(Fault::After(count, failure)) => {
                if count > 0 {
                    state.carry_out(effect)?;
                }
                Err(failure)
            }
            Some(Fault::Lie) => Ok(()),
            None => state.carry_out(effect),
        }
    }
}

impl State {
    fn carry_out(&mut self, effect: &Effect) -> Result<(), WriteFailure> {
        match effect {
            Effect::DeleteDevice(id) if self.devices.remove(id.as_str()) => Ok(()),
            Effect::DeleteDevice(_) => Err(WriteFailure::NotFound("404".to_owned())),
            Effect::ReleaseSeats(seat_uids) => {
                if seat_uids.iter().any(|uid| self.cursed.contains(uid)) {
                    return Err(WriteFailure::Refused("400 no such seat".to_owned()));
                }
                for seat_uid in seat_uids {
                    // Cloudflare takes along what the user has left.
                    let id = self.things.release(seat_uid)?;
                    self.rows.retain(|_, row| row.user.as_ref().and_then(|user| user.id.clone()) != Some(id.clone()));
                }
                Ok(())
            }
            effect => self.things.carry_out(effect),
        }
    }
}

/// An action on a row that expects what [`row`] makes.
pub(super) fn action(kind: ActionKind, id: &str) -> Action {
    Action {
        id: format!("{}:{id}", kind.as_str()),
        kind,
        phase: Phase::Registrations,
        target: Target {
            registration_id: Some(id.to_owned()),
            device: Some(TargetDevice { id: format!("d-{id}"), name: "laptop".to_owned(), serial: None }),
            ..Target::default()
        },
        reason: Reason {
            code: ReasonCode::UserNotListed,
            text: "no entry".to_owned(),
            file: None,
            line: None,
            ticket: None,
            owner: None,
            also: Vec::new(),
        },
        returns: None,
        expect: Expect {
            user_id: Some(None),
            email: Some(None),
            device_id: Some(format!("d-{id}")),
            created_at: Some(time("2026-01-01T00:00:00Z")),
            revoked: Some(false),
            ..Expect::default()
        },
    }
}

pub(super) fn delete(id: &str) -> Action {
    action(ActionKind::DeleteRegistration, id)
}

pub(super) fn deletes(count: usize) -> Vec<Action> {
    (1..=count).map(|n| delete(&format!("r{n}"))).collect()
}

pub(super) fn delete_device(device: &str) -> Action {
    let mut action = action(ActionKind::DeleteDevice, "");
    action.id = format!("delete_device:{device}");
    action.phase = Phase::Devices;
    action.target = Target {
        device: Some(TargetDevice { id: device.to_owned(), name: "laptop".to_owned(), serial: None }),
        ..Target::default()
    };
    action.expect = Expect { registrations_left: Some(0), ..Expect::default() };
    action
}

/// The same action for a person.
pub(super) fn of_person(mut action: Action, email: &str) -> Action {
    action.target.identity =
        Some(TargetIdentity { kind: IdentityKind::Person, email: Some(email.to_owned()), id: None });
    action
}

/// Counts events and keeps what was tried again.
#[derive(Default)]
pub(super) struct Seer {
    pub(super) settled: Vec<String>,
    pub(super) again: usize,
}

impl Observer for Seer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Began { .. } => {}
            Event::Settled(outcome) => self.settled.push(outcome.action.id.clone()),
            Event::Again(_) => self.again += 1,
        }
    }
}

/// Runs in batches of `batch` and checks that every action is settled exactly once.
pub(super) async fn run_in(batch: usize, actions: &[Action], fake: &Fake) -> Ending {
    watched(batch, None, actions, fake).await
}

/// Runs after another run was ended by this.
pub(super) async fn run_after(halt: Option<Halt>, actions: &[Action], fake: &Fake) -> Ending {
    watched(50, halt, actions, fake).await
}

async fn watched(batch: usize, halt: Option<Halt>, actions: &[Action], fake: &Fake) -> Ending {
    let mut seer = Seer::default();
    let clock = || time("2026-11-22T00:00:00Z");
    let batch = BatchSize::new(batch).expect("written by a test");
    let watch = Watch { observer: &mut seer, stop: &fake.stop, clock: &clock, halt };
    let ending = Engine::new(actions, fake, batch, watch).run().await;
    let planned: Vec<&str> = actions.iter().map(|action| action.id.as_str()).collect();
    let reported: Vec<&str> = ending.outcomes.iter().map(|outcome| outcome.action.id.as_str()).collect();
    assert_eq!(planned, reported, "one outcome per action, in the order of the plan");
    assert_eq!(seer.settled.len(), actions.len(), "one event per action");
    ending
}

pub(super) async fn run(actions: &[Action], fake: &Fake) -> Ending {
    run_in(50, actions, fake).await
}

/// What became of the actions, in order.
pub(super) fn became(ending: &Ending) -> Vec<Became> {
    ending.outcomes.iter().map(|outcome| outcome.became).collect()
}

/// The detail of one outcome.
pub(super) fn detail(ending: &Ending, place: usize) -> &str {
    ending.outcomes[place].detail.as_deref().unwrap_or("")
}

pub(super) fn refused() -> WriteFailure {
    WriteFailure::Refused("400 bad request".to_owned())
}

pub(super) fn lost() -> WriteFailure {
    WriteFailure::Ambiguous("502 bad gateway".to_owned())
}

pub(super) fn too_long() -> Halt {
    Halt::ComeBack("come back at 2026-11-22T01:00:00Z".to_owned())
}

/// A user with an address and no id.
pub(super) fn user(email: &str) -> std::sync::Arc<crate::model::RowUser> {
    std::sync::Arc::new(crate::model::RowUser {
        id: None,
        email: Some(email.into()),
        folded: Some(crate::model::Email::new(email)),
        name: "".into(),
    })
}

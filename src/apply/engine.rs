//! The phases in their order, and what all of them share. What a phase does with registrations is in `batch.rs`, with
//! everything else in `effects`.

use std::collections::HashMap;
use std::time::Duration;

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::answer::{Answer, Attempts, Settled, pause_after};
use super::batch::BatchSize;
use super::depend::Blockers;
use super::ledger::Ledger;
use super::observer::Observer;
use super::remote::{Change, Halt, ReadFailure, Remote};
use crate::model::plan::{Action, ActionKind, Phase};
use crate::model::report::{Became, Outcome};

/// How many calls in a row may go unanswered before nothing further is begun.
const SILENT_CALLS: u32 = 3;

/// How many calls in a row, each for one target alone, may be forbidden before the kind of change counts as forbidden: one
/// may be about its target.
const FORBIDDEN_CALLS: u32 = 3;

/// What a run needs beside the plan and the account.
pub struct Watch<'a> {
    /// Sees what happens.
    pub observer: &'a mut dyn Observer,
    /// Cancelled: nothing new starts, what runs is finished.
    pub stop: &'a CancellationToken,
    /// For the times in the report.
    pub clock: &'a dyn Fn() -> Timestamp,
    /// Why nothing is begun at all, where an earlier run with the same credential was ended by it.
    pub halt: Option<Halt>,
}

/// How a run ended.
#[derive(Clone, Debug, PartialEq)]
pub struct Ending {
    /// One for every action, in the order of the plan.
    pub outcomes: Vec<Outcome>,
    /// Why the rest was not begun, where it was not.
    pub halt: Option<Halt>,
    /// Whether anything was sent that may have changed the account.
    pub wrote: bool,
}

/// Calls of one kind that were forbidden, none of them answered with success in between.
#[derive(Debug, Default)]
struct Forbidden {
    calls: u32,
    text: String,
}

/// The state of a run.
pub(super) struct Engine<'a, R> {
    pub(super) actions: &'a [Action],
    pub(super) remote: &'a R,
    pub(super) batch: BatchSize,
    ledger: Ledger<'a>,
    stop: &'a CancellationToken,
    halt: Option<Halt>,
    forbidden: HashMap<ActionKind, Forbidden>,
    silent: u32,
    wrote: bool,
}

impl<'a, R: Remote> Engine<'a, R> {
    pub(super) fn new(actions: &'a [Action], remote: &'a R, batch: BatchSize, watch: Watch<'a>) -> Self {
        let Watch { observer, stop, clock, halt } = watch;
        Self {
            actions,
            remote,
            batch,
            ledger: Ledger::new(actions, observer, clock),
            stop,
            halt,
            forbidden: HashMap::new(),
            silent: 0,
            wrote: false,
        }
    }

    pub(super) async fn run(mut self) -> Ending {
        for phase in Phase::ALL {
            self.phase(phase).await;
        }
        Ending { outcomes: self.ledger.close(), halt: self.halt, wrote: self.wrote }
    }

    async fn phase(&mut self, phase: Phase) {
        let ready = self.ready(phase);
        for change in Change::ALL {
            let of_kind: Vec<usize> =
                ready.iter().copied().filter(|place| self.actions[*place].kind == change.kind()).collect();
            self.registrations(change, &of_kind).await;
        }
        let seats = ready.iter().copied().filter(|place| self.actions[*place].kind == ActionKind::ReleaseSeat);
        let seats: Vec<usize> = seats.collect();
        self.seats(&seats).await;
        for place in ready {
            self.single(place).await;
        }
    }

    /// The actions of a phase that nothing stands in the way of. The others are settled here.
    fn ready(&mut self, phase: Phase) -> Vec<usize> {
        let blockers = Blockers::before(phase, self.actions, &self.ledger);
        let mut ready = Vec::new();
        for (place, action) in self.actions.iter().enumerate().filter(|(_, action)| action.phase == phase) {
            let settled = match blockers.of(action) {
                _ if action.kind == ActionKind::HumanStep => {
                    self.ledger.settle(place, Became::ForAPerson, None);
                    continue;
                }
                Some(blocker) => {
                    let why = format!("it depends on {}, which was not done", self.actions[blocker].id);
                    Some((Became::NotAttempted, why))
                }
                None => nameless(action),
            };
            match settled {
                Some(settled) => self.settle(place, settled),
                None => ready.push(place),
            }
        }
        ready
    }

    /// Why an action of this kind is not begun, where it is not.
    pub(super) fn held_back(&mut self, kind: ActionKind) -> Option<String> {
        if self.stop.is_cancelled() {
            self.stop_with(Halt::Interrupted);
        }
        let forbidden = || self.forbidden.get(&kind).filter(|forbidden| forbidden.calls >= FORBIDDEN_CALLS);
        self.halt.as_ref().map(ToString::to_string).or_else(|| forbidden().map(|forbidden| forbidden.text.clone()))
    }

    /// Begins nothing further. The first reason stands.
    pub(super) fn stop_with(&mut self, halt: Halt) {
        self.halt.get_or_insert(halt);
    }

    /// Notes what an answer to a call for so many targets means for the calls that follow.
    pub(super) fn note(&mut self, kind: ActionKind, answer: &Answer, targets: usize) {
        match answer {
            Answer::Unclear(text) => {
                self.wrote = true;
                self.unanswered(text);
            }
            Answer::NotSent(text) => self.unanswered(text),
            Answer::Forbidden(text) => {
                self.silent = 0;
                let forbidden = self.forbidden.entry(kind).or_default();
                forbidden.calls += u32::from(targets == 1);
                forbidden.text.clone_from(text);
            }
            Answer::NotFound(_) | Answer::Refused(_) => self.silent = 0,
        }
    }

    /// Notes whether a reading was answered.
    pub(super) fn heard<T>(&mut self, read: Result<T, ReadFailure>) -> Result<T, ReadFailure> {
        match &read {
            Ok(_) | Err(ReadFailure::Refused(_)) => self.silent = 0,
            Err(ReadFailure::Halt(halt)) => self.stop_with(halt.clone()),
            Err(ReadFailure::Broken(text)) => self.unanswered(text),
        }
        read
    }

    /// Settles what was about to be sent when everything had to stop.
    pub(super) fn halted(&mut self, actions: &[usize], halt: Halt) {
        self.all(actions, &(Became::NotAttempted, halt.to_string()));
        self.stop_with(halt);
    }

    /// Notes that a change of this kind was accepted.
    pub(super) fn wrote(&mut self, kind: ActionKind) {
        self.wrote = true;
        self.forbidden.remove(&kind);
        self.silent = 0;
    }

    /// Settles what a call was answered with success for.
    pub(super) fn done(&mut self, kind: ActionKind, actions: &[usize]) {
        self.wrote(kind);
        for place in actions {
            self.ledger.settle(*place, Became::Done, None);
        }
    }

    fn unanswered(&mut self, text: &str) {
        self.silent += 1;
        if self.silent >= SILENT_CALLS {
            self.stop_with(Halt::Silent(text.to_owned()));
        }
    }

    /// Waits before a change is sent again. A stop ends the wait.
    pub(super) async fn pause(&mut self, attempts: &Attempts) {
        let Some((pause, why)) = attempts.pause() else { return };
        self.ledger.again(why);
        self.sleep(pause).await;
    }

    /// Waits before a change that was accepted is looked for again.
    pub(super) async fn rest(&self, looks: u32) {
        self.sleep(pause_after(looks)).await;
    }

    async fn sleep(&self, pause: Duration) {
        tokio::select! {
            () = self.stop.cancelled() => {}
            () = tokio::time::sleep(pause) => {}
        }
    }

    pub(super) fn settle(&mut self, place: usize, (became, text): Settled) {
        self.ledger.settle(place, became, Some(text));
    }

    pub(super) fn all(&mut self, places: &[usize], settled: &Settled) {
        for place in places {
            self.settle(*place, settled.clone());
        }
    }
}

/// A plan that names no registration where one is changed.
fn nameless(action: &Action) -> Option<Settled> {
    let bulk = Change::ALL.into_iter().any(|change| change.kind() == action.kind);
    (bulk && action.target.registration_id.is_none())
        .then(|| (Became::Failed, "the plan names no registration".to_owned()))
}

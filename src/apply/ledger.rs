//! One outcome for every action, exactly one.

use jiff::Timestamp;

use super::observer::{Event, Observer};
use crate::model::plan::Action;
use crate::model::report::{Became, Outcome};

/// The outcomes so far, by the place of their action in the plan.
pub(super) struct Ledger<'a> {
    actions: &'a [Action],
    outcomes: Vec<Option<Outcome>>,
    observer: &'a mut dyn Observer,
    clock: &'a dyn Fn() -> Timestamp,
}

impl<'a> Ledger<'a> {
    pub(super) fn new(actions: &'a [Action], observer: &'a mut dyn Observer, clock: &'a dyn Fn() -> Timestamp) -> Self {
        observer.event(Event::Began { actions: actions.len() });
        Self { actions, outcomes: vec![None; actions.len()], observer, clock }
    }

    /// Settles an action. The first word stands: an action is settled once.
    pub(super) fn settle(&mut self, action: usize, became: Became, detail: Option<String>) {
        let slot = &mut self.outcomes[action];
        if slot.is_some() {
            return;
        }
        let begun = !matches!(became, Became::NotAttempted | Became::ForAPerson);
        let outcome = Outcome {
            action: self.actions[action].clone(),
            became,
            detail,
            finished_at: begun.then(|| (self.clock)()),
        };
        self.observer.event(Event::Settled(slot.insert(outcome)));
    }

    pub(super) fn again(&mut self, why: &str) {
        self.observer.event(Event::Again(why));
    }

    /// What became of an action, where that is known.
    pub(super) fn became(&self, action: usize) -> Option<Became> {
        self.outcomes[action].as_ref().map(|outcome| outcome.became)
    }

    /// All outcomes, in the order of the plan. What nobody settled was not attempted.
    pub(super) fn close(mut self) -> Vec<Outcome> {
        for action in 0..self.actions.len() {
            self.settle(action, Became::NotAttempted, None);
        }
        self.outcomes.into_iter().flatten().collect()
    }
}

//! Registrations in bulk calls (product.md, section 6; fine print B7).
//!
//! A chunk of rows goes through one loop: read the rows again, settle those that are not as planned, send the rest
//! in one call. What a call leaves open goes through the same loop again, so that every decision rests on a fresh
//! reading:
//!
//! * refused → halves, until the culprit stands alone; the reading finds what the refused call did anyway;
//! * no clear answer → the same rows, a few times; what is then as wanted was done by it; then halves, too: it may be
//!   one row that the API stumbles over.

use std::collections::HashMap;

use super::answer::{Answer, Attempts, answer};
use super::engine::Engine;
use super::remote::{Change, Remote};
use super::standing::{Standing, standing};
use crate::model::report::Became;
use crate::model::{ReasonCode, Registration, RegistrationId};

/// Ids in one bulk call: 50 unless told otherwise, never more than 200 (fine print B7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BatchSize(usize);

impl BatchSize {
    /// The largest.
    pub const MAX: usize = 200;

    /// Nothing for 0 and for more than [`Self::MAX`].
    pub fn new(ids: usize) -> Option<Self> {
        (1..=Self::MAX).contains(&ids).then_some(Self(ids))
    }

    /// How many ids.
    pub fn get(self) -> usize {
        self.0
    }
}

impl Default for BatchSize {
    fn default() -> Self {
        Self(50)
    }
}

/// Targets that go into one call, by the place of their actions.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    pub(super) actions: Vec<usize>,
    pub(super) attempts: Attempts,
}

impl Chunk {
    /// So many targets a call, the last call first.
    pub(super) fn all(actions: &[usize], size: BatchSize) -> Vec<Self> {
        let fresh = |chunk: &[usize]| Self { actions: chunk.to_vec(), ..Self::default() };
        actions.chunks(size.get()).rev().map(fresh).collect()
    }
}

impl<R: Remote> Engine<'_, R> {
    /// Settles all of these actions, which are of the change's kind. What is over the limit goes first, in calls of its
    /// own: were anything else of the same person gone already, a run that starts again would find room for it.
    pub(super) async fn registrations(&mut self, change: Change, actions: &[usize]) {
        let is_over = |place: &usize| self.actions[*place].reason.code == ReasonCode::OverLimit;
        let (over, others): (Vec<usize>, Vec<usize>) = actions.iter().copied().partition(is_over);
        let mut open = Chunk::all(&others, self.batch);
        open.extend(Chunk::all(&over, self.batch));
        while let Some(chunk) = open.pop() {
            if let Some(chunk) = self.as_planned(change, chunk).await {
                self.send(change, chunk, &mut open).await;
            }
        }
    }

    /// Reads the rows again and leaves those that are to be sent.
    async fn as_planned(&mut self, change: Change, chunk: Chunk) -> Option<Chunk> {
        let held_back = self.held_back(change.kind());
        if let (Some(why), None) = (&held_back, &chunk.attempts.last) {
            self.all(&chunk.actions, &(Became::NotAttempted, why.clone()));
            return None;
        }
        let rows = self.remote.registrations(&self.ids(&chunk.actions)).await;
        match self.heard(rows) {
            Ok(rows) => {
                // A signal may have come while the rows were read: nothing new starts after it.
                let held_back = held_back.or_else(|| self.held_back(change.kind()));
                self.compare(change, chunk, &rows, held_back)
            }
            Err(failure) => {
                self.all(&chunk.actions, &chunk.attempts.unread(&failure));
                None
            }
        }
    }

    fn compare(
        &mut self,
        change: Change,
        chunk: Chunk,
        rows: &[Registration],
        held_back: Option<String>,
    ) -> Option<Chunk> {
        let rows: HashMap<&str, &Registration> = rows.iter().map(|row| (row.id.as_str(), row)).collect();
        let mut unchanged = Vec::new();
        for &place in &chunk.actions {
            let action = &self.actions[place];
            let row = action.target.registration_id.as_deref().and_then(|id| rows.get(id).copied());
            match standing(change, &action.expect, row) {
                Standing::AsPlanned => unchanged.push(place),
                Standing::Gone => self.settle(place, chunk.attempts.reached("already gone")),
                Standing::Already(text) => self.settle(place, chunk.attempts.reached(text)),
                Standing::Changed(text) => self.settle(place, (Became::Superseded, text)),
            }
        }
        if let Some(settled) = chunk.attempts.given_up(held_back) {
            self.all(&unchanged, &settled);
            return None;
        }
        (!unchanged.is_empty()).then_some(Chunk { actions: unchanged, ..chunk })
    }

    async fn send(&mut self, change: Change, chunk: Chunk, open: &mut Vec<Chunk>) {
        self.pause(&chunk.attempts).await;
        if let Some(why) = self.held_back(change.kind()) {
            let settled = chunk.attempts.given_up(Some(why));
            return settled.into_iter().for_each(|settled| self.all(&chunk.actions, &settled));
        }
        let ids = self.ids(&chunk.actions);
        let failure = match self.remote.change(change, &ids).await {
            Ok(()) => return self.done(change.kind(), &chunk.actions),
            Err(failure) => failure,
        };
        match answer(change.kind(), failure) {
            Err(halt) => self.halted(&chunk.actions, halt),
            Ok(answer) => {
                self.note(change.kind(), &answer, chunk.actions.len());
                open.extend(chunk.after(answer));
            }
        }
    }

    fn ids(&self, actions: &[usize]) -> Vec<RegistrationId> {
        let id = |place: &usize| self.actions[*place].target.registration_id.as_deref();
        actions.iter().filter_map(id).map(RegistrationId::from).collect()
    }
}

impl Chunk {
    /// What is left to do after an answer that is no success, the last first.
    pub(super) fn after(self, answer: Answer) -> Vec<Self> {
        let alone = self.actions.len() == 1;
        match answer {
            Answer::Unclear(_) if !alone && self.attempts.is_spent() => self.halves(&answer),
            Answer::Unclear(_) | Answer::NotSent(_) => {
                vec![Self { attempts: self.attempts.once_more(answer, alone), actions: self.actions }]
            }
            Answer::Refused(_) | Answer::NotFound(_) | Answer::Forbidden(_) if alone => {
                vec![Self { attempts: Attempts::refused(answer), actions: self.actions }]
            }
            Answer::Refused(_) | Answer::NotFound(_) | Answer::Forbidden(_) => self.halves(&answer),
        }
    }

    fn halves(&self, answer: &Answer) -> Vec<Self> {
        let (first, second) = self.actions.split_at(self.actions.len() / 2);
        let half = |actions: &[usize]| Self { actions: actions.to_vec(), attempts: Attempts::apart(answer.clone()) };
        vec![half(second), half(first)]
    }
}

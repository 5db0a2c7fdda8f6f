//! Seats in bulk calls (API page, section 4.3): each is read by itself just before, those that are as planned go in one
//! call, which is split where it is refused, as for registrations.

use super::super::answer::answer;
use super::super::batch::Chunk;
use super::super::engine::Engine;
use super::super::remote::{Effect, Remote};
use super::dispatch::unsaid;
use super::seat::Seat;
use super::{Look, Step};
use crate::model::plan::ActionKind;
use crate::model::report::Became;

const KIND: ActionKind = ActionKind::ReleaseSeat;

impl<R: Remote> Engine<'_, R> {
    /// Settles all of these actions, which release seats.
    pub(in super::super) async fn seats(&mut self, actions: &[usize]) {
        let mut open = Chunk::all(actions, self.batch);
        while let Some(chunk) = open.pop() {
            let (chunk, uids) = self.taken(chunk).await;
            if !uids.is_empty() {
                self.release(chunk, uids, &mut open).await;
            }
        }
    }

    /// Reads every seat and its owner again, and leaves those that are to be released, with what names them.
    async fn taken(&mut self, chunk: Chunk) -> (Chunk, Vec<String>) {
        let (mut actions, mut uids) = (Vec::new(), Vec::new());
        for place in chunk.actions {
            let held_back = self.held_back(KIND);
            if let (Some(why), None) = (&held_back, &chunk.attempts.last) {
                self.settle(place, (Became::NotAttempted, why.clone()));
                continue;
            }
            let Some(mut seat) = Seat::of(&self.actions[place]) else {
                self.settle(place, unsaid(&self.actions[place]));
                continue;
            };
            let look = seat.look(self.remote).await;
            let settled = match self.heard(look) {
                Ok(Look::Ready(_)) => chunk.attempts.given_up(held_back),
                Ok(Look::Already(text)) => Some(chunk.attempts.reached(&text)),
                Ok(Look::Changed(text)) => Some((Became::Superseded, text)),
                Ok(Look::Spoiled(text)) => Some((Became::Unverified, text)),
                Err(failure) => Some(chunk.attempts.unread(&failure)),
            };
            if let Some(settled) = settled {
                self.settle(place, settled);
            } else {
                uids.push(seat.uid().to_owned());
                actions.push(place);
            }
        }
        (Chunk { actions, attempts: chunk.attempts }, uids)
    }

    async fn release(&mut self, chunk: Chunk, uids: Vec<String>, open: &mut Vec<Chunk>) {
        self.pause(&chunk.attempts).await;
        if let Some(why) = self.held_back(KIND) {
            let settled = chunk.attempts.given_up(Some(why));
            return settled.into_iter().for_each(|settled| self.all(&chunk.actions, &settled));
        }
        let failure = match self.remote.effect(&Effect::ReleaseSeats(uids)).await {
            Ok(()) => return self.released(&chunk.actions).await,
            Err(failure) => failure,
        };
        match answer(KIND, failure) {
            Err(halt) => self.halted(&chunk.actions, halt),
            Ok(answer) => {
                self.note(KIND, &answer, chunk.actions.len());
                open.extend(chunk.after(answer));
            }
        }
    }

    /// Success is believed when reading each of them shows it.
    async fn released(&mut self, actions: &[usize]) {
        for place in actions {
            if let Some(mut seat) = Seat::of(&self.actions[*place]) {
                let settled = self.verified(KIND, &mut seat).await;
                self.settle(*place, settled);
            }
        }
    }
}

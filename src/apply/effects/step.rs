//! One target that is changed by one call: read, change, read again.

use super::super::answer::{Attempts, Settled, TRIES, answer};
use super::super::engine::Engine;
use super::super::remote::{Effect, ReadFailure, Remote};
use crate::model::plan::ActionKind;
use crate::model::report::Became;

/// What a reading makes of a target.
pub(super) enum Look {
    /// As planned: this changes it.
    Ready(Box<Effect>),
    /// It is already what the action makes of it; the text says how.
    Already(String),
    /// Something else than the plan says; the text names what differs.
    Changed(String),
    /// It is what this run made of it, and something else changed with it.
    Spoiled(String),
}

impl Look {
    pub(super) fn ready(effect: Effect) -> Self {
        Self::Ready(Box::new(effect))
    }

    pub(super) fn already(text: &str) -> Self {
        Self::Already(text.to_owned())
    }
}

/// A target with what the plan wants of it.
pub(super) trait Step<R: Remote> {
    /// Reads the target.
    async fn look(&mut self, remote: &R) -> Result<Look, ReadFailure>;

    /// What was done, in words.
    fn done(&self) -> String;
}

impl<R: Remote> Engine<'_, R> {
    /// Carries out one step of an action of this kind.
    pub(super) async fn carry_out(&mut self, kind: ActionKind, step: &mut impl Step<R>) -> Settled {
        let mut attempts = Attempts::default();
        loop {
            let effect = match self.judged(kind, step, &attempts).await {
                Ok(effect) => effect,
                Err(settled) => return settled,
            };
            self.pause(&attempts).await;
            if let Some(settled) = self.held_back(kind).and_then(|why| attempts.given_up(Some(why))) {
                return settled;
            }
            let failure = match self.remote.effect(&effect).await {
                Ok(()) => return self.verified(kind, step).await,
                Err(failure) => failure,
            };
            attempts = match answer(kind, failure) {
                Ok(answer) => {
                    self.note(kind, &answer, 1);
                    attempts.once_more(answer, true)
                }
                Err(halt) => {
                    let settled = (Became::NotAttempted, halt.to_string());
                    self.stop_with(halt);
                    return settled;
                }
            };
        }
    }

    /// The change that the target takes, or what became of it without one.
    async fn judged(
        &mut self,
        kind: ActionKind,
        step: &mut impl Step<R>,
        attempts: &Attempts,
    ) -> Result<Box<Effect>, Settled> {
        let held_back = self.held_back(kind);
        if let (Some(why), None) = (&held_back, &attempts.last) {
            return Err((Became::NotAttempted, why.clone()));
        }
        let look = step.look(self.remote).await;
        match self.heard(look) {
            Ok(Look::Ready(effect)) => attempts.given_up(held_back).map_or(Ok(effect), Err),
            Ok(Look::Already(text)) => Err(attempts.reached(&text)),
            Ok(Look::Changed(text)) => Err((Became::Superseded, text)),
            Ok(Look::Spoiled(text)) => Err((Became::Unverified, text)),
            Err(failure) => Err(attempts.unread(&failure)),
        }
    }

    /// Success is believed when reading shows it. What the API accepts it may carry out a little later.
    pub(super) async fn verified(&mut self, kind: ActionKind, step: &mut impl Step<R>) -> Settled {
        self.wrote(kind);
        for looks in 1..=TRIES {
            let look = step.look(self.remote).await;
            match self.heard(look) {
                Ok(Look::Already(_)) => return (Became::Done, step.done()),
                Ok(Look::Changed(text) | Look::Spoiled(text)) => return (Became::Unverified, text),
                Ok(Look::Ready(_)) if looks < TRIES => self.rest(looks).await,
                Ok(Look::Ready(_)) => break,
                Err(failure) => {
                    let text = format!("reported as done, and it could not be read again: {failure}");
                    return (Became::Unverified, text);
                }
            }
        }
        (Became::Unverified, "reported as done, but reading it again shows that it is not".to_owned())
    }
}

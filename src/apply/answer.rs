//! How calls were answered and what that makes of their targets. Pure: the loops are in `batch.rs` and `effects`.

use std::time::Duration;

use super::remote::{Halt, ReadFailure, WriteFailure};
use crate::model::plan::ActionKind;
use crate::model::report::Became;

/// How often a change is sent at most where no clear answer comes.
pub(super) const TRIES: u32 = 3;

/// The pause before a change is sent for the second time; it doubles.
const PAUSE: Duration = Duration::from_millis(250);

/// The pause after so many calls, or readings, that did not show what was wanted.
pub(super) fn pause_after(times: u32) -> Duration {
    PAUSE.saturating_mul(1 << times.saturating_sub(1).min(6))
}

/// What became of an action, and why.
pub(super) type Settled = (Became, String);

/// How the last call for a target was answered, success aside.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    NotFound(String),
    Refused(String),
    Forbidden(String),
    Unclear(String),
    NotSent(String),
}

/// What was tried with a target so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempts {
    /// Calls without a clear answer.
    pub(super) unclear: u32,
    /// How the last call was answered.
    pub(super) last: Option<Answer>,
    /// The last call was for this target alone, so that its answer is about no other.
    pub(super) alone: bool,
    /// One of the calls may have been carried out unseen.
    sent: bool,
}

impl Attempts {
    /// After one more call without a clear answer.
    pub(super) fn once_more(&self, last: Answer, alone: bool) -> Self {
        let sent = self.sent || matches!(last, Answer::Unclear(_));
        Self { unclear: self.unclear + 1, last: Some(last), alone, sent }
    }

    /// Whether one of the calls may have been carried out unseen.
    pub(super) fn was_sent(&self) -> bool {
        self.sent
    }

    /// After a call for several targets that is not made again as it was: a refused one, or one that never got a clear
    /// answer. Each part is sent once more, by itself.
    pub(super) fn apart(last: Answer) -> Self {
        let sent = matches!(last, Answer::Unclear(_));
        Self { unclear: if sent { TRIES - 1 } else { 0 }, last: Some(last), alone: false, sent }
    }

    /// After a clear refusal of a call for this target alone.
    pub(super) fn refused(last: Answer) -> Self {
        Self { unclear: 0, last: Some(last), alone: true, sent: false }
    }

    /// Whether one more call without a clear answer is the last of its kind.
    pub(super) fn is_spent(&self) -> bool {
        self.unclear + 1 >= TRIES
    }

    /// The pause before the next call, and why there is one.
    pub(super) fn pause(&self) -> Option<(Duration, &str)> {
        match self.last.as_ref()? {
            Answer::Unclear(why) | Answer::NotSent(why) => Some((pause_after(self.unclear), why)),
            Answer::NotFound(_) | Answer::Refused(_) | Answer::Forbidden(_) => None,
        }
    }

    /// The target is as wanted: by one of our calls, or without any.
    pub(super) fn reached(&self, already: &str) -> Settled {
        match &self.last {
            Some(Answer::Unclear(text)) => (Became::Done, format!("done, as reading it again shows: {text}")),
            Some(Answer::Refused(text)) => (Became::Done, format!("done, although the call was refused: {text}")),
            Some(Answer::NotFound(_) | Answer::Forbidden(_) | Answer::NotSent(_)) | None => {
                (Became::AlreadyDone, already.to_owned())
            }
        }
    }

    /// The target could not be read. It is not touched; what was sent before stays unknown, unless it was refused.
    pub(super) fn unread(&self, failure: &ReadFailure) -> Settled {
        let again = |answer: &str| format!("{answer}; and it could not be read again: {failure}");
        match (&self.last, failure) {
            (None, ReadFailure::Halt(halt)) => (Became::NotAttempted, halt.to_string()),
            (None, ReadFailure::Refused(text) | ReadFailure::Broken(text)) => {
                (Became::NotAttempted, format!("it could not be read again and was not touched: {text}"))
            }
            (Some(Answer::Unclear(answer)), _) => (Became::Unverified, again(answer)),
            (
                Some(
                    Answer::NotFound(answer)
                    | Answer::Refused(answer)
                    | Answer::Forbidden(answer)
                    | Answer::NotSent(answer),
                ),
                _,
            ) => (Became::Failed, again(answer)),
        }
    }

    /// What becomes of a target that is still as it was, where it is not sent again. `held_back` says why nothing
    /// is begun.
    pub(super) fn given_up(&self, held_back: Option<String>) -> Option<Settled> {
        let Some(last) = &self.last else { return held_back.map(|why| (Became::NotAttempted, why)) };
        let (answer, spent) = match last {
            Answer::Refused(text) | Answer::NotFound(text) | Answer::Forbidden(text) => (text, self.alone),
            Answer::Unclear(text) | Answer::NotSent(text) => (text, self.unclear >= TRIES),
        };
        match held_back {
            _ if spent => Some((Became::Failed, answer.clone())),
            Some(why) => Some((Became::NotAttempted, format!("{why}; before that, a call for it failed: {answer}"))),
            None => None,
        }
    }
}

/// The permission group that a kind of change needs (API page, section 12).
const fn permission(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::DeleteRegistration
        | ActionKind::RevokeRegistration
        | ActionKind::UnrevokeRegistration
        | ActionKind::DeleteDevice
        | ActionKind::BlockEnrollment
        | ActionKind::HumanStep => "Zero Trust Write",
        ActionKind::ExcludeFromEnrollment | ActionKind::RemoveTokenFromEnrollment => "Access: Apps and Policies Write",
        ActionKind::DisableServiceToken | ActionKind::DeleteServiceToken => "Access: Service Tokens Write",
        ActionKind::RevokeSessions => "Access: Organizations, Identity Providers, and Groups Write",
        ActionKind::ReleaseSeat => "Zero Trust: Seats Write",
    }
}

/// What a failure of a change is to a target. A halt is none: nothing was done.
pub(super) fn answer(kind: ActionKind, failure: WriteFailure) -> Result<Answer, Halt> {
    Ok(match failure {
        WriteFailure::NotFound(text) => Answer::NotFound(text),
        WriteFailure::Refused(text) => Answer::Refused(text),
        WriteFailure::Forbidden(text) => {
            Answer::Forbidden(format!("the token lacks the permission \"{}\": {text}", permission(kind)))
        }
        WriteFailure::Ambiguous(text) => Answer::Unclear(text),
        WriteFailure::NotSent(text) => Answer::NotSent(text),
        WriteFailure::Halt(halt) => return Err(halt),
    })
}

//! Sessions. Whether a client's session is open cannot be read, and ending one twice does no harm (API page, sections
//! 4.4 and 9): the call is made, again where no clear answer came, and its answer is all there is. That there is no such
//! user can be read, so that it is.

use super::super::answer::{Answer, Attempts, Settled, answer};
use super::super::engine::Engine;
use super::super::remote::{Effect, Remote};
use crate::model::UserId;
use crate::model::plan::ActionKind;
use crate::model::report::Became;

/// Ends the sessions of the person with this address, and this id where it is known.
pub(super) async fn end<R: Remote>(
    engine: &mut Engine<'_, R>,
    kind: ActionKind,
    email: String,
    id: Option<UserId>,
) -> Settled {
    let effect = Effect::RevokeSessions { email };
    let mut attempts = Attempts::default();
    loop {
        let held_back = engine.held_back(kind);
        if let Some(settled) = attempts.given_up(held_back) {
            return unsure(settled, &attempts);
        }
        engine.pause(&attempts).await;
        let failure = match engine.remote.effect(&effect).await {
            Ok(()) => {
                engine.wrote(kind);
                return (Became::Done, "sessions are ended; a client has to log in again".to_owned());
            }
            Err(failure) => failure,
        };
        match answer(kind, failure) {
            Ok(Answer::NotFound(text)) => return not_found(engine, id, &text).await,
            Ok(answer) => {
                engine.note(kind, &answer, 1);
                attempts = attempts.once_more(answer, true);
            }
            Err(halt) => {
                let settled = (Became::NotAttempted, halt.to_string());
                engine.stop_with(halt);
                return unsure(settled, &attempts);
            }
        }
    }
}

/// A user who is not there has no session. One who is there, or may be, still has: then the answer was about something
/// else.
async fn not_found<R: Remote>(engine: &mut Engine<'_, R>, id: Option<UserId>, text: &str) -> Settled {
    let gone = || (Became::AlreadyDone, "the account knows no such user".to_owned());
    let Some(id) = id else { return gone() };
    let user = engine.remote.user(&id).await;
    match engine.heard(user) {
        Ok(None) => gone(),
        Ok(Some(_)) => (Became::Failed, format!("{text}, and yet the account has the user")),
        Err(failure) => {
            (Became::Unverified, format!("{text}; whether the account has the user is not known: {failure}"))
        }
    }
}

/// What was sent and not answered may have been done: nothing can be read that says otherwise.
fn unsure((became, text): Settled, attempts: &Attempts) -> Settled {
    if attempts.was_sent() { (Became::Unverified, text) } else { (became, text) }
}

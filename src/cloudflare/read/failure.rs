//! Why a list could not be read, and what that means for the run: some lists are needed, others only switch a feature
//! off (fine print A17, B5, B6).

use super::super::answer::NoPage;
use super::super::session::{ReadHalf, Silence};
use super::super::{Problem, ReadError, Refusal, TransportError};
use super::list::List;
use crate::model::Unread;

/// Why a list could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// The credential itself is refused.
    Auth(Refusal),
    /// The API says no to this list.
    Refused(Refusal),
    /// The list is broken, or its answers are.
    Broken(String),
    /// The answer was lost, again and again.
    Lost(TransportError),
    /// The limit does not allow another request in time.
    TooLong(u64),
    /// The run was asked to stop.
    Stopped,
}

impl From<NoPage> for Failure {
    fn from(no: NoPage) -> Self {
        match no {
            NoPage::Auth(refusal) => Self::Auth(refusal),
            NoPage::Refused(refusal) => Self::Refused(refusal),
            NoPage::Broken(why) => Self::Broken(why),
        }
    }
}

impl From<Silence> for Failure {
    fn from(silence: Silence) -> Self {
        match silence {
            Silence::Lost(error) => Self::Lost(error),
            Silence::TooLong(wait) => Self::TooLong(wait.seconds),
            Silence::Unsendable(why) => Self::Broken(why),
            Silence::Stopped => Self::Stopped,
        }
    }
}

impl Failure {
    /// The error of a run that cannot do without the list.
    pub(super) fn needed(self, list: &List, half: &ReadHalf) -> ReadError {
        match self {
            Self::Auth(refusal) => credential(&refusal),
            Self::Refused(refusal) => refused(list, &refusal),
            Self::Broken(why) => incomplete(list, &why),
            // As long as nothing ever answered, it is the address or the network that is wrong, not the list.
            Self::Lost(error) if half.was_answered() => incomplete(list, &error.to_string()),
            Self::Lost(error) => {
                ReadError::new(Problem::Unreachable, format!("nothing answers at {}: {error}", half.base()))
            }
            Self::TooLong(seconds) => too_long(seconds),
            Self::Stopped => ReadError::new(Problem::Stopped, "the run was asked to stop"),
        }
    }

    /// Why a list is not there that the run can do without. What is neither an answer nor such a no still ends the run.
    pub(super) fn optional(self, list: &List, half: &ReadHalf) -> Result<Unread, ReadError> {
        match self.excused(list) {
            Ok(refusal) => Ok(Unread::Refused(format!("{}: {refusal}{}", list.name, advice(list, &refusal)))),
            Err(failure) => Err(failure.needed(list, half)),
        }
    }

    /// A no that switches a feature off and says nothing against the rest: the permission is missing, or Access is not
    /// enabled (fine print B6; API page, section 8.2). A part of something else may be gone with it. Any other no is a
    /// list that was not read, and none of a run's lists may be short (B5).
    pub(super) fn excused(self, list: &List) -> Result<Refusal, Self> {
        match self {
            Self::Refused(refusal) if is_off(&refusal) || refusal.status == 404 && list.is_part() => Ok(refusal),
            failure => Err(failure),
        }
    }
}

/// The words in which Access says that it is not enabled.
const NOT_ENABLED: &str = "access.api.error.not_enabled";

fn is_off(refusal: &Refusal) -> bool {
    refusal.status == 403 || refusal.messages.iter().any(|message| message.text.contains(NOT_ENABLED))
}

fn credential(refusal: &Refusal) -> ReadError {
    ReadError::new(Problem::Credential, format!("the API refuses the credential: {refusal}")).with_help(
        "check the token (or the e-mail address and key): its value, its end, and the addresses it may be used from",
    )
}

fn refused(list: &List, refusal: &Refusal) -> ReadError {
    let error = ReadError::new(Problem::Refused, format!("{}: {refusal}", list.name));
    if refusal.status == 403 {
        error.with_help(format!("the token needs the permission `{}` on this account", list.permission))
    } else {
        error
    }
}

fn incomplete(list: &List, why: &str) -> ReadError {
    ReadError::new(Problem::Inventory, format!("{}: {why}", list.name))
        .with_help("nothing is planned on a part of a list; run again")
}

fn too_long(seconds: u64) -> ReadError {
    let wait = if seconds < 120 { format!("{seconds} s") } else { format!("{} min", seconds.div_ceil(60)) };
    ReadError::new(Problem::TooLong { seconds }, format!("the API asks to wait {seconds} s before the next request"))
        .with_help(format!("run again in {wait}"))
}

/// Which permission is missing, where one is.
pub(super) fn advice(list: &List, refusal: &Refusal) -> String {
    if refusal.status == 403 {
        format!(" (the token needs the permission `{}` on this account)", list.permission)
    } else {
        String::new()
    }
}

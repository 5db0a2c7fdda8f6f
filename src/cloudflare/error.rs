//! What can go wrong, in the terms that decide the exit code (product.md, sections 4 and 5; fine print A17, A52, B5,
//! B6, B11). Texts from the server are shortened, stripped of control characters and scrubbed of the credential before
//! they get here.

use std::fmt;

/// What kind of problem ended a reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// The credential itself is refused: exit 1.
    Credential,
    /// Nothing answers: exit 1.
    Unreachable,
    /// The API asks for a longer wait than a run takes: exit 1.
    TooLong {
        /// How long from now.
        seconds: u64,
    },
    /// The run was asked to stop: exit 130.
    Stopped,
    /// No organization, or no account to speak of: guard `account`, exit 3.
    Account,
    /// The API says no to something that is needed: guard `inventory`, exit 3.
    Refused,
    /// A list that is needed is broken: guard `inventory`, exit 3.
    Inventory,
}

/// Why there is no account.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text}")]
pub struct ReadError {
    /// What kind it is.
    pub problem: Problem,
    /// One sentence without a full stop, the list named first where it is about one.
    pub text: String,
    /// What would mend it.
    pub help: Option<String>,
}

impl ReadError {
    /// An error without help.
    pub fn new(problem: Problem, text: impl Into<String>) -> Self {
        Self { problem, text: text.into(), help: None }
    }

    /// The same with help.
    #[must_use]
    pub fn with_help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// One element of `errors`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiMessage {
    /// Cloudflare's number; it decides nothing (API page, section 0, fact 11).
    pub code: Option<i64>,
    /// Its text.
    pub text: String,
}

impl fmt::Display for ApiMessage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code {
            Some(code) => write!(f, "{code} {}", self.text),
            None => f.write_str(&self.text),
        }
    }
}

/// What the API said no with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The HTTP status.
    pub status: u16,
    /// Its `errors`; where the answer was no JSON, its beginning.
    pub messages: Vec<ApiMessage>,
}

impl Refusal {
    /// Whether one of the messages has this code.
    pub fn has_code(&self, code: i64) -> bool {
        self.messages.iter().any(|message| message.code == Some(code))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP {}", self.status)?;
        for (index, message) in self.messages.iter().enumerate() {
            write!(f, "{}{message}", if index == 0 { ": " } else { "; " })?;
        }
        Ok(())
    }
}

/// What became of a write that did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WriteError {
    /// 404: the target, or one of several, is not there.
    #[error("{0}")]
    NotFound(Refusal),
    /// The API said no: one id of several is the culprit, or the permission is missing.
    #[error("{0}")]
    Refused(Refusal),
    /// It was sent, and whether it took effect is unknown. Never repeated here: read again, then decide.
    #[error("sent, but without a usable answer: {0}")]
    Ambiguous(String),
    /// It was not sent.
    #[error("not sent: {0}")]
    NotSent(String),
    /// The API asks for a longer wait than a run takes; nothing was executed.
    #[error("the API asks to wait {seconds} s before the next request")]
    TooLong {
        /// How long from now.
        seconds: u64,
    },
    /// The run was asked to stop before it was sent.
    #[error("the run was asked to stop")]
    Stopped,
    /// The credential itself is refused.
    #[error("{0}")]
    Auth(Refusal),
}

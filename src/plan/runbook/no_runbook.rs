//! Why there is no runbook.

use crate::plan::planner::Refusal;

/// Why there is no runbook.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoRunbook {
    /// Nothing live is named so.
    #[error(
        "nothing in account {account} is named \"{subject}\"; give an address, a serial, a device id, or a token's name or id"
    )]
    NotFound {
        /// What was asked for.
        subject: String,
        /// Where.
        account: String,
    },
    /// A person takes one address: an entry for a pattern would be about all that it matches.
    #[error(
        "\"{subject}\" is not one person's e-mail address: {why}; give exactly one, for example erin@acme.example, and edit patterns and groups in the door list"
    )]
    NotOneAddress {
        /// What was asked for.
        subject: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// An address that nothing is about.
    #[error(
        "nobody in account {account} is named {email}: no registration, no user record{unread}, no entry and no enrollment policy is about that address"
    )]
    Unknown {
        /// The address.
        email: String,
        /// Where.
        account: String,
        /// What could not be looked at.
        unread: &'static str,
    },
    /// Several things are named so.
    #[error("\"{subject}\" names {what}; give one of them: {choices}")]
    Ambiguous {
        /// What was asked for.
        subject: String,
        /// What it names.
        what: String,
        /// The ids to choose from.
        choices: String,
    },
    /// An option does not fit what was asked for.
    #[error("{0}")]
    Misfit(String),
    /// A synthetic address stands for every machine of the account.
    #[error(
        "{0} stands for every machine of the account, not for one owner; give the token's name, or the machine's serial or id"
    )]
    Synthetic(String),
    /// The account is not the door list's, or a list is missing.
    #[error("{}", .0.text)]
    Refused(Refusal),
}

impl NoRunbook {
    /// Several things are named so.
    pub fn ambiguous(subject: &str, what: &str, choices: &str) -> Self {
        Self::Ambiguous { subject: subject.to_owned(), what: what.to_owned(), choices: choices.to_owned() }
    }
}

//! The answer of `doorlist explain`: why one registration, device or address is kept or removed (product.md,
//! sections 2 and 4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::{Mentions, Reason, Returns, Target};

/// What happens to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// It stays, and nothing is said.
    Keep,
    /// It stays, and is reported.
    Report,
    /// It is deleted.
    Delete,
    /// It is revoked.
    Revoke,
    /// It is restored.
    Restore,
}

impl Decision {
    /// The word as it is written.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Keep => "keep",
            Self::Report => "report",
            Self::Delete => "delete",
            Self::Revoke => "revoke",
            Self::Restore => "restore",
        }
    }
}

/// One row and its verdict.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExplainedRow {
    /// The row.
    pub target: Target,
    /// What happens to it.
    pub decision: Decision,
    /// The stage that decided, its entry, and what else would have removed it.
    pub reason: Reason,
    /// Whether its owner could enroll again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub returns: Option<Returns>,
}

/// An entry of the door list that is about the subject.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExplainedEntry {
    /// What it says about the subject, in one sentence.
    pub text: String,
    /// What the sentence names.
    #[serde(default, skip_serializing_if = "Mentions::is_empty")]
    pub mentions: Mentions,
    /// Whether it is the one that decides.
    pub decides: bool,
    /// The door list's file.
    pub file: String,
    /// The line there.
    pub line: u32,
}

/// The whole answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Explanation {
    /// What was asked for.
    pub subject: String,
    /// The rows that it names, in the order of their ids; empty where nothing live matches.
    pub rows: Vec<ExplainedRow>,
    /// The entries that match it, in the order in which they are tried.
    pub entries: Vec<ExplainedEntry>,
}

impl Explanation {
    /// Whether no registration and no entry is about the subject.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.entries.is_empty()
    }
}

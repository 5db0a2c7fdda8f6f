//! What became of each action of a plan (product.md, section 6).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::plan::{Action, PlanAccount};

/// What became of one action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    /// Carried out.
    Done,
    /// It was so already: gone, revoked, restored.
    AlreadyDone,
    /// The target is no longer what the plan says; it was not touched.
    Superseded,
    /// The API refused it.
    Failed,
    /// Not begun: something before it failed, or the run was interrupted.
    NotAttempted,
    /// Sent, and whether it took effect could not be found out.
    Unverified,
    /// A step for a person.
    ForAPerson,
}

impl Became {
    /// The words that people read.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::AlreadyDone => "already done",
            Self::Superseded => "superseded",
            Self::Failed => "failed",
            Self::NotAttempted => "not attempted",
            Self::Unverified => "unverified",
            Self::ForAPerson => "for a person",
        }
    }

    /// Whether the plan's end is reached as far as this action goes.
    pub const fn is_settled(self) -> bool {
        matches!(self, Self::Done | Self::AlreadyDone | Self::ForAPerson)
    }
}

/// One action and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Outcome {
    /// The action as planned.
    pub action: Action,
    /// What became of it.
    pub became: Became,
    /// Why, where that is not plain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// When it was settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub finished_at: Option<Timestamp>,
}

/// What the account looks like after the run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case", tag = "state")]
pub enum Verification {
    /// Read again and planned again: nothing is left to do.
    Converged,
    /// Read again: this is left.
    Remaining {
        /// The actions of the new plan.
        actions: Vec<Action>,
    },
    /// It could not be read again.
    Unverified {
        /// Why.
        why: String,
    },
}

/// A whole run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Report {
    /// `1.0`.
    pub format_version: String,
    /// The account.
    pub account: PlanAccount,
    /// The plan's digest.
    pub digest: String,
    /// In the order of the plan.
    pub outcomes: Vec<Outcome>,
    /// What the account looks like now.
    pub verification: Verification,
    /// A signal stopped it.
    pub interrupted: bool,
    /// Removals that `require_closed` left out of the plan (fine print A14).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: u64,
    /// Requests sent, reads included.
    pub requests: u64,
    /// When the run began.
    #[schemars(with = "String")]
    pub started_at: Timestamp,
    /// When it ended.
    #[schemars(with = "String")]
    pub finished_at: Timestamp,
}

/// Whether a number says nothing.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands out references")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Report {
    /// Whether nothing was done and nothing refused: what ended the run came before its first change, and the account is
    /// as it was (fine print B11).
    pub fn is_untouched(&self) -> bool {
        let became = |wanted: Became| self.outcomes.iter().any(|outcome| outcome.became == wanted);
        let begun = [Became::Done, Became::Failed, Became::Superseded, Became::Unverified];
        became(Became::NotAttempted) && !begun.into_iter().any(became)
    }

    /// Whether everything is as planned and verified.
    pub fn is_complete(&self) -> bool {
        !self.interrupted
            && self.outcomes.iter().all(|outcome| outcome.became.is_settled())
            && self.verification == Verification::Converged
    }
}

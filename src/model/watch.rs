//! The answer of `doorlist watch`: who came back since an evidence folder was written (product.md, section 4).

use jiff::Timestamp;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ReasonCode;
use super::plan::{ActionKind, PlanAccount, Target};

/// How somebody or something is there again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// The deleted registration itself is there.
    ThereAgain,
    /// The revoked registration is active.
    ActiveAgain,
    /// A new registration of the same person on the same machine.
    SamePersonAndMachine,
    /// A new registration of the same person.
    SamePerson,
    /// A new registration on the same machine.
    SameMachine,
}

/// A registration that was removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Removed {
    /// Its id.
    pub registration_id: String,
    /// Whether it was deleted or revoked.
    pub kind: ActionKind,
    /// Why.
    pub code: ReasonCode,
    /// The entry's ticket, else the run's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub at: Option<Timestamp>,
}

/// A registration that is there again, or for another one that was removed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Returned {
    /// How.
    pub how: How,
    /// The live registration.
    pub target: Target,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub created_at: Option<Timestamp>,
    /// What was removed.
    pub removed: Removed,
    /// Seconds between the removal and the new registration, where both times are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seconds_after: Option<i64>,
}

/// Something that a reader should know and that is nobody's return.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct WatchNote {
    /// Stable, for example `machine_in_use`.
    pub code: String,
    /// One sentence.
    pub text: String,
}

/// The run that is looked back at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Since {
    /// Its plan's digest.
    pub plan_digest: String,
    /// Its tickets.
    pub tickets: Vec<String>,
    /// When it began.
    #[schemars(with = "String")]
    pub started_at: Timestamp,
    /// When it ended; missing where it was cut off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    pub finished_at: Option<Timestamp>,
}

/// The whole answer for one account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Watched {
    /// `1.0`.
    pub format_version: String,
    /// The account.
    pub account: PlanAccount,
    /// The run.
    pub since: Since,
    /// When the account was read.
    #[schemars(with = "String")]
    pub read_at: Timestamp,
    /// Registrations that the run removed.
    pub removed: u64,
    /// Who came back, in the order of the registrations' ids.
    pub returned: Vec<Returned>,
    /// What else to know.
    pub notes: Vec<WatchNote>,
}

impl Watched {
    /// Whether anybody came back.
    pub fn has_returned(&self) -> bool {
        !self.returned.is_empty()
    }
}

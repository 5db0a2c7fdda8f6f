//! The answer of `doorlist doctor`: what the credential is, what it may, and what is in the way (product.md, section 4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How one check came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Mark {
    /// As it should be.
    Ok,
    /// Something to know.
    Note,
    /// Something that a person should look at.
    Warning,
    /// Something that has to be mended first.
    Problem,
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Check {
    /// Stable, for example `clock` or `access/users`.
    pub code: String,
    /// How it came out.
    pub mark: Mark,
    /// One sentence without a full stop.
    pub text: String,
    /// The permission group that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permission: Option<String>,
    /// What it is good for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
    /// How to mend it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mend: Option<String>,
}

/// Whether a run would get what it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Fitness {
    /// All that is needed is there.
    Fit,
    /// The credential or the connection is of no use.
    Unusable,
    /// It is the wrong account, or something needed may not be read.
    Refused,
}

/// The whole answer for one account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Checkup {
    /// `1.0`.
    pub format_version: String,
    /// The account's id.
    pub account: String,
    /// The team, where it could be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<String>,
    /// The door list that the needs are of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub doorlist: Option<String>,
    /// The conclusion.
    pub fitness: Fitness,
    /// All checks, in the order in which they depend on each other.
    pub checks: Vec<Check>,
}

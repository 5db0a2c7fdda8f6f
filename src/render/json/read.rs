//! Reading what was saved. Keys that this version does not know are passed over, another major version is refused,
//! and what is wrong is said in terms of the file.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::model::plan::{FORMAT_VERSION, Plan};
use crate::model::report::Report;

/// A saved document larger than this is not read: a plan for a million registrations has less.
const LARGEST: usize = 1 << 30;

/// What a saved file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Saved {
    /// One plan, or those of several accounts.
    Plans(Vec<Plan>),
    /// One report, or those of several accounts.
    Reports(Vec<Report>),
}

/// Why bytes are not a saved plan or report.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// Nothing there.
    #[error("it is empty")]
    Empty,
    /// More than is read.
    #[error("it has {0} bytes, which is more than a saved plan can have")]
    TooLarge(usize),
    /// Not JSON.
    #[error("it is not JSON: {0}")]
    NotJson(serde_json::Error),
    /// JSON without a `format_version`.
    #[error("it is JSON, but neither a plan nor a report: it has no `format_version`")]
    NotAPlan,
    /// Written by a version that changed the format.
    #[error("it has format {found}; this version reads {}.x", major(FORMAT_VERSION))]
    OtherVersion {
        /// Its `format_version`.
        found: String,
    },
    /// Of the right version, but something in it is missing or of another type.
    #[error("it says that it is a {kind} of format {FORMAT_VERSION}, but it is damaged: {source}")]
    Damaged {
        /// `plan` or `report`.
        kind: &'static str,
        /// What does not fit.
        source: serde_json::Error,
    },
    /// An array of plans and reports mixed.
    #[error("it has plans and reports side by side")]
    Mixed,
    /// A report where a plan is wanted.
    #[error("it is a report of what was done, not a plan")]
    IsReport,
    /// Several plans where one is wanted.
    #[error("it has {0} plans, of one account each; one is wanted")]
    Several(usize),
}

/// Reads a saved plan or report, or an array of them.
pub fn parse_saved(bytes: &[u8]) -> Result<Saved, PlanError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match bytes.trim_ascii() {
        [] => Err(PlanError::Empty),
        bytes if bytes.len() > LARGEST => Err(PlanError::TooLarge(bytes.len())),
        bytes @ [b'[', ..] => several(&serde_json::from_slice::<Vec<&RawValue>>(bytes).map_err(PlanError::NotJson)?),
        bytes => several(&[serde_json::from_slice::<&RawValue>(bytes).map_err(PlanError::NotJson)?]),
    }
}

/// Reads exactly one saved plan.
pub fn parse_plan(bytes: &[u8]) -> Result<Plan, PlanError> {
    match parse_saved(bytes)? {
        Saved::Plans(mut plans) if plans.len() == 1 => Ok(plans.remove(0)),
        Saved::Plans(plans) => Err(PlanError::Several(plans.len())),
        Saved::Reports(_) => Err(PlanError::IsReport),
    }
}

/// Enough of a document to say what it is.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(default)]
    format_version: Option<String>,
    #[serde(borrow, default)]
    outcomes: Option<&'a RawValue>,
}

fn several(documents: &[&RawValue]) -> Result<Saved, PlanError> {
    let heads = documents.iter().map(|document| head(document)).collect::<Result<Vec<_>, _>>()?;
    let reports = heads.iter().filter(|head| head.outcomes.is_some()).count();
    match reports {
        0 => all(documents, "plan").map(Saved::Plans),
        all_of_them if all_of_them == heads.len() => all(documents, "report").map(Saved::Reports),
        _ => Err(PlanError::Mixed),
    }
}

/// The head of a document of this major version.
fn head(document: &RawValue) -> Result<Head<'_>, PlanError> {
    let head: Head<'_> = serde_json::from_str(document.get()).map_err(|_| PlanError::NotAPlan)?;
    match &head.format_version {
        None => Err(PlanError::NotAPlan),
        Some(found) if major(found) != major(FORMAT_VERSION) => Err(PlanError::OtherVersion { found: found.clone() }),
        Some(_) => Ok(head),
    }
}

/// What stands before the first point.
fn major(version: &str) -> &str {
    version.split('.').next().unwrap_or(version)
}

fn all<T: DeserializeOwned>(documents: &[&RawValue], kind: &'static str) -> Result<Vec<T>, PlanError> {
    let read = |document: &&RawValue| {
        serde_json::from_str(document.get()).map_err(|source| PlanError::Damaged { kind, source })
    };
    documents.iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> String {
        parse_plan(text.as_bytes()).expect_err("it should be refused").to_string()
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert_eq!(error("  \n"), "it is empty");
        assert!(error("<html>").starts_with("it is not JSON: "));
        assert!(error("{\"format_version\": \"1.0\"").starts_with("it is not JSON: "));
        assert_eq!(error("{}"), PlanError::NotAPlan.to_string());
        assert_eq!(error("17"), PlanError::NotAPlan.to_string());
        assert_eq!(error("{\"format_version\": 1}"), PlanError::NotAPlan.to_string());
        assert_eq!(error(r#"{"format_version": "2.0"}"#), "it has format 2.0; this version reads 1.x");
        assert!(error(r#"{"format_version": "1.7"}"#).contains("missing field"));
        assert_eq!(error("[]"), "it has 0 plans, of one account each; one is wanted");
    }

    #[test]
    fn deep_nesting_is_refused_not_followed() {
        assert!(error(&"[".repeat(100_000)).starts_with("it is not JSON: "));
    }
}

//! `case.yaml` of a runbook test: which command is run on which door list and recorded account, at what time.

use jiff::Timestamp;
use serde::Deserialize;

/// One case (product.md, section 4, `doorlist test`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it is about, for people.
    #[serde(default)]
    pub about: String,
    /// The command with its arguments, in words: door list, account, time and colour are added.
    pub command: Vec<String>,
    /// The door list, relative to the case's folder.
    #[serde(default = "doorlist")]
    pub doorlist: String,
    /// The recorded account, relative to the case's folder.
    #[serde(default = "account")]
    pub account: String,
    /// The time.
    pub now: Timestamp,
}

fn doorlist() -> String {
    "doorlist.yaml".to_owned()
}

fn account() -> String {
    "account.json".to_owned()
}

/// Reads a case.
///
/// # Errors
/// What is wrong, with line and column.
pub fn case(text: &str) -> Result<Case, String> {
    let case: Case = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    match case.command.first().map(String::as_str) {
        Some("plan" | "apply" | "offboard" | "explain" | "validate") => Ok(case),
        Some(other) => Err(format!("`{other}` cannot be tested; plan, apply, offboard, explain and validate can")),
        None => Err("`command` is empty; write the words as a list, for example [plan]".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_case_has_a_command_and_a_time() {
        let read = case("command: [offboard, erin@acme.example]\nnow: 2026-11-22T00:00:00Z\n").expect("right");
        assert_eq!(read.command, ["offboard", "erin@acme.example"]);
        assert_eq!((read.doorlist.as_str(), read.account.as_str()), ("doorlist.yaml", "account.json"));
    }

    #[test]
    fn what_is_wrong_is_said() {
        assert!(case("command: [plan]\n").is_err());
        assert!(case("command: [plan]\nnow: yesterday\n").is_err());
        assert!(case("command: []\nnow: 2026-11-22T00:00:00Z\n").is_err());
        assert!(case("command: [sandbox]\nnow: 2026-11-22T00:00:00Z\n").is_err());
        assert!(case("command: [plan]\nnow: 2026-11-22T00:00:00Z\nwhen: now\n").is_err());
    }
}

//! `expect.json` as types, so that a misspelt key fails the scenario instead of being ignored.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// A whole `expect.json`.
pub(super) struct Expect {
    /// Modification times by path, where a file is not as old as `--now`.
    pub(super) mtime: BTreeMap<String, String>,
    /// What is run first.
    pub(super) first: Step,
    /// What is run after it, each still with its braces.
    pub(super) then: Vec<Box<RawValue>>,
}

impl Expect {
    pub(super) fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("every scenario has an expect.json");
        let mut whole: Map<String, Value> = serde_json::from_str(&text).expect("expect.json is an object");
        let mtime = whole.remove("mtime").map_or_else(BTreeMap::new, |times| parse(&times, path));
        let then = whole.remove("then").map_or_else(Vec::new, |steps| parse(&steps, path));
        Self { mtime, first: parse(&Value::Object(whole), path), then }
    }
}

/// Through text, because a raw value can be taken out of text only.
fn parse<T: for<'de> Deserialize<'de>>(value: &Value, path: &Path) -> T {
    serde_json::from_str(&value.to_string()).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// One run of the program and what must hold of it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    #[serde(rename = "about")]
    _about: Option<String>,
    #[serde(rename = "assumes", default)]
    _assumes: Vec<String>,
    pub(super) argv: Vec<String>,
    pub(super) exit: OneOrMany<i32>,
    pub(super) actions: Option<Vec<WantedAction>>,
    #[serde(default)]
    pub(super) phases: Vec<String>,
    #[serde(default)]
    pub(super) findings_contain: Vec<OneOrMany<String>>,
    #[serde(default)]
    pub(super) findings_lack: Vec<OneOrMany<String>>,
    #[serde(default)]
    pub(super) guards: Vec<WantedGuard>,
    #[serde(default)]
    pub(super) summary: Map<String, Value>,
    #[serde(default)]
    pub(super) plans: Vec<WantedPlan>,
    #[serde(default)]
    pub(super) stdout_contains: Vec<OneOrMany<String>>,
    #[serde(default)]
    pub(super) stdout_lacks: Vec<String>,
    #[serde(default)]
    pub(super) stderr_contains: Vec<OneOrMany<String>>,
    #[serde(default)]
    pub(super) stderr_lacks: Vec<String>,
    #[serde(default)]
    pub(super) output_contains: Vec<OneOrMany<String>>,
    #[serde(default)]
    pub(super) output_lacks: Vec<String>,
    #[serde(default)]
    pub(super) output_contains_after: Vec<String>,
    #[serde(default)]
    pub(super) same_bytes_when_shuffled: bool,
    #[serde(default)]
    pub(super) env: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) edit: Vec<Edit>,
}

impl Step {
    /// Whether standard output has to be one JSON plan.
    pub(super) fn asks_for_a_plan(&self) -> bool {
        self.actions.is_some()
            || !self.phases.is_empty()
            || !self.findings_contain.is_empty()
            || !self.findings_lack.is_empty()
            || !self.guards.is_empty()
            || !self.summary.is_empty()
    }
}

/// One value, or several.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany<T> {
    One(T),
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    pub(super) fn all(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// One of `actions[]`: the kind and the target, and of the rest what is given.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WantedAction {
    pub(super) kind: String,
    pub(super) registration: Option<String>,
    pub(super) device: Option<String>,
    pub(super) email: Option<String>,
    pub(super) token: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) also: Option<Vec<String>>,
    pub(super) returns: Option<String>,
    pub(super) line: Option<u32>,
    pub(super) file: Option<String>,
    pub(super) ticket: Option<String>,
    pub(super) policy: Option<String>,
}

/// One of `guards[]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WantedGuard {
    pub(super) name: String,
    pub(super) value: Option<Value>,
    pub(super) limit: Option<Value>,
    pub(super) verdict: Option<String>,
}

/// One plan of an array of plans.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WantedPlan {
    pub(super) account: String,
    pub(super) actions: Vec<WantedAction>,
}

/// A change of a file before the step is run.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Edit {
    pub(super) file: String,
    pub(super) find: String,
    pub(super) replace: String,
}

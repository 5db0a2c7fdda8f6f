//! The codes as rules.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::model::plan::GuardName;
use crate::model::{FindingCode, ReasonCode};

const GUARDS: [GuardName; 8] = [
    GuardName::Inventory,
    GuardName::Account,
    GuardName::Removals,
    GuardName::Percent,
    GuardName::People,
    GuardName::All,
    GuardName::Connectors,
    GuardName::Protected,
];

/// All rules, and the place of each among them.
pub(super) struct Rules {
    pub(super) all: Vec<Value>,
    places: HashMap<String, usize>,
}

impl Rules {
    pub(super) fn new() -> Self {
        let reasons = ReasonCode::ALL.iter().map(|code| (code.as_str().to_owned(), code.meaning()));
        let findings = FindingCode::ALL.iter().map(|code| (code.as_str().to_owned(), code.meaning()));
        let guards = GUARDS.iter().map(|guard| (guard_rule(*guard), meaning(*guard)));
        let mut rules = Self { all: Vec::new(), places: HashMap::new() };
        for (id, meaning) in reasons.chain(findings).chain(guards) {
            rules.places.insert(id.clone(), rules.all.len());
            rules.all.push(rule(&id, meaning));
        }
        rules
    }

    /// Where a rule stands; none for a code of a later version.
    pub(super) fn place(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }
}

/// The rule of a guard.
pub(super) fn guard_rule(guard: GuardName) -> String {
    format!("guard_{}", guard.as_str())
}

fn rule(id: &str, meaning: &str) -> Value {
    json!({
        "id": id,
        "shortDescription": { "text": meaning },
        "help": { "text": format!("{meaning} `doorlist explain` shows which entry decides and what else would.") },
    })
}

const fn meaning(guard: GuardName) -> &'static str {
    match guard {
        GuardName::Inventory => "A list that is needed was not read to its end.",
        GuardName::Account => "The account or the team is not that of the door list.",
        GuardName::Removals => "More registrations would be deleted or revoked than `limits.removals` allows.",
        GuardName::Percent => "A larger part of the active registrations would go than `limits.percent` allows.",
        GuardName::People => "More people would lose their last registration than `limits.people` allows.",
        GuardName::All => "Every active registration of the account would go.",
        GuardName::Connectors => "A connector would be removed.",
        GuardName::Protected => "A protected registration would be removed.",
    }
}

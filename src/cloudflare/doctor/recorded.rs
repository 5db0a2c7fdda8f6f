//! A recorded account instead of a credential: which lists it has.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use super::judge::{Asked, check, right_account};
use super::permissions::{features, is_needed};
use crate::cloudflare::{Problem, ReadError, recording};
use crate::model::account::Needs;
use crate::model::checkup::{Check, Checkup, Fitness, Mark};

/// The keys of a recording, each with the list that it holds.
const KEYS: [(&str, &str); 8] = [
    ("registrations", "devices/registrations"),
    ("physical_devices", "devices/physical-devices"),
    ("applications", "access/apps"),
    ("policies", "access/policies"),
    ("groups", "access/groups"),
    ("lists", "gateway/lists"),
    ("service_tokens", "access/service_tokens"),
    ("users", "access/users"),
];

/// Judges a recording.
///
/// # Errors
/// It cannot be read, or has no registrations or no organization, without which it is of no use.
pub fn recorded(bytes: &[u8], asked: &Asked<'_>) -> Result<Checkup, ReadError> {
    let account = recording::account(bytes, Needs::default(), asked.now)?;
    let keys = keys(bytes)?;
    let mut checkup = asked.checkup(account.id.as_str(), Some(&account.organization));
    checkup.checks.push(check("recording", Mark::Ok, format!("recorded at {}", account.reading.read_at)));
    checkup.checks.push(right_account(&account.organization, account.id.as_str(), asked));
    checkup.checks.extend(KEYS.map(|(key, list)| presence(key, list, &keys, asked)));
    if checkup.checks.iter().any(|check| check.mark == Mark::Problem) {
        checkup.fitness = Fitness::Refused;
    }
    Ok(checkup)
}

fn keys(bytes: &[u8]) -> Result<BTreeMap<String, &RawValue>, ReadError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    serde_json::from_slice(bytes)
        .map_err(|error| ReadError::new(Problem::Inventory, format!("the recorded account cannot be read: {error}")))
}

fn presence(key: &str, list: &str, keys: &BTreeMap<String, &RawValue>, asked: &Asked<'_>) -> Check {
    let is_there = keys.get(key).is_some_and(|value| value.get() != "null");
    let features = features(list).iter().map(|&feature| feature.to_owned()).collect();
    let found = match (is_there, is_needed(list, asked.needs())) {
        (true, _) => check(list, Mark::Ok, format!("`{key}` is recorded")),
        (false, true) => Check {
            mend: Some("record the account again with a token that may read it".to_owned()),
            ..check(list, Mark::Problem, format!("`{key}` was not recorded"))
        },
        (false, false) => check(list, Mark::Note, format!("`{key}` was not recorded")),
    };
    Check { features, ..found }
}

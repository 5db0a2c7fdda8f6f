//! What policies and groups have in common: three sets of rules, and full replacement by PUT (API page, section 6.2).

use serde_json::{Value, json};

use crate::sandbox::account::json::{self, Object};
use crate::sandbox::http::refusal::Refusal;

/// What a body may hold beside the rules of a policy: left out, it goes back to its default.
const POLICY_KEYS: &[&str] = &[
    "approval_groups",
    "approval_required",
    "connection_rules",
    "isolation_required",
    "mfa_config",
    "purpose_justification_prompt",
    "purpose_justification_required",
    "session_duration",
];

/// What policies and groups have in common, and what only groups have.
const COMMON_KEYS: &[&str] = &["name", "decision", "include", "exclude", "require", "is_default"];

/// What is only read, and ignored in a body; the precedence is taken elsewhere.
const READ_ONLY: &[&str] =
    &["id", "uid", "account_id", "created_at", "updated_at", "app_count", "reusable", "precedence"];

const DECISIONS: &[&str] = &["allow", "deny", "non_identity", "bypass"];

/// The writable part of a policy: what is left out goes back to its default. Keys that nobody knows here are kept: new
/// ones keep appearing.
pub(crate) fn policy(body: &mut Object) -> Result<Object, Refusal> {
    let decision = json::text(body, &["decision"]).filter(|decision| DECISIONS.contains(decision));
    let decision = decision.ok_or_else(|| Refusal::invalid("decision must be allow, deny, non_identity or bypass"))?;
    let decision = Value::from(decision);
    let mut policy = named_rules(body)?;
    policy.insert("decision".into(), decision);
    policy.insert("session_duration".into(), "24h".into());
    policy.extend(super::take(body, POLICY_KEYS));
    let unknown = body.iter().filter(|(key, _)| !READ_ONLY.contains(&key.as_str()) && !policy.contains_key(*key));
    let unknown: Object = unknown.map(|(key, value)| (key.clone(), value.clone())).collect();
    policy.extend(unknown);
    Ok(policy)
}

/// The writable part of a group.
pub(crate) fn group(body: &mut Object) -> Result<Object, Refusal> {
    let mut group = named_rules(body)?;
    group.insert("is_default".into(), body.remove("is_default").unwrap_or(Value::Bool(false)));
    Ok(group)
}

fn named_rules(body: &mut Object) -> Result<Object, Refusal> {
    let name = json::text(body, &["name"]).filter(|name| !name.is_empty());
    let name = Value::from(name.ok_or_else(|| Refusal::invalid("name is required"))?);
    let mut kept: Object = [("name".to_owned(), name)].into_iter().collect();
    for set in ["include", "exclude", "require"] {
        kept.insert(set.into(), rules(set, body.remove(set))?);
    }
    if kept["include"] == json!([]) {
        return Err(Refusal::invalid("include must have at least one rule"));
    }
    Ok(kept)
}

/// A set of rules; missing and null are empty. Selectors are not looked into: new kinds keep appearing.
fn rules(set: &str, value: Option<Value>) -> Result<Value, Refusal> {
    let rule = |rule: &Value| rule.as_object().is_some_and(|selectors| selectors.len() == 1);
    match value.unwrap_or_default() {
        Value::Null => Ok(json!([])),
        Value::Array(rules) if rules.iter().all(rule) => Ok(Value::Array(rules)),
        _ => Err(Refusal::invalid(&format!("{set} must be an array of rules with one selector each"))),
    }
}

/// Puts a new writable part over an object, which keeps whatever else it has: its id, the time it was made, and keys
/// that nobody knows here.
pub(crate) fn replace(object: &mut Object, mut writable: Object, now: &str) {
    let is_replaced = |key: &str| COMMON_KEYS.contains(&key) || POLICY_KEYS.contains(&key);
    for (key, value) in std::mem::take(object) {
        if !is_replaced(&key) {
            writable.entry(key).or_insert(value);
        }
    }
    writable.insert("updated_at".into(), now.into());
    *object = writable;
}

/// A new object from a writable part.
pub(crate) fn create(id: &str, mut writable: Object, now: &str) -> Object {
    writable.insert("id".into(), id.into());
    writable.insert("created_at".into(), now.into());
    writable.insert("updated_at".into(), now.into());
    writable
}

#[cfg(test)]
mod tests {
    use super::json::literal as body;
    use super::*;

    #[test]
    fn a_policy_keeps_what_is_writable_and_defaults_the_rest() {
        let sent = json!({"id": "x", "name": "Staff", "decision": "allow", "include": [{"everyone": {}}],
            "app_count": 9, "approval_required": true, "exclude": null});
        let wanted = json!({"name": "Staff", "decision": "allow", "include": [{"everyone": {}}], "exclude": [],
            "require": [], "session_duration": "24h", "approval_required": true});
        assert_eq!(policy(&mut body(sent)).map(Value::Object), Ok(wanted));
    }

    #[test]
    fn a_policy_that_admits_nobody_knows_whom_is_refused() {
        for sent in [
            json!({"name": "x", "decision": "allow", "include": []}),
            json!({"name": "x", "decision": "allow"}),
            json!({"name": "x", "decision": "perhaps", "include": [{"everyone": {}}]}),
            json!({"decision": "allow", "include": [{"everyone": {}}]}),
            json!({"name": "x", "decision": "allow", "include": [{"everyone": {}, "ip": {}}]}),
            json!({"name": "x", "decision": "allow", "include": {"everyone": {}}}),
        ] {
            assert!(policy(&mut body(sent.clone())).is_err(), "{sent}");
        }
    }
}

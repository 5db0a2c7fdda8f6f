//! What differs between two documents, in words. Rules are sets, and the API writes nothing in several ways (API page,
//! section 6.2), so neither order nor emptiness counts. What was not there at all and is now is a default that the API
//! put in.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::rules::canonical;
use crate::cloudflare::text::excerpt;

/// The keys of a policy that hold rules.
pub(super) const RULES: [&str; 3] = ["include", "exclude", "require"];

/// Every key that does not say what was wanted, the ignored ones aside, in the order of the keys.
pub(super) fn differences(wanted: &Map<String, Value>, live: &Map<String, Value>, ignored: &[&str]) -> Vec<String> {
    let keys: BTreeSet<&str> = wanted.keys().map(String::as_str).chain(RULES).collect();
    let compared = keys.into_iter().filter(|key| !ignored.contains(key));
    compared.filter_map(|key| difference(key, wanted.get(key), live.get(key))).collect()
}

fn difference(key: &str, wanted: Option<&Value>, live: Option<&Value>) -> Option<String> {
    if RULES.contains(&key) {
        return rules(key, wanted, live);
    }
    let (wanted, live) = (filled(wanted)?, filled(live));
    (Some(wanted) != live).then(|| format!("{key} is {}, not {}", shown(live), shown(Some(wanted))))
}

fn rules(key: &str, wanted: Option<&Value>, live: Option<&Value>) -> Option<String> {
    let (wanted, live) = (set(wanted), set(live));
    let lost = wanted.difference(&live).map(|rule| format!("{key} lacks {}", excerpt(rule)));
    let new = live.difference(&wanted).map(|rule| format!("{key} has {}", excerpt(rule)));
    let all: Vec<String> = lost.chain(new).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

fn set(rules: Option<&Value>) -> BTreeSet<String> {
    rules.and_then(Value::as_array).into_iter().flatten().map(canonical).collect()
}

/// Missing, null, empty and false are one thing.
fn filled(value: Option<&Value>) -> Option<&Value> {
    value.filter(|value| match value {
        Value::Null | Value::Bool(false) => false,
        Value::Array(items) => !items.is_empty(),
        Value::String(text) => !text.is_empty(),
        Value::Bool(true) | Value::Number(_) | Value::Object(_) => true,
    })
}

fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), |value| excerpt(&value.to_string()))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn between(wanted: Value, live: Value) -> Vec<String> {
        let (Value::Object(wanted), Value::Object(live)) = (wanted, live) else { panic!("two documents") };
        differences(&wanted, &live, &["updated_at"])
    }

    #[test]
    fn order_and_emptiness_do_not_count() {
        let wanted = json!({
            "include": [{ "everyone": {} }, { "geo": { "country_code": "HR" } }],
            "exclude": null, "isolation_required": false, "approval_groups": [], "updated_at": "1"
        });
        let live = json!({
            "include": [{ "geo": { "country_code": "HR" } }, { "everyone": {} }],
            "require": [], "purpose_justification_prompt": "", "updated_at": "2"
        });
        assert_eq!(between(wanted, live), Vec::<String>::new());
    }

    #[test]
    fn a_default_of_the_api_is_no_difference_and_a_rule_of_somebody_is() {
        let live = json!({ "session_duration": "24h", "require": [{ "everyone": {} }] });
        assert_eq!(between(json!({}), live), [r#"require has {"everyone":{}}"#]);
    }

    #[test]
    fn whatever_else_differs_is_named() {
        let wanted =
            json!({ "exclude": [{ "email": { "email": "a@x.example" } }], "session_duration": "24h", "new": 1 });
        let live = json!({ "exclude": [{ "everyone": {} }], "session_duration": "8h" });
        let expected = [
            r#"exclude lacks {"email":{"email":"a@x.example"}}, exclude has {"everyone":{}}"#,
            "new is nothing, not 1",
            r#"session_duration is "8h", not "24h""#,
        ];
        assert_eq!(between(wanted, live), expected);
    }
}

//! Answers against the API description.

use serde_json::{Value, json};

use super::support::Reply;

const RESPONSES: &str = include_str!("../../fixtures/api/responses.json");

/// Fails where an answer does not fit the schema of its method, path and status. Paths that only the API page has are
/// not described, and pass.
pub(super) fn check(method: &str, path: &str, reply: &Reply) {
    let description: Value = serde_json::from_str(RESPONSES).expect("JSON");
    let Some(responses) = responses(&description, method, path) else { return };
    let Some(schema) = responses.get(reply.status.to_string()).or_else(|| responses.get("4XX")) else {
        panic!("{method} {path}: {} is not a documented status", reply.status);
    };
    assert!(reply.status < 400 || reply.body["success"] == false, "{method} {path}: {reply:?}");
    let schema = json!({"$defs": description["$defs"], "allOf": [schema]});
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let problems: Vec<String> = validator.iter_errors(&reply.body).map(|error| error.to_string()).collect();
    assert!(problems.is_empty(), "{method} {path}: {problems:?} in {}", reply.text);
}

fn responses<'a>(description: &'a Value, method: &str, path: &str) -> Option<&'a Value> {
    let path = path.split('?').next().unwrap_or(path);
    let path = path.strip_prefix("/client/v4").unwrap_or(path);
    let operations = description["operations"].as_object()?;
    let fits = |operation: &&String| {
        operation.split_once(' ').is_some_and(|(of, template)| of == method && is_of(path, template))
    };
    // A fixed path comes before one with a parameter in the same place.
    let found = operations.keys().filter(fits).min_by_key(|operation| operation.matches('{').count())?;
    operations.get(found)
}

fn is_of(path: &str, template: &str) -> bool {
    let (path, template): (Vec<_>, Vec<_>) = (path.split('/').collect(), template.split('/').collect());
    path.len() == template.len() && path.iter().zip(template).all(|(part, of)| of.starts_with('{') || *part == of)
}

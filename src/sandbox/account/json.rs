//! Reading the loosely typed rows of an account: any field may be missing, null or of an unexpected type.

use serde_json::{Map, Value};

/// A JSON object.
pub(crate) type Object = Map<String, Value>;

/// The text at a path of keys.
pub(crate) fn text<'a>(object: &'a Object, path: &[&str]) -> Option<&'a str> {
    at(object, path)?.as_str()
}

/// The value at a path of keys.
pub(crate) fn at<'a>(object: &'a Object, path: &[&str]) -> Option<&'a Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(object.get(*first)?, |value, key| value.get(key))
}

/// Whether there is a value at a key that is not null.
pub(crate) fn is_set(object: &Object, key: &str) -> bool {
    object.get(key).is_some_and(|value| !value.is_null())
}

/// An object as text.
pub(crate) fn to_text(object: &Object) -> Box<str> {
    serde_json::to_string(object).unwrap_or_default().into()
}

/// The object of a text that [`to_text`] made.
pub(crate) fn from_text(text: &str) -> Object {
    serde_json::from_str(text).unwrap_or_default()
}

/// The text of a non-empty object with more members at its end.
pub(crate) fn with_members(text: &str, members: &[(&str, &str)]) -> String {
    let mut grown = text.strip_suffix('}').unwrap_or(text).to_owned();
    for (key, value) in members {
        grown.extend([",\"", key, "\":", value]);
    }
    grown.push('}');
    grown
}

/// Whether one of the texts at some paths contains a text, whatever the ASCII case.
pub(crate) fn contains(object: &Object, paths: &[&[&str]], folded: &str) -> bool {
    paths.iter().filter_map(|path| text(object, path)).any(|text| text.to_ascii_lowercase().contains(folded))
}

/// Whether a text somewhere in a value is one of those that are meant.
pub(crate) fn holds(value: &Value, is_meant: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::String(text) => is_meant(text),
        Value::Array(items) => items.iter().any(|item| holds(item, is_meant)),
        Value::Object(fields) => fields.values().any(|field| holds(field, is_meant)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A JSON Merge Patch (RFC 7396): members replace, null removes, objects merge.
pub(crate) fn merge(target: &mut Object, patch: Object) {
    for (key, value) in patch {
        match (target.get_mut(&key), value) {
            (_, Value::Null) => drop(target.remove(&key)),
            (Some(Value::Object(inner)), Value::Object(patch)) => merge(inner, patch),
            (_, value) => drop(target.insert(key, value)),
        }
    }
}

/// The object that a JSON literal of a test is.
#[cfg(test)]
pub(crate) fn literal(value: Value) -> Object {
    match value {
        Value::Object(object) => object,
        other => unreachable!("{other} is no object"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::literal as object;
    use super::*;

    #[test]
    fn members_are_put_behind_those_that_are_there() {
        assert_eq!(with_members("{\"a\":1}", &[("b", "2"), ("c", "null")]), "{\"a\":1,\"b\":2,\"c\":null}");
    }

    #[test]
    fn a_merge_replaces_removes_and_descends() {
        let mut target = object(json!({"a": 1, "b": {"c": 2, "d": 3}}));
        merge(&mut target, object(json!({"a": null, "b": {"c": 4}, "e": 5})));
        assert_eq!(Value::Object(target), json!({"b": {"c": 4, "d": 3}, "e": 5}));
    }

    #[test]
    fn a_value_of_another_type_is_no_text() {
        let row = object(json!({"user": null, "device": {"id": 7}}));
        assert_eq!(text(&row, &["user", "email"]), None);
        assert_eq!(text(&row, &["device", "id"]), None);
    }
}

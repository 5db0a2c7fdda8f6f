//! The schema and the readers say the same.

use std::collections::BTreeSet;

use serde_json::Value;

use super::super::keys::{self, Keys};
use super::super::section::{ANNOTATIONS, OCCASIONS};
use super::super::words::{
    CLEANUP_ACTIONS, DEVICE_RECORDS, FATES, REVOKED_ACTIONS, SEATS, SESSIONS, STATES, TOKEN_STEPS, Words,
};
use super::schema;

const ALL: &[&Keys] = &[
    &keys::DOOR_LIST,
    &keys::INCLUDED,
    &keys::ACCOUNT,
    &keys::UNLISTED,
    &keys::USER,
    &keys::SERVICE_TOKEN,
    &keys::DEVICE,
    &keys::SELECTOR,
    &keys::SERIALS_FROM,
    &keys::PROTECTED,
    &keys::CLEANUP,
    &keys::STALE,
    &keys::DUPLICATES,
    &keys::REVOKED,
    &keys::LIMITS,
    &keys::OFFBOARDING,
    &keys::BLOCK_LIST,
    &keys::DIRECTORY,
    &keys::REQUIRE,
    &keys::ALLOW_EMPTY,
];

fn definition<'s>(schema: &'s Value, name: &str) -> &'s Value {
    if name == keys::DOOR_LIST.schema { schema } else { &schema["definitions"][name] }
}

fn names(value: &Value) -> BTreeSet<&str> {
    value.as_array().map(|names| names.iter().filter_map(Value::as_str).collect()).unwrap_or_default()
}

#[test]
fn each_mapping_has_the_keys_that_its_reader_knows() {
    let schema = schema();
    for table in ALL {
        let found = definition(&schema, table.schema);
        let properties: BTreeSet<&str> =
            found["properties"].as_object().map(|all| all.keys().map(String::as_str).collect()).unwrap_or_default();
        assert_eq!(properties, table.all().collect(), "{}", table.schema);
        assert_eq!(names(&found["required"]), table.required.iter().copied().collect(), "{}", table.schema);
        assert_eq!(found["additionalProperties"], false, "{}", table.schema);
    }
}

#[test]
fn every_mapping_of_the_schema_has_a_reader() {
    let schema = schema();
    let read: BTreeSet<&str> = ALL.iter().map(|table| table.schema).collect();
    for (name, found) in schema["definitions"].as_object().expect("there are definitions") {
        assert!(found.get("properties").is_none() || read.contains(name.as_str()), "{name}");
    }
}

#[test]
fn each_word_is_known_to_both() {
    fn check<T>(schema: &Value, name: &str, words: Words<T>) {
        let choices = schema["definitions"][name]["oneOf"].as_array().expect(name);
        let published: BTreeSet<&str> = choices.iter().filter_map(|choice| choice["const"].as_str()).collect();
        assert_eq!(published, words.iter().map(|(word, _)| *word).collect(), "{name}");
    }
    let schema = schema();
    check(&schema, "Fate", FATES);
    check(&schema, "State", STATES);
    check(&schema, "CleanupAction", CLEANUP_ACTIONS);
    check(&schema, "RevokedAction", REVOKED_ACTIONS);
    check(&schema, "TokenStep", TOKEN_STEPS);
    check(&schema, "Sessions", SESSIONS);
    check(&schema, "Seats", SEATS);
    check(&schema, "DeviceRecords", DEVICE_RECORDS);
    check(&schema, "Occasion", OCCASIONS);
    check(&schema, "Annotation", ANNOTATIONS);
}

#[test]
fn every_key_and_every_word_explains_itself() {
    let schema = schema();
    for table in ALL {
        let found = definition(&schema, table.schema);
        for (key, property) in found["properties"].as_object().expect("a mapping") {
            assert!(property["description"].is_string(), "{}.{key}", table.schema);
        }
        assert!(found["description"].is_string(), "{}", table.schema);
    }
}

#[test]
fn null_is_permitted_nowhere() {
    let text = schema().to_string();
    assert!(!text.contains(r#""type":"null""#) && !text.contains(r#","null"],"#), "{text}");
    assert!(text.contains(r#""type":"string""#));
}

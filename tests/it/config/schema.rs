//! `schema/doorlist.schema.json` is what the program publishes, and every door list here keeps to it.

use std::fs;
use std::path::{Path, PathBuf};

use doorlist::config::schema;
use serde_json::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn published() -> String {
    let mut text = serde_json::to_string_pretty(&schema()).expect("plain JSON");
    text.push('\n');
    text
}

/// `DOORLIST_UPDATE=1` writes the file anew.
#[test]
fn the_published_file_is_current() {
    let path = root().join("schema/doorlist.schema.json");
    if std::env::var_os("DOORLIST_UPDATE").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder for the schema");
        fs::write(&path, published()).expect("a schema that can be written");
    }
    let text = fs::read_to_string(&path).expect("the schema is there");
    assert!(text == published(), "set DOORLIST_UPDATE=1 to write {} anew", path.display());
}

/// Every YAML file below a folder.
fn yaml_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.expect("a readable entry").path()) {
        if path.is_dir() {
            yaml_below(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "yaml" || kind == "yml") {
            found.push(path);
        }
    }
}

fn json(path: &Path) -> Option<Value> {
    serde_yaml::from_str(&fs::read_to_string(path).ok()?).ok()
}

fn validator(definition: Option<&str>) -> jsonschema::Validator {
    let mut schema = schema();
    if let Some(name) = definition {
        let definitions = schema["definitions"].clone();
        schema = schema["definitions"][name].clone();
        schema["definitions"] = definitions;
    }
    jsonschema::validator_for(&schema).expect("a schema")
}

#[test]
fn every_valid_door_list_keeps_to_the_schema() {
    let (whole, included) = (validator(None), validator(Some("IncludedFile")));
    let mut paths = Vec::new();
    for folder in ["tests/fixtures/valid", "tests/acceptance", "examples"] {
        yaml_below(&root().join(folder), &mut paths);
    }
    let mut seen = 0;
    for path in paths {
        let file = json(&path).unwrap_or_default();
        let validator = if file.get("version").is_some() && file.get("account").is_some() {
            &whole
        } else if path.to_string_lossy().contains("/valid/") {
            &included
        } else {
            continue;
        };
        // The broken ones are in `tests/acceptance` on purpose, each with the exit code 1.
        let expected = fs::read_to_string(path.with_file_name("expect.json")).unwrap_or_default();
        if expected.contains("\"exit\": 1,") {
            continue;
        }
        let problems: Vec<String> =
            validator.iter_errors(&file).map(|e| format!("{}: {e}", e.instance_path())).collect();
        assert!(problems.is_empty(), "{}:\n{}", path.display(), problems.join("\n"));
        seen += 1;
    }
    assert!(seen >= 5, "only {seen} door lists were found");
}

/// What an editor can see without reading other files.
const SEEN_BY_EDITORS: &[&str] = &[
    "bad-account-id",
    "bad-date",
    "bad-duration",
    "bad-email",
    "bad-number",
    "bad-tag",
    "bad-team",
    "bad-version",
    "connectors-removed",
    "empty-list",
    "empty-text",
    "missing-key",
    "no-selector",
    "no-subject",
    "null-value",
    "says-nothing",
    "several-subjects",
    "unknown-key",
    "unknown-word",
    "unquoted-text",
    "wrong-type-list",
    "zero-registrations",
];

#[test]
fn the_schema_refuses_what_an_editor_can_see() {
    let validator = validator(None);
    for name in SEEN_BY_EDITORS {
        let folder = root().join("tests/fixtures/invalid");
        let file =
            json(&folder.join(format!("{name}.yaml"))).or_else(|| json(&folder.join(name).join("doorlist.yaml")));
        assert!(!validator.is_valid(&file.expect("an example that is YAML")), "{name} keeps to the schema");
    }
}

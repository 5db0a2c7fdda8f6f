//! `schema/doorlist.schema.json` is what the program publishes, and every door list here keeps to it.

use std::fs;
use std::path::{Path, PathBuf};

use doorlist::config::{codes, load, schema};
use doorlist::model::Class;
use serde_json::Value;

use super::support::{Folder, Memory, now};

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
    "empty-users",
    "missing-key",
    "no-selector",
    "no-subject",
    "null-value",
    "says-nothing",
    "several-subjects",
    "synthetic-address",
    "unknown-key",
    "unknown-word",
    "unquoted-text",
    "until-with-state",
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

/// A door list of these lines and what is required beside them.
fn door_list(lines: &str) -> String {
    let mut text = "version: 1\naccount: { id: 0123456789abcdef0123456789abcdef, team: acme }\n".to_owned();
    for key in ["users", "service_tokens", "devices"] {
        if !lines.lines().any(|line| line.starts_with(key)) {
            text.push_str(key);
            text.push_str(": []\n");
        }
    }
    text + lines + "\n"
}

/// Whether program and schema take it.
fn taken(lines: &str) -> (bool, bool) {
    let text = door_list(lines);
    let value: Value = serde_yaml::from_str(&text).expect("YAML");
    let files = Memory::one(text).and("staff.yaml", "users: [{ email: a@x.example }]\n");
    (files.load().is_ok(), validator(None).is_valid(&value))
}

#[test]
fn each_rule_between_keys_is_the_programs_and_the_schemas() {
    for wrong in [
        "users: [{ email: a@x.example, state: revoked, until: 2027-12-31 }]",
        "users: [{ email: a@x.example, state: absent, until: 2027-12-31 }]",
        "service_tokens: [{ name: ci, state: absent, until: 2027-12-31 }]",
        "devices: [{ serial: A1, state: revoked, until: 2027-12-31 }]",
        "devices: [{ class: a }]",
        "devices: [{ state: absent }]",
        "devices: [{ serial: A1 }]",
        "devices: [{ serial: A1, state: permitted }]",
        "users: [{ email: non_identity@acme.cloudflareaccess.com }]",
        "users: [{ email: Warp_Connector@ACME.CloudflareAccess.com }]",
        "users: [{ email: '*', except: non_identity@a.b.cloudflareaccess.com }]",
        "users: [{ email: '*', except: [a@x.example, warp_connector@acme.cloudflareaccess.com] }]",
        "users: []\nunlisted: { users: delete }",
        "users: []\nunlisted: { users: revoke }",
    ] {
        assert_eq!(taken(wrong), (false, false), "{wrong}");
    }
    for right in [
        "users: [{ email: a@x.example, state: permitted, until: 2027-12-31 }]",
        "service_tokens: [{ id: t1, until: 2027-12-31 }]",
        "devices: [{ serial: A1, state: permitted, class: a, until: 2027-12-31 }]",
        "devices: [{ serial: A1, state: absent }]",
        "users: [{ email: 'non_identity@*.cloudflareaccess.com' }]",
        "users: [{ email: non_identity@acme.example }, { email: x.non_identity@acme.cloudflareaccess.com }]",
        "users: [{ email: non_identity@cloudflareaccess.com }]",
        "protected: [{ email: warp_connector@acme.cloudflareaccess.com }]",
        "users: []\nunlisted: { users: report }",
        "users: []\nunlisted: { devices: delete }",
        "users: []\nunlisted: { users: delete }\nallow_empty: { users: none yet }",
        "users: []\nunlisted: { users: delete }\ninclude: [staff.yaml]",
    ] {
        let (program, schema) = taken(right);
        assert!(schema, "the schema refuses {right}");
        assert!(program, "the program refuses {right}");
    }
}

#[test]
fn the_schema_is_nowhere_stricter_than_the_program() {
    let validator = validator(None);
    let mut seen = 0;
    for entry in fs::read_dir(root().join("tests/fixtures/invalid")).expect("there") {
        let path = entry.expect("an entry").path();
        let (folder, name) =
            if path.is_dir() { (path.clone(), "doorlist.yaml") } else { (root().join("tests/fixtures/invalid"), "") };
        let name = if name.is_empty() {
            path.file_name().expect("a name").to_string_lossy().into_owned()
        } else {
            name.to_owned()
        };
        let found = match load(&name, &Folder(folder.clone()), now()) {
            Ok(loaded) => loaded.warnings,
            Err(found) => found,
        };
        if found.iter().any(|one| one.class == Class::Problem) {
            continue;
        }
        let file = json(&folder.join(&name)).expect("YAML");
        assert!(validator.is_valid(&file), "{}", path.display());
        seen += 1;
    }
    assert!(seen >= 5, "only {seen} files are right but for a warning");
}

#[test]
fn every_code_of_a_problem_is_in_the_schema() {
    let schema = schema();
    let published: Vec<(&str, &str)> = schema["x-problem-codes"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|code| Some((code["code"].as_str()?, code["meaning"].as_str()?)))
        .collect();
    let wanted: Vec<(&str, &str)> = codes::ALL.iter().map(|(code, meaning, _)| (*code, *meaning)).collect();
    assert_eq!(published, wanted);
}

//! Every folder of `examples/` does what its README says.

#[path = "../../examples/company/generator/mod.rs"]
mod generator;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use generator::Company;
use serde_json::Value;

use crate::support::Script;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn doorlist(folder: &str, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorlist"));
    command.args(args).current_dir(root().join("examples").join(folder)).env_clear().stdin(Stdio::null());
    command.output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("output is UTF-8")
}

/// The plan of a folder's door list on its recorded account.
fn plan(folder: &str, format: &str) -> String {
    let validated = doorlist(folder, &["validate", "-f", "doorlist.yaml"]);
    assert!(validated.status.success(), "{folder}: {}", text(&validated.stderr));
    let planned = doorlist(folder, &["plan", "-f", "doorlist.yaml", "--offline", "account.json", "--format", format]);
    assert!(planned.status.success(), "{folder}: {}", text(&planned.stderr));
    text(&planned.stdout)
}

/// The plan against its published schema; gives what it says in short.
fn summary(folder: &str) -> Value {
    let plan: Value = serde_json::from_str(&plan(folder, "json")).expect("a plan is JSON");
    let schema = doorlist(folder, &["schema", "plan"]).stdout;
    let schema: Value = serde_json::from_slice(&schema).expect("the schema is JSON");
    let validator = jsonschema::validator_for(&schema).expect("the schema is a schema");
    let wrong: Vec<String> = validator.iter_errors(&plan).map(|error| error.to_string()).collect();
    assert!(wrong.is_empty(), "{folder}: {wrong:#?}");
    plan["summary"].clone()
}

#[test]
fn the_quickstart_plans_what_its_readme_shows() {
    summary("quickstart");
    insta::assert_snapshot!(plan("quickstart", "text"));
}

#[test]
fn the_company_plans_within_its_limits() {
    insta::assert_json_snapshot!(summary("company"));
}

#[test]
fn the_company_is_what_its_generator_writes() {
    let company = Company::with(2_700);
    let mut account = Vec::new();
    company.write_account(&mut account).expect("memory takes it");
    let made = [
        ("account.json", text(&account)),
        ("doorlist.yaml", company.doorlist()),
        ("directory.csv", company.directory()),
        ("serials.csv", company.serials()),
    ];
    for (name, text) in made {
        let committed = fs::read_to_string(root().join("examples/company").join(name)).unwrap_or_default();
        assert!(committed == text, "{name} is old: cargo run --example company -- examples/company");
    }
}

#[test]
fn the_quickstart_script_applies_and_has_nothing_left_to_do() {
    let script = Script::run("examples/quickstart/run.sh");
    let said = format!("{}{}", script.stdout, script.stderr);
    assert!(script.succeeded, "{said}");
    assert_eq!(said.matches("converged").count(), 2, "{said}");
    assert_eq!(script.left, 0, "it cleans up after itself");
}

#[test]
fn the_index_names_every_example_and_every_example_has_a_readme() {
    let index = fs::read_to_string(root().join("examples/README.md")).expect("the index");
    for folder in ["quickstart", "company", "runbooks", "ci/github", "ci/gitlab", "pre-commit"] {
        assert!(index.contains(&format!("]({folder}/README.md)")), "the index does not name {folder}");
        assert!(root().join("examples").join(folder).join("README.md").exists(), "{folder} has no README");
    }
    let mut folders: Vec<String> = fs::read_dir(root().join("examples"))
        .expect("the examples")
        .map(|entry| entry.expect("a readable folder"))
        .filter(|entry| entry.path().is_dir())
        .map(|entry| entry.file_name().into_string().expect("an ASCII name"))
        .collect();
    folders.sort();
    assert_eq!(folders, ["ci", "company", "pre-commit", "quickstart", "runbooks"], "a new folder needs its test here");
}

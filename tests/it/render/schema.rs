//! The published schemas: current, true of what is written, and complete in their codes.

use std::path::{Path, PathBuf};

use doorlist::model::selector::PLACEHOLDER_SERIALS;
use doorlist::model::{FindingCode, Plan, ReasonCode};
use doorlist::render::{self, Format, Style};
use serde_json::Value;

use super::sample;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schema").join(name)
}

/// `DOORLIST_UPDATE=1` writes the file anew.
fn is_current(name: &str, schema: &Value) {
    let path = path(name);
    let text = format!("{}\n", serde_json::to_string_pretty(schema).expect("JSON"));
    if std::env::var_os("DOORLIST_UPDATE").is_some() {
        std::fs::write(&path, &text).expect("the file can be written");
    }
    let published = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(text == published, "set DOORLIST_UPDATE=1 to write {} anew", path.display());
}

#[test]
fn the_published_schemas_are_current() {
    is_current("plan.schema.json", &render::plan_schema());
    is_current("report.schema.json", &render::report_schema());
    is_current("explanation.schema.json", &render::explanation_schema());
}

fn valid(schema: &Value, written: &str) {
    let validator = jsonschema::validator_for(schema).expect("a schema");
    let document: Value = serde_json::from_str(written).expect("JSON");
    let errors: Vec<String> =
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

fn plans() -> Vec<Plan> {
    let redacted = render::redact(&sample::rich(), render::Redact::ALL);
    vec![sample::rich(), sample::refused(), sample::empty(), redacted]
}

#[test]
fn plans_are_valid() {
    for plan in plans() {
        valid(&render::plan_schema(), &render::plan(&plan, Format::Json, Style::PLAIN));
    }
    valid(&render::plan_schema(), &render::plans(&plans(), Format::Json, Style::PLAIN));
}

#[test]
fn reports_are_valid() {
    for report in [sample::report(), sample::converged(), sample::interrupted()] {
        valid(&render::report_schema(), &render::report(&report, Format::Json, Style::PLAIN));
    }
}

#[test]
fn explanations_are_valid() {
    valid(&render::explanation_schema(), &render::explanation(&sample::explanation(), Format::Json, Style::PLAIN));
}

#[test]
fn a_plan_that_lacks_something_is_not_valid() {
    let validator = jsonschema::validator_for(&render::plan_schema()).expect("a schema");
    for key in ["account", "actions", "guards", "digest", "summary"] {
        let mut document = serde_json::to_value(sample::rich()).expect("JSON");
        document.as_object_mut().expect("an object").remove(key);
        assert!(!validator.is_valid(&document), "{key}");
    }
}

/// The codes that a definition lists, each with what it means.
fn listed(schema: &Value, definition: &str) -> Vec<(String, String)> {
    let list = schema["$defs"][definition]["oneOf"].as_array().expect("a list of codes");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    list.iter().map(|item| (text(&item["const"]), text(&item["description"]))).collect()
}

#[test]
fn every_code_is_published_with_its_meaning() {
    let schema = render::plan_schema();
    let reasons: Vec<_> = ReasonCode::ALL.iter().map(|code| (code.to_string(), code.meaning().to_owned())).collect();
    let findings: Vec<_> = FindingCode::ALL.iter().map(|code| (code.to_string(), code.meaning().to_owned())).collect();
    assert_eq!(listed(&schema, "ReasonCode"), reasons);
    assert_eq!(listed(&schema, "FindingCode"), findings);
}

#[test]
fn the_serials_that_name_no_machine_are_published() {
    let published = render::plan_schema()["x-placeholder-serials"].clone();
    assert_eq!(serde_json::from_value::<Vec<String>>(published).expect("a list"), PLACEHOLDER_SERIALS);
}

/// The schema of OASIS, of the fixtures.
fn sarif() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/sarif/sarif-2.1.0-rtm.5.json");
    let text = std::fs::read_to_string(path).expect("the fixture");
    // One pattern of the published schema has a bracket too many; strict engines do not compile it.
    serde_json::from_str(&text.replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}?$")).expect("JSON")
}

#[test]
fn sarif_is_valid_against_its_schema() {
    for plan in plans() {
        valid(&sarif(), &render::plan(&plan, Format::Sarif, Style::PLAIN));
    }
    valid(&sarif(), &render::plans(&plans(), Format::Sarif, Style::PLAIN));
    valid(&sarif(), &render::plans(&[], Format::Sarif, Style::PLAIN));
    for report in [sample::report(), sample::converged()] {
        valid(&sarif(), &render::report(&report, Format::Sarif, Style::PLAIN));
    }
}

#[test]
fn sarif_results_keep_their_fingerprints_when_days_pass() {
    let prints = |plan: &Plan| -> Vec<String> {
        let log: Value = serde_json::from_str(&render::plan(plan, Format::Sarif, Style::PLAIN)).expect("JSON");
        let results = log["runs"][0]["results"].as_array().expect("results").clone();
        results.iter().map(|result| result["partialFingerprints"]["doorlist/v1"].to_string()).collect()
    };
    let today = sample::rich();
    let mut tomorrow = today.clone();
    tomorrow.created_at += jiff::SignedDuration::from_hours(24);
    for finding in &mut tomorrow.findings {
        finding.text = finding.text.replace("9 days", "8 days");
    }
    assert_eq!(prints(&today), prints(&tomorrow));
    let mut unique = prints(&today);
    unique.sort();
    unique.dedup();
    assert_eq!(unique.len(), prints(&today).len());
}

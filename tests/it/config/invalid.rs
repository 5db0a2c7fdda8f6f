//! `tests/fixtures/invalid` has an example for every code: a file or a folder whose name is the code, or begins with it.
//! In a folder it is the door list, or the case of a runbook test.

use std::fs;

use doorlist::config::{case, codes, load};
use doorlist::model::Diagnostic;
use doorlist::render::diagnostics;

use super::support::{Folder, fixtures, now};

/// One example.
struct Example {
    name: String,
    code: &'static str,
    found: Vec<Diagnostic>,
}

fn examples() -> Vec<Example> {
    let folder = fixtures("invalid");
    let entries = fs::read_dir(&folder).expect("the folder is there").map(|entry| entry.expect("a readable entry"));
    let mut examples: Vec<Example> = entries
        .map(|entry| {
            let file = entry.file_name().to_string_lossy().into_owned();
            let name = file.trim_end_matches(".yaml").to_owned();
            let own = if entry.path().join("case.yaml").is_file() { "case.yaml" } else { "doorlist.yaml" };
            let (files, path) = if entry.path().is_dir() { (entry.path(), own) } else { (folder.clone(), &*file) };
            // A `case.yaml` of a runbook test is no door list.
            let found = if path == "case.yaml" {
                case(path, &Folder(files)).err().unwrap_or_default()
            } else {
                load(path, &Folder(files), now()).map_or_else(|found| found, |loaded| loaded.warnings)
            };
            Example { code: code_of(&name), name, found }
        })
        .collect();
    examples.sort_by(|a, b| a.name.cmp(&b.name));
    examples
}

/// A long list without its middle.
fn ends(mut found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    if found.len() > 20 {
        found.drain(2..found.len() - 2);
    }
    found
}

/// The longest code that the name begins with.
fn code_of(name: &str) -> &'static str {
    let codes = codes::ALL.iter().map(|(code, ..)| *code);
    let fits = |code: &&str| name == *code || name.starts_with(&format!("{code}-"));
    codes.filter(fits).max_by_key(|code| code.len()).unwrap_or_else(|| panic!("{name} is named after no code"))
}

#[test]
fn every_example_yields_its_code_and_is_shown_as_agreed() {
    for Example { name, code, found } in examples() {
        assert!(found.iter().any(|one| one.code == code), "{name} does not yield {code}: {found:#?}");
        insta::assert_snapshot!(name, diagnostics(&ends(found), false, 0));
    }
}

#[test]
fn every_code_has_an_example() {
    let examples = examples();
    for (code, ..) in codes::ALL {
        assert!(examples.iter().any(|example| example.code == *code), "{code} has no example");
    }
}

#[test]
fn every_diagnostic_points_into_its_file() {
    for Example { name, found, .. } in examples() {
        for one in found {
            assert!(codes::ALL.iter().any(|(code, ..)| *code == one.code), "{name}: {} is not published", one.code);
            assert!(one.source.text.get(one.span.clone()).is_some(), "{name}: {one:?}");
            assert!(!one.message.ends_with('.'), "{name}: {}", one.message);
        }
    }
}

//! Rules of the source tree that the compiler does not know (`src/lib.rs` draws the floors).

mod tree;

use std::collections::BTreeMap;

use tree::{SourceFile, Tree};

/// The floors, each with those that it may name.
const FLOORS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("plan", &["model"]),
    ("config", &["model"]),
    ("cloudflare", &["model"]),
    ("render", &["model", "plan", "config", "cloudflare"]),
    ("apply", &["model", "plan", "config", "cloudflare"]),
    ("sandbox", &["model", "plan", "config", "cloudflare"]),
    ("evidence", &["model", "plan", "config", "cloudflare", "render"]),
    ("cli", &["model", "plan", "config", "cloudflare", "render", "apply", "sandbox", "evidence"]),
];

/// Outside crates and parts of the standard library, each with the paths below `src` that may name them.
const OUTSIDE: &[(&str, &[&str])] = &[
    ("annotate_snippets", &["render/"]),
    ("anyhow", &["cli/"]),
    ("axum", &["sandbox/"]),
    ("clap", &["cli/"]),
    ("clap_complete", &["cli/"]),
    ("clap_mangen", &["cli/"]),
    ("console", &["render/", "cli/"]),
    ("csv", &["config/"]),
    ("indicatif", &["cli/"]),
    ("reqwest", &["cloudflare/transport.rs", "cloudflare/transport/"]),
    ("rustls", &["cloudflare/", "cli/"]),
    ("secrecy", &["cloudflare/", "cli/"]),
    ("serde_yaml", &["config/"]),
    ("similar", &["render/", "cli/"]),
    ("tempfile", &["cli/"]),
    ("tokio", &["cloudflare/", "apply/", "sandbox/", "cli/"]),
    ("std::env", &["cli/"]),
    ("std::fs", &["cli/"]),
    ("std::net::TcpListener", &["cloudflare/", "sandbox/", "cli/"]),
    ("std::process", &["cli/", "main.rs"]),
    ("std::thread", &[]),
];

/// No file is longer, tests included.
const LONGEST: usize = 800;

/// Nine files of ten are not longer.
const NINE_OF_TEN: usize = 350;

/// Functions of a `mod.rs`.
const FUNCTIONS: usize = 6;

/// Code lines of a `mod.rs`: it tells what the module is and names its parts.
const MODULE_FILE: usize = 80;

#[test]
fn imports_go_down_only() {
    let mut wrong = Vec::new();
    for file in Tree::read().sources() {
        let Some((floor, below)) = FLOORS.iter().find(|(floor, _)| file.is_in(floor)) else { continue };
        let above = FLOORS.iter().map(|(name, _)| name).filter(|name| *name != floor && !below.contains(name));
        for name in above {
            wrong.extend(file.lines_naming(&format!("crate::{name}")));
            wrong.extend(file.lines_grouping(name));
        }
    }
    assert!(wrong.is_empty(), "these look up, or at a neighbour:\n{}", wrong.join("\n"));
}

#[test]
fn no_floor_is_reached_through_super() {
    let mut wrong = Vec::new();
    for file in Tree::read().sources() {
        for (name, _) in FLOORS {
            let way_out = format!("{}{name}::", "super::".repeat(file.depth()));
            wrong.extend(file.lines_naming(way_out.trim_end_matches("::")));
        }
    }
    assert!(wrong.is_empty(), "a floor is named from the crate, as in `crate::model`:\n{}", wrong.join("\n"));
}

#[test]
fn outside_crates_stay_on_their_floors() {
    let mut wrong = Vec::new();
    for file in Tree::read().sources() {
        for (name, homes) in OUTSIDE {
            if !homes.iter().any(|home| file.path.starts_with(home)) {
                wrong.extend(file.lines_naming(&format!("{name}::")));
                wrong.extend(file.lines_naming(&format!("use {name};")));
            }
        }
    }
    assert!(wrong.is_empty(), "these do not belong there:\n{}", wrong.join("\n"));
}

#[test]
fn files_are_short() {
    let mut lengths: Vec<(usize, String)> =
        Tree::read().sources().into_iter().map(|file| (file.lines.len(), file.path)).collect();
    lengths.sort_unstable();
    let (longest, path) = lengths.last().expect("there are sources");
    assert!(*longest <= LONGEST, "{path} has {longest} lines; at most {LONGEST} are wanted");
    let (tenth, path) = &lengths[lengths.len() * 9 / 10];
    assert!(*tenth <= NINE_OF_TEN, "one file of ten is longer than {NINE_OF_TEN} lines, among them {path}");
}

#[test]
fn a_module_file_holds_its_essay_and_names_its_parts() {
    for file in Tree::read().sources().iter().filter(|file| file.path.ends_with("mod.rs")) {
        let code = file.code().count();
        assert!(code <= MODULE_FILE, "{} has {code} lines of code; move them into a file with a name", file.path);
        let functions = file.code().filter(|(_, line)| SourceFile::begins_function(line)).count();
        assert!(functions <= FUNCTIONS, "{} has {functions} functions; at most {FUNCTIONS} belong there", file.path);
        assert!(file.lines.first().is_some_and(|line| line.starts_with("//!")), "{} has no essay", file.path);
    }
}

#[test]
fn lints_are_expected_and_nothing_is_left_undone() {
    let words = ["#[allow(", "#![allow(", concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X:")];
    let mut wrong = Vec::new();
    for file in Tree::read().sources() {
        for (number, line) in file.lines.iter().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                wrong.push(file.place(number, line));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "`#[expect(…, reason = …)]` says why; undone work has no place here:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn no_path_of_a_machine_is_written_down() {
    let paths = [concat!("/wo", "rk/"), concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("..", "/shared")];
    let mut wrong = Vec::new();
    for file in Tree::read().texts() {
        for (number, line) in file.lines.iter().enumerate() {
            if paths.iter().any(|path| line.contains(path)) {
                wrong.push(file.place(number, line));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_test_file_is_listed() {
    let tree = Tree::read();
    for binary in ["it", "laws", "soak"] {
        let files = tree.below(&format!("tests/{binary}"), "rs");
        let main = files.iter().find(|path| path.ends_with("main.rs")).expect("every test binary has a main.rs");
        let listed = Tree::text(main);
        for path in &files {
            let name = path.trim_end_matches(".rs").rsplit('/').next().unwrap_or_default();
            let is_root = path == &format!("tests/{binary}/{name}.rs");
            let is_listed = listed.lines().any(|line| line.trim() == format!("mod {name};"));
            assert!(!is_root || name == "main" || is_listed, "{main} does not list {path}");
        }
    }
}

#[test]
fn every_snapshot_has_its_test() {
    let tree = Tree::read();
    let snapshots: Vec<String> = ["src", "tests"].iter().flat_map(|folder| tree.below(folder, "snap")).collect();
    let mut sources = BTreeMap::new();
    for snapshot in &snapshots {
        let text = Tree::text(snapshot);
        let source = text.lines().find_map(|line| line.strip_prefix("source: ")).unwrap_or_default();
        let code = sources.entry(source.to_owned()).or_insert_with(|| Tree::try_text(source));
        assert!(code.is_some(), "{snapshot} is of {source:?}, which is not there");
    }
}

#[test]
fn the_rules_find_what_they_forbid() {
    let lines =
        ["// use crate::plan;", "use crate::{model::Email, plan::{self, Ack}};", "crate::cli::run();", "a_reqwest::b"];
    let file = SourceFile { path: "config/load.rs".to_owned(), lines: lines.map(str::to_owned).to_vec() };
    assert_eq!(file.depth(), 2);
    assert_eq!(file.lines_naming("crate::cli"), ["config/load.rs:3: crate::cli::run();"]);
    assert_eq!(file.lines_grouping("plan").len(), 1);
    assert!(file.lines_grouping("cloudflare").is_empty());
    assert!(file.lines_naming("reqwest::").is_empty() && file.lines_naming("crate::plan").is_empty());
    assert!(SourceFile::begins_function("pub(crate) const fn a() {}"));
}

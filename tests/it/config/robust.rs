//! Input that nobody expects: never a panic, never a long wait, never an answer without a place.

use std::fs;

use doorlist::render::diagnostics;
use proptest::prelude::*;

use super::support::{Memory, fixtures};

/// Loads, shows what is wrong, and says whether anything is.
fn survives(files: &Memory) -> bool {
    match files.load() {
        Ok(loaded) => {
            diagnostics(&loaded.warnings, true, 80);
            true
        }
        Err(found) => {
            assert!(!found.is_empty());
            let shown = diagnostics(&found, false, 80);
            assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
            false
        }
    }
}

fn valid() -> String {
    fs::read_to_string(fixtures("valid/everything/doorlist.yaml")).expect("the fixture is there")
}

/// The files that the fixture names, so that a mutation reaches far.
fn beside(text: Vec<u8>, csv: &str) -> Memory {
    Memory::one(text)
        .and("exports/groups.csv", "Mail,Team\na@x,contractors\nb@x,contractors\nc@x,eng\n")
        .and("inventory/serials.csv", csv)
        .and("shared/leavers.yaml", "users: []\n")
        .and("shared/machines.yaml", "devices: []\n")
}

#[test]
fn the_unchanged_text_is_right() {
    assert!(survives(&beside(valid().into_bytes(), "serial\nA1\nB2\n")));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..crate::support::cases(200) })]

    #[test]
    fn arbitrary_bytes_are_survived(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        survives(&Memory::one(bytes));
    }

    #[test]
    fn arbitrary_punctuation_is_survived(text in "[a:\\-\\[\\]{}&*!|>'\"#%@`,?~ \n\t\r0-9é\u{202e}]{0,120}") {
        survives(&Memory::one(text));
    }

    #[test]
    fn a_cut_file_is_survived(at in 0usize..4_000) {
        let text = valid();
        let at = at.min(text.len());
        survives(&beside(text.as_bytes()[..at].to_vec(), "serial\nA1\nB2\n"));
    }

    #[test]
    fn a_changed_file_is_survived(changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        let mut text = valid().into_bytes();
        for (at, byte) in changes {
            let at = at.index(text.len());
            text[at] = byte;
        }
        survives(&beside(text, "serial\nA1\nB2\n"));
    }

    #[test]
    fn a_line_less_or_more_is_survived(from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>()) {
        let text = valid();
        let mut lines: Vec<&str> = text.lines().collect();
        let moved = lines.remove(from.index(lines.len()));
        lines.insert(to.index(lines.len()), moved);
        survives(&beside(lines.join("\n").into_bytes(), "serial\nA1\nB2\n"));
    }

    #[test]
    fn any_csv_is_survived(csv in "[a-z0-9@,;\"\n\r\t é]{0,120}") {
        survives(&beside(valid().into_bytes(), &csv));
    }
}

#[test]
fn a_bomb_is_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    text.extend(
        (1..30).map(|level| format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 5].join(", "))),
    );
    assert!(!survives(&Memory::one(text)));
    assert!(!survives(&Memory::one("[".repeat(1_000_000))));
    assert!(!survives(&Memory::one("{a: ".repeat(100_000))));
    assert!(!survives(&Memory::one("- ".repeat(100_000))));
    assert!(!survives(&Memory::one("? ".repeat(100_000))));
    assert!(!survives(&Memory::one("&a ".repeat(100_000))));
    assert!(!survives(&Memory::one(format!("{}: 1\n", "k".repeat(1_000_000)))));
}

#[test]
fn thousands_of_problems_are_reported_in_good_time() {
    let entries = "  - { emial: a@x, devices: [nothing], until: tomorrow }\n".repeat(1_000);
    let text =
        format!("version: 1\naccount: {{ id: 0, team: acme }}\nservice_tokens: []\ndevices: []\nusers:\n{entries}");
    assert!(!survives(&Memory::one(text)));
    assert!(!survives(&Memory::one(format!("[{}]", "'\u{e9}', ".repeat(100_000)))));
}

/// A hundred thousand names, none of which is right, each like thousands of others; and one that is very long.
#[test]
fn names_that_are_wrong_are_not_compared_for_ever() {
    let used = (0..100_000).map(|at| format!("      - class-{at:06}x\n")).collect::<Vec<_>>().concat();
    let defined = |at| format!("  - {{ class: class-{at:06}, serial: S{at} }}\n");
    let defined = (0..2_000).map(defined).collect::<Vec<_>>().concat();
    let text = format!(
        "version: 1\naccount: {{ id: 0123456789abcdef0123456789abcdef, team: acme }}\ntimezone: {}\nservice_tokens: []\n\
         users:\n  - email: a@x.example\n    devices:\n{used}devices:\n{defined}",
        "x".repeat(1_000_000)
    );
    let found = Memory::one(text).load().expect_err("nothing is right");
    assert!(found.iter().any(|one| one.code == "bad-timezone"));
    let undefined = found.iter().filter(|one| one.code == "undefined-class");
    let suggested = undefined.clone().filter(|one| one.help.as_ref().is_some_and(|help| help.contains("did you mean")));
    assert!(undefined.count() > 900 && (1..=100).contains(&suggested.count()));
}

#[test]
fn a_chain_of_includes_ends() {
    let mut files = Memory::one("include: [f0.yaml]\n");
    for at in 0..100 {
        files = files.and(&format!("f{at}.yaml"), &format!("include: [f{}.yaml, f{at}.yaml]\n", at + 1));
    }
    assert!(!survives(&files));
}

#[test]
fn a_file_that_is_no_text_is_never_shown() {
    let files = Memory::one("include: [environ]\nversion: 1\n").and("environ", "PATH=/bin\0TOKEN=never-shown\0");
    let found = files.load().expect_err("it is no door list");
    let shown = diagnostics(&found, false, 0);
    assert!(shown.contains("environ") && !shown.contains("never-shown"), "{shown}");
}

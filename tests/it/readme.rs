//! What the README says is so: its console examples run, its tables are those of the program.

mod console;

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::Duration;

use console::Example;
use doorlist::cloudflare::pace::Pace;
use doorlist::config::codes;
use doorlist::model::selector::PLACEHOLDER_SERIALS;
use doorlist::model::{FindingCode, ReasonCode};

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("there is a README")
}

/// The table below a heading, its head left out.
fn table(heading: &str) -> String {
    let text = readme();
    let below = text.lines().skip_while(|line| *line != heading).skip(1);
    let section = below.take_while(|line| !line.starts_with('#'));
    let rows: Vec<&str> = section.filter(|line| line.starts_with('|')).skip(2).collect();
    assert!(!rows.is_empty(), "no table below {heading:?}");
    rows.join("\n") + "\n"
}

/// Shows the whole table that is wanted, to be copied.
fn assert_table(heading: &str, wanted: &str) {
    assert!(table(heading) == wanted, "the table below {heading:?} should be:\n{wanted}");
}

#[test]
fn console_examples_print_what_they_show() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in ["account.json", "doorlist.yaml"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/quickstart").join(file);
        fs::copy(from, folder.path().join(file)).expect("the quickstart's files");
    }
    let examples = Example::all(&readme());
    assert!(examples.len() > 5, "the README has console examples");
    for example in examples {
        example.check(folder.path());
    }
}

#[test]
fn all_reasons_are_published() {
    let mut rows = String::new();
    for code in ReasonCode::ALL {
        let _ = writeln!(rows, "| `{code}` | {} |", code.meaning());
    }
    assert_table("### Reasons", &rows);
}

#[test]
fn all_findings_are_published() {
    let mut rows = String::new();
    for code in FindingCode::ALL {
        let _ = writeln!(rows, "| `{code}` | {} |", code.meaning());
    }
    assert_table("### Findings", &rows);
}

/// What reading an account costs, by the program's own pacer: how many requests, and when the last of them leaves.
fn reading(rows: u64, page: u64) -> (u64, u64) {
    // The organization, the application, policies, groups, tokens and lists of an account of usual size.
    let requests = 6 + 2 * rows.div_ceil(page);
    let (mut pace, mut now) = (Pace::default(), Duration::ZERO);
    for _ in 0..requests {
        loop {
            let wait = pace.reserve(now);
            if wait.is_zero() {
                break;
            }
            now += wait;
        }
    }
    (requests, now.as_secs() / 60)
}

#[test]
fn the_api_budget_is_what_the_pacer_makes_of_it() {
    let mut rows = String::new();
    for count in [1_000_u64, 10_000, 100_000, 1_000_000] {
        let ((large, wait), (small, longer)) = (reading(count, 1_000), reading(count, 50));
        let _ = writeln!(rows, "| {} | {large} | {wait} min | {small} | {longer} min |", grouped(count));
    }
    assert_table("### What sets the pace", &rows);
}

/// `1,000,000`
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[test]
fn all_problems_of_a_file_are_published() {
    let mut rows = String::new();
    for (code, meaning, mend) in codes::ALL {
        let _ = writeln!(rows, "| `{code}` | {meaning} | {mend} |");
    }
    assert_table("### Problems of a file", &rows);
}

#[test]
fn all_placeholder_serials_are_published() {
    let text = readme();
    let section = text.split("### Placeholder serials").nth(1).expect("the section is there");
    let list = section.split("```text").nth(1).and_then(|rest| rest.split("```").next()).expect("a list");
    let published: Vec<&str> = list.trim().lines().map(str::trim).collect();
    let wanted: Vec<&str> = PLACEHOLDER_SERIALS.iter().copied().filter(|serial| !serial.is_empty()).collect();
    assert_eq!(published, wanted, "one a line, without the empty one");
}

#[test]
fn all_fault_rules_are_published() {
    let rules = doorlist::sandbox::fault::GRAMMAR;
    assert!(readme().contains(rules), "the README should hold:\n{rules}");
}

#[test]
fn links_lead_somewhere() {
    let text = readme();
    let links = regex::Regex::new(r"\]\(([^)#:]+)\)").expect("a fixed expression");
    for link in links.captures_iter(&text) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&link[1]);
        assert!(path.exists(), "{} is not there", &link[1]);
    }
    let headings: Vec<String> = text.lines().filter(|line| line.starts_with('#')).map(anchor).collect();
    let inside = regex::Regex::new(r"\]\(#([^)]+)\)").expect("a fixed expression");
    for link in inside.captures_iter(&text) {
        assert!(headings.iter().any(|heading| heading == &link[1]), "no heading is #{}", &link[1]);
    }
}

/// As GitHub makes them.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    text.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c)).map(|c| if c == ' ' { '-' } else { c }).collect()
}

//! Runbooks as people use them: printed, written into a door list, held to their snapshots, and tried out to the end.

mod cases;
mod obstacles;
mod subjects;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::support::Script;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the runbook examples that may be changed.
fn examples() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    copy(&root().join("examples/runbooks"), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder");
    for entry in fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() { copy(&entry.path(), &target) } else { drop(fs::copy(entry.path(), target)) }
    }
}

fn doorlist(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_doorlist"))
        .args(words)
        .current_dir(folder)
        .env_clear()
        .env("LANG", "C.UTF-8")
        .env("TZ", "Pacific/Auckland")
        .output()
        .expect("the program runs")
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_five_runbooks_are_as_agreed() {
    let output = doorlist(&root(), &["test", "examples/runbooks"]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    assert!(out(&output).ends_with("5 passed, 0 failed\n"), "{}", out(&output));
}

#[test]
fn a_runbook_that_changed_is_shown_as_a_difference_and_update_writes_it() {
    let folder = examples();
    let list = folder.path().join("doorlist.yaml");
    let text = fs::read_to_string(&list).expect("read");
    fs::write(&list, text.replace("  enrollment: exclude\n", "  enrollment: report\n")).expect("written");
    let output = doorlist(folder.path(), &["test", ".", "--junit", "results.xml"]);
    assert_eq!(output.status.code(), Some(1));
    let shown = out(&output);
    assert!(shown.contains("FAILED   ./1-employee-leaves"), "{shown}");
    assert!(shown.contains("-  2. [doorlist] exclude the address in every policy that admits it"), "{shown}");
    let junit = fs::read_to_string(folder.path().join("results.xml")).expect("written");
    assert!(junit.contains("<failure"), "{junit}");
    assert_eq!(doorlist(folder.path(), &["test", ".", "--update"]).status.code(), Some(0));
    assert_eq!(doorlist(folder.path(), &["test", "."]).status.code(), Some(0));
}

#[test]
fn the_entry_goes_into_the_door_list_and_plans_what_the_runbook_said() {
    let folder = examples();
    let words = ["offboard", "Erin@acme.example", "--ticket", "HR-1042", "--write", "--offline", "account.json"];
    let output = doorlist(folder.path(), &words);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(err(&output).contains("wrote doorlist.yaml"), "{}", err(&output));
    let before = fs::read_to_string(root().join("examples/runbooks/doorlist.yaml")).expect("read");
    let after = fs::read_to_string(folder.path().join("doorlist.yaml")).expect("read");
    let added = "  - { email: erin@acme.example, state: absent, ticket: HR-1042 }\n";
    assert!(after.contains(added), "{after}");
    assert_eq!(after.replace(added, ""), before, "nothing else has changed");
    let plan = doorlist(folder.path(), &["plan", "--offline", "account.json", "--format", "json"]);
    let plan: serde_json::Value = serde_json::from_slice(&plan.stdout).expect("a plan");
    let kinds: Vec<&str> = plan["actions"]
        .as_array()
        .expect("actions")
        .iter()
        .filter_map(|action| action["kind"].as_str())
        .filter(|kind| *kind != "human_step")
        .collect();
    assert_eq!(kinds, ["exclude_from_enrollment", "revoke_sessions", "delete_registration", "release_seat"]);
}

#[test]
fn an_entry_that_would_not_be_right_is_not_written() {
    let folder = examples();
    let list = folder.path().join("doorlist.yaml");
    let text = fs::read_to_string(&list).expect("read") + "\nrequire: { on: [absent], fields: [ticket] }\n";
    fs::write(&list, &text).expect("written");
    let output = doorlist(folder.path(), &["offboard", "erin@acme.example", "--write", "--offline", "account.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("ticket"), "{}", err(&output));
    assert_eq!(fs::read_to_string(&list).expect("read"), text);
}

#[test]
fn what_is_not_there_or_stands_for_everything_has_no_runbook() {
    let folder = examples();
    for (subject, said) in [("NOSUCHSERIAL", "is named"), ("non_identity@acme.cloudflareaccess.com", "every machine")] {
        let output = doorlist(folder.path(), &["offboard", subject, "--offline", "account.json"]);
        assert_eq!(output.status.code(), Some(1), "{subject}");
        assert!(err(&output).contains(said), "{}", err(&output));
    }
}

#[test]
fn a_runbook_in_markdown_has_a_box_for_each_step() {
    let folder = examples();
    let words = ["offboard", "ci-runners", "--offline", "account.json", "--format", "markdown"];
    let shown = out(&doorlist(folder.path(), &words));
    assert!(shown.contains("1. [ ] **device management**") && shown.contains("2. [ ] **doorlist**"), "{shown}");
    assert_eq!(shown.matches("[ ]").count(), 6, "{shown}");
}

#[test]
fn the_parts_of_a_line_are_joined_by_bars_and_not_by_escapes() {
    let folder = examples();
    let words = ["offboard", "erin@acme.example", "--offline", "account.json", "--format", "markdown"];
    let shown = out(&doorlist(folder.path(), &words));
    assert!(!shown.contains("\\u{7c}"), "{shown}");
    assert!(shown.contains("   - `-` `shared-ws-02` (serial `5CG0SSS999`) | `erin@acme.example` | "), "{shown}");
}

#[test]
fn a_runbook_says_whether_somebody_returns_in_the_words_of_the_plan() {
    let folder = examples();
    for (subject, words) in [
        ("erin@acme.example", "returns: yes (policy \"Employees\")"),
        ("ci-runners", "returns: unattended (policy \"CI\")"),
        ("cloudflare-warp-connector-hq", "protected, never touched: site routers"),
    ] {
        let shown = out(&doorlist(folder.path(), &["offboard", subject, "--offline", "account.json"]));
        assert!(shown.contains(words), "{shown}");
    }
}

#[test]
fn a_runbook_is_a_page_and_no_format_for_changes() {
    let folder = examples();
    let format = |command: &str, format: &str| {
        let words = [command, "erin@acme.example", "--offline", "account.json", "--format", format];
        doorlist(folder.path(), &words)
    };
    let page = out(&format("offboard", "html"));
    assert!(
        page.starts_with("<!doctype html>") && page.contains("<li><b>doorlist</b> – delete 1 registration"),
        "{page}"
    );
    for command in ["offboard", "explain"] {
        for wrong in ["diff", "github", "sarif", "yaml"] {
            let output = format(command, wrong);
            assert_eq!(output.status.code(), Some(1), "{command} {wrong}");
            assert!(err(&output).contains("text, json, markdown, html"), "{}", err(&output));
        }
    }
}

#[test]
fn without_the_new_owner_the_one_entry_has_to_go_before_they_enroll() {
    let folder = examples();
    let words = ["offboard", "5CG0BBB222", "--kind", "handed-on", "--offline", "account.json"];
    let shown = out(&doorlist(folder.path(), &words));
    assert!(!shown.contains("both entries"), "{shown}");
    let taken = shown.find("take the entry out of the door list again before the new owner enrolls");
    assert!(taken.is_some() && taken < shown.find("the new owner enrolls\n"), "{shown}");
    let named = ["offboard", "5CG0BBB222", "--new-owner", "heidi@acme.example", "--offline", "account.json"];
    assert!(out(&doorlist(folder.path(), &named)).contains("take both entries out"));
}

#[test]
fn all_five_stay_gone_over_http_and_are_found_where_the_door_stays_open() {
    let script = Script::run("examples/runbooks/run.sh");
    assert!(script.succeeded, "{}{}", script.stdout, script.stderr);
    let parts: Vec<&str> = script.stdout.split("\n# ").skip(1).collect();
    assert_eq!(parts.len(), 5, "{}", script.stdout);
    for (part, number) in parts.iter().zip(["1. ", "2. ", "3. ", "4. ", "5. "]) {
        assert!(part.starts_with(number), "{part}");
        let (closed, open) = part.split_once("\n## ").expect("with the door closed, and with the door open");
        for wanted in ["$ doorlist plan", "$ doorlist apply", "converged", "Nobody came back."] {
            assert!(closed.contains(wanted), "{wanted} is missing:\n{closed}");
        }
        assert!(!closed.contains("! back: "), "{closed}");
        assert!(open.contains("! back: ") && open.contains(" came back.\n"), "{open}");
    }
    assert_eq!(script.stdout.matches("$ doorlist offboard").count(), 4, "the contractor's end needs no edit");
    assert_eq!(script.left, 0, "it cleans up after itself");
}

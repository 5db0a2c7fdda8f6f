//! `doorlist test` changes nothing but what is expected, and says what is wrong with a case.

use crate::support::account::staff_only;
use crate::support::{Folder, Recorded};

const NOW: &str = "now: 2026-11-22T00:00:00Z\n";

/// A case that shares its door list and account with others.
fn shared(command: &str) -> Folder {
    let case = format!("command: {command}\n{NOW}doorlist: ../../doorlist.yaml\naccount: ../../account.json\n");
    Folder::with(&staff_only(), &Recorded::acme()).file("cases/a/case.yaml", &case)
}

#[test]
fn a_case_that_would_write_is_refused_with_its_place() {
    for command in [
        "[offboard, bob@acme.example, --write]",
        "[plan, --out, json=plan.json]",
        "[plan, --out=json=plan.json]",
        "[apply, --evidence, ev]",
    ] {
        let folder = shared(command);
        let before = folder.read("doorlist.yaml");
        let run = folder.run("test cases").ends_with(1);
        run.stderr_has("error[case-writes]").stderr_has("cases/a/case.yaml:1:").stderr_has("a case may change none");
        assert_eq!(folder.read("doorlist.yaml"), before, "{command}");
        for file in ["cases/a/plan.json", "cases/plan.json", "cases/a/ev"] {
            assert!(!folder.exists(file), "{command}");
        }
    }
}

#[test]
fn a_word_that_ends_options_does_not_hide_what_is_added() {
    let folder = shared("[apply, --]");
    folder.run("test cases --update").ends_with(0);
    assert!(folder.read("cases/a/expected.txt").contains("Planned on the sandbox"));
}

#[test]
fn an_apply_rehearses() {
    let folder = shared("[apply]");
    let (list, account) = (folder.read("doorlist.yaml"), folder.read("account.json"));
    folder.run("test cases --update").ends_with(0);
    let expected = folder.read("cases/a/expected.txt");
    assert!(expected.contains("Planned on the sandbox") && expected.contains("converged"), "{expected}");
    assert_eq!((folder.read("doorlist.yaml"), folder.read("account.json")), (list, account));
}

#[test]
fn what_is_wrong_with_cases_is_shown_with_its_line_and_no_case_is_run() {
    let folder = shared("[plan]")
        .file("cases/b/case.yaml", "command: [plan\nnow: x: y\n")
        .file("cases/c/case.yaml", &format!("comand: [plan]\n{NOW}"));
    let run = folder.run("test cases").ends_with(1);
    assert!(run.stdout.is_empty() && !run.stderr.contains("\\u{a}"), "{run}");
    let run = run.stderr_has("error[yaml-syntax]").stderr_has("cases/b/case.yaml:2:4").stderr_has("2 | now: x: y\n");
    run.stderr_has("error[unknown-key]").stderr_has("did you mean `command`?");
}

//! Every help text, whole, and bad usage.

use crate::support::Folder;

const COMMANDS: &[&str] = &[
    "",
    "init",
    "validate",
    "plan",
    "apply",
    "show",
    "explain",
    "offboard",
    "test",
    "snapshot",
    "watch",
    "doctor",
    "sandbox",
    "schema",
    "completions",
    "man",
];

#[test]
fn help_is_as_it_was_reviewed() {
    let folder = Folder::new();
    let all: Vec<String> =
        COMMANDS.iter().map(|command| folder.run(format!("{command} --help").trim()).to_string()).collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn help_and_version_are_results() {
    let folder = Folder::new();
    for line in ["--help", "-h", "plan --help", "help apply", "--version"] {
        let run = folder.run(line).ends_with(0);
        assert!(run.stderr.is_empty() && !run.stdout.is_empty(), "{run}");
    }
}

#[test]
fn bad_usage_is_an_error_and_not_2() {
    let folder = Folder::new();
    for line in [
        "",
        "plam",
        "plan --bogus",
        "plan --format yaml",
        "plan --out plan.json",
        "plan --now yesterday",
        "plan --redact names",
        "plan --batch 201",
        "plan --max-plan-age 24",
        "plan --offline a.json --sandbox b.json",
        "plan --ack 1@sha256:00",
        "apply --ack 11",
        "apply --offline a.json",
        "apply --batch 0",
        "show",
        "explain",
        "sandbox",
        "sandbox --account a.json --listen 0.0.0.0:80",
        "sandbox --account a.json --fault nonsense",
        "init --force",
        "completions tcl",
        "schema yaml",
    ] {
        let run = folder.run(line).ends_with(1);
        assert!(run.stdout.is_empty() && !run.stderr.is_empty(), "{run}");
    }
}

#[test]
fn there_is_a_manual_page_for_the_program_and_each_command() {
    let folder = Folder::new();
    for command in COMMANDS {
        let run = folder.run(&format!("man {command}")).ends_with(0);
        assert!(run.stdout.contains(".TH doorlist"), "{run}");
    }
    folder.run("man frobnicate").ends_with(1).stderr_has("there is no command frobnicate");
}

#[test]
fn there_is_a_completion_script_for_each_shell() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        folder.run(&format!("completions {shell}")).ends_with(0).stdout_has("doorlist");
    }
}

#[test]
fn each_written_format_has_a_schema() {
    let folder = Folder::new();
    for format in ["", "doorlist", "plan", "report", "explanation"] {
        let run = folder.run(&format!("schema {format}")).ends_with(0);
        assert!(run.json().is_object(), "{format}");
    }
}

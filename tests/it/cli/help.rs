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
        "explain alice@acme.example --format sarif",
        "offboard alice@acme.example --format html",
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
        let page = folder.run(&format!("man {command}")).ends_with(0).stdout;
        let name = if command.is_empty() { "doorlist".to_owned() } else { format!("doorlist-{command}") };
        assert!(page.contains(&format!(".TH {name} 1 \"\" \"doorlist ")), "{page}");
        let wanted = if command.is_empty() { ".SH FIRST STEPS\n" } else { ".SH EXAMPLES\n" };
        assert!(page.contains(wanted) && !page.contains(".SH EXTRA"), "{page}");
        assert!(page.lines().all(|line| line == line.trim_end() && !line.is_empty()), "{page}");
    }
    folder.run("man frobnicate").ends_with(1).stderr_has("there is no command frobnicate");
}

#[test]
fn a_manual_page_shows_examples_and_exit_codes_as_they_are_written() {
    let run = Folder::new().run("man validate").ends_with(0);
    let (_, behind) = run.stdout.split_once(".SH EXAMPLES").expect("examples");
    insta::assert_snapshot!(behind, @r"

    .nf
      doorlist validate
      doorlist validate \-f accounts/
    .fi
    .SH EXIT STATUS
    0 all files are right; 1 a file is wrong; 3 a file is right, but what it relies on is
    missing, stale or too short.
    .SH SEE ALSO
    \fBdoorlist\fR(1)
    ");
    let run = Folder::new().run("man").ends_with(0);
    let (_, behind) = run.stdout.split_once(".SH EXIT STATUS").expect("exit codes");
    assert!(behind.starts_with("\n.TP\n\\fB0\\fR\ndone, or nothing to do\n.TP\n"), "{behind}");
}

#[test]
fn all_manual_pages_are_written_into_a_folder() {
    let folder = Folder::new();
    for _ in ["made", "replaced"] {
        let run = folder.run("man --out share/man1").ends_with(0);
        assert!(run.stdout.is_empty() && run.stderr.is_empty(), "{run}");
    }
    let mut found: Vec<String> = std::fs::read_dir(folder.path("share/man1"))
        .expect("made")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    found.sort();
    let name = |command: &&str| if command.is_empty() { "doorlist.1".into() } else { format!("doorlist-{command}.1") };
    let mut wanted: Vec<String> = COMMANDS.iter().map(name).collect();
    wanted.sort();
    assert_eq!(found, wanted);
    assert_eq!(folder.read("share/man1/doorlist-apply.1"), folder.run("man apply").stdout);
    folder.run("man apply --out share").ends_with(1);
    folder.run("man --out share/man1/doorlist.1").ends_with(1).stderr_has("cannot make the folder");
}

#[test]
fn there_is_a_completion_script_for_each_shell() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        folder.run(&format!("completions {shell}")).ends_with(0).stdout_has("doorlist");
    }
    folder.run("completions bash").stdout_has("text json markdown diff github sarif html");
}

#[test]
fn each_written_format_has_a_schema() {
    let folder = Folder::new();
    for format in ["", "doorlist", "plan", "report", "explanation"] {
        let run = folder.run(&format!("schema {format}")).ends_with(0);
        assert!(run.json().is_object(), "{format}");
    }
}

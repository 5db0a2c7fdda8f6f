//! `doorlist validate`.

use crate::support::Folder;
use crate::support::account::{OTHER, door_list, staff_only};

#[test]
fn a_right_file_is_said_to_be_right() {
    let run = Folder::new().file("doorlist.yaml", &staff_only()).run("validate");
    insta::assert_snapshot!(run);
}

#[test]
fn every_problem_of_every_file_is_told_in_one_run() {
    let folder = Folder::new()
        .file("a.yaml", &door_list("users: [{ emial: x@acme.example }]\nservice_tokens: []\ndevices: []\n"))
        .file("b.yaml", &staff_only())
        .file("c.yaml", "version: 1\n");
    let run = folder.run("validate -f a.yaml -f b.yaml -f c.yaml -f missing.yaml").ends_with(1);
    assert_eq!(run.stdout.lines().count(), 1, "{run}");
    run.stdout_has("ok: b.yaml")
        .stderr_has("--> a.yaml:3:11")
        .stderr_has("emial")
        .stderr_has("c.yaml")
        .stderr_has("missing.yaml");
}

#[test]
fn a_file_that_relies_on_something_missing_is_refused() {
    let directory = "directory: { file: groups.csv, email_column: e, group_column: g }\nusers: [{ group: eng }]\n";
    let folder =
        Folder::new().file("doorlist.yaml", &door_list(&format!("{directory}service_tokens: []\ndevices: []\n")));
    folder.run("validate").ends_with(3).stderr_has("groups.csv");
}

#[test]
fn two_files_of_one_account_are_an_error() {
    let folder = Folder::new().file("a.yaml", &staff_only()).file("b.yaml", &staff_only());
    let run = folder.run("validate -f a.yaml -f b.yaml").ends_with(1);
    run.stderr_has("a.yaml and b.yaml are for the same account");
}

#[test]
fn a_folder_means_its_own_door_lists() {
    let other = staff_only().replace(crate::support::account::ACCOUNT, OTHER);
    let folder = Folder::new()
        .file("accounts/b.yml", &staff_only())
        .file("accounts/a.yaml", &other)
        .file("accounts/notes.txt", "")
        .file("accounts/shared/leavers.yaml", "users: []\n");
    let run = folder.run("validate -f accounts").ends_with(0);
    let files: Vec<&str> = run.stdout.lines().filter_map(|line| line.split(' ').nth(1)).collect();
    assert_eq!(files, ["accounts/a.yaml", "accounts/b.yml"]);
}

#[test]
fn without_a_file_there_is_a_hint() {
    let run = Folder::new().run("validate");
    insta::assert_snapshot!(run);
}

#[test]
fn a_bare_pair_of_files_needs_no_order() {
    let folder = Folder::new().file("doorlist.yaml", &staff_only());
    folder.run("validate -f doorlist.yaml -f doorlist.yaml").ends_with(0);
}

#[test]
fn a_file_that_is_named_in_two_ways_is_one() {
    let folder = Folder::new().file("doorlist.yaml", &staff_only());
    let absolute = folder.path("doorlist.yaml");
    let run = folder.run(&format!("validate -f doorlist.yaml -f ./doorlist.yaml -f {}", absolute.display()));
    assert_eq!(run.stdout.lines().count(), 1, "{run}");
    run.ends_with(0);
}

#[test]
fn a_pipe_is_read_once() {
    let folder = Folder::new();
    let run = folder.run_with_input("validate -f /dev/stdin", &staff_only()).ends_with(0);
    run.stdout_has("ok: /dev/stdin (team acme");
    folder.run_with_input("plan --list-accounts -f /dev/stdin", &staff_only()).ends_with(0).stdout_has("acme");
    let run = folder.run_with_input("validate -f /dev/stdin", "version: 1\n").ends_with(1);
    run.stderr_has("missing-key");
}

#[cfg(unix)]
#[test]
fn what_a_door_list_names_is_a_regular_file() {
    for lines in ["include: [/dev/null]\n", "include: [/dev/zero]\n", "include: [pipe]\n"] {
        let folder = Folder::new().file("doorlist.yaml", &(staff_only() + lines));
        let made = std::process::Command::new("mkfifo").arg(folder.path("pipe")).status().expect("it runs");
        assert!(made.success());
        folder.run("validate").ends_with(1).stderr_has("it is no regular file");
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_includes_itself_by_another_name_is_a_cycle_and_nothing_else() {
    let folder = Folder::new();
    let absolute = folder.path("doorlist.yaml").to_string_lossy().into_owned();
    std::os::unix::fs::symlink("doorlist.yaml", folder.path("link.yaml")).expect("linked");
    for other in [absolute.as_str(), "./doorlist.yaml", "link.yaml"] {
        folder.write("doorlist.yaml", &(staff_only() + &format!("include: [{other}]\n")));
        let run = folder.run("validate").ends_with(1).stderr_has("error[include-cycle]");
        assert_eq!(run.stderr.matches("error[").count(), 1, "{run}");
    }
}

//! `doorlist offboard --write`: the entry goes into the file, and nothing else changes.

use crate::support::account::{Recorded, door_list};
use crate::support::{Folder, Run};

const REST: &str = "service_tokens: []\ndevices: []\n";

fn folder(rest: &str) -> Folder {
    Folder::with(&door_list(rest), &Recorded::acme())
}

fn offboard(folder: &Folder, words: &str) -> Run {
    folder.run(&format!("offboard {words} --write --offline account.json"))
}

#[test]
fn the_entry_below_a_block_scalar_is_untouched() {
    let users =
        "users:\n  - email: erin@acme.example\n    reason: >-\n      on\n      leave\n  - email: alice@acme.example\n";
    let folder = folder(&format!("{users}{REST}"));
    offboard(&folder, "erin@acme.example --reason left").ends_with(0).stderr_has("wrote doorlist.yaml");
    let users =
        "users:\n  - email: erin@acme.example\n    state: absent\n    reason: left\n  - email: alice@acme.example\n";
    assert_eq!(folder.read("doorlist.yaml"), door_list(&format!("{users}{REST}")));
}

#[test]
fn what_an_alias_repeats_is_refused_and_not_written() {
    let text = door_list("service_tokens: &e []\nusers: *e\ndevices: []\n");
    let folder = Folder::with(&text, &Recorded::acme());
    let run = offboard(&folder, "erin@acme.example").ends_with(1);
    run.stderr_has("`users` is an alias").stderr_has("add it by hand: { email: erin@acme.example, state: absent }");
    assert_eq!(folder.read("doorlist.yaml"), text);
}

#[test]
fn an_edit_that_would_say_anything_else_is_not_written() {
    let text = door_list(&format!("users:\n  - ? email\n    : erin@acme.example\n{REST}"));
    let folder = Folder::with(&text, &Recorded::acme());
    let run = offboard(&folder, "erin@acme.example").ends_with(1);
    run.stderr_has("cannot be edited without changing something else").stderr_has("nothing was written");
    assert_eq!(folder.read("doorlist.yaml"), text);
}

#[test]
fn a_second_time_nothing_is_written() {
    let rest = format!("users:\n  - email: \"*@acme.example\"\n{REST}");
    let serial = serde_json::json!("PF3CCC333");
    let account = Recorded::acme().device_with("r5", "serial_number", serial);
    for words in ["erin@acme.example --ticket HR-1", "PF3CCC333", "PF3CCC333 --new-owner bob@acme.example"] {
        let folder = Folder::with(&door_list(&rest), &account);
        offboard(&folder, words).ends_with(0).stderr_has("wrote doorlist.yaml");
        let once = folder.read("doorlist.yaml");
        offboard(&folder, words).ends_with(0).stderr_has("doorlist.yaml says so already; nothing was written");
        assert_eq!(folder.read("doorlist.yaml"), once, "{words}");
    }
}

#[test]
fn a_machine_that_is_to_be_deleted_is_not_revoked_instead() {
    let text = door_list("users: []\nservice_tokens: []\ndevices:\n  - { serial: \" pf3ccc333 \", state: absent }\n");
    let account = Recorded::acme().device_with("r5", "serial_number", serde_json::json!("PF3CCC333"));
    let folder = Folder::with(&text, &account);
    offboard(&folder, "PF3CCC333").ends_with(0).stderr_has("says so already").stdout_has("delete 1 registration");
    assert_eq!(folder.read("doorlist.yaml"), text);
}

#[test]
fn the_runbook_is_that_of_the_file_as_it_is_written() {
    let users = "users:\n  - { email: erin@acme.example, require_closed: true }\n";
    let folder = folder(&format!("{users}{REST}"));
    let before = folder.run("offboard erin@acme.example --offline account.json").ends_with(3);
    let written = offboard(&folder, "erin@acme.example").ends_with(3);
    assert_eq!(before.stdout, written.stdout);
    before.stdout_has("0 registrations to remove");
    folder.run("plan --offline account.json").ends_with(3);
}

#[test]
fn a_file_keeps_its_mode_and_its_line_ends() {
    use std::os::unix::fs::PermissionsExt as _;
    let text = door_list(&format!("users:\n  - email: \"*@acme.example\"\n{REST}")).replace('\n', "\r\n");
    let folder = Folder::with(&text, &Recorded::acme());
    let path = folder.path("doorlist.yaml");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("set");
    offboard(&folder, "erin@acme.example").ends_with(0);
    assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    let written = folder.read("doorlist.yaml");
    assert_eq!(written.matches("\r\n").count(), written.matches('\n').count(), "{written:?}");
}

#[test]
fn a_file_is_checked_by_whatever_path_it_is_named() {
    let folder = folder(&format!("users: []\n{REST}require: {{ on: [absent], fields: [ticket] }}\n"));
    let before = folder.read("doorlist.yaml");
    offboard(&folder, "erin@acme.example -f ./doorlist.yaml").ends_with(1).stderr_has("missing-annotation");
    assert_eq!(folder.read("doorlist.yaml"), before);
    offboard(&folder, "erin@acme.example -f ./doorlist.yaml --ticket HR-1").ends_with(0);
}

#[test]
fn a_pipe_cannot_be_written_to() {
    let folder = folder("");
    let line = "offboard erin@acme.example --write --offline account.json -f /dev/stdin";
    let run = folder.run_with_input(line, &door_list(&format!("users: []\n{REST}"))).ends_with(1);
    run.stderr_has("cannot edit /dev/stdin: it is no regular file");
}

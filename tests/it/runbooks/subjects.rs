//! What a runbook is for: one person, one machine or one token, and options that fit.

use crate::support::account::{door_list, staff_only};
use crate::support::{Folder, Recorded, Run};

fn acme() -> Folder {
    Folder::with(&staff_only(), &Recorded::acme())
}

fn offboard(folder: &Folder, words: &str) -> Run {
    folder.run(&format!("offboard {words} --offline account.json"))
}

#[test]
fn a_person_is_exactly_one_address() {
    let folder = acme();
    let before = folder.read("doorlist.yaml");
    for subject in
        ["*@acme.example", "*", "a*@acme.example", "alice@acme.example,bob@acme.example", "alice@acme.example@x"]
    {
        let run = offboard(&folder, &format!("{subject} --write")).ends_with(1);
        assert!(run.stdout.is_empty(), "{run}");
        run.stderr_has("one person's e-mail address").stderr_has("for example erin@acme.example");
    }
    offboard(&folder, "contractors --kind person").ends_with(1).stderr_has("one person's e-mail address");
    assert_eq!(folder.read("doorlist.yaml"), before);
    let spaces = ["alice@acme.example bob@acme.example", "alice @acme.example"];
    for subject in spaces {
        let output = folder.command("offboard --write --offline account.json").arg(subject).output().expect("it runs");
        assert_eq!(output.status.code(), Some(1), "{subject}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("white space"), "{subject}");
    }
}

#[test]
fn an_address_that_nothing_is_about_has_no_runbook() {
    let folder = acme();
    let run = offboard(&folder, "nobody@nowhere.example --write").ends_with(1);
    assert!(run.stdout.is_empty(), "{run}");
    run.stderr_has("is named nobody@nowhere.example").stderr_has("no registration");
    assert!(!folder.read("doorlist.yaml").contains("nowhere"));
}

#[test]
fn a_pattern_an_exact_entry_a_user_record_or_a_policy_is_about_somebody() {
    let list = |rest: &str| door_list(&format!("service_tokens: []\ndevices: []\n{rest}"));
    // The account's policy admits acme.example and nobody else.
    for (address, rest) in [
        ("zoe@acme.example", "users: []\n"),
        ("zoe@partner.example", "users: [{ email: zoe@partner.example }]\n"),
        ("zoe@partner.example", "users: [{ email: \"*@partner.example\" }]\n"),
        ("zoe@partner.example", "users: []\nprotected: [{ email: zoe@partner.example }]\n"),
    ] {
        let folder = Folder::with(&list(rest), &Recorded::acme());
        let run = offboard(&folder, address).ends_with(0);
        run.stdout_has("0 registrations to remove").stdout_has("in the identity provider");
    }
    let mut account: serde_json::Value = serde_json::from_str(&Recorded::acme().json()).expect("JSON");
    account["users"] = serde_json::json!([{ "id": "u-zoe", "email": "zoe@partner.example", "gateway_seat": true }]);
    let folder = Folder::new().file("doorlist.yaml", &list("users: []\n")).file("account.json", &account.to_string());
    offboard(&folder, "zoe@partner.example").ends_with(0).stdout_has("release the seat");
    offboard(&folder, "yan@partner.example").ends_with(1);
}

#[test]
fn a_machine_has_its_physical_devices_name_first() {
    let renamed = Recorded::acme().device_with("r1", "name", serde_json::json!("board-laptop"));
    // Bob's registration still says what the machine of Alice is called now.
    let account = renamed.with("r2", "device", serde_json::json!({ "id": "d-r2", "name": "board-laptop" }));
    let folder = Folder::with(&staff_only(), &account);
    offboard(&folder, "Board-Laptop").ends_with(0).stdout_has("registration r1").stdout_has("serial: SN-r1");
    offboard(&folder, "alice-mbp").ends_with(0).stdout_has("registration r1");
    offboard(&folder, "bob-xps").ends_with(0).stdout_has("registration r2");
}

#[test]
fn several_machines_of_one_name_are_told_apart_by_their_ids() {
    let account = Recorded::acme().device_with("r1", "name", serde_json::json!("laptop")).device_with(
        "r2",
        "name",
        serde_json::json!("LAPTOP"),
    );
    let folder = Folder::with(&staff_only(), &account);
    offboard(&folder, "laptop").ends_with(1).stderr_has("several machines").stderr_has("d-r1, d-r2");
    offboard(&folder, "d-r2").ends_with(0).stdout_has("registration r2");
}

#[test]
fn an_option_that_does_not_fit_is_an_error_that_says_what_does() {
    let account = Recorded::acme().token("ci", "2027-06-01T00:00:00Z");
    let folder = Folder::with(&staff_only(), &account);
    for (words, said) in [
        ("bob@acme.example --new-owner alice@acme.example", "--new-owner goes with a machine"),
        ("ci --new-owner alice@acme.example", "--new-owner goes with a machine"),
        ("bob@acme.example --kind device", "a serial, a device id or a machine's name"),
        ("bob@acme.example --kind token", "a service token's name or id"),
        ("bob-xps --kind person", "one person's e-mail address"),
        ("bob-xps --kind token", "a service token's name or id"),
        ("ci --kind handed-on", "a serial, a device id or a machine's name"),
        ("bob-xps --new-owner alice", "--new-owner takes one person's e-mail address"),
        ("bob-xps --new-owner *@acme.example", "--new-owner takes one person's e-mail address"),
        ("bob-xps --new-owner non_identity@acme.cloudflareaccess.com", "--new-owner takes one person's"),
    ] {
        let run = offboard(&folder, words).ends_with(1);
        assert!(run.stdout.is_empty(), "{run}");
        run.stderr_has(said);
    }
}

#[test]
fn a_token_may_be_called_like_an_address() {
    let account = Recorded::acme().token("ci@acme.example", "2027-06-01T00:00:00Z");
    let folder = Folder::with(&staff_only(), &account);
    offboard(&folder, "ci@acme.example --kind token")
        .ends_with(0)
        .stdout_has("service token ci@acme.example is retired");
    offboard(&folder, "ci@acme.example --kind person").ends_with(0).stdout_has("ci@acme.example leaves");
    offboard(&folder, "ci@acme.example").ends_with(1).stderr_has("--kind person, --kind token");
}

#[test]
fn a_laptop_named_after_somebodys_address_is_not_in_their_way() {
    let account = Recorded::acme().device_with("r6", "name", serde_json::json!("alice@acme.example"));
    let folder = Folder::with(&staff_only(), &account);
    offboard(&folder, "alice@acme.example").ends_with(0).stdout_has("alice@acme.example leaves");
    offboard(&folder, "alice@acme.example --kind device").ends_with(0).stdout_has("registration r6");
}

//! Several accounts in one run (fine print A29).

use serde_json::json;

use crate::support::account::{ACCOUNT, OTHER, staff_only};
use crate::support::{Folder, Recorded, Served};

/// A door list of globex that permits globex.example.
fn globex() -> String {
    staff_only().replace(ACCOUNT, OTHER).replace("acme", "globex")
}

fn globex_account() -> Recorded {
    Recorded::of(OTHER, "globex").row("g1", "gil@globex.example", "gil-1").row("g2", "gus@globex.example", "gus-1").row(
        "g3",
        "han@elsewhere.example",
        "han-1",
    )
}

fn folder() -> Folder {
    Folder::new()
        .file("accounts/acme.yaml", &staff_only())
        .file("accounts/globex.yaml", &globex())
        .file("acme.json", &Recorded::acme().json())
        .file("globex.json", &globex_account().json())
}

const BOTH: &str = "-f accounts --offline globex.json --offline acme.json";

#[test]
fn each_door_list_takes_the_recording_of_its_account() {
    let run = folder().run(&format!("plan {BOTH} --format json")).ends_with(0);
    let plans = run.json();
    assert_eq!(plans[0]["account"]["id"], ACCOUNT);
    assert_eq!(plans[1]["account"]["id"], OTHER);
    assert_eq!(plans.as_array().map(Vec::len), Some(2));
}

#[test]
fn one_account_is_no_array() {
    let run = folder().run("plan -f accounts/acme.yaml --offline acme.json --format json");
    assert!(run.json().is_object());
}

#[test]
fn the_highest_exit_code_wins_and_the_others_are_shown() {
    let folder = folder();
    folder.run(&format!("plan {BOTH} --detailed-exitcode")).ends_with(2);
    folder.write("globex.json", &Recorded::of(OTHER, "initech").json());
    let run = folder.run(&format!("plan {BOTH} --detailed-exitcode --format json")).ends_with(3);
    assert_eq!(run.json()["account"]["id"], ACCOUNT, "the other could not be planned");
    run.stderr_has("accounts/globex.yaml: refused by the guard `account`");
}

#[test]
fn a_recording_that_is_missing_is_named() {
    let line = "plan -f accounts --offline acme.json --offline other.json";
    let folder = folder().file("other.json", &Recorded::of(&"ab".repeat(16), "initech").json());
    folder.run(line).ends_with(3).stderr_has(&format!("there is no recording of account {OTHER}"));
}

#[test]
fn accounts_are_listed_for_a_matrix_without_reading_anything() {
    let folder = folder();
    let run = folder.run("plan -f accounts --list-accounts --format json").ends_with(0);
    let wanted = json!([
        { "id": ACCOUNT, "team": "acme", "file": "accounts/acme.yaml" },
        { "id": OTHER, "team": "globex", "file": "accounts/globex.yaml" }
    ]);
    assert_eq!(run.json(), wanted);
    insta::assert_snapshot!(folder.run("plan -f accounts --list-accounts"));
    folder.run("plan -f accounts --list-accounts --format html").ends_with(1);
    folder.write("accounts/globex.yaml", "version: 1\n");
    folder.run("plan -f accounts --list-accounts").ends_with(1).stderr_has("accounts/globex.yaml");
}

#[test]
fn all_accounts_are_guarded_before_the_first_write_anywhere() {
    let served = Served::new(&Recorded::acme());
    let folder = folder().server(served.base());
    // The sandbox serves acme alone: globex cannot be read, and so nothing is done to acme.
    let run = folder.run("apply -f accounts --auto-approve --now 2026-11-22T00:00:00Z").ends_with(3);
    assert_eq!(served.writes(), [""; 0], "{run}");
}

#[test]
fn all_accounts_are_applied_with_one_report_each() {
    let line = "apply -f accounts --sandbox acme.json --sandbox globex.json --auto-approve --format json";
    let reports = folder().run(line).ends_with(0).json();
    let states: Vec<_> = reports.as_array().expect("two").iter().map(|r| r["verification"]["state"].clone()).collect();
    assert_eq!(states, ["converged", "converged"]);
}

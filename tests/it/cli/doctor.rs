//! `doorlist doctor`: what stands between a credential and a run.

use crate::support::account::{ACCOUNT, OTHER, staff_only};
use crate::support::{Folder, Recorded, Run, Served};

fn check<'a>(run: &'a serde_json::Value, code: &str) -> &'a serde_json::Value {
    let checks = run["checks"].as_array().expect("checks");
    checks.iter().find(|check| check["code"] == code).unwrap_or_else(|| panic!("no check {code}: {run}"))
}

fn doctor(served: &Served, options: &str) -> Run {
    let folder = Folder::with(&staff_only(), &Recorded::acme()).server(served.base());
    folder.run(format!("doctor {options}").trim())
}

#[test]
fn all_that_is_needed_is_there() {
    let served = Served::new(&Recorded::acme());
    let run = doctor(&served, "").ends_with(0);
    run.stdout_has("team acme").stdout_has("Zero Trust Read").stdout_has("All that is needed is there.");
    assert_eq!(served.writes(), [""; 0]);
}

#[test]
fn a_list_that_may_not_be_read_is_named_with_its_permission_and_its_mend() {
    let served = Served::faulty(&Recorded::acme(), &["GET /devices/registrations 403 code=9109"]);
    let found = doctor(&served, "--format json").ends_with(3).json();
    let list = check(&found, "devices/registrations");
    assert_eq!((&list["mark"], &list["permission"]), (&"problem".into(), &"Zero Trust Read".into()));
    assert!(list["mend"].is_string(), "{list}");
    let served = Served::faulty(&Recorded::acme(), &["GET /access/users 403"]);
    let found = doctor(&served, "--format json").ends_with(0).json();
    assert_eq!(check(&found, "access/users")["mark"], "note");
}

#[test]
fn a_refused_credential_is_an_error() {
    let served = Served::faulty(&Recorded::acme(), &["* * 401 code=10000"]);
    doctor(&served, "").ends_with(1).stdout_has("problem");
}

#[test]
fn another_account_or_team_is_refused() {
    let served = Served::new(&Recorded::of(ACCOUNT, "globex"));
    doctor(&served, "").ends_with(3).stdout_has("globex").stdout_has("mend");
    let served = Served::new(&Recorded::acme());
    let folder = Folder::new().server(served.base());
    folder.run(&format!("doctor --account-id {OTHER}")).ends_with(3);
    folder.run(&format!("doctor --account-id {ACCOUNT}")).ends_with(0);
    folder.run("doctor").ends_with(1).stderr_has("there is no doorlist.yaml here");
}

#[test]
fn a_recording_is_looked_at_without_a_credential() {
    let folder = Folder::with(&staff_only(), &Recorded::acme());
    folder.run("doctor --offline account.json").ends_with(0).stdout_has("is recorded");
    folder.run("doctor --sandbox account.json").ends_with(0).stdout_has("can be read");
}

#[test]
fn a_wrong_door_list_keeps_nobody_from_looking_at_its_account() {
    let list = staff_only().replace("users:", "usres:");
    let folder = Folder::with(&list, &Recorded::acme());
    folder.run("doctor --offline account.json").ends_with(1).stderr_has("usres").stdout_has("is recorded");
}

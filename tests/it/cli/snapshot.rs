//! `doorlist snapshot`.

use crate::support::account::{ACCOUNT, staff_only};
use crate::support::program::now;
use crate::support::{Folder, Recorded, Served};

#[test]
fn a_recording_plans_like_the_account() {
    let served = Served::new(&Recorded::acme());
    let folder = Folder::new().file("doorlist.yaml", &staff_only()).server(served.base());
    let live = folder.run(&format!("plan --format json {}", now())).ends_with(0).json();
    let run = folder.run(&format!("snapshot --out account.json {}", now())).ends_with(0);
    assert!(run.stdout.is_empty());
    run.stderr_has("personal data");
    let offline = folder.run(&format!("plan --offline account.json --format json {}", now())).ends_with(0).json();
    assert_eq!(live["digest"], offline["digest"]);
    assert_eq!(served.writes(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_recording_is_for_its_owner() {
    use std::os::unix::fs::PermissionsExt as _;
    let served = Served::new(&Recorded::acme());
    let folder = Folder::new().server(served.base());
    folder.run(&format!("snapshot --account-id {ACCOUNT} --out account.json")).ends_with(0);
    let mode = std::fs::metadata(folder.path("account.json")).expect("there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    folder.run(&format!("snapshot --account-id {ACCOUNT} --out account.json")).ends_with(1).stderr_has("--force");
}

#[test]
fn lists_that_cannot_be_read_are_named() {
    let served = Served::faulty(&Recorded::acme(), &["GET /access/users 403", "GET /gateway/lists 403"]);
    let folder = Folder::new().server(served.base());
    let run = folder.run(&format!("snapshot --account-id {ACCOUNT}")).ends_with(0);
    assert!(run.json().get("users").is_none() && run.json().get("registrations").is_some());
    run.stderr_has("`users` could not be read").stderr_has("`lists` could not be read");
}

#[test]
fn an_account_that_cannot_be_read_leaves_no_file() {
    let served = Served::faulty(&Recorded::acme(), &["GET /devices/registrations 403"]);
    let folder = Folder::new().server(served.base());
    folder.run(&format!("snapshot --account-id {ACCOUNT} --out account.json")).ends_with(3);
    assert!(!folder.exists("account.json"));
    folder.run("snapshot").ends_with(1);
}

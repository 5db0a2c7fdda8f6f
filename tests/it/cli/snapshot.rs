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
fn a_list_without_its_items_is_named_as_what_it_is() {
    let served = Served::faulty(&Recorded::empty().list("offboarded"), &["GET /items 403"]);
    let folder = Folder::new().server(served.base());
    let run = folder.run(&format!("snapshot --account-id {ACCOUNT}")).ends_with(0);
    assert_eq!(run.json()["lists"][0]["name"], "offboarded");
    assert_eq!(run.json()["lists"][0].get("items"), None);
    assert!(!run.stderr.contains("`lists`"), "{run}");
    run.stderr_has("warning: the items of the list \"offboarded\" could not be read and are left out: gateway/lists/items: HTTP 403");
}

#[test]
fn lists_are_recorded_whole_where_only_small_pages_are_served_and_never_in_part() {
    let folder = Folder::new();
    let small =
        ["access/users", "access/service_tokens", "access/apps", "access/policies", "access/groups", "devices/"]
            .map(|path| format!("GET {path}?per_page=1000 400"));
    let rules: Vec<&str> = small.iter().map(String::as_str).collect();
    let served = Served::faulty(&Recorded::crowd(60, 0), &rules);
    let run = folder.server(served.base()).run(&format!("snapshot --account-id {ACCOUNT}")).ends_with(0);
    assert_eq!(run.json()["registrations"].as_array().map(Vec::len), Some(60));
    assert!(
        ["users", "service_tokens", "applications", "policies", "groups"]
            .iter()
            .all(|list| run.json().get(list).is_some())
    );
    let served = Served::faulty(&Recorded::acme(), &["GET /access/users 400"]);
    let folder = Folder::new().server(served.base());
    folder.run(&format!("snapshot --account-id {ACCOUNT}")).ends_with(3).stderr_has("access/users: HTTP 400");
}

#[test]
fn the_accounts_own_name_is_recorded() {
    let served = Served::new(&Recorded::acme().named("Acme Holding"));
    let folder = Folder::new().server(served.base());
    let run = folder.run(&format!("snapshot --account-id {ACCOUNT}")).ends_with(0);
    assert_eq!(run.json()["account"]["name"], "Acme Holding");
}

#[test]
fn an_account_that_cannot_be_read_leaves_no_file() {
    let served = Served::faulty(&Recorded::acme(), &["GET /devices/registrations 403"]);
    let folder = Folder::new().server(served.base());
    folder.run(&format!("snapshot --account-id {ACCOUNT} --out account.json")).ends_with(3);
    assert!(!folder.exists("account.json"));
    folder.run("snapshot").ends_with(1);
}

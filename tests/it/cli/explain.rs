//! `doorlist explain`.

use crate::support::account::staff_only;
use crate::support::{Folder, Recorded, Run};

fn explain(subject: &str) -> Run {
    let folder = Folder::with(&staff_only(), &Recorded::acme());
    folder.run(&format!("explain {subject} --offline account.json --format json"))
}

#[test]
fn a_registration_a_device_a_serial_and_an_address_are_the_same_row() {
    for subject in ["r6", "d-r6", "sn-R6", "Mallory@Gmail.example"] {
        let explanation = explain(subject).ends_with(0).json();
        assert_eq!(explanation["rows"][0]["target"]["registration_id"], "r6", "{subject}");
        assert_eq!(explanation["rows"][0]["decision"], "delete");
        assert_eq!(explanation["rows"][0]["reason"]["code"], "user_not_listed");
    }
}

#[test]
fn what_is_kept_is_explained_with_its_entry() {
    let explanation = explain("alice@acme.example").ends_with(0).json();
    assert_eq!(explanation["rows"][0]["decision"], "keep");
    assert_eq!(explanation["entries"][0]["decides"], true);
    assert_eq!(explanation["entries"][0]["line"], 5);
}

#[test]
fn an_address_without_a_registration_still_has_its_entries() {
    let explanation = explain("zoe@acme.example").ends_with(0).json();
    assert_eq!(explanation["rows"].as_array().map(Vec::len), Some(0));
    assert_eq!(explanation["entries"].as_array().map(Vec::len), Some(1));
}

#[test]
fn nothing_that_matches_is_an_error() {
    let run = explain("nobody@nowhere.example").ends_with(1);
    assert!(run.stdout.is_empty());
    run.stderr_has("nothing matches \"nobody@nowhere.example\"");
}

#[test]
fn an_address_needs_no_devices_and_a_serial_does() {
    let folder = Folder::with(&staff_only(), &Recorded::acme().without("physical_devices"));
    folder.run("explain r1@x --offline account.json").ends_with(1);
    folder.run("explain alice@acme.example --offline account.json").ends_with(0);
    folder.run("explain SN-r1 --offline account.json").ends_with(3).stderr_has("the guard `inventory`");
}

#[test]
fn the_wrong_account_is_refused() {
    let folder = Folder::with(&staff_only(), &Recorded::of(crate::support::account::ACCOUNT, "globex"));
    folder.run("explain r1 --offline account.json").ends_with(3).stderr_has("the guard `account`");
}

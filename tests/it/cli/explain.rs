//! `doorlist explain`.

use crate::support::account::{OTHER, STAFF_ONLY, door_list, staff_only};
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

const NAMED: &str = r#"unlisted: { users: delete }
users:
  - email: "*@acme.example"
service_tokens: []
devices:
  - { serial: STOLEN99, state: absent, ticket: SEC-1 }
  - { class: spare, name: "spare-*" }
protected:
  - { email: breakglass@acme.example, reason: emergency access }
  - { device: { serial: VAULT77 }, reason: in the vault }
cleanup: { stale: { after: 1d, action: delete } }
"#;

fn named() -> Folder {
    Folder::with(&door_list(NAMED), &Recorded::acme())
}

#[test]
fn a_device_is_known_by_its_name() {
    let explanation = explain("Mallory-PC").ends_with(0).json();
    assert_eq!(explanation["rows"][0]["target"]["registration_id"], "r6");
}

#[test]
fn entries_are_found_by_what_they_name_without_a_registration() {
    for (subject, line, decides) in
        [("stolen99", 8, true), ("spare-7", 9, false), ("Breakglass@acme.example", 11, true), ("VAULT77", 12, true)]
    {
        let explanation =
            named().run(&format!("explain {subject} --offline account.json --format json")).ends_with(0).json();
        assert_eq!(explanation["entries"][0]["line"], line, "{subject}");
        assert_eq!(explanation["entries"][0]["decides"], decides, "{subject}");
    }
    named().run("explain nothing-7 --offline account.json").ends_with(1).stderr_has("a device id, name or serial");
}

#[test]
fn who_has_no_registration_is_told_the_entry_that_would_decide() {
    let run = named().run("explain zoe@acme.example --offline account.json").ends_with(0);
    let second = run.stdout.lines().nth(1).expect("a second line");
    assert_eq!(
        second,
        "Nothing is registered. The entry that would decide is doorlist.yaml:5: \"*@acme.example\", permitted"
    );
}

#[test]
fn the_remedy_is_that_of_the_plan() {
    let folder = named();
    let plan = folder.run("plan --offline account.json --format json").ends_with(3).json();
    let actions = plan["actions"].as_array().expect("actions");
    let removals: Vec<_> = actions.iter().filter(|action| action["kind"] == "delete_registration").collect();
    assert!(removals.iter().any(|action| action["reason"]["code"] == "stale"));
    for action in removals {
        let id = action["target"]["registration_id"].as_str().expect("an id");
        let explanation = folder.run(&format!("explain {id} --offline account.json --format json")).json();
        assert_eq!(explanation["rows"][0]["returns"], action["returns"], "{id}");
    }
}

#[test]
fn a_code_is_explained_in_the_format_that_is_asked_for() {
    let json = Folder::new().run("explain over_limit --format json").ends_with(0).json();
    assert_eq!(json["kind"], "reason");
    let markdown = Folder::new().run("explain over_limit --format markdown").ends_with(0);
    assert!(markdown.stdout.starts_with("## `over_limit`: a reason\n"), "{markdown}");
    assert!(Folder::new().run("explain over_limit --format html").stdout.starts_with("<!doctype html>"));
}

#[test]
fn json_of_several_door_lists_is_one_array() {
    let other = format!("version: 1\naccount: {{ id: {OTHER}, team: globex }}\n{STAFF_ONLY}");
    let folder = Folder::with(&staff_only(), &Recorded::acme())
        .file("globex.yaml", &other)
        .file("globex.json", &Recorded::of(OTHER, "globex").json());
    let line = "explain r6 -f doorlist.yaml -f globex.yaml --offline account.json --offline globex.json --format";
    let all = folder.run(&format!("{line} json")).ends_with(0).json();
    assert_eq!(all.as_array().map(Vec::len), Some(2), "one for each door list, in their order");
    assert_eq!(all[0]["rows"][0]["target"]["registration_id"], "r6");
    assert_eq!(all[1]["rows"].as_array().map(Vec::len), Some(0));
    let text = folder.run(&format!("{line} text")).ends_with(0);
    assert_eq!(text.stdout.matches("r6: ").count(), 1, "a reader is shown what there is");
}

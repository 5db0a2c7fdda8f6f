//! Refusals: which guard, which numbers, which exit code, and what passes.

use crate::support::account::{ACCOUNT, OTHER, STAFF_ONLY, door_list, staff_only};
use crate::support::program::now;
use crate::support::{Folder, Recorded, Run, Served};

/// Twenty people and so many strangers, under these limits.
fn limited(strangers: usize, limits: &str) -> Folder {
    let unlimited = "limits: { removals: unlimited, percent: unlimited, people: unlimited }";
    let list = staff_only().replace(unlimited, &format!("limits: {limits}"));
    Folder::with(&list, &Recorded::crowd(20, strangers))
}

fn plan(folder: &Folder) -> Run {
    folder.run("plan --offline account.json --format json")
}

#[test]
fn a_refused_plan_is_shown_and_the_refusal_says_what_passes_it() {
    let run = plan(&limited(3, "{ removals: 2, percent: unlimited, people: unlimited }")).ends_with(3);
    let digest = run.json()["digest"].as_str().expect("a digest").to_owned();
    insta::assert_snapshot!(run.stderr.replace(&digest, "[digest]"));
    assert!(run.stderr.contains(&format!("--ack 3@{digest}")));
}

#[test]
fn a_limit_holds_up_to_its_number() {
    for (strangers, limits, exit) in [
        (0, "{ removals: 0, percent: 0, people: 0 }", 0),
        (1, "{ removals: 0, percent: unlimited, people: unlimited }", 3),
        (1, "{ removals: unlimited, percent: 0, people: unlimited }", 3),
        (1, "{ removals: unlimited, percent: unlimited, people: 0 }", 3),
        (2, "{ removals: 3, percent: unlimited, people: unlimited }", 0),
        (3, "{ removals: 3, percent: unlimited, people: unlimited }", 0),
        (4, "{ removals: 3, percent: unlimited, people: unlimited }", 3),
        (4, "{ removals: unlimited, percent: 1, people: unlimited }", 0),
        (5, "{ removals: unlimited, percent: 20, people: unlimited }", 0),
        (5, "{ removals: unlimited, percent: 19, people: unlimited }", 3),
        (5, "{ removals: 25 }", 3),
        (25, "{ removals: unlimited, percent: unlimited, people: unlimited }", 0),
    ] {
        plan(&limited(strangers, limits)).ends_with(exit);
    }
}

#[test]
fn a_refusal_comes_before_pending_changes() {
    let folder = limited(3, "{ removals: 0 }");
    folder.run("plan --offline account.json --detailed-exitcode").ends_with(3);
}

#[test]
fn never_all_of_an_account() {
    let folder = Folder::with(&staff_only(), &Recorded::crowd(0, 2));
    let run = plan(&folder).ends_with(3).stderr_has("the guard `all`");
    assert!(!run.stderr.contains("--ack"), "nothing passes it:\n{run}");
}

#[test]
fn connectors_are_not_touched_by_any_rule() {
    let devices = "devices:\n  - { name: \"gateway-*\", state: absent }";
    let list = staff_only().replace("devices: []", devices);
    let account = Recorded::acme().row("c1", "warp_connector@acme.cloudflareaccess.com", "gateway-hq");
    plan(&Folder::with(&list, &account)).ends_with(3).stderr_has("the guard `connectors`");
}

#[test]
fn the_wrong_team_is_refused_without_a_plan() {
    let folder = Folder::with(&staff_only(), &Recorded::of(ACCOUNT, "globex"));
    let run = plan(&folder).ends_with(3);
    assert!(run.stdout.is_empty());
    run.stderr_has("the guard `account`").stderr_has("team acme").stderr_has("team globex");
}

#[test]
fn the_wrong_account_is_refused_without_a_plan() {
    let folder = Folder::with(&staff_only(), &Recorded::of(OTHER, "acme"));
    for source in ["--offline", "--sandbox"] {
        let run = folder.run(&format!("plan {source} account.json")).ends_with(3);
        run.stderr_has("the guard `account`").stderr_has(ACCOUNT).stderr_has(OTHER);
    }
}

#[test]
fn the_environment_has_to_agree() {
    let folder = Folder::with(&staff_only(), &Recorded::acme()).env("CLOUDFLARE_ACCOUNT_ID", OTHER);
    let run = plan(&folder).ends_with(3).stderr_has("the guard `account`").stderr_has("CLOUDFLARE_ACCOUNT_ID");
    assert!(run.stdout.is_empty());
    plan(&Folder::with(&staff_only(), &Recorded::acme()).env("CLOUDFLARE_ACCOUNT_ID", ACCOUNT)).ends_with(0);
}

#[test]
fn a_list_that_was_not_read_is_not_empty() {
    let classes = "devices:\n  - { class: corporate, serial: [SN-r1] }";
    let list = door_list(&STAFF_ONLY.replace("devices: []", classes));
    for key in ["registrations", "organization", "physical_devices", "account"] {
        let folder = Folder::with(&list, &Recorded::acme().without(key));
        let guard = if key == "account" || key == "organization" { "account" } else { "inventory" };
        let run = plan(&folder).ends_with(3).stderr_has(&format!("the guard `{guard}`"));
        assert!(run.stdout.is_empty(), "{run}");
    }
}

#[test]
fn a_reading_that_breaks_is_refused_and_a_credential_is_an_error() {
    for (fault, exit, words) in [
        ("GET /devices/registrations 403", 3, "the guard `inventory`"),
        ("GET /devices/registrations truncate", 3, "the guard `inventory`"),
        ("GET /devices/registrations count=+1", 3, "the guard `inventory`"),
        ("GET /devices/registrations html", 3, "the guard `inventory`"),
        ("GET * 401", 1, "401"),
        ("GET /access/organizations 404", 3, "the guard `account`"),
        ("GET * 429 retry-after=3600", 1, "3600"),
    ] {
        let served = Served::faulty(&Recorded::crowd(120, 1), &[fault]);
        let folder = Folder::with(&staff_only(), &Recorded::acme()).server(served.base());
        let run = folder.run(&format!("plan {}", now()));
        assert!(run.stdout.is_empty(), "{fault}: {run}");
        run.ends_with(exit).stderr_has(words);
    }
}

#[test]
fn nothing_answers() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("loopback");
    let base = format!("http://{}/client/v4", listener.local_addr().expect("bound"));
    drop(listener);
    Folder::with(&staff_only(), &Recorded::acme()).server(&base).run("plan").ends_with(1);
}

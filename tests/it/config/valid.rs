//! What a door list says, key by key.

use doorlist::config::{FileData, FileProblem, Files, Loaded, load, pin};
use doorlist::model::doorlist::{
    AgeRule, CleanupAction, DoorList, EnrollmentStep, Fate, Limit, State, TokenName, TokenStep, Who,
};
use doorlist::model::{Class, Email, Pattern};
use jiff::SignedDuration;

use super::support::{Folder, Memory, fixtures, now};

fn fixture(name: &str) -> Loaded {
    load("doorlist.yaml", &Folder(fixtures("valid").join(name)), now())
        .unwrap_or_else(|found| panic!("{name}: {found:#?}"))
}

fn everything() -> DoorList {
    fixture("everything").list
}

/// A door list with these lines after the required keys, which are empty.
fn with(lines: &str) -> Memory {
    let mut text = "version: 1\naccount: { id: 0123456789abcdef0123456789abcdef, team: acme }\n".to_owned();
    for key in ["users", "service_tokens", "devices"].into_iter().filter(|key| !lines.contains(&format!("{key}:\n"))) {
        text.push_str(key);
        text.push_str(": []\n");
    }
    Memory::one(text + lines)
}

fn read(lines: &str) -> DoorList {
    with(lines).load().unwrap_or_else(|found| panic!("{lines}: {found:#?}")).list
}

fn codes(lines: &str) -> Vec<&'static str> {
    match with(lines).load() {
        Ok(loaded) => loaded.warnings.iter().map(|one| one.code).collect(),
        Err(found) => found.iter().map(|one| one.code).collect(),
    }
}

fn lines<T>(entries: &[T], origin: impl Fn(&T) -> &doorlist::model::Origin) -> Vec<String> {
    entries.iter().map(|entry| origin(entry).to_string()).collect()
}

#[test]
fn every_valid_fixture_loads() {
    for entry in std::fs::read_dir(fixtures("valid")).expect("the folder is there") {
        fixture(&entry.expect("a readable entry").file_name().to_string_lossy());
    }
}

#[test]
fn the_account_is_folded_and_placed() {
    let account = everything().account;
    assert_eq!(account.id.as_str(), "0123456789abcdef0123456789abcdef");
    assert_eq!(account.team, "acme");
    assert_eq!(account.origin.to_string(), "doorlist.yaml:3");
}

#[test]
fn what_is_unlisted_has_the_place_of_its_key() {
    let unlisted = everything().unlisted;
    assert_eq!((unlisted.users.value, unlisted.users.origin.line), (Fate::Delete, 12));
    assert_eq!((unlisted.service_tokens.value, unlisted.service_tokens.origin.line), (Fate::Revoke, 13));
    assert_eq!((unlisted.devices.value, unlisted.devices.origin.line), (Fate::Keep, 14));
    assert_eq!((unlisted.connectors.value, unlisted.connectors.origin.line), (Fate::Report, 15));
}

#[test]
fn a_default_has_the_place_of_what_it_stands_in() {
    let silent = read("").unlisted;
    assert_eq!((silent.users.value, silent.users.origin.line), (Fate::Report, 1));
    assert_eq!((silent.connectors.value, silent.connectors.origin.line), (Fate::Keep, 1));
    let partly = read("unlisted:\n  users: keep\n").unlisted;
    assert_eq!((partly.users.origin.line, partly.devices.origin.line), (7, 6));
}

#[test]
fn users_are_exact_patterns_or_groups() {
    let users = everything().users;
    assert_eq!(users[0].who, Who::Pattern(Pattern::new("*@acme.example")));
    assert_eq!(users[1].who, Who::Exact(Email::new("carol@partner.example")));
    assert_eq!(users[4].who, Who::Group("contractors".into()));
    assert_eq!(users[0].except, [Pattern::new("mallory@acme.example"), Pattern::new("*.test@acme.example")]);
    assert_eq!(users[0].devices.as_deref(), Some(&["corporate".to_owned(), "byod".to_owned()][..]));
    assert_eq!(users[0].max_registrations.map(std::num::NonZeroU32::get), Some(3));
    assert!(users[0].require_closed && !users[0].restore && users[3].restore);
    assert_eq!(users[2].state, State::Revoked);
    assert_eq!(users[4].devices.as_deref(), Some(&["corporate".to_owned()][..]));
}

#[test]
fn an_end_is_announced_as_early_as_the_entry_says_and_an_approver_is_asked_for() {
    let list = everything();
    assert_eq!(list.service_tokens[0].notes.warn_before, Some(SignedDuration::from_hours(30 * 24)));
    assert_eq!(list.users[1].notes.ahead(), SignedDuration::from_hours(14 * 24));
    assert!(list.requires_approver && !read("").requires_approver);
}

#[test]
fn a_warning_of_an_end_needs_an_end() {
    assert_eq!(codes("users:\n  - { email: a@x.example, warn_before: 30d }\n"), ["no-effect"]);
    assert_eq!(codes("users:\n  - { email: a@x.example, until: 2027-12-31, warn_before: 30d }\n"), [""; 0]);
    assert_eq!(codes("service_tokens:\n  - { name: ci, warn_before: 30d }\n"), [""; 0]);
    assert_eq!(codes("protected:\n  - { email: a@x.example, warn_before: 30d }\n"), ["no-effect"]);
}

#[test]
fn entries_of_included_files_come_after_those_of_the_including_one() {
    let list = everything();
    assert_eq!(
        lines(&list.users, |entry| &entry.origin),
        [
            "doorlist.yaml:18",
            "doorlist.yaml:23",
            "doorlist.yaml:28",
            "doorlist.yaml:32",
            "doorlist.yaml:33",
            "shared/leavers.yaml:3",
            "shared/nested/more.yaml:4",
        ]
    );
    assert_eq!(lines(&list.devices, |entry| &entry.origin).last().map(String::as_str), Some("shared/machines.yaml:2"));
    assert_eq!(list.devices.len(), 6, "a file that two others include is read once");
}

#[test]
fn every_file_is_remembered_with_its_digest() {
    let files = everything().files;
    let names: Vec<&str> = files.iter().map(|file| &*file.name).collect();
    assert_eq!(
        names,
        [
            "doorlist.yaml",
            "exports/groups.csv",
            "inventory/serials.csv",
            "shared/leavers.yaml",
            "shared/nested/more.yaml",
            "shared/machines.yaml",
            "inventory/more.csv",
        ]
    );
    assert!(files.iter().all(|file| file.sha256.len() == 64));
}

#[test]
fn until_ends_with_the_day_in_the_time_zone_of_the_file() {
    let list = everything();
    assert_eq!(list.timezone, "Europe/Lisbon");
    let until = list.users[1].notes.until.expect("it ends");
    assert_eq!(
        (until.date.to_string(), until.ends_at.to_string()),
        ("2026-12-31".into(), "2027-01-01T00:00:00Z".into())
    );
    let summer = list.devices[3].notes.until.expect("it ends");
    assert_eq!(summer.ends_at.to_string(), "2027-06-30T23:00:00Z");
    assert_eq!(read("").timezone, "UTC");
}

#[test]
fn annotations_are_kept() {
    let notes = &everything().users[1].notes;
    assert_eq!(notes.owner.as_deref(), Some("dana@acme.example"));
    assert_eq!(notes.ticket.as_deref(), Some("VEND-310"));
    assert_eq!(notes.reason.as_deref(), Some("SOW 2026-Q4"));
}

#[test]
fn tokens_are_named_and_claim_classes() {
    let tokens = everything().service_tokens;
    assert_eq!(tokens[0].token, TokenName::Name("kiosk-2025".into()));
    assert_eq!(tokens[1].token, TokenName::Id("5f0c1e6e-0000-4000-8000-000000000001".into()));
    assert_eq!(tokens[1].devices, ["kiosk"]);
    assert!(tokens[1].restore && !tokens[1].require_closed);
    assert!(tokens[2].devices.is_empty() && tokens[2].state == State::Absent);
}

#[test]
fn selectors_are_read_as_they_compare() {
    let devices = everything().devices;
    let serials = |at: usize| {
        let mut serials: Vec<String> = devices[at].select.serial.iter().flatten().cloned().collect();
        serials.sort();
        serials
    };
    assert_eq!(serials(0), ["5cg0bbb222", "c02aaa111"]);
    assert_eq!(serials(1), ["5cg0eee555", "c02ddd444", "ksk0000009"]);
    assert_eq!(serials(5), ["c02fff666"]);
    let kiosk = &devices[2].select;
    assert_eq!(kiosk.name.as_deref(), Some(&[Pattern::new("lobby-kiosk-*")][..]));
    assert_eq!(kiosk.os.as_deref(), Some(&["windows".to_owned(), "linux".to_owned()][..]));
    assert_eq!(kiosk.kind.as_deref(), Some(&["warp".to_owned()][..]));
    let byod = &devices[3].select;
    assert_eq!(byod.hardware_id.as_deref(), Some(&["abc-123".to_owned()][..]));
    assert_eq!(byod.tag.as_deref(), Some(&[("site".into(), "berlin".into())][..]));
    assert_eq!(byod.profile.as_deref(), Some(&["default".to_owned()][..]));
    assert_eq!(devices[4].state, State::Revoked);
    assert!(devices[4].class.is_none() && devices[4].require_closed);
}

#[test]
fn protections_are_addresses_devices_and_groups() {
    let protected = everything().protected;
    let names = protected[0].device.as_ref().and_then(|device| device.name.as_ref());
    assert_eq!(names.map(Vec::len), Some(2));
    assert_eq!(protected[1].email, Some(Pattern::new("warp_connector@acme.cloudflareaccess.com")));
    assert_eq!(protected[2].group.as_deref(), Some("contractors"));
    assert_eq!(protected[2].notes.reason.as_deref(), Some("audit"));
}

#[test]
fn cleanup_rules_have_the_place_of_their_key() {
    let cleanup = everything().cleanup;
    let stale = cleanup.stale.expect("it is on");
    assert_eq!(
        (stale.after, &*stale.written, stale.action),
        (SignedDuration::from_hours(90 * 24), "90d", CleanupAction::Delete)
    );
    assert_eq!(stale.origin.line, 74);
    let duplicates = cleanup.duplicates.expect("it is on");
    assert_eq!((duplicates.value, duplicates.origin.line), (CleanupAction::Report, 75));
    assert!(matches!(cleanup.revoked, Some(AgeRule { action: CleanupAction::Delete, .. })));
    let off = read("cleanup: {}\n").cleanup;
    assert!(off.stale.is_none() && off.duplicates.is_none() && off.revoked.is_none());
}

#[test]
fn limits_have_defaults_one_by_one() {
    let limits = everything().limits;
    assert_eq!(
        (limits.removals, limits.percent, limits.people),
        (Limit::AtMost(0), Limit::Unlimited, Limit::AtMost(5))
    );
    let silent = read("").limits;
    assert_eq!(
        (silent.removals, silent.percent, silent.people),
        (Limit::AtMost(25), Limit::AtMost(10), Limit::AtMost(5))
    );
}

#[test]
fn offboarding_reports_unless_told_otherwise() {
    let steps = everything().offboarding;
    assert_eq!(steps.enrollment, EnrollmentStep::BlockList("Offboarded".into()));
    assert!(steps.revoke_sessions && steps.release_seats && steps.delete_devices);
    assert_eq!(steps.service_tokens, TokenStep::Disable);
    let silent = read("").offboarding;
    assert_eq!(silent.enrollment, EnrollmentStep::Report);
    assert!(!silent.revoke_sessions && !silent.release_seats && !silent.delete_devices);
    assert_eq!(read("offboarding: { enrollment: exclude }\n").offboarding.enrollment, EnrollmentStep::Exclude);
}

#[test]
fn groups_come_from_the_directory_each_address_once() {
    let groups = everything().groups;
    let members = |name: &str| {
        let mut members: Vec<&str> = groups[name].iter().map(Email::as_str).collect();
        members.sort_unstable();
        members
    };
    assert_eq!(members("contractors"), ["carol@partner.example", "zoe@globex.example"]);
    assert_eq!(members("vendors"), ["carol@partner.example"]);
    assert_eq!(groups.len(), 2);
}

#[test]
fn warnings_stop_nothing() {
    let warnings = fixture("everything").warnings;
    let codes: Vec<&str> = warnings.iter().map(|one| one.code).collect();
    assert_eq!(codes, ["placeholder-serial"]);
    assert!(warnings.iter().all(|one| one.class == Class::Warning));
}

#[test]
fn an_entry_starts_on_the_line_of_its_first_key() {
    let list = read(
        "users:\n  - email: a@x\n  -\n    # about b\n    email: b@x\n  - { email: c@x }\n  - {\n      email: d@x }\n",
    );
    assert_eq!(list.users.iter().map(|entry| entry.origin.line).collect::<Vec<_>>(), [6, 9, 10, 11]);
}

#[test]
fn an_alias_is_what_it_stands_for() {
    let list = read(
        "users:\n  - { email: a@x, devices: &own [corporate] }\n  - { email: b@x, devices: *own }\ndevices:\n  - { class: corporate, serial: A1 }\n",
    );
    assert_eq!(list.users[0].devices, list.users[1].devices);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_fine() {
    let text = "\u{feff}version: 1\r\naccount: { id: 0123456789abcdef0123456789abcdef, team: acme }\r\nusers:\r\n  - email: a@x\r\nservice_tokens: []\r\ndevices: []\r\n";
    let list = Memory::one(text).load().expect("it is right").list;
    assert_eq!((list.users[0].origin.line, list.users[0].origin.column), (4, 5));
}

#[test]
fn a_path_is_cleared_of_what_says_nothing() {
    let list = with("").load().expect("it is right").list;
    assert_eq!(load("./doorlist.yaml", &with(""), now()).expect("it is right").list, list);
}

#[test]
fn empty_users_are_fine_where_nobody_is_removed_or_it_is_meant() {
    assert!(codes("").is_empty());
    assert!(codes("unlisted: { users: report }\n").is_empty());
    assert_eq!(codes("unlisted: { users: revoke }\n"), ["empty-users"]);
    assert!(codes("unlisted: { users: delete }\nallow_empty: { users: the office is closed }\n").is_empty());
}

#[test]
fn included_entries_fill_an_empty_list() {
    let files =
        with("unlisted: { users: delete }\ninclude: [staff.yaml]\n").and("staff.yaml", "users:\n  - email: a@x\n");
    assert_eq!(files.load().map(|loaded| loaded.list.users.len()), Ok(1));
}

#[test]
fn a_broken_include_is_the_only_problem_that_it_makes() {
    let files = with("users:\n  - { email: a@x, devices: [corporate] }\ninclude: [machines.yaml]\n");
    let found = files.and("machines.yaml", "devices: [\n").load().expect_err("it is broken");
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), ["yaml-syntax"]);
}

#[test]
fn problems_of_all_files_come_in_one_run_in_order() {
    let files = with(
        "users:\n  - emial: a@x\ninclude: [one.yaml, two.yaml]\ncleanup:\n  stale: { after: 90, action: delete }\n",
    )
    .and("one.yaml", "users:\n  - email: 12\n")
    .and("two.yaml", "users: [\n");
    let found = files.load().expect_err("three files are wrong");
    let places: Vec<String> =
        found.iter().map(|one| format!("{} {}:{}", one.code, one.source.name, one.position().0)).collect();
    assert_eq!(
        places,
        [
            "unknown-key doorlist.yaml:6",
            "bad-duration doorlist.yaml:9",
            "unquoted-text one.yaml:2",
            "yaml-syntax two.yaml:1"
        ]
    );
}

#[test]
fn a_stale_directory_refuses_and_a_wrong_file_is_a_problem() {
    let lines = "directory: { file: g.csv, email_column: m, group_column: t, max_age: 35h }\nusers:\n  - group: eng\n";
    let found = with(lines).and("g.csv", "m,t\na@x,eng\n").load().expect_err("it is stale");
    assert_eq!(found.iter().map(|one| (one.code, one.class)).collect::<Vec<_>>(), [("csv-stale", Class::Refusal)]);
    let exactly = lines.replace("35h", "36h");
    assert!(with(&exactly).and("g.csv", "m,t\na@x,eng\n").load().is_ok());
}

/// Files whose age nobody knows.
struct Ageless(Memory);

impl Files for Ageless {
    fn read(&self, path: &str, limit: u64) -> Result<FileData, FileProblem> {
        self.0.read(path, limit).map(|data| FileData { modified: None, ..data })
    }
}

#[test]
fn a_file_of_unknown_age_is_too_old() {
    let lines = "devices:\n  - { class: c, serials_from: { file: s.csv, column: n, max_age: 100w } }\n";
    let files = with(lines).and("s.csv", "n\nA1\n");
    assert!(files.load().is_ok());
    let found = load("doorlist.yaml", &Ageless(files), now()).expect_err("nobody knows its age");
    assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), ["csv-stale"]);
}

#[test]
fn a_group_holds_no_machine() {
    let lines = "directory: { file: g.csv, email_column: m, group_column: t, min_members: 2 }\n";
    let csv = "m,t\na@x,eng\nnon_identity@acme.cloudflareaccess.com,eng\n";
    let list = with(lines).and("g.csv", csv).load().expect("it is right").list;
    assert_eq!(list.groups["eng"].iter().map(Email::as_str).collect::<Vec<_>>(), ["a@x"]);
}

#[test]
fn what_is_defined_in_a_broken_place_is_not_missed_elsewhere() {
    let user = "users:\n  - { email: a@x, devices: [corporate] }\n";
    let head = "version: 1\naccount: { id: 0123456789abcdef0123456789abcdef, team: acme }\nservice_tokens: []\n";
    for (devices, code) in [
        ("", "missing-key"),
        ("devices:\n", "null-value"),
        ("devices: corporate\n", "wrong-type"),
        ("devices: [corporate]\n", "wrong-type"),
        ("devices:\n  - { clas: corporate, serial: A1 }\n", "unknown-key"),
    ] {
        let found = Memory::one(format!("{head}{user}{devices}")).load().expect_err("it is broken");
        assert_eq!(found.iter().map(|one| one.code).collect::<Vec<_>>(), [code], "{devices}");
    }
}

#[test]
fn empty_lists_that_do_no_harm_are_fine() {
    assert!(codes("include: []\nprotected: []\nusers:\n  - { email: \"*@x\", except: [] }\n").is_empty());
    assert_eq!(codes("users:\n  - { email: \"*@x\", devices: [] }\n"), ["empty-list"]);
}

#[test]
fn a_pattern_over_synthetic_addresses_matches_nobody_and_is_no_problem() {
    assert!(codes("users:\n  - email: \"*@acme.cloudflareaccess.com\"\n").is_empty());
    assert_eq!(codes("users:\n  - email: Non_Identity@old.cloudflareaccess.com\n"), ["synthetic-address"]);
    assert!(codes("protected:\n  - email: non_identity@acme.cloudflareaccess.com\n").is_empty());
}

#[test]
fn the_pin_is_read_from_a_file_with_other_problems() {
    let files = with("users:\n  - emial: a@x\nlimit: 3\n");
    assert_eq!(pin("doorlist.yaml", &files).map(|pin| pin.team), Some("acme".into()));
    assert_eq!(pin("missing.yaml", &files), None);
    assert_eq!(pin("doorlist.yaml", &Memory::one("account: 3")), None);
}

#[test]
fn every_problem_of_the_acceptance_scenarios_is_shown_with_its_line() {
    let text = "version: 1\naccount: { id: 0123456789abcdef0123456789abcdef, team: acme }\nusers:\n  - emial: alice@acme.example\n  - { email: bob@acme.example, max_registration: 3 }\nservice_tokens: []\ndevices: []\ncleanup:\n  stale: { after: 90, action: delete }\n";
    let found = Memory::one(text).load().expect_err("three things are wrong");
    let shown = doorlist::render::diagnostics(&found, false, 0);
    for part in ["emial", "max_registrations", "doorlist.yaml", "after: 90"] {
        assert!(shown.contains(part), "{part} is not in\n{shown}");
    }
    assert_eq!(found.len(), 3);
}

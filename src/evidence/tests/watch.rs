//! Who came back since the folder was written.

use std::collections::BTreeMap;

use super::*;
use crate::evidence::{Dossier, Since, SinceError, watch};
use crate::model::report::{Became, Report};
use crate::model::watch::{How, Watched};
use crate::model::{Account, ReasonCode, Status};
use crate::render::Redact;

fn folder(report: &Report, what: &[Redact]) -> BTreeMap<String, Vec<u8>> {
    let mut after = account();
    carry_out(&mut after);
    let dossier = Dossier::new(&told(), &plan(), &account(), what);
    dossier.closing(report, Ok(&after), &[]).into_iter().map(|file| (file.path, file.bytes)).collect()
}

fn watched(report: &Report, what: &[Redact], change: impl FnOnce(&mut Account)) -> Watched {
    let since = Since::read(&folder(report, what)).expect("as it was written");
    let mut live = account();
    carry_out(&mut live);
    change(&mut live);
    live.registrations.sort_by(|a, b| a.id.cmp(&b.id));
    watch(&since, &live)
}

fn who(watched: &Watched) -> Vec<(&str, How, &str)> {
    let mut found = Vec::new();
    for one in &watched.returned {
        let live = one.target.registration_id.as_deref().unwrap_or_default();
        found.push((live, one.how, one.removed.registration_id.as_str()));
    }
    found
}

fn codes(watched: &Watched) -> Vec<&str> {
    watched.notes.iter().map(|note| note.code.as_str()).collect()
}

fn add_device(account: &mut Account, id: &str, name: &str, serial: &str, hardware: &str) {
    let device = device(id, name, serial, hardware);
    account.devices.get_or_insert_default().insert(device.id.clone(), device);
}

#[test]
fn nobody_came_back() {
    let watched = watched(&report(), &[], |_| {});
    assert_eq!((who(&watched), watched.removed), (Vec::new(), 3));
    assert!(!watched.has_returned() && watched.notes.is_empty());
}

#[test]
fn a_person_is_recognised_on_any_machine_with_the_time_that_it_took() {
    let watched = watched(&report(), &[], come_back);
    assert_eq!(who(&watched), [("r-new", How::SamePerson, "r-erin-1")]);
    assert_eq!(watched.returned[0].seconds_after, Some(86_400));
    assert_eq!(watched.returned[0].removed.ticket.as_deref(), Some("HR-1042"));
}

#[test]
fn a_person_is_recognised_by_the_address_where_the_user_is_a_new_one() {
    let watched = watched(&report(), &[], |account| {
        account.registrations.push(row("r-new", "d-erin", ("u-erin-2", "ERIN@acme.example", "Erin")));
    });
    assert_eq!(who(&watched), [("r-new", How::SamePersonAndMachine, "r-erin-1")]);
}

#[test]
fn a_machine_is_recognised_under_another_id_whoever_has_it_now() {
    let watched = watched(&report(), &[], |account| {
        account.registrations.push(row("r-thief", "d-new", ("u-x", "x@evil.test", "x")));
        add_device(account, "d-new", "renamed", " pf3ccc333 ", "hw-77");
    });
    assert_eq!(who(&watched), [("r-thief", How::SameMachine, "r-kiosk")]);
}

#[test]
fn a_laptop_that_was_handed_on_is_noted_and_nobody_s_return() {
    let watched = watched(&report(), &[], |account| account.registrations.push(row("r-new", "d-erin", FRANK)));
    assert_eq!(who(&watched), []);
    assert_eq!(codes(&watched), ["machine_in_use"]);
}

#[test]
fn the_rows_themselves_are_recognised() {
    let watched = watched(&report(), &[], |account| {
        account.registrations.push(row("r-erin-2", "d-shared", ERIN));
        for row in account.registrations.iter_mut().filter(|row| row.id.as_str() == "r-kiosk") {
            row.status = Status::Active;
        }
    });
    assert_eq!(who(&watched), [("r-erin-2", How::ThereAgain, "r-erin-2"), ("r-kiosk", How::ActiveAgain, "r-kiosk")]);
}

#[test]
fn a_new_row_that_is_revoked_already_is_noted() {
    let watched = watched(&report(), &[], |account| {
        come_back(account);
        for row in account.registrations.iter_mut().filter(|row| row.id.as_str() == "r-new") {
            row.status = Status::Revoked(None);
        }
    });
    assert_eq!((who(&watched), codes(&watched)), (Vec::new(), vec!["was_back"]));
}

#[test]
fn what_was_removed_for_hygiene_comes_back_on_the_same_machine_only() {
    let mut report = report();
    for outcome in &mut report.outcomes {
        outcome.action.reason.code = ReasonCode::Stale;
    }
    assert_eq!(who(&watched(&report, &[], come_back)), []);
    let watched = watched(&report, &[], |account| account.registrations.push(row("r-new", "d-erin", ERIN)));
    assert_eq!(who(&watched), [("r-new", How::SamePersonAndMachine, "r-erin-1")]);
}

#[test]
fn what_was_never_removed_cannot_come_back() {
    let mut report = report();
    for outcome in &mut report.outcomes {
        outcome.became = Became::Superseded;
    }
    let watched = watched(&report, &[], come_back);
    assert_eq!((who(&watched), watched.removed), (Vec::new(), 0));
}

#[test]
fn a_folder_with_stand_ins_is_as_good() {
    let watched = watched(&report(), Redact::ALL, |account| {
        account.registrations.push(row("r-new", "d-new", ("u-erin-2", "erin@acme.example", "")));
        account.registrations.push(row("r-thief", "d-new-2", ("u-x", "x@evil.test", "x")));
        add_device(account, "d-new-2", "renamed", "PF3CCC333", "");
    });
    assert_eq!(who(&watched), [("r-new", How::SamePerson, "r-erin-1"), ("r-thief", How::SameMachine, "r-kiosk")]);
}

#[test]
fn a_placeholder_serial_is_no_machine() {
    let watched = watched(&report(), &[], |account| {
        account.registrations.push(row("r-new", "d-new", FRANK));
        add_device(account, "d-new", "new", "Default string", "");
    });
    assert_eq!((who(&watched), codes(&watched)), (Vec::new(), Vec::new()));
}

#[test]
fn an_edited_folder_is_refused() {
    let mut files = folder(&report(), &[]);
    assert!(Since::read(&files).is_ok());
    let report = files.get_mut("report.json").expect("there");
    report.push(b' ');
    assert_eq!(Since::read(&files), Err(SinceError::Edited(vec!["report.json was changed".to_owned()])));
    assert_eq!(Since::read(&BTreeMap::new()), Err(SinceError::NoEvidence));
}

#[test]
fn a_run_that_was_cut_off_is_told_by_its_plan_and_the_answers() {
    let dossier = Dossier::new(&told(), &plan(), &account(), &[]);
    let lines = ["r-erin-1", "r-kiosk"].map(|id| {
        let write = request("DELETE", &format!("/accounts/{ACCOUNT}/devices/registrations/{id}"));
        let status = Some(if id == "r-kiosk" { 500 } else { 200 });
        dossier.line(&crate::evidence::Request { status, ..write })
    });
    let mut files: BTreeMap<String, Vec<u8>> =
        dossier.opening().into_iter().map(|file| (file.path, file.bytes)).collect();
    files.insert("requests.jsonl".to_owned(), (lines.concat() + "{\"number\": 3, \"meth").into_bytes());
    let since = Since::read(&files).expect("as far as it got");
    let mut live = account();
    come_back(&mut live);
    let watched = watch(&since, &live);
    assert_eq!((watched.removed, watched.since.finished_at), (1, None));
    assert_eq!(codes(&watched), ["cut_off"]);
    assert_eq!(who(&watched)[0], ("r-erin-1", How::ThereAgain, "r-erin-1"));
}

#[test]
fn a_folder_of_another_version_is_refused() {
    let mut files = folder(&report(), &[]);
    let manifest = String::from_utf8(files["manifest.json"].clone()).expect("text");
    let newer = manifest.replacen("\"1.0\"", "\"2.0\"", 1);
    files.insert("manifest.json".to_owned(), newer.into_bytes());
    assert!(matches!(Since::read(&files), Err(SinceError::Version { .. })));
    files.insert("manifest.json".to_owned(), b"{".to_vec());
    assert!(matches!(Since::read(&files), Err(SinceError::Unreadable { .. })));
}

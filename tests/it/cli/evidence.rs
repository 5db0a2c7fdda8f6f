//! `doorlist apply --evidence`: what an auditor finds afterwards.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::support::account::{ACCOUNT, OTHER, staff_only};
use crate::support::program::{TOKEN, now};
use crate::support::{Folder, Recorded, Run, Served};

const TOLD: &str = "--auto-approve --evidence ev --ticket HR-1042 --requested-by hr --approved-by dana \
                    --requested-at 2026-11-21T17:00:00Z --sla 24h";

fn against(served: &Served) -> Folder {
    Folder::with(&staff_only(), &Recorded::acme()).server(served.base())
}

fn apply(folder: &Folder, options: &str) -> Run {
    folder.run(&format!("apply {} {options}", now()))
}

fn json(folder: &Folder, path: &str) -> Value {
    serde_json::from_str(&folder.read(path)).expect("JSON")
}

fn requests(folder: &Folder, path: &str) -> Vec<Value> {
    folder.read(path).lines().map(|line| serde_json::from_str(line).expect("a request")).collect()
}

/// The files of a folder, by name.
fn files(folder: &Folder, path: &str) -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder.path(path)).expect("a folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned());
    names.map(|name| (name.clone(), folder.read(&format!("{path}/{name}")))).collect()
}

#[test]
fn a_run_leaves_a_folder_that_answers_an_auditor() {
    let served = Served::new(&Recorded::acme());
    let folder = against(&served);
    apply(&folder, TOLD).ends_with(0).stderr_has("evidence: ev");
    let change = json(&folder, "ev/change.json");
    assert_eq!((&change["ticket"], &change["approved_by"][0]), (&"HR-1042".into(), &"dana".into()));
    assert_eq!(json(&folder, "ev/summary.json")["sla"]["verdict"], "met");
    let before = json(&folder, "ev/before.json");
    assert_eq!(before["registrations"].as_array().map(Vec::len), Some(2), "the affected, and nobody else");
    assert_eq!(json(&folder, "ev/after.json")["state"]["read"]["registrations"], Value::Array(Vec::new()));
    let readme = folder.read("ev/README.md");
    assert!(readme.contains("met in 7h") && readme.contains("mallory@gmail.example"), "{readme}");
}

#[test]
fn every_request_is_there_with_its_status_and_its_ray() {
    let served = Served::new(&Recorded::acme());
    let folder = against(&served);
    apply(&folder, TOLD).ends_with(0);
    let written = requests(&folder, "ev/requests.jsonl");
    let target = |request: &Value| request["target"].as_str().expect("a target").to_owned();
    let path = |target: &str| target.split_once('?').map_or(target, |(path, _)| path).to_owned();
    // In the order of the answers, which is not that of the questions where several are on their way.
    let mut told: Vec<String> = written.iter().map(|request| path(&target(request))).collect();
    let mut sent: Vec<String> = served.requests().into_iter().map(|request| request.path).collect();
    told.sort();
    sent.sort();
    assert_eq!(told.len(), sent.len());
    assert!(told.iter().zip(&sent).all(|(told, sent)| sent.ends_with(told.as_str())), "{told:?}\n{sent:?}");
    assert!(written.iter().all(|request| request["status"] == 200 && request["cf_ray"].is_string()));
}

#[test]
fn the_manifest_lists_every_file_as_sha256sum_does() {
    let served = Served::new(&Recorded::acme());
    let folder = against(&served);
    apply(&folder, TOLD).ends_with(0);
    let manifest = json(&folder, "ev/manifest.json");
    let listed = manifest["files"].as_array().expect("files").clone();
    let files = files(&folder, "ev");
    assert_eq!(listed.len() + 1, files.len());
    for file in listed {
        let text = &files[file["path"].as_str().expect("a path")];
        assert_eq!(file["bytes"], text.len(), "{file}");
        assert_eq!(file["sha256"], doorlist::evidence::sha256(text.as_bytes()), "{file}");
    }
}

#[test]
fn no_file_holds_the_token_or_a_public_key() {
    let served = Served::new(&Recorded::acme());
    let folder = against(&served);
    apply(&folder, TOLD).ends_with(0);
    for (name, text) in files(&folder, "ev") {
        assert!(!text.contains(TOKEN) && !text.contains("cHVibGlj"), "{name}");
    }
}

#[test]
fn with_stand_ins_no_address_and_no_serial_is_left() {
    let served = Served::new(&Recorded::acme());
    let folder = against(&served);
    apply(&folder, &format!("{TOLD} --redact email,serial,ip")).ends_with(0);
    for (name, text) in files(&folder, "ev") {
        assert!(!text.contains("mallory@gmail") && !text.contains("carol@partner"), "{name}: {text}");
    }
}

#[test]
fn a_second_run_never_writes_over_the_first() {
    let served = Served::new(&Recorded::acme());
    let folder = against(&served);
    apply(&folder, TOLD).ends_with(0);
    let first = files(&folder, "ev");
    apply(&folder, TOLD).ends_with(0).stderr_has("evidence: ev/run-2");
    let mut now = BTreeMap::new();
    for name in first.keys() {
        now.insert(name.clone(), folder.read(&format!("ev/{name}")));
    }
    assert_eq!(first, now);
    assert_eq!(json(&folder, "ev/run-2/change.json")["consent"], "not_needed");
}

#[test]
fn without_a_folder_nothing_is_changed() {
    let served = Served::new(&Recorded::acme());
    let folder = against(&served).file("taken", "a file");
    let options = TOLD.replace("--evidence ev", "--evidence taken");
    apply(&folder, &options).ends_with(1).stderr_has("taken");
    assert_eq!(served.writes(), [""; 0]);
}

#[test]
fn a_refused_plan_leaves_no_evidence() {
    let served = Served::new(&Recorded::acme());
    let list = staff_only().replace("removals: unlimited", "removals: 1");
    let folder = Folder::with(&list, &Recorded::acme()).server(served.base());
    apply(&folder, TOLD).ends_with(3);
    assert!(!folder.exists("ev"));
}

#[test]
fn a_saved_plan_has_its_evidence_too() {
    let served = Served::new(&Recorded::acme());
    let folder = against(&served);
    folder.run(&format!("plan {} --out json=plan.json", now())).ends_with(0);
    apply(&folder, "plan.json --evidence ev").ends_with(0);
    assert_eq!(json(&folder, "ev/change.json")["consent"], "saved_plan");
    assert_eq!(json(&folder, "ev/plan.json")["digest"], json(&folder, "plan.json")["digest"]);
    let remarks = json(&folder, "ev/change.json")["remarks"].to_string();
    assert!(remarks.contains("no_approver") && remarks.contains("no_due_time"), "{remarks}");
}

#[test]
fn several_accounts_have_a_folder_each() {
    let other = Recorded::of(OTHER, "globex").row("g1", "x@elsewhere.example", "pc").row("g2", "y@acme.example", "pc");
    let served = staff_only().replace(ACCOUNT, OTHER).replace("team: acme", "team: globex");
    let folder = Folder::with(&staff_only(), &Recorded::acme()).file("b.yaml", &served).file("b.json", &other.json());
    let line = "-f doorlist.yaml -f b.yaml --sandbox account.json --sandbox b.json --auto-approve --evidence ev";
    apply(&folder, line).ends_with(0);
    for id in [ACCOUNT, OTHER] {
        assert_eq!(json(&folder, &format!("ev/{id}/manifest.json"))["account"]["id"], id);
    }
}

#[test]
fn a_run_that_failed_says_so_and_when_it_was_due() {
    let served = Served::faulty(&Recorded::acme(), &["DELETE * 400"]);
    let folder = against(&served);
    apply(&folder, TOLD).ends_with(4);
    let summary = json(&folder, "ev/summary.json");
    assert_eq!((&summary["state"], &summary["not_done"]), (&"remaining".into(), &2.into()));
    assert!(requests(&folder, "ev/requests.jsonl").iter().any(|request| request["status"] == 400));
}

#[test]
fn an_approver_may_be_compulsory() {
    let served = Served::new(&Recorded::acme());
    let list = format!("{}require: {{ on: [absent], fields: [approver] }}\n", staff_only());
    let folder = Folder::with(&list, &Recorded::acme()).server(served.base());
    apply(&folder, "--auto-approve").ends_with(3).stderr_has("no approver is recorded");
    apply(&folder, "--auto-approve --evidence ev --requested-by dana --approved-by @Dana")
        .ends_with(3)
        .stderr_has("nobody else approved it");
    assert_eq!(served.writes(), [""; 0]);
    folder.run(&format!("plan {} --out json=plan.json", now())).ends_with(0);
    apply(&folder, "plan.json").ends_with(3).stderr_has("--approved-by");
    apply(&folder, "plan.json --approved-by erin").ends_with(0);
}

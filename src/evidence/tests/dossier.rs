//! The whole folder.

use std::collections::BTreeMap;

use super::*;
use crate::evidence::{Dossier, File, Manifest, Request};
use crate::model::Account;
use crate::render::Redact;

fn requests() -> Vec<Request> {
    let base = format!("/accounts/{ACCOUNT}");
    let targets = [
        ("GET", format!("{base}/devices/registrations?status=all&per_page=1000")),
        ("DELETE", format!("{base}/devices/registrations?id=r-erin-1&id=r-erin-2")),
        ("POST", format!("{base}/devices/registrations/revoke?id=r-kiosk")),
        ("GET", format!("{base}/access/users?email=erin%40acme.example")),
    ];
    let numbered = targets.iter().zip(1..);
    numbered.map(|((method, target), number)| Request { number, ..request(method, target) }).collect()
}

fn closed(what: &[Redact], change: impl FnOnce(&mut Account)) -> BTreeMap<String, String> {
    let dossier = Dossier::new(&told(), &plan(), &account(), what);
    let mut after = account();
    change(&mut after);
    let files = dossier.closing(&report(), Ok(&after), &requests());
    files.into_iter().map(|File { path, bytes }| (path, String::from_utf8(bytes).expect("text"))).collect()
}

#[test]
fn the_folder_of_a_run_that_went_well() {
    // Plan and report have snapshots of their own, and the manifest would change with them.
    let files = closed(&[], carry_out);
    for path in ["README.md", "after.json", "before.json", "change.json", "requests.jsonl", "summary.json"] {
        insta::assert_snapshot!(path, &files[path]);
    }
}

#[test]
fn the_same_inputs_give_the_same_bytes() {
    assert_eq!(closed(&[], carry_out), closed(&[], carry_out));
}

#[test]
fn what_is_there_before_the_first_change_is_there_at_the_end_as_it_was() {
    let dossier = Dossier::new(&told(), &plan(), &account(), &[]);
    let closed = closed(&[], carry_out);
    for File { path, bytes } in dossier.opening() {
        let same = closed[&path].as_bytes() == bytes;
        assert_eq!(same, path != "README.md", "{path}");
    }
    let lines: String = requests().iter().map(|request| dossier.line(request)).collect();
    assert_eq!(closed["requests.jsonl"], lines);
}

#[test]
fn the_manifest_is_last_and_fits() {
    let dossier = Dossier::new(&told(), &plan(), &account(), &[]);
    let mut files = dossier.closing(&report(), Err("HTTP 503".to_owned()), &requests());
    let last = files.pop().expect("files");
    assert_eq!(last.path, "manifest.json");
    let manifest: Manifest = serde_json::from_slice(&last.bytes).expect("a manifest");
    let files: BTreeMap<String, Vec<u8>> = files.into_iter().map(|file| (file.path, file.bytes)).collect();
    assert_eq!(manifest.compare(&files), crate::evidence::Compared::default());
    assert_eq!(manifest.files.len(), files.len());
}

#[test]
fn nothing_that_is_hidden_is_in_any_file() {
    for (path, text) in closed(Redact::ALL, come_back) {
        for name in ["erin@", "Erin", "Frank", "frank@", "dana@", "hr@", "erin-xps", "C02AAA111", "hw-1", "kiosk-lobby"]
        {
            assert!(!text.contains(name), "{path} has {name}:\n{text}");
        }
    }
}

#[test]
fn nobody_else_is_in_the_folder() {
    for (path, text) in closed(&[], carry_out) {
        assert!(!text.contains("alice") && !text.contains("kiosk-roof"), "{path}:\n{text}");
    }
}

//! Where output goes: readers that go away, disks that are full.

use std::io::Read as _;
use std::process::Stdio;

use crate::support::account::staff_only;
use crate::support::program::now;
use crate::support::{Folder, Recorded, Served};

#[test]
fn a_reader_that_goes_away_does_not_stop_an_apply() {
    let served = Served::new(&Recorded::crowd(20, 10));
    let folder = Folder::with(&staff_only(), &Recorded::acme()).server(served.base());
    let mut child = folder.start(&format!("apply --auto-approve --format json {}", now()));
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("text");
    assert_eq!(child.wait().expect("ends").code(), Some(0), "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
    assert_eq!(served.ids().len(), 20);
}

#[test]
fn a_reader_that_goes_away_is_no_error_for_a_plan() {
    let folder = Folder::with(&staff_only(), &Recorded::crowd(300, 300));
    let mut child = folder.start("plan --offline account.json --format json");
    drop(child.stdout.take());
    let mut stderr = String::new();
    child.stderr.take().expect("piped").read_to_string(&mut stderr).expect("text");
    assert!(!stderr.contains("panicked") && !stderr.contains("Broken pipe"), "{stderr}");
    assert_eq!(child.wait().expect("ends").code(), Some(0));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    let folder = Folder::with(&staff_only(), &Recorded::acme());
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let mut command = folder.command("plan --offline account.json");
    let output = command.stdout(Stdio::from(full)).output().expect("runs");
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write to stdout"));
}

#[cfg(target_os = "linux")]
#[test]
fn output_to_a_device_does_not_replace_it() {
    let folder = Folder::with(&staff_only(), &Recorded::acme());
    folder.run("plan --offline account.json --out json=/dev/null").ends_with(0);
    assert!(!std::fs::metadata("/dev/null").expect("there").is_file());
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_is_found_before_anything_is_done() {
    let served = Served::new(&Recorded::acme());
    let folder = Folder::with(&staff_only(), &Recorded::acme()).server(served.base());
    folder.run("apply --auto-approve --out json=/proc/report.json").ends_with(1).stderr_has("/proc/report.json");
    assert_eq!(served.writes(), [""; 0]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_leaves_the_run_incomplete() {
    let served = Served::new(&Recorded::acme());
    let folder = Folder::with(&staff_only(), &Recorded::acme()).server(served.base());
    folder.run("apply --auto-approve --out json=/dev/full").ends_with(4).stderr_has("/dev/full");
    assert_eq!(served.ids(), ["r1", "r2", "r4", "r5"]);
}

//! `doorlist watch`: who is there again.

use crate::support::account::{ACCOUNT, OTHER, staff_only};
use crate::support::program::now;
use crate::support::{Folder, Recorded, Served};

/// A folder with the evidence of a run that removed `r3` and `r6`, and the account that it left.
fn removed() -> (Served, Folder) {
    let served = Served::new(&Recorded::acme());
    let folder = Folder::with(&staff_only(), &Recorded::acme()).server(served.base());
    folder.run(&format!("apply {} --auto-approve --evidence ev --ticket SEC-70", now())).ends_with(0);
    (served, folder)
}

#[test]
fn nobody_came_back() {
    let (served, folder) = removed();
    let before = served.writes();
    folder.run("watch --since ev").ends_with(0).stdout_has("2 registrations removed").stdout_has("Nobody came back");
    assert_eq!(served.writes(), before);
}

#[test]
fn who_came_back_is_told_with_the_ticket() {
    let (_served, folder) = removed();
    let back =
        Recorded::empty().row("r1", "alice@acme.example", "alice-mbp").row("r9", "Mallory@GMAIL.example", "another-pc");
    folder.write("later.json", &back.json());
    let run = folder.run("watch --since ev --offline later.json").ends_with(2);
    run.stdout_has("r9").stdout_has("SEC-70").stdout_has("1 registration came back");
    let told = folder.run("watch --since ev --offline later.json --format json").ends_with(2).json();
    assert_eq!(told["returned"][0]["removed"]["registration_id"], "r6");
}

#[test]
fn a_folder_that_was_edited_proves_nothing() {
    let (_served, folder) = removed();
    let report = folder.read("ev/report.json").replace("mallory", "malory");
    folder.write("ev/report.json", &report);
    folder.run("watch --since ev").ends_with(1).stderr_has("report.json was changed");
}

#[test]
fn another_account_is_refused() {
    let (_served, folder) = removed();
    folder.write("other.json", &Recorded::of(OTHER, "globex").json());
    folder.run("watch --since ev --offline other.json").ends_with(3).stderr_has(ACCOUNT);
    folder.run("watch --since nothing").ends_with(1);
    folder.run("watch --since .").ends_with(0);
}

#[test]
fn a_run_that_was_cut_off_is_looked_at_as_far_as_it_got() {
    let (_served, folder) = removed();
    for name in ["manifest.json", "report.json", "after.json", "summary.json"] {
        std::fs::remove_file(folder.path(&format!("ev/{name}"))).expect("there");
    }
    folder.run("watch --since ev").ends_with(0).stdout_has("2 registrations removed").stdout_has("cut off");
}

//! What the page says when things did not go well.

use super::*;
use crate::evidence::Dossier;
use crate::model::Account;
use crate::model::report::{Became, Outcome, Report, Verification};

fn readme(report: &Report, after: Result<&Account, String>) -> String {
    let dossier = Dossier::new(&told(), &plan(), &account(), &[]);
    let files = dossier.closing(report, after, &[]);
    let page = files.into_iter().find(|file| file.path == "README.md").expect("a page");
    String::from_utf8(page.bytes).expect("text")
}

#[test]
fn before_the_first_change_the_page_says_that_the_run_has_not_ended() {
    let files = Dossier::new(&told(), &plan(), &account(), &[]).opening();
    let page = String::from_utf8(files[0].bytes.clone()).expect("text");
    insta::assert_snapshot!(page);
}

#[test]
fn a_run_that_was_cut_short_says_what_is_open_and_that_it_is_late() {
    let mut report = report();
    report.interrupted = true;
    report.finished_at = time("2026-11-24T17:00:00Z");
    report.verification = Verification::Unverified { why: "HTTP 503".to_owned() };
    for outcome in report.outcomes.iter_mut().skip(2) {
        outcome.became = Became::NotAttempted;
        outcome.detail = Some("the run was interrupted".to_owned());
    }
    insta::assert_snapshot!(readme(&report, Err("devices/registrations: HTTP 503".to_owned())));
}

#[test]
fn who_is_there_again_is_named() {
    let mut after = account();
    carry_out(&mut after);
    come_back(&mut after);
    let page = readme(&report(), Ok(&after));
    assert!(page.contains("## Came back before the run ended"), "{page}");
    assert!(
        page.contains("- `Erin@acme.example`: registration `r-new` on `new`, made at 2026-11-23T00:01:00Z"),
        "{page}"
    );
}

#[test]
fn an_account_that_contradicts_the_report_is_believed() {
    let page = readme(&report(), Ok(&account()));
    assert!(page.contains("| Result | incomplete |"), "{page}");
    assert!(page.contains("but the account says otherwise"), "{page}");
}

#[test]
fn a_hostile_name_stays_in_its_cell() {
    let mut plan = plan();
    for action in &mut plan.actions {
        if let Some(device) = &mut action.target.device {
            device.name = "x`|</table><img src=x>\n## Approved by @root".to_owned();
        }
    }
    let mut report = report();
    report.outcomes = plan
        .actions
        .iter()
        .zip(&report.outcomes)
        .map(|(action, outcome)| Outcome { action: action.clone(), ..outcome.clone() })
        .collect();
    let page = readme(&report, Ok(&account()));
    assert!(!page.lines().any(|line| line.starts_with("## Approved")), "{page}");
    assert!(
        page.lines().filter(|line| line.starts_with("| delete")).all(|line| line.matches(" |").count() == 6),
        "{page}"
    );
}

//! Signals, and being killed without any.

use std::process::{Child, Command};
use std::time::Duration;

use crate::support::account::staff_only;
use crate::support::program::now;
use crate::support::{Folder, Recorded, Served};

const LINE: &str = "apply --auto-approve --format json --batch 2";

fn line() -> String {
    format!("{LINE} {}", now())
}

/// A server that takes its time with each delete, so that there is a middle to stop in.
fn slow(delay: &str) -> Served {
    Served::faulty(&Recorded::crowd(20, 10), &[&format!("DELETE * latency={delay}")])
}

fn folder(served: &Served) -> Folder {
    Folder::with(&staff_only(), &Recorded::acme()).server(served.base())
}

/// Waits until so many deletes have come.
fn await_writes(served: &Served, count: usize) {
    while served.writes().len() < count {
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([name, &child.id().to_string()]).status().expect("kill is there");
    assert!(sent.success());
}

#[test]
fn the_first_signal_finishes_what_runs_and_reports_the_rest() {
    for name in ["-TERM", "-INT"] {
        let served = slow("300ms");
        let folder = folder(&served);
        let child = folder.start(&line());
        await_writes(&served, 2);
        signal(&child, name);
        let run = folder.ended(LINE, child).ends_with(130).stderr_has("stopping");
        let report = run.json();
        assert_eq!(report["interrupted"], true);
        let outcomes = report["outcomes"].as_array().expect("outcomes");
        let count = |word: &str| {
            outcomes.iter().filter(|o| o["action"]["kind"] == "delete_registration" && o["became"] == word).count()
        };
        assert_eq!(count("done") + count("not_attempted"), 10, "{run}");
        assert_eq!(served.ids().len(), 30 - count("done"), "what is reported as done is done, and nothing else");
        served.heal();
        folder.run(&line()).ends_with(0);
        assert_eq!(served.ids().len(), 20);
    }
}

#[test]
fn the_second_signal_ends_at_once() {
    let served = slow("30s");
    let folder = folder(&served);
    let child = folder.start(&line());
    await_writes(&served, 1);
    signal(&child, "-TERM");
    // Until the first has been seen, a second one of the same kind is the same one.
    std::thread::sleep(Duration::from_millis(50));
    signal(&child, "-INT");
    folder.ended(LINE, child).ends_with(130);
}

#[test]
fn a_signal_while_reading_changes_nothing() {
    let served = Served::faulty(&Recorded::crowd(20, 10), &["GET /devices/registrations latency=30s"]);
    let folder = folder(&served);
    for line in [line(), format!("plan {}", now())] {
        let before = served.requests().len();
        let child = folder.start(&line);
        while served.requests().len() < before + 2 {
            std::thread::sleep(Duration::from_millis(5));
        }
        signal(&child, "-TERM");
        folder.ended(&line, child).ends_with(130).stderr_has("nothing was changed");
    }
    assert_eq!(served.writes(), [""; 0]);
}

#[test]
fn killed_in_the_middle_the_same_command_finishes() {
    let served = slow("100ms");
    let folder = folder(&served);
    let mut child = folder.start(&line());
    await_writes(&served, 3);
    child.kill().expect("killed");
    folder.ended(LINE, child);
    served.heal();
    folder.run(&line()).ends_with(0);
    assert_eq!(served.ids().len(), 20);
    assert!(served.ids().iter().all(|id| id.starts_with('r')));
}

/// Starts, waits until the server has been asked for something, sends a signal; what was shown.
fn interrupted(served: &Served, asked: impl Fn(&Served) -> bool) -> crate::support::Run {
    let folder = folder(served);
    let child = folder.start(&line());
    while !asked(served) {
        std::thread::sleep(Duration::from_millis(5));
    }
    signal(&child, "-INT");
    folder.ended(LINE, child).ends_with(130)
}

#[test]
fn a_signal_ends_the_wait_for_the_rate_limit_and_nothing_is_sent_after_it() {
    let served = Served::faulty(&Recorded::crowd(20, 10), &["DELETE * nth=1 429 retry-after=290"]);
    let report = interrupted(&served, |served| !served.writes().is_empty()).json();
    assert_eq!((&report["interrupted"], served.writes().len()), (&true.into(), 1));
    assert_eq!(served.ids().len(), 30, "a call that the limit refused is not running");
}

#[test]
fn a_signal_while_the_targets_are_read_again_begins_nothing() {
    let served = Served::faulty(&Recorded::crowd(20, 10), &["GET /devices/registrations?id= latency=1s"]);
    let is_read = |served: &Served| {
        served.requests().iter().any(|request| request.query.as_deref().is_some_and(|query| query.contains("&id=")))
    };
    interrupted(&served, is_read);
    assert_eq!(served.writes(), [""; 0]);
}

//! `doorlist show`.

use crate::support::account::staff_only;
use crate::support::{Folder, Recorded};

/// A folder with a saved plan and the report of applying it.
fn saved() -> Folder {
    let folder = Folder::with(&staff_only(), &Recorded::acme());
    folder.run("plan --offline account.json --out json=plan.json").ends_with(0);
    folder.run("apply plan.json --sandbox account.json --out json=report.json").ends_with(0);
    folder
}

#[test]
fn a_saved_plan_is_shown_as_it_was_printed() {
    let folder = saved();
    for format in ["text", "json", "markdown", "diff", "github", "sarif", "html"] {
        let printed = folder.run(&format!("plan --offline account.json --format {format}")).ends_with(0).stdout;
        assert_eq!(folder.run(&format!("show plan.json --format {format}")).ends_with(0).stdout, printed, "{format}");
    }
}

#[test]
fn a_report_is_shown_in_every_format() {
    let folder = saved();
    for format in ["text", "json", "markdown", "diff", "github", "sarif", "html"] {
        folder.run(&format!("show report.json --format {format}")).ends_with(0);
    }
    assert_eq!(folder.run("show report.json --format json").stdout, folder.read("report.json"));
}

#[test]
fn what_is_shown_can_be_redacted() {
    let run = saved().run("show plan.json --redact email --format markdown").ends_with(0);
    assert!(!run.stdout.contains("mallory"), "{run}");
}

#[test]
fn what_cannot_be_shown_is_said() {
    let folder = Folder::new().file("a.json", "{}").file("b.json", "no");
    folder.run("show a.json").ends_with(1).stderr_has("a.json cannot be shown");
    folder.run("show b.json").ends_with(1).stderr_has("it is not JSON");
    folder.run("show c.json").ends_with(1).stderr_has("cannot read c.json");
}

//! What stands in the way of a runbook: protections, guards, `require_closed`.

use crate::support::account::door_list;
use crate::support::{Folder, Recorded, Run};

/// Staff may be there, and one more section.
fn acme(users: &str, rest: &str) -> Folder {
    let list = format!("users:\n{users}  - email: \"*@acme.example\"\nservice_tokens: []\ndevices: []\n{rest}");
    Folder::with(
        &door_list(&list),
        &Recorded::acme().row("r7", "warp_connector@acme.cloudflareaccess.com", "router-hq"),
    )
}

fn offboard(folder: &Folder, words: &str) -> Run {
    folder.run(&format!("offboard {words} --offline account.json"))
}

#[test]
fn what_is_protected_stays_and_is_said_before_any_step() {
    for (subject, protection) in
        [("bob@acme.example", "email: bob@acme.example"), ("SN-r2", "device: { serial: SN-r2 }")]
    {
        let folder = acme("", &format!("protected:\n  - {protection}\n    reason: emergency access\n"));
        let run = offboard(&folder, subject).ends_with(0).stdout_has("0 registrations to remove, 1 stays");
        let run = run
            .stdout_has("registration r2 | protected, never touched: emergency access | doorlist.yaml:8 (protected)");
        run.stdout_has("  1. [a person] decide: 1 registration stays, protected at doorlist.yaml:8;")
            .stdout_has("What is protected stays");
        let stays = offboard(&folder, &format!("{subject} --format json")).json()["stays"].clone();
        assert_eq!((&stays[0]["keeper"], &stays[0]["reason"]["line"]), (&"protection".into(), &8.into()));
        let shown = offboard(&folder, &format!("{subject} --format markdown")).stdout;
        let (stay, step) = (shown.find("never touched"), shown.find("1. [ ]"));
        assert!(stay.is_some() && stay < step, "{shown}");
    }
}

#[test]
fn what_is_left_beside_a_protected_registration_still_has_its_steps() {
    let folder = acme("", "protected:\n  - device: { serial: SN-r2 }\n");
    let two = Recorded::acme().row("r8", "bob@acme.example", "bob-old");
    folder.write("account.json", &two.json());
    let run = offboard(&folder, "bob@acme.example").ends_with(0).stdout_has("1 registration to remove, 1 stays");
    let run = run.stdout_has("disable bob@acme.example in the identity provider").stdout_has("close enrollment");
    assert!(!run.stdout.contains("seat"), "it would take what is protected with it: {run}");
}

#[test]
fn a_connector_trips_its_guard_and_nothing_is_written() {
    let folder = acme("", "");
    let before = folder.read("doorlist.yaml");
    let run = offboard(&folder, "router-hq --write").ends_with(3).stderr_has("the guard `connectors` sees 1");
    run.stderr_has("nothing was written")
        .stdout_has("REFUSED as it stands")
        .stdout_has("guard connectors: 1, limit 0")
        .stdout_has("This cannot be applied");
    assert_eq!(folder.read("doorlist.yaml"), before);
    let told = offboard(&folder, "router-hq --format json").ends_with(3).json();
    assert_eq!((&told["guards"][0]["name"], &told["guards"][0]["verdict"]), (&"connectors".into(), &"tripped".into()));
    offboard(&folder, "router-hq --format markdown").ends_with(3).stdout_has("> [!CAUTION]");
    offboard(&folder, "router-hq --format html").ends_with(3).stdout_has("<div class=\"box bad\">");
}

#[test]
fn a_limit_refuses_the_plan_and_the_entry_is_written_all_the_same() {
    let folder = acme("", "limits: { removals: 0 }\n");
    let run = offboard(&folder, "bob@acme.example --write").ends_with(3).stderr_has("the guard `removals` sees 1");
    run.stderr_has("prints the --ack").stdout_has("Mend what refuses it first");
    assert!(folder.read("doorlist.yaml").contains("{ email: bob@acme.example, state: absent }"));
    folder.run("plan --offline account.json").ends_with(3).stderr_has("--ack 1@");
}

#[test]
fn require_closed_on_the_entry_is_heeded() {
    let folder = acme("  - { email: bob@acme.example, require_closed: true }\n", "");
    let run = offboard(&folder, "bob@acme.example").ends_with(3).stdout_has("0 registrations to remove, 1 stays");
    let run = run.stdout_has("  1. [a person] close enrollment: 1 registration stays until then");
    run.stderr_has("require_closed");
    offboard(&folder, "bob@acme.example --write").ends_with(3);
    let planned = folder.run("plan --offline account.json --format json").ends_with(3).json();
    assert_eq!(planned["summary"]["deletes"], 0, "the plan says the same");
}

#[test]
fn the_new_owners_registration_stays_without_a_decision() {
    let folder = acme("", "");
    let both = Recorded::acme().row("r8", "heidi@acme.example", "bob-xps").device_with(
        "r8",
        "serial_number",
        serde_json::json!("SN-r2"),
    );
    folder.write("account.json", &both.json());
    let run = offboard(&folder, "SN-r2 --new-owner heidi@acme.example").ends_with(0);
    let run = run.stdout_has("1 registration to remove, 1 stays").stdout_has("the new owner's own");
    assert!(!run.stdout.contains("decide"), "{run}");
}

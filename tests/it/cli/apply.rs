//! `doorlist apply` without a saved plan.

use crate::support::account::{STAFF_ONLY, door_list, staff_only};
use crate::support::program::now;
use crate::support::{Folder, Recorded, Served};

fn against(served: &Served) -> Folder {
    Folder::with(&staff_only(), &Recorded::acme()).server(served.base())
}

fn apply(options: &str) -> String {
    format!("apply {} {options}", now())
}

#[test]
fn a_plan_is_carried_out_and_the_second_run_has_nothing_to_do() {
    let served = Served::new(&Recorded::acme());
    let folder = against(&served);
    let report = folder.run(&apply("--auto-approve --format json")).ends_with(0).json();
    assert_eq!(report["verification"]["state"], "converged");
    assert_eq!(served.ids(), ["r1", "r2", "r4", "r5"]);
    let writes = served.writes();
    assert_eq!(writes.len(), 1, "{writes:?}");
    let again = folder.run(&apply("--auto-approve --format json")).ends_with(0).json();
    assert_eq!(again["verification"]["state"], "converged");
    assert_eq!(served.writes(), writes);
}

#[test]
fn without_a_terminal_it_needs_to_be_told() {
    let served = Served::new(&Recorded::acme());
    let run = against(&served).run_with_input(&apply(""), "acme\n2\n").ends_with(1);
    assert_eq!(served.writes(), [""; 0]);
    run.stderr_has("--auto-approve");
}

#[test]
fn nothing_to_do_needs_no_consent() {
    let served = Served::new(&Recorded::crowd(3, 0));
    against(&served).run(&apply("")).ends_with(0);
}

#[test]
fn the_plan_is_shown_before_it_is_carried_out() {
    let served = Served::new(&Recorded::acme());
    let run = against(&served).run(&apply("--auto-approve")).ends_with(0);
    run.stdout_has("mallory@gmail.example").stdout_has("converged");
}

#[test]
fn stdout_holds_the_format_that_was_asked_for_and_nothing_else() {
    let served = Served::new(&Recorded::acme());
    let folder = against(&served);
    let run = folder.run(&apply("--auto-approve --format json --out markdown=report.md")).ends_with(0);
    assert!(run.json().is_object());
    assert!(folder.read("report.md").contains("mallory@gmail.example"));
    run.stderr_has("mallory@gmail.example");
}

#[test]
fn the_limits_hold_whatever_is_approved() {
    let limits = STAFF_ONLY.replace("removals: unlimited", "removals: 1");
    let served = Served::new(&Recorded::acme());
    let folder = Folder::with(&door_list(&limits), &Recorded::acme()).server(served.base());
    let run = folder.run(&apply("--auto-approve --format json")).ends_with(3);
    assert_eq!(served.writes(), [""; 0]);
    let digest = run.json()["digest"].as_str().expect("the plan is shown").to_owned();
    let hint = format!("--ack 2@{digest}");
    assert!(run.stderr.contains(&hint), "{run}");

    for wrong in ["--ack 3@", "--ack 1@"] {
        folder.run(&apply(&format!("--auto-approve {wrong}{digest}"))).ends_with(3);
    }
    let other = "--auto-approve --ack 2@sha256:0000000000000000000000000000000000000000000000000000000000000000";
    folder.run(&apply(other)).ends_with(3).stderr_has("is for another plan");
    assert_eq!(served.writes(), [""; 0]);

    folder.run(&apply(&format!("--auto-approve {hint}"))).ends_with(0);
    assert_eq!(served.ids(), ["r1", "r2", "r4", "r5"]);
    folder.run(&apply(&format!("--auto-approve {hint}"))).ends_with(0).stderr_has("is for another plan");
}

#[test]
fn an_acknowledgement_passes_nothing_but_limits() {
    let served = Served::new(&Recorded::crowd(0, 2));
    let folder = against(&served);
    let run = folder.run(&apply("--auto-approve --format json")).ends_with(3);
    let digest = run.json()["digest"].as_str().expect("a digest").to_owned();
    folder.run(&apply(&format!("--auto-approve --ack 2@{digest}"))).ends_with(3);
    assert_eq!(served.writes(), [""; 0]);
}

#[test]
fn revoked_and_restored_as_the_entries_say() {
    let users = r#"users:
  - { email: bob@acme.example, state: revoked }
  - { email: dave@acme.example, restore: true }
  - email: "*"
service_tokens: []
devices: []
"#;
    let account = Recorded::acme().with("r4", "revoked_at", "2026-11-01T00:00:00Z".into());
    let served = Served::new(&account);
    let folder = Folder::with(&door_list(users), &account).server(served.base());
    folder.run(&apply("--auto-approve")).ends_with(0);
    let writes: Vec<String> = served.writes();
    assert_eq!(writes.len(), 2, "{writes:?}");
    assert!(writes[0].contains("/revoke?id=r2") && writes[1].contains("/unrevoke?id=r4"), "{writes:?}");
}

#[test]
fn a_device_record_goes_where_nothing_is_left_on_it() {
    let list = format!("{}offboarding: {{ devices: delete }}\n", staff_only());
    let served = Served::new(&Recorded::acme());
    let folder = Folder::with(&list, &Recorded::acme()).server(served.base());
    folder.run(&apply("--auto-approve")).ends_with(0);
    let devices: Vec<String> = served.writes().into_iter().filter(|write| write.contains("physical-devices")).collect();
    assert_eq!(devices.len(), 2, "{devices:?}");
}

#[test]
fn offboarding_is_carried_out_with_the_removals() {
    let list = format!("{}offboarding: {{ enrollment: exclude, sessions: revoke }}\n", staff_only());
    let account = Recorded::acme().row("r7", "erin@acme.example", "erin-ipad");
    let served = Served::new(&account);
    let list = list.replace("users:\n", "users:\n  - { email: erin@acme.example, state: absent }\n");
    let folder = Folder::with(&list, &account).server(served.base());
    let report = folder.run(&apply("--auto-approve --format json")).ends_with(0).json();
    assert_eq!(report["verification"]["state"], "converged");
    let writes = served.writes();
    let place = |part: &str| writes.iter().position(|write| write.contains(part)).expect(part);
    assert!(place("/access/") < place("/organizations/revoke_user"), "{writes:?}");
    assert!(place("/organizations/revoke_user") < place("/devices/registrations"), "{writes:?}");
}

#[test]
fn a_batch_has_as_many_ids_as_it_is_told() {
    let served = Served::new(&Recorded::crowd(40, 30));
    let folder = against(&served);
    folder.run(&apply("--auto-approve --batch 12")).ends_with(0);
    let sizes: Vec<usize> = served.writes().iter().map(|write| write.matches("id=").count()).collect();
    assert_eq!(sizes, [12, 12, 6]);
}

#[test]
fn a_rehearsal_changes_a_copy() {
    let folder = Folder::with(&staff_only(), &Recorded::acme());
    let before = folder.read("account.json");
    folder.run("apply --sandbox account.json --auto-approve").ends_with(0).stdout_has("converged");
    assert_eq!(folder.read("account.json"), before);
}

#[test]
fn what_require_closed_leaves_out_refuses_the_run_after_the_rest_is_done() {
    let list = staff_only()
        .replace("users:\n", "users:\n  - { email: alice@acme.example, state: absent, require_closed: true }\n");
    let served = Served::new(&Recorded::acme());
    let folder = Folder::with(&list, &Recorded::acme()).server(served.base());
    let run = folder.run(&apply("--auto-approve")).ends_with(3).stderr_has("require_closed");
    assert_eq!(served.ids(), ["r1", "r2", "r4", "r5"]);
    run.stdout_has("converged").stdout_has("Exit 3");
}

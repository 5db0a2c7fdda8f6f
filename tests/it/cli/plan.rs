//! `doorlist plan`.

use serde_json::json;

use crate::support::account::{NOW, STAFF_ONLY, door_list, staff_only};
use crate::support::program::now;
use crate::support::{Folder, Recorded, Served};

fn folder() -> Folder {
    Folder::with(&staff_only(), &Recorded::acme())
}

#[test]
fn the_default_door_list_is_planned_against_a_recording() {
    let run = folder().run("plan --offline account.json --format json").ends_with(0);
    let plan = run.json();
    let deleted: Vec<&str> = plan["actions"]
        .as_array()
        .expect("actions")
        .iter()
        .filter(|action| action["kind"] == "delete_registration")
        .filter_map(|action| action["target"]["registration_id"].as_str())
        .collect();
    assert_eq!(deleted, ["r3", "r6"]);
    assert_eq!(plan["created_at"], NOW, "a recording is judged as of when it was made");
    assert_eq!(plan["origin"]["source"], "offline");
}

#[test]
fn pending_changes_are_2_where_they_are_asked_for() {
    let folder = folder();
    folder.run("plan --offline account.json").ends_with(0);
    folder.run("plan --offline account.json --detailed-exitcode").ends_with(2);
    folder.write("account.json", &Recorded::crowd(3, 0).json());
    folder.run("plan --offline account.json --detailed-exitcode").ends_with(0);
}

#[test]
fn the_same_inputs_give_the_same_bytes_wherever_they_are_read_from() {
    let folder = folder();
    let once = folder.run("plan --offline account.json --format json");
    let twice = folder.run("plan --offline account.json --format json");
    assert_eq!(once, twice);
    let served = Served::new(&Recorded::acme());
    let live = folder.server(served.base()).run(&format!("plan --format json {}", now())).json();
    assert_eq!(live["digest"], once.json()["digest"]);
    assert_eq!(live["actions"], once.json()["actions"]);
}

#[test]
fn a_plan_sends_get_requests_only() {
    let served = Served::new(&Recorded::acme());
    let run = folder().server(served.base()).run(&format!("plan --format json {}", now())).ends_with(0);
    assert_eq!(run.json()["origin"]["source"], "live");
    assert!(!served.requests().is_empty());
    assert_eq!(served.writes(), [""; 0]);
}

#[test]
fn a_rehearsal_reads_over_http_and_needs_no_credential() {
    let run = folder().run("plan --sandbox account.json --format json").ends_with(0);
    let plan = run.json();
    assert_eq!(plan["origin"]["source"], "sandbox");
    assert!(plan["inventory"]["pages"].as_u64() > Some(0));
}

#[test]
fn several_formats_are_written_in_one_run() {
    let folder = folder();
    let run =
        folder.run("plan --offline account.json --format json --out json=a.json --out diff=b.diff --out markdown=c.md");
    let run = run.ends_with(0);
    assert_eq!(folder.read("a.json"), run.stdout);
    assert!(folder.exists("b.diff") && folder.exists("c.md"));
}

#[test]
fn a_place_that_cannot_be_written_to_is_found_before_anything_is_read() {
    let served = Served::new(&Recorded::acme());
    let folder = folder().server(served.base());
    for (out, words) in [
        ("--out json=missing/plan.json", "there is no folder missing"),
        ("--out json=.", "it is a folder"),
        ("--out json=-", "a file's name is wanted"),
        ("--out json=a --out diff=a", "a is named by two --out"),
    ] {
        folder.run(&format!("plan {out}")).ends_with(1).stderr_has(words);
    }
    assert!(served.requests().is_empty());
}

#[test]
fn redacted_output_names_nobody() {
    let folder = folder();
    let line = "plan --offline account.json --redact email,serial --format json --out html=plan.html";
    let run = folder.run(line).ends_with(0);
    for text in [run.stdout.clone(), folder.read("plan.html")] {
        for name in ["carol", "mallory", "SN-r3"] {
            assert!(!text.contains(name), "{name} is named");
        }
    }
    assert_eq!(run.json()["origin"]["speculative"], true);
}

#[test]
fn the_age_of_a_plan_can_be_shortened() {
    let plan = folder().run("plan --offline account.json --max-plan-age 90m --format json").json();
    assert_eq!(plan["expires_at"], "2026-11-22T01:30:00Z");
}

#[test]
fn a_broken_file_ends_the_run_before_anything_is_read() {
    let served = Served::new(&Recorded::acme());
    let folder = Folder::new().file("doorlist.yaml", "version: 1\n").server(served.base());
    let run = folder.run("plan").ends_with(1);
    assert!(run.stdout.is_empty());
    assert!(served.requests().is_empty());
}

#[test]
fn a_removal_that_require_closed_leaves_out_refuses_the_run_and_nothing_else() {
    let users = r#"unlisted: { users: delete }
users:
  - { email: alice@acme.example, state: absent, require_closed: true }
  - email: "*@acme.example"
service_tokens: []
devices: []
limits: { removals: unlimited, percent: unlimited, people: unlimited }
"#;
    let folder = Folder::with(&door_list(users), &Recorded::acme());
    let run = folder.run("plan --offline account.json --format json").ends_with(3);
    let ids: Vec<_> = run.json()["actions"]
        .as_array()
        .expect("actions")
        .iter()
        .map(|a| a["target"]["registration_id"].clone())
        .collect();
    assert!(!ids.contains(&json!("r1")) && ids.contains(&json!("r6")), "{ids:?}");
    run.stderr_has("require_closed");
}

#[test]
fn a_clock_can_be_fixed() {
    let plan = folder().run("plan --offline account.json --now 2027-01-01T00:00:00+01:00 --format json").json();
    assert_eq!(plan["created_at"], "2026-12-31T23:00:00Z");
}

#[test]
fn a_missing_or_broken_recording_is_told() {
    let folder = folder().file("page.json", "<html>");
    folder.run("plan --offline missing.json").ends_with(1).stderr_has("missing.json");
    folder.run("plan --offline page.json").ends_with(3).stderr_has("page.json");
    let twice = folder.run("plan --offline account.json --offline account.json").ends_with(1);
    twice.stderr_has("recordings of the same account");
}

#[test]
fn hostile_words_on_the_command_line_add_no_lines() {
    let run = folder().command("plan").arg("-f").arg("a\n::error::b\u{1b}[31m.yaml").output().expect("runs");
    let text = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(!text.contains('\u{1b}') && !text.lines().any(|line| line.starts_with("::")), "{text}");
    assert_eq!(run.status.code(), Some(1));
    assert!(STAFF_ONLY.contains("users"));
}

const SERIALS: &str = r#"unlisted: { users: delete }
users:
  - email: "*@acme.example"
  - { email: carol@partner.example, until: 2026-11-25, owner: Dana Smith <dana@acme.example> }
service_tokens: []
devices:
  - { class: none, serial: [AAAZZZ111] }
protected:
  - { device: { serial: SN-r1x }, reason: x }
  - { device: { serial: ZZTOP12345 }, reason: y }
  - { device: { name: bob-xps }, reason: z }
"#;

#[test]
fn what_only_the_door_list_names_is_redacted_too() {
    let account = Recorded::acme().device_with("r1", "serial_number", json!("SN-r1x"));
    let folder = Folder::with(&door_list(SERIALS), &account);
    let line = "plan --offline account.json --redact email,serial,ip --format";
    for format in ["text", "json", "markdown", "html", "sarif", "github"] {
        let shown = folder.run(&format!("{line} {format}")).ends_with(0).stdout.to_lowercase();
        for private in ["sn-r1x", "zztop12345", "aaazzz111", "bob-xps", "dana"] {
            assert!(!shown.contains(private), "{private} in {format}");
        }
    }
}

#[test]
fn what_is_redacted_can_be_redacted_again_from_the_saved_plan_alone() {
    let folder = Folder::with(&door_list(SERIALS), &Recorded::acme());
    let whole = folder.run("plan --offline account.json --format json").ends_with(0);
    folder.write("plan.json", &whole.stdout);
    let once = folder.run("show plan.json --redact serial --format json").ends_with(0);
    folder.write("once.json", &once.stdout);
    let twice = folder.run("show once.json --redact email,serial --format json").ends_with(0);
    let both = folder.run("show plan.json --redact email,serial --format json").ends_with(0);
    assert_eq!(twice.stdout, both.stdout);
    assert_eq!(twice.json()["origin"]["redacted"], json!(["email", "serial"]));
    folder.write("twice.json", &twice.stdout);
    let third = folder.run("show twice.json --redact email --format json").ends_with(0);
    assert_eq!(third.stdout, twice.stdout, "stand-ins stay as they are");
}

#[test]
fn a_name_in_a_sentence_cannot_look_like_a_field() {
    let address = "\" | returns: no";
    let folder =
        Folder::with(&staff_only(), &Recorded::empty().row("r1", address, "pc").row("r2", "a@acme.example", "b"));
    let run = folder.run("plan --offline account.json").ends_with(0);
    let line = run.stdout.lines().find(|line| line.contains("- delete pc")).expect("the removal");
    assert!(line.contains(r#"no entry permits "\" | returns: no" | doorlist.yaml:3"#), "{line}");
    assert_eq!(line.matches("returns: ").count(), 2, "one in the quotes, one that is meant: {line}");
    let json = folder.run("plan --offline account.json --format json").json();
    let action = &json["actions"].as_array().expect("actions").iter().find(|it| it["kind"] == "delete_registration");
    assert_eq!(action.expect("the removal")["reason"]["text"], r#"no entry permits "\" | returns: no""#);
}

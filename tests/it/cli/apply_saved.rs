//! `doorlist apply PLAN`: as reviewed, or not at all.

use serde_json::Value;

use crate::support::account::{ACCOUNT, OTHER, STAFF_ONLY, door_list, staff_only};
use crate::support::program::now;
use crate::support::{Folder, Recorded, Run, Served};

/// A folder with a plan that was saved while the server was as it is.
fn planned(served: &Served) -> Folder {
    let folder = Folder::with(&staff_only(), &Recorded::acme()).server(served.base());
    folder.run(&format!("plan --out json=plan.json {}", now())).ends_with(0);
    folder
}

fn apply(folder: &Folder, options: &str) -> Run {
    folder.run(&format!("apply plan.json --format json {} {options}", now()))
}

/// Changes the saved plan.
fn edit(folder: &Folder, change: impl Fn(&mut Value)) {
    let mut plan: Value = serde_json::from_str(&folder.read("plan.json")).expect("JSON");
    change(&mut plan);
    folder.write("plan.json", &plan.to_string());
}

#[track_caller]
fn untouched(served: &Served) {
    assert_eq!(served.writes(), [""; 0]);
}

#[test]
fn a_saved_plan_is_consent_by_itself() {
    let served = Served::new(&Recorded::acme());
    let folder = planned(&served);
    let report = apply(&folder, "").ends_with(0).json();
    assert_eq!(report["verification"]["state"], "converged");
    assert_eq!(served.ids(), ["r1", "r2", "r4", "r5"]);
    let again = apply(&folder, "").ends_with(0).json();
    let became: Vec<&Value> = again["outcomes"].as_array().expect("outcomes").iter().map(|o| &o["became"]).collect();
    assert!(became.iter().all(|became| **became == "already_done" || **became == "for_a_person"), "{became:?}");
}

#[test]
fn the_door_list_beside_it_is_what_is_planned_with_afterwards() {
    let served = Served::new(&Recorded::acme());
    let folder = planned(&served);
    apply(&folder, "-f doorlist.yaml --auto-approve").ends_with(0);
}

#[test]
fn an_edited_door_list_decides_nothing_but_is_told() {
    let served = Served::new(&Recorded::acme());
    let folder = planned(&served);
    folder.write(
        "doorlist.yaml",
        &staff_only().replace("users:\n  -", "users:\n  - email: erin@acme.example\n    state: absent\n  -"),
    );
    let run = apply(&folder, "-f doorlist.yaml").ends_with(4).stderr_has("is not as it was when the plan was made");
    assert_eq!(served.ids(), ["r1", "r2", "r4", "r5"]);
    assert_eq!(run.json()["verification"]["state"], "remaining");
}

#[test]
fn the_door_list_has_to_be_for_the_same_account() {
    let served = Served::new(&Recorded::acme());
    let folder = planned(&served).file("other.yaml", &staff_only().replace(ACCOUNT, OTHER));
    apply(&folder, "-f other.yaml").ends_with(3).stderr_has("the guard `account`").stderr_has(OTHER);
    untouched(&served);
}

#[test]
fn a_plan_that_was_edited_is_refused() {
    let served = Served::new(&Recorded::acme());
    for change in [
        |plan: &mut Value| plan["digest"] = "sha256:00".into(),
        |plan: &mut Value| {
            for action in plan["actions"].as_array_mut().expect("actions") {
                action["expect"] = serde_json::json!({});
            }
        },
        |plan: &mut Value| {
            for action in plan["actions"].as_array_mut().expect("actions") {
                if action["kind"] == "delete_registration" {
                    action["target"]["registration_id"] = "r1".into();
                }
            }
        },
    ] {
        let folder = planned(&served);
        edit(&folder, change);
        apply(&folder, "").ends_with(3).stderr_has("not as it was made");
    }
    untouched(&served);
}

#[test]
fn what_is_no_plan_is_an_error() {
    let served = Served::new(&Recorded::acme());
    let folder = planned(&served);
    for (text, words) in [
        ("", "it is empty"),
        ("{}", "neither a plan nor a report"),
        ("[]", "has no plan in it"),
        ("<html>", "it is not JSON"),
    ] {
        folder.write("plan.json", text);
        apply(&folder, "").ends_with(1).stderr_has(words);
    }
    folder.write("plan.json", "{\"format_version\": \"2.0\"}");
    apply(&folder, "").ends_with(3).stderr_has("format 2.0");
    folder.run("apply missing.json").ends_with(1).stderr_has("missing.json");
    untouched(&served);
}

#[test]
fn a_plan_lasts_a_day_unless_told_otherwise() {
    let served = Served::new(&Recorded::acme());
    let folder = planned(&served);
    let at = |now: &str, options: &str| folder.run(&format!("apply plan.json --now {now} {options}"));
    at("2026-11-23T00:00:01Z", "").ends_with(3).stderr_has("too old").stderr_has("--max-plan-age");
    at("2026-11-22T02:00:00Z", "--max-plan-age 1h").ends_with(3).stderr_has("too old");
    at("2026-11-21T12:00:00Z", "").ends_with(3).stderr_has("from the future");
    untouched(&served);
    at("2026-11-24T00:00:00Z", "--max-plan-age 72h").ends_with(0);
}

#[test]
fn a_plan_that_was_made_to_last_an_hour_lasts_an_hour() {
    let served = Served::new(&Recorded::acme());
    let folder = Folder::with(&staff_only(), &Recorded::acme()).server(served.base());
    folder.run(&format!("plan --out json=plan.json --max-plan-age 1h {}", now())).ends_with(0);
    folder.run("apply plan.json --now 2026-11-22T01:00:01Z").ends_with(3).stderr_has("too old");
    untouched(&served);
}

#[test]
fn a_plan_for_reading_is_never_applied() {
    let served = Served::new(&Recorded::acme());
    for (options, words) in [
        ("--speculative", "--speculative"),
        ("--redact email", "redacted"),
        ("--offline account.json", "recorded account"),
        ("--sandbox account.json", "in a sandbox"),
    ] {
        let folder = planned(&served);
        folder.run(&format!("plan --out json=plan.json {options} {}", now())).ends_with(0);
        apply(&folder, "").ends_with(3).stderr_has(words);
    }
    untouched(&served);
}

#[test]
fn a_plan_made_offline_can_be_rehearsed_on_the_recording() {
    let folder = Folder::with(&staff_only(), &Recorded::acme());
    for source in ["--offline", "--sandbox"] {
        folder.run(&format!("plan --out json=plan.json {source} account.json")).ends_with(0);
        let report = folder.run("apply plan.json --sandbox account.json --format json").ends_with(0).json();
        assert_eq!(report["verification"]["state"], "converged");
    }
    folder.write("other.json", &Recorded::of(OTHER, "acme").json());
    folder.run("apply plan.json --sandbox other.json").ends_with(3).stderr_has("the guard `account`");
}

#[test]
fn the_account_of_the_plan_is_the_one_that_is_written_to() {
    let served = Served::new(&Recorded::acme());
    let folder = planned(&served).env("CLOUDFLARE_ACCOUNT_ID", OTHER);
    apply(&folder, "").ends_with(3).stderr_has("CLOUDFLARE_ACCOUNT_ID");
    untouched(&served);
}

#[test]
fn a_team_that_was_renamed_is_another_team() {
    let served = Served::new(&Recorded::acme());
    let folder = planned(&served);
    let renamed = Served::new(&Recorded::of(ACCOUNT, "initech"));
    let folder = folder.server(renamed.base());
    apply(&folder, "").ends_with(3).stderr_has("the guard `account`").stderr_has("initech");
    untouched(&renamed);
}

#[test]
fn what_changed_since_the_review_is_left_alone() {
    let account = Recorded::acme();
    let served = Served::new(&account);
    let folder = planned(&served);
    // Mallory's row has been revoked since, carol's is gone.
    let now_live = Recorded::empty()
        .row("r1", "alice@acme.example", "alice-mbp")
        .row("r6", "mallory@gmail.example", "mallory-pc")
        .with("r6", "revoked_at", "2026-11-21T00:00:00Z".into());
    let later = Served::new(&now_live);
    let folder = folder.server(later.base());
    let report = apply(&folder, "").ends_with(4).json();
    let of = |id: &str| {
        let outcomes = report["outcomes"].as_array().expect("outcomes");
        outcomes.iter().find(|o| o["action"]["target"]["registration_id"] == id).expect("an outcome")["became"].clone()
    };
    assert_eq!(of("r3"), "already_done");
    assert_eq!(of("r6"), "superseded");
    untouched(&later);
}

#[test]
fn a_row_judged_stale_that_was_seen_since_is_left_alone() {
    let list = door_list(&STAFF_ONLY.replace("limits:", "cleanup: { stale: { after: 90d, action: delete } }\nlimits:"));
    let old = Recorded::acme().with("r1", "last_seen_at", "2026-01-01T00:00:00Z".into());
    let served = Served::new(&old);
    let folder = Folder::with(&list, &old).server(served.base());
    folder.run(&format!("plan --out json=plan.json {}", now())).ends_with(0);
    let seen = Served::new(&Recorded::acme());
    let folder = folder.server(seen.base());
    apply(&folder, "").ends_with(4);
    assert!(seen.ids().contains(&"r1".to_owned()) && !seen.ids().contains(&"r6".to_owned()));
}

#[test]
fn the_guards_of_a_saved_plan_hold_when_it_is_applied() {
    let list = door_list(&STAFF_ONLY.replace("removals: unlimited", "removals: 1"));
    let served = Served::new(&Recorded::acme());
    let folder = Folder::with(&list, &Recorded::acme()).server(served.base());
    folder.run(&format!("plan --out json=plan.json {}", now())).ends_with(3);
    let digest: Value = serde_json::from_str(&folder.read("plan.json")).expect("JSON");
    let digest = digest["digest"].as_str().expect("a digest").to_owned();
    apply(&folder, "").ends_with(3).stderr_has(&format!("--ack 2@{digest}"));
    edit(&folder, |plan| plan["guards"] = serde_json::json!([]));
    apply(&folder, &format!("--ack 2@{digest}")).ends_with(3);
    untouched(&served);
    folder.run(&format!("plan --out json=plan.json {}", now())).ends_with(3);
    apply(&folder, &format!("--ack 2@{digest}")).ends_with(0);
}

#[test]
fn several_plans_in_one_file_are_applied_together() {
    let globex = Recorded::of(OTHER, "globex").row("g1", "gil@globex.example", "g").row("g2", "x@y.example", "h");
    let folder = Folder::new()
        .file("accounts/acme.yaml", &staff_only())
        .file("accounts/globex.yaml", &staff_only().replace(ACCOUNT, OTHER).replace("acme", "globex"))
        .file("acme.json", &Recorded::acme().json())
        .file("globex.json", &globex.json());
    let both = "--sandbox acme.json --sandbox globex.json";
    folder.run(&format!("plan -f accounts {both} --out json=plan.json")).ends_with(0);
    let reports = folder.run(&format!("apply plan.json {both} --format json")).ends_with(0).json();
    assert_eq!(reports.as_array().map(Vec::len), Some(2));
}

#[test]
fn a_report_is_no_plan() {
    let served = Served::new(&Recorded::acme());
    let folder = planned(&served);
    apply(&folder, "--out json=report.json").ends_with(0);
    folder.run("apply report.json").ends_with(1).stderr_has("is a report");
}

#[test]
fn somebody_who_is_back_is_not_converged_even_without_a_door_list() {
    let served = Served::new(&Recorded::acme());
    let folder = planned(&served);
    let later = Served::new(&Recorded::acme().row("r9", "Mallory@gmail.example", "another-pc"));
    let folder = folder.server(later.base());
    let report = apply(&folder, "").ends_with(4).json();
    assert_eq!(report["verification"]["state"], "unverified");
    assert!(report["verification"]["why"].as_str().is_some_and(|why| why.contains("r9")), "{report}");
}

#[test]
fn a_limit_of_the_door_list_beside_it_cannot_be_edited_away() {
    let served = Served::new(&Recorded::acme());
    let list = door_list(&STAFF_ONLY.replace("removals: unlimited", "removals: 1"));
    let folder = Folder::with(&list, &Recorded::acme()).server(served.base());
    folder.run(&format!("plan --out json=plan.json {}", now())).ends_with(3);
    edit(&folder, |plan| {
        for guard in plan["guards"].as_array_mut().expect("guards") {
            (guard["limit"], guard["verdict"]) = ("unlimited".into(), "ok".into());
        }
    });
    apply(&folder, "-f doorlist.yaml").ends_with(3).stderr_has("the guard `removals` sees 2, and the limit is 1");
    untouched(&served);
}

#[test]
fn a_door_list_beside_it_that_is_wrong_is_an_error_and_no_guard() {
    let served = Served::new(&Recorded::acme());
    let folder = planned(&served);
    let run = apply(&folder, "-f missing.yaml").ends_with(1).stderr_has("missing.yaml");
    assert!(!run.stderr.contains("guard"), "{run}");
    untouched(&served);
}

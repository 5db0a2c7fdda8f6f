//! `doorlist init`: the first plan is empty, whatever the account looks like.

use crate::support::account::ACCOUNT;
use crate::support::program::now;
use crate::support::{Folder, Recorded, Served};

/// An account with everything that wants a decision.
fn rich() -> Recorded {
    Recorded::acme()
        .row("r7", "non_identity@acme.cloudflareaccess.com", "lobby-kiosk-01")
        .row("r8", "non_identity@acme.cloudflareaccess.com", "gh-runner-7f3a")
        .row("r9", "non_identity@acme.cloudflareaccess.com", "gh-runner-91bc")
        .row("s1", "warp_connector@acme.cloudflareaccess.com", "cloudflare-warp-connector-hq")
        .row("t1", "аlice@acme.example", "phone")
        .row("t2", "bob@acme.example", "bob-xps")
        .device_with("t2", "serial_number", "SN-r2".into())
        .device_with("r8", "serial_number", serde_json::Value::Null)
        .device_with("r9", "serial_number", serde_json::Value::Null)
        .device_with("r6", "serial_number", "To be filled by O.E.M.".into())
        .with("r4", "revoked_at", "2026-10-30T00:00:00Z".into())
        .with("r5", "last_seen_at", "2026-01-01T00:00:00Z".into())
        .with("s1", "last_seen_at", serde_json::Value::Null)
        .row("n1", "", "spare")
        .with("n1", "user", serde_json::Value::Null)
        .token("kiosk-2025", "2026-12-05T00:00:00Z")
        .token("ci-runners", "2027-11-22T00:00:00Z")
        .token("old-etl", "2026-01-01T00:00:00Z")
}

/// Writes a door list for the recording and plans with it.
#[track_caller]
fn first_plan_is_empty(account: &Recorded) -> String {
    let folder = Folder::new().file("account.json", &account.json());
    let text = folder.run(&format!("init --offline account.json {}", now())).ends_with(0).stdout;
    folder.write("doorlist.yaml", &text);
    folder.run("validate").ends_with(0);
    let plan = folder.run("plan --offline account.json --detailed-exitcode --format json").ends_with(0).json();
    assert_eq!(plan["actions"].as_array().map(Vec::len), Some(0), "{text}");
    text
}

#[test]
fn what_wants_a_decision_is_marked() {
    insta::assert_snapshot!(first_plan_is_empty(&rich()));
}

#[test]
fn accounts_of_all_kinds_have_an_empty_first_plan() {
    for account in [
        Recorded::empty(),
        Recorded::acme(),
        Recorded::crowd(0, 40),
        rich().without("service_tokens"),
        rich().without("physical_devices"),
        rich().without("applications"),
    ] {
        first_plan_is_empty(&account);
    }
}

#[test]
fn hostile_names_stay_names() {
    let names = [
        "\"\n- email: \"*\"\n#",
        "x # y: [a, &b, *c, !d]",
        "'; --",
        "\u{1b}[31mred\u{202e}",
        "line\u{2028}separator\u{85}next",
        "*",
        "",
        "- - -",
        "%TAG",
        "<<: *a",
    ];
    let mut account = Recorded::empty();
    for (n, name) in names.iter().enumerate() {
        account = account
            .row(&format!("k{n}"), "non_identity@acme.cloudflareaccess.com", name)
            .row(&format!("c{n}"), "warp_connector@acme.cloudflareaccess.com", name)
            .row(&format!("p{n}"), &format!("{name}@acme.example"), name)
            .with(&format!("p{n}"), "last_seen_at", "2026-01-01T00:00:00Z".into())
            .token(name, "2026-11-30T00:00:00Z");
    }
    let text = first_plan_is_empty(&account);
    assert!(!text.contains('\u{1b}') && !text.contains('\u{2028}') && !text.contains('\u{202e}'));
    // A name that broke out of its quotes would be an entry or a key at the start of a line.
    let keys = text.lines().filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
    let known = ["version", "account", "unlisted", "users", "service_tokens", "devices", "protected", "limits"];
    assert!(keys.clone().all(|line| known.iter().any(|key| line.starts_with(key))), "{text}");
    assert_eq!(keys.count(), known.len());
}

#[test]
fn a_file_is_written_once() {
    let folder = Folder::new().file("account.json", &Recorded::acme().json());
    let init = "init --offline account.json --out doorlist.yaml";
    let run = folder.run(init).ends_with(0);
    assert!(run.stdout.is_empty());
    assert!(folder.read("doorlist.yaml").contains("carol@partner.example"));
    folder.run(init).ends_with(1).stderr_has("it is there already").stderr_has("--force");
    folder.run(&format!("{init} --force")).ends_with(0);
}

#[test]
fn a_live_account_is_named_or_of_the_environment() {
    let served = Served::new(&Recorded::acme());
    let folder = Folder::new().server(served.base());
    folder.run("init").ends_with(1).stderr_has("--account-id");
    let named = folder.run(&format!("init --account-id {ACCOUNT} {}", now())).ends_with(0).stdout;
    let folder = folder.env("CLOUDFLARE_ACCOUNT_ID", ACCOUNT);
    assert_eq!(folder.run(&format!("init {}", now())).ends_with(0).stdout, named);
    folder.run(&format!("init --account-id {}", "ab".repeat(16))).ends_with(3).stderr_has("CLOUDFLARE_ACCOUNT_ID");
    assert_eq!(served.writes(), [""; 0]);
}

#[test]
fn another_account_than_the_recorded_one_is_an_error() {
    let folder = Folder::new().file("account.json", &Recorded::acme().json());
    let line = format!("init --offline account.json --account-id {}", "ab".repeat(16));
    folder.run(&line).ends_with(1).stderr_has("the recording is of");
}

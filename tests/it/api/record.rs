//! Recording an account, and reading the recording again.

use std::sync::Arc;

use doorlist::cloudflare::{Problem, Unrecorded, recording};
use doorlist::model::Account;
use serde_json::{Value, json};

use super::script::{ALL, Script, TOKEN, no, now, page, reader, registrations};

/// An account with something in every list.
fn account() -> Script {
    let policy = |id: &str| json!({ "id": id, "name": id, "decision": "allow", "precedence": 1, "include": [{ "email_list": { "id": "l" } }] });
    Script::new()
        .rows("devices/registrations", registrations(["b", "a"]))
        .rows("devices/physical-devices", json!([{ "id": "d", "name": "laptop", "x-unknown": [1, 2.50] }]))
        .rows("access/users", json!([{ "id": "u1", "seat_uid": "s", "gateway_seat": true }]))
        .rows("access/service_tokens", json!([{ "id": "t", "name": "ci", "client_id": "x.access" }]))
        .rows(
            "access/apps",
            json!([{ "id": "w", "type": "warp", "policies": ["stale"] }, { "id": "wiki", "type": "self_hosted" }]),
        )
        .rows("access/apps/w/policies", json!([policy("p")]))
        .rows("access/policies", json!([policy("p")]))
        .rows("access/groups", json!([{ "id": "g", "include": [] }]))
        .rows("gateway/lists", json!([{ "id": "l", "name": "offboarded", "type": "EMAIL", "count": 1 }]))
        .rows("gateway/lists/l/items", json!([{ "value": "x@x.example", "description": "left" }]))
}

async fn record(script: Script) -> (Value, Vec<Unrecorded>) {
    let recorded = reader(&Arc::new(script)).record(now()).await.expect("a recording");
    (serde_json::from_slice(&recorded.json).expect("JSON"), recorded.refused)
}

#[tokio::test]
async fn a_recording_reads_as_the_account_it_is_of() {
    let recorded = reader(&Arc::new(account())).record(now()).await.expect("a recording");
    assert_eq!((recorded.registrations, recorded.refused.len()), (2, 0));
    let offline = recording::account(&recorded.json, ALL, now()).expect("an account");
    let live = reader(&Arc::new(account())).account(ALL, now()).await.expect("an account");
    assert_eq!(offline.name.as_deref(), Some("Acme"), "the organization's, where the account's is not to be had");
    assert_eq!(Account { name: None, reading: live.reading.clone(), ..offline }, live);
}

#[tokio::test]
async fn rows_are_kept_as_the_api_returns_them_a_line_each() {
    let recorded = reader(&Arc::new(account())).record(now()).await.expect("a recording");
    insta::assert_snapshot!(String::from_utf8(recorded.json).expect("text"));
}

#[tokio::test]
async fn the_account_has_its_own_name_where_the_token_may_see_it() {
    let (recorded, _) =
        record(account().on("", |_, _| page(json!({ "id": "x", "name": "Acme Holding" }), Value::Null))).await;
    assert_eq!(recorded["account"]["name"], "Acme Holding");
    let (recorded, _) = record(account().on("", |_, _| no(403, 10000, "Authentication error"))).await;
    assert_eq!(recorded["account"]["name"], "Acme");
}

#[tokio::test]
async fn refused_lists_are_left_out_and_named() {
    let lists = [
        ("devices/physical-devices", "physical_devices"),
        ("access/users", "users"),
        ("access/service_tokens", "service_tokens"),
        ("access/apps", "applications"),
        ("access/policies", "policies"),
        ("access/groups", "groups"),
        ("gateway/lists", "lists"),
    ];
    for (path, key) in lists {
        let (recorded, refused) = record(account().on(path, |_, _| no(403, 10000, "Authentication error"))).await;
        let why = format!("{path}: HTTP 403: 10000 Authentication error");
        assert_eq!(refused, [Unrecorded { list: key, items_of: None, why }], "{path}");
        assert!(recorded.get(key).is_none(), "a list that was not read is missing, not empty");
    }
}

#[tokio::test]
async fn a_list_whose_items_are_refused_is_kept_without_them_and_named() {
    let (recorded, refused) =
        record(account().on("gateway/lists/l/items", |_, _| no(403, 10000, "Authentication error"))).await;
    let why = "gateway/lists/items: HTTP 403: 10000 Authentication error".to_owned();
    assert_eq!(refused, [Unrecorded { list: "lists", items_of: Some("offboarded".to_owned()), why }]);
    assert!(recorded["lists"][0].get("items").is_none(), "not read is not empty");
}

#[tokio::test]
async fn a_no_that_is_about_no_permission_leaves_no_recording() {
    for path in
        ["devices/physical-devices", "access/users", "access/apps", "access/apps/w/policies", "gateway/lists/l/items"]
    {
        let script = Arc::new(account().on(path, |_, _| no(400, 1001, "per_page must be at most 20")));
        let error = reader(&script).record(now()).await.expect_err(path);
        assert_eq!(error.problem, Problem::Refused, "{path}");
        assert!(error.text.ends_with("HTTP 400: 1001 per_page must be at most 20"), "{error}");
    }
    for path in ["access/users", "gateway/lists"] {
        let script = Arc::new(account().on(path, |_, _| no(404, 7003, "Could not route")));
        assert_eq!(reader(&script).record(now()).await.expect_err(path).problem, Problem::Refused, "{path}");
    }
}

#[tokio::test]
async fn without_registrations_or_organization_there_is_no_recording() {
    for path in ["devices/registrations", "access/organizations"] {
        let script = Arc::new(account().on(path, |_, _| no(403, 10000, "Authentication error")));
        assert_eq!(reader(&script).record(now()).await.expect_err(path).problem, Problem::Refused);
    }
    let script = Arc::new(account().on("access/groups", |_, _| page(json!([{ "name": "no id" }]), json!({}))));
    let error = reader(&script).record(now()).await.expect_err("a broken list");
    assert!(error.text.starts_with("access/groups: row 1: a group without `id`"), "{error}");
}

#[tokio::test]
async fn the_token_is_not_recorded_even_where_a_row_holds_it() {
    let rows = json!([{ "id": "g", "name": format!("Bearer {TOKEN}") }]);
    let recorded = reader(&Arc::new(account().rows("access/groups", rows))).record(now()).await.expect("a recording");
    let text = String::from_utf8(recorded.json).expect("text");
    assert!(!text.contains(TOKEN) && text.contains("Bearer [secret]"));
}

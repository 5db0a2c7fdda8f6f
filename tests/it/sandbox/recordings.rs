//! What is loaded is what is served, and what comes out again.

use doorlist::sandbox::{Options, Sandbox};
use serde_json::{Value, json};

use super::support::{Api, RECORDING, d, r};

/// The recording with the counts set right that are derived.
fn with_right_counts() -> Value {
    let mut recording: Value = serde_json::from_str(RECORDING).expect("JSON");
    for (list, key, counts) in
        [("users", "active_device_count", vec![2, 2, 0, 0]), ("policies", "app_count", vec![1, 1, 1, 0])]
    {
        for (row, count) in recording[list].as_array_mut().expect("a list").iter_mut().zip(counts) {
            row[key] = json!(count);
        }
    }
    recording
}

fn by_id(mut recording: Value) -> Value {
    for rows in
        recording.as_object_mut().into_iter().flat_map(|parts| parts.values_mut()).filter_map(Value::as_array_mut)
    {
        rows.sort_by_key(|row| row["id"].as_str().map(str::to_owned));
    }
    recording
}

#[test]
fn nothing_is_lost_between_loading_and_saving() {
    let api = Api::changed(|recording| recording["profiles"] = json!([{"id": 1}]));
    let mut wanted = with_right_counts();
    wanted["profiles"] = json!([{"id": 1}]);
    assert_eq!(by_id(api.sandbox.snapshot()), by_id(wanted));
}

#[tokio::test]
async fn odd_values_are_served_as_they_are() {
    let odd = json!({"id": "odd", "device": null, "user": null, "last_seen_at": null, "registration_type": "mesh",
        "created_at": "0001-01-01T00:00:00Z", "key": 7, "policy": null, "extra": {"deep": [1.5, {"a": null}]}});
    let api = Api::changed(|recording| recording["registrations"].as_array_mut().expect("a list").push(odd.clone()));
    let one = api.send_unchecked("GET", "devices/registrations/odd?include=policy", None).await;
    assert_eq!(*one.result(), odd);
    let sorted = api.send_unchecked("GET", "devices/registrations?sort_by=last_seen_at&per_page=1", None).await;
    assert_eq!(sorted.column("id"), ["odd"], "what cannot be read comes first");
    for query in ["search=x", "seen_after=2020-01-01T00:00:00Z", "user.id=x", "registration_type=warp"] {
        let found = api.send_unchecked("GET", &format!("devices/registrations?{query}"), None).await;
        assert!(!found.column("id").contains(&"odd".to_owned()), "{query}");
    }
    assert_eq!(api.delete("devices/registrations/odd").await.status, 200);
}

#[tokio::test]
async fn a_device_count_that_differs_from_the_rows_keeps_differing_by_as_much() {
    let api = Api::changed(|recording| recording["physical_devices"][0]["active_registrations"] = json!(5));
    let count =
        async || api.get(&format!("devices/physical-devices/{}", d(1))).await.result()["active_registrations"].clone();
    assert_eq!(count().await, 5);
    api.post(&format!("devices/registrations/revoke?id={}", r(4))).await;
    assert_eq!(count().await, 4);
    api.send("PATCH", &format!("devices/physical-devices/{}", d(1)), Some(&json!({"tags": {}}))).await;
    assert_eq!(count().await, 4);
    api.post(&format!("devices/registrations/unrevoke?id={}", r(4))).await;
    assert_eq!(api.row("physical_devices", &d(1))["active_registrations"], 5);
}

#[tokio::test]
async fn what_no_reader_of_json_keeps_does_not_break_the_recording() {
    let odd = r#"{"id": 7, "new": [1e400, "\ud800"], "device": {"id": 8, "name": "lap\ud83dtop"}, "user": {"id": 9}}"#;
    let recording = RECORDING.replacen("\"registrations\": [", &format!("\"registrations\": [{odd},"), 1);
    let api = Api::of(&format!("\u{feff}{recording}"), Options::default());
    let one = api.send_unchecked("GET", "devices/registrations/7", None).await;
    let row = json!({"id": "7", "new": [1e308, "\u{fffd}"], "device": {"id": "8", "name": "lap\u{fffd}top"}, "user": {"id": "9"}});
    assert_eq!(*one.result(), row);
    assert_eq!(api.send_unchecked("GET", "devices/registrations?device.id=8", None).await.column("id"), ["7"]);
}

#[tokio::test]
async fn an_empty_account_is_served() {
    let recording = json!({"recorded_at": "2026-11-22T00:00:00Z", "account": {"id": "0123456789abcdef0123456789abcdef"},
        "organization": {}, "registrations": [], "physical_devices": [], "users": [], "service_tokens": [],
        "applications": [], "policies": [], "groups": [], "lists": []});
    let api = Api::of(&recording.to_string(), Options::default());
    for path in ["devices/registrations", "devices/physical-devices", "devices", "access/users", "access/apps"] {
        assert_eq!(*api.get(path).await.result(), json!([]), "{path}");
    }
    assert_eq!(api.sandbox.snapshot(), recording);
}

#[test]
fn a_bad_recording_is_refused() {
    for (recording, text) in [
        ("<html>", "the recorded account cannot be read: "),
        ("{}", "the recorded account has no `account.id`"),
        (
            r#"{"account": {"id": "a"}, "recorded_at": "today"}"#,
            "`recorded_at` in the recorded account is not an RFC 3339 time",
        ),
    ] {
        let error =
            Sandbox::from_recording(recording.as_bytes(), Options::default()).expect_err("a refusal").to_string();
        assert!(error.starts_with(text), "{error}");
    }
}

#[tokio::test]
async fn many_rows_are_walked_in_pages_of_a_thousand() {
    let row = |number: u32| {
        let (id, device) = (format!("r{number:06}"), format!("d{:06}", number / 2));
        json!({"id": id, "device": {"id": device, "name": "x"}, "user": {"id": format!("u{}", number % 1_000)}})
    };
    let rows: Vec<Value> = (0..20_000).map(row).collect();
    let api = Api::changed(|recording| recording["registrations"] = json!(rows));
    let (mut cursor, mut count, mut pages) = (String::new(), 0, 0);
    loop {
        let path = format!("devices/registrations?per_page=1000&cursor={cursor}");
        let reply = api.send_unchecked("GET", &path, None).await;
        count += reply.body["result_info"]["count"].as_u64().unwrap_or_default();
        pages += 1;
        cursor = reply.body["result_info"]["cursor"].as_str().unwrap_or_default().to_owned();
        if cursor.is_empty() {
            break;
        }
    }
    assert_eq!((count, pages), (20_000, 20));
    assert_eq!(api.send_unchecked("GET", "devices/registrations?user.id=u7", None).await.column("id").len(), 20);
    assert!(api.row("registrations", &r(1)).is_null());
}

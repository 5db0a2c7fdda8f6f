//! `/devices` of old.

use serde_json::{Value, json};

use super::support::{Api, RECORDING};

/// The recording with one registration on each device, under the device's id.
fn single_user() -> Api {
    Api::changed(|recording| {
        let rows = recording["registrations"].as_array_mut().expect("a list");
        rows.retain(|row| ["anna@example.com", ""].contains(&row["user"]["email"].as_str().unwrap_or_default()));
        rows.truncate(2);
        for row in rows {
            row["id"] = row["device"]["id"].clone();
        }
    })
}

#[tokio::test]
async fn rows_are_shown_as_they_used_to_be() {
    let api = single_user();
    let reply = api.get("devices").await;
    let anna = &reply.result()[0];
    let recording: Value = serde_json::from_str(RECORDING).expect("JSON");
    assert_eq!(anna["id"], recording["registrations"][0]["device"]["id"]);
    assert_eq!(anna["last_seen"], recording["registrations"][0]["last_seen_at"]);
    assert_eq!((&anna["name"], &anna["version"]), (&json!("LT-ANNA-01"), &json!("2026.9.558.0")));
    assert_eq!((&anna["serial_number"], &anna["device_type"]), (&json!("MOCK-SN-0001"), &json!("windows")));
    assert_eq!(anna.get("revoked_at"), None);
    assert_eq!(reply.result()[1]["revoked_at"], "2026-06-01T12:30:00Z");
    let one = api.get(&format!("devices/{}", anna["id"].as_str().unwrap_or_default())).await;
    assert_eq!(one.result(), anna);
}

#[tokio::test]
async fn the_body_is_a_list_of_registration_ids() {
    let api = single_user();
    let id = api.registrations().remove(0);
    let done = api.send("POST", "devices/revoke", Some(&json!([id]))).await;
    assert_eq!((done.status, done.result()), (200, &json!({})));
    assert_ne!(api.row("registrations", &id)["revoked_at"], Value::Null);
    api.send("POST", "devices/unrevoke", Some(&json!([id]))).await;
    assert_eq!(api.row("registrations", &id)["revoked_at"], Value::Null);
    for wrong in [json!([]), json!({"id": id}), json!([1]), json!(vec![id.as_str(); 201])] {
        assert_eq!(api.send("POST", "devices/revoke", Some(&wrong)).await.status, 400);
    }
    assert_eq!(api.send("POST", "devices/revoke", Some(&json!(["none"]))).await.status, 404);
}

#[tokio::test]
async fn accounts_with_multi_user_mode_are_refused() {
    let api = Api::new();
    for reply in [api.get("devices").await, api.send("POST", "devices/revoke", Some(&json!(["a"]))).await] {
        assert_eq!((reply.status, reply.code()), (400, 2008));
    }
}

//! `/devices` of old.

use serde_json::{Value, json};

use super::support::{Api, RECORDING, r};

/// The recording without the second person on the first laptop.
fn single_user() -> Api {
    Api::changed(|recording| {
        let rows = recording["registrations"].as_array_mut().expect("a list");
        rows.retain(|row| row["id"] != r(4));
    })
}

#[tokio::test]
async fn rows_are_shown_as_they_used_to_be() {
    let api = single_user();
    let reply = api.get("devices").await;
    let rows = reply.result().as_array().map(Vec::as_slice).unwrap_or_default();
    let row = |id: &str| rows.iter().find(|row| row["id"] == id).expect("the row");
    let anna = row(&r(1));
    let recording: Value = serde_json::from_str(RECORDING).expect("JSON");
    assert_eq!(anna["last_seen"], recording["registrations"][0]["last_seen_at"]);
    assert_eq!((&anna["name"], &anna["version"]), (&json!("LT-ANNA-01"), &json!("2026.9.558.0")));
    assert_eq!((&anna["serial_number"], &anna["device_type"]), (&json!("MOCK-SN-0001"), &json!("windows")));
    assert_eq!(anna.get("revoked_at"), None);
    assert_eq!(row(&r(3))["revoked_at"], "2026-06-01T12:30:00Z");
    assert_eq!(rows.len(), 7, "the deleted row is not shown");
    assert_eq!(api.get(&format!("devices/{}", r(1))).await.result(), anna);
}

#[tokio::test]
async fn the_body_is_a_list_of_registration_ids() {
    let api = single_user();
    let id = r(1);
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
async fn an_account_with_two_people_active_on_one_machine_is_refused() {
    let api = Api::new();
    for reply in [
        api.get("devices").await,
        api.get(&format!("devices/{}", r(1))).await,
        api.send("POST", "devices/revoke", Some(&json!([r(1)]))).await,
        api.send("POST", "devices/unrevoke", Some(&json!([r(1)]))).await,
    ] {
        assert_eq!((reply.status, reply.code()), (400, 2008));
    }
    api.post(&format!("devices/registrations/revoke?id={}", r(4))).await;
    assert_eq!(api.get("devices").await.status, 200, "one of them is cut off");
}

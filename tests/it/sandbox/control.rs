//! `/__sandbox`.

use axum::body::Body;
use axum::http::Request;
use doorlist::sandbox::{Options, Sandbox};
use serde_json::{Value, json};

use super::support::{Api, Reply, d, r};

async fn ask(api: &Api, method: &str, path: &str, body: &str) -> Reply {
    let request = Request::builder().method(method).uri(format!("/__sandbox/{path}"));
    api.request(request.body(Body::from(body.to_owned())).expect("a request")).await
}

#[tokio::test]
async fn rules_are_armed_as_lines_or_as_json() {
    let api = Api::new();
    ask(&api, "POST", "faults", "# a comment\nGET * nth=9 500\n\n* * latency=1ms\n").await;
    ask(&api, "POST", "faults", "\"GET * 404\"").await;
    let armed = ask(&api, "POST", "faults", "[\"DELETE * half\"]").await;
    let rules: Vec<&str> = armed.body.as_array().into_iter().flatten().filter_map(|row| row["rule"].as_str()).collect();
    assert_eq!(rules, ["GET * nth=9 500", "* * always latency=1ms", "GET * always 404", "DELETE * always half"]);
    assert_eq!(api.send_unchecked("GET", "access/users", None).await.status, 404);
    let counted = ask(&api, "GET", "faults", "").await;
    assert_eq!((&counted.body[2]["seen"], &counted.body[2]["fired"]), (&json!(1), &json!(1)));
    let wrong = ask(&api, "POST", "faults", "GET * 404\nGET * melt").await;
    assert_eq!((wrong.status, wrong.text.as_str()), (400, "\"melt\" is not a fault\n"));
    assert_eq!(ask(&api, "GET", "faults", "").await.body.as_array().map(Vec::len), Some(4), "all or none");
    assert_eq!(ask(&api, "DELETE", "faults", "").await.status, 204);
    assert_eq!(api.get("access/users").await.status, 200);
}

#[tokio::test]
async fn the_log_can_be_read_and_cleared_and_has_nothing_of_this() {
    let api = Api::new();
    api.get("access/users").await;
    let log = ask(&api, "GET", "log", "").await;
    assert_eq!((log.body.as_array().map(Vec::len), &log.body[0]["method"]), (Some(1), &json!("GET")));
    assert_eq!(ask(&api, "DELETE", "log", "").await.status, 204);
    api.get("access/users").await;
    assert_eq!(api.sandbox.log()[0].number, 2);
    assert_eq!(api.sandbox.log()[0].status, Some(200));
}

#[tokio::test]
async fn the_account_can_be_read_and_served_again() {
    let api = Api::new();
    api.delete(&format!("devices/registrations/{}", r(1))).await;
    let recording = ask(&api, "GET", "account", "").await;
    assert_eq!(recording.body, api.sandbox.snapshot());
    let again = Sandbox::from_recording(recording.text.as_bytes(), Options::default()).expect("a recording");
    assert_eq!(again.snapshot(), recording.body);
}

#[tokio::test]
async fn the_clock_can_be_moved() {
    let api = Api::new();
    let moved = ask(&api, "POST", "advance", "36h").await;
    assert_eq!(moved.body["now"], "2026-11-23T12:00:00Z");
    api.post(&format!("devices/registrations/revoke?id={}", r(1))).await;
    assert_eq!(api.row("registrations", &r(1))["revoked_at"], "2026-11-23T12:00:00.001Z");
    assert_eq!(ask(&api, "POST", "advance", "\"90d\"").await.status, 200);
    assert_eq!(ask(&api, "POST", "advance", "soon").await.status, 400);
}

#[tokio::test]
async fn clients_come_back_on_request() {
    let api = Api::new();
    api.delete(&format!("devices/registrations?id={}&id={}&id={}", r(1), r(2), r(4))).await;
    let absences = json!({"locked_out": ["anna@example.com"], "tokens": {d(2): "none"}}).to_string();
    let back = ask(&api, "POST", "reenroll", &absences).await;
    assert_eq!(back.body["registrations"].as_array().map(Vec::len), Some(1));
    let back = ask(&api, "POST", "reenroll", "").await;
    assert_eq!(back.body["registrations"].as_array().map(Vec::len), Some(2));
    assert_eq!(ask(&api, "POST", "reenroll", "[]").await.status, 400);
    assert_eq!(ask(&api, "POST", "reenroll", "{\"tokens\": []}").await.status, 400);
}

#[tokio::test]
async fn somebody_else_can_change_a_row() {
    let api = Api::new();
    let change = async |list: &str, id: &str, merge: Value| {
        let body = json!({"list": list, "id": id, "merge": merge}).to_string();
        ask(&api, "POST", "change", &body).await.status
    };
    let seen = json!({"last_seen_at": "2026-11-22T00:00:00Z", "user": {"name": null}, "id": "ignored"});
    assert_eq!(change("registrations", &r(1), seen).await, 204);
    let row = api.row("registrations", &r(1));
    assert_eq!(
        (&row["last_seen_at"], &row["user"]["email"]),
        (&json!("2026-11-22T00:00:00Z"), &json!("anna@example.com"))
    );
    assert_eq!(row["user"].get("name"), None);
    assert_eq!(change("registrations", "new", json!({"device": {"id": d(1)}})).await, 204);
    assert_eq!(api.row("physical_devices", &d(1))["active_registrations"], 3);
    for list in
        ["registrations", "physical_devices", "users", "service_tokens", "applications", "policies", "groups", "lists"]
    {
        assert_eq!(change(list, "made", json!({"name": "made"})).await, 204, "{list}");
        assert_eq!(change(list, "made", json!({"name": "again"})).await, 204, "{list}");
        assert_eq!(api.row(list, "made")["name"], "again", "{list}");
        assert_eq!(change(list, "made", Value::Null).await, 204, "{list}");
        assert!(api.row(list, "made").is_null(), "{list}");
    }
    assert_eq!(change("organizations", "x", json!({})).await, 400);
    assert_eq!(change("users", "x", json!(7)).await, 400);
}

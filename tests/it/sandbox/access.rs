//! Users, seats, sessions, the organization, and token verification.

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use super::support::{ACCOUNT, Api, empty, r, u};

const SEATS: &str = "access/seats";

fn seat(number: u32) -> String {
    format!("5b0b5c1c-0000-4a9e-8d20-00000000a{number:03}")
}

#[tokio::test]
async fn users_are_found_by_name_address_and_search() {
    let api = Api::new();
    for (query, wanted) in [
        ("", vec!["anna@example.com", "former@example.com", "Ben@Example.com", "cora@partner.example"]),
        ("email=BEN%40example.com", vec!["Ben@Example.com"]),
        ("email=example.com", vec![]),
        ("name=anna", vec!["anna@example.com"]),
        ("search=PARTNER", vec!["cora@partner.example"]),
    ] {
        assert_eq!(api.get(&format!("access/users?{query}")).await.column("email"), wanted, "{query}");
    }
}

#[tokio::test]
async fn the_device_count_follows_the_registrations() {
    let api = Api::new();
    let count =
        async |number| api.get(&format!("access/users/{}", u(number))).await.result()["active_device_count"].clone();
    assert_eq!((count(1).await, count(3).await, count(2).await), (json!(2), json!(2), json!(0)));
    api.post(&format!("devices/registrations/revoke?id={}", r(1))).await;
    assert_eq!(count(1).await, 1);
    assert_eq!(api.get("access/users/none").await.status, 404);
}

#[tokio::test]
async fn releasing_a_seat_takes_registrations_and_sessions_with_it() {
    let api = Api::new();
    let sessions = async || api.get(&format!("access/users/{}/active_sessions", u(3))).await.result().clone();
    let metadata = sessions().await[0]["metadata"].clone();
    assert_eq!(
        metadata["expires"].as_i64(),
        metadata["iat"].as_i64().zip(metadata["ttl"].as_i64()).map(|(a, b)| a + b)
    );
    let patch = json!([{"seat_uid": seat(3), "access_seat": false, "gateway_seat": false}]);
    let reply = api.send("PATCH", SEATS, Some(&patch)).await;
    assert_eq!(reply.result()[0]["seat_uid"], seat(3));
    assert_eq!((&reply.result()[0]["access_seat"], &reply.result()[0]["gateway_seat"]), (&json!(false), &json!(false)));
    assert!(api.row("registrations", &r(4)).is_null() && api.row("registrations", &r(5)).is_null());
    assert!(!api.row("registrations", &r(1)).is_null());
    assert_eq!(sessions().await, json!([]));
    assert_eq!(api.row("users", &u(3))["active_device_count"], 0);
}

#[tokio::test]
async fn a_session_tells_who_logged_in() {
    let api = Api::new();
    let user = format!("access/users/{}", u(1));
    let sessions = api.get(&format!("{user}/active_sessions")).await;
    let nonce = sessions.result()[0]["metadata"]["nonce"].as_str().unwrap_or_default().to_owned();
    let session = api.get(&format!("{user}/active_sessions/{nonce}")).await;
    assert_eq!((&session.result()["email"], &session.result()["isActive"]), (&json!("anna@example.com"), &json!(true)));
    assert_eq!(api.get(&format!("{user}/last_seen_identity")).await.result()["user_uuid"], u(1));
    assert_eq!(api.get(&format!("{user}/active_sessions/other")).await.status, 404);
    assert_eq!(api.get(&format!("access/users/{}/last_seen_identity", u(2))).await.status, 404, "no seat, no session");
}

#[tokio::test]
async fn failed_logins_are_none_and_override_codes_follow_from_the_id() {
    let api = Api::new();
    let logins = api.get(&format!("access/users/{}/failed_logins", u(1))).await;
    assert_eq!((logins.status, logins.result()), (200, &json!([])));
    assert_eq!(api.get("access/users/none/failed_logins").await.status, 404);
    let codes = async |number| api.get(&format!("devices/registrations/{}/override_codes", r(number))).await;
    let first = codes(1).await.result()["disable_for_time"].clone();
    let hours: Vec<&String> = first.as_object().into_iter().flat_map(|codes| codes.keys()).collect();
    assert_eq!(hours, ["1", "12", "24", "3", "6"]);
    assert!(first["24"].as_str().is_some_and(|code| code.len() == 7), "{first}");
    assert_eq!(codes(1).await.result()["disable_for_time"], first);
    assert_ne!(codes(2).await.result()["disable_for_time"], first);
    assert_eq!(codes(7).await.status, 404, "a deleted row");
}

#[tokio::test]
async fn the_account_has_the_name_that_was_recorded() {
    let api = Api::changed(|recording| recording["account"]["name"] = json!("Example Holding"));
    let reply = api.get(ACCOUNT).await;
    assert_eq!(*reply.result(), json!({"id": "0123456789abcdef0123456789abcdef", "name": "Example Holding"}));
    assert_eq!(api.get("/client/v4/accounts/ffffffffffffffffffffffffffffffff").await.status, 403);
}

#[tokio::test]
async fn a_seat_that_is_kept_keeps_everything() {
    let api = Api::new();
    let patch = json!([{"seat_uid": seat(1), "access_seat": false, "gateway_seat": true}]);
    api.send("PATCH", SEATS, Some(&patch)).await;
    assert_eq!(api.row("users", &u(1))["access_seat"], false);
    assert_eq!(api.registrations().len(), 9);
}

#[tokio::test]
async fn seats_that_make_no_sense_are_refused_before_anything_is_done() {
    let api = Api::new();
    let fine = json!({"seat_uid": seat(1), "access_seat": false, "gateway_seat": false});
    for (wrong, status) in [
        (fine.clone(), 400),
        (json!([fine, {"seat_uid": seat(3), "access_seat": false}]), 400),
        (json!([fine, {"seat_uid": "none", "access_seat": false, "gateway_seat": false}]), 404),
        (json!("x"), 400),
    ] {
        assert_eq!(api.send("PATCH", SEATS, Some(&wrong)).await.status, status, "{wrong}");
    }
    assert_eq!(api.row("users", &u(1))["access_seat"], true);
}

#[tokio::test]
async fn revoke_user_ends_sessions_and_on_request_revokes_devices() {
    let path = "access/organizations/revoke_user";
    for (query, body, revoked) in [
        ("", json!({"email": "BEN@example.com"}), false),
        ("", json!({"email": "ben@example.com", "devices": true}), true),
        ("?devices=true", json!({"email": "ben@example.com", "user_uid": u(3)}), true),
        ("?devices=false", json!({"email": "ben@example.com", "devices": true}), false),
    ] {
        let api = Api::new();
        let reply = api.send("POST", &format!("{path}{query}"), Some(&body)).await;
        assert_eq!(reply.body, json!({"success": true, "result": true}));
        assert_eq!(!api.row("registrations", &r(4))["revoked_at"].is_null(), revoked, "{query} {body}");
        assert_eq!(*api.get(&format!("access/users/{}/active_sessions", u(3))).await.result(), json!([]));
        assert_eq!(api.row("users", &u(3))["gateway_seat"], true, "the seat stays");
        assert!(api.row("registrations", &r(1))["revoked_at"].is_null());
    }
    let api = Api::new();
    for (body, status) in [
        (json!({}), 400),
        (json!({"email": "nobody@example.com"}), 404),
        (json!({"email": "ben@example.com", "user_uid": u(1)}), 404),
    ] {
        assert_eq!(api.send("POST", path, Some(&body)).await.status, status, "{body}");
    }
}

#[tokio::test]
async fn a_user_who_is_deleted_keeps_the_record_and_nothing_else() {
    let api = Api::new();
    let reply = api.delete(&format!("access/users/{}", u(1))).await;
    assert_eq!((reply.status, reply.body), (202, empty()));
    assert_eq!(api.row("users", &u(1))["gateway_seat"], false);
    assert!(api.row("registrations", &r(1)).is_null());
    assert_eq!(api.get(&format!("access/users/{}", u(1))).await.status, 200);
}

#[tokio::test]
async fn users_can_be_made_and_renamed() {
    let api = Api::new();
    let made = api.send("POST", "access/users", Some(&json!({"email": "dana@example.com", "name": "Dana"}))).await;
    assert_eq!((made.status, &made.result()["gateway_seat"]), (201, &json!(false)));
    let again = api.send("POST", "access/users", Some(&json!({"email": "DANA@example.com"}))).await;
    assert_eq!(again.status, 409);
    let path = format!("access/users/{}", u(1));
    let renamed = api.put(&path, &json!({"name": "Anna B", "email": "ANNA@example.com"})).await;
    assert_eq!(renamed.result()["name"], "Anna B");
    assert_eq!(api.put(&path, &json!({"name": "x", "email": "other@example.com"})).await.status, 400);
}

#[tokio::test]
async fn an_organization_keeps_what_an_update_leaves_out() {
    let api = Api::new();
    let body = json!({"session_duration": "12h", "unknown": 1});
    for method in ["PUT", "PATCH"] {
        let reply = api.send(method, "access/organizations", Some(&body)).await;
        assert_eq!(reply.result()["session_duration"], "12h");
        assert_eq!(reply.result()["auth_domain"], "example.cloudflareaccess.com");
        assert_eq!(reply.result().get("unknown"), None);
    }
}

#[tokio::test]
async fn an_account_without_zero_trust_says_so() {
    let api = Api::changed(|recording| recording["organization"] = Value::Null);
    let reply = api.get("access/organizations").await;
    assert_eq!((reply.status, reply.code()), (404, 9999));
    assert!(reply.message().starts_with("access.api.error.not_enabled"));
    let body = json!({"name": "New", "auth_domain": "new.cloudflareaccess.com"});
    assert_eq!(api.send("POST", "access/organizations", Some(&json!({"name": "New"}))).await.status, 400);
    assert_eq!(api.send("POST", "access/organizations", Some(&body)).await.status, 201);
    assert_eq!(api.send("POST", "access/organizations", Some(&body)).await.status, 409);
    assert_eq!(api.get("access/organizations").await.result()["name"], "New");
}

#[tokio::test]
async fn a_valid_token_is_told_with_the_code_of_an_error() {
    let api = Api::new();
    let reply = api.get("/client/v4/user/tokens/verify").await;
    assert_eq!((&reply.body["success"], &reply.body["messages"][0]["code"]), (&json!(true), &json!(10000)));
    assert_eq!(reply.result()["status"], "active");
    assert_eq!(api.get("tokens/verify").await.status, 200);
    for (token, path, status) in [
        ("Bearer cfut_x", "/client/v4/user/tokens/verify".to_owned(), 200),
        ("Bearer cfat_x", "/client/v4/user/tokens/verify".to_owned(), 401),
        ("Bearer cfat_x", format!("{ACCOUNT}/tokens/verify"), 200),
        ("Bearer cfut_x", format!("{ACCOUNT}/tokens/verify"), 401),
    ] {
        let request = Request::get(&path).header("authorization", token).body(Body::empty()).expect("a request");
        let reply = api.request(request).await;
        assert_eq!(reply.status, status, "{token} {path}");
        assert_eq!(reply.code(), if status == 401 { 1000 } else { 0 });
    }
}

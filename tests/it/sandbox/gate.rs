//! What is the same for every endpoint: credentials, the account, the rate limit, the log.

use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use doorlist::sandbox::{Options, Quota};
use serde_json::{Value, json};

use super::support::{ACCOUNT, Api, r};

const PATH: &str = "devices/registrations";

async fn with(api: &Api, headers: &[(&str, &str)]) -> (u16, i64) {
    let mut request = Request::get(format!("{ACCOUNT}/{PATH}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let reply = api.request(request.body(Body::empty()).expect("a request")).await;
    (reply.status, reply.code())
}

#[tokio::test]
async fn one_credential_is_needed_and_any_will_do() {
    let api = Api::new();
    assert_eq!(with(&api, &[("authorization", "Bearer anything")]).await, (200, 0));
    assert_eq!(with(&api, &[("x-auth-email", "a@x.test"), ("x-auth-key", "k")]).await, (200, 0));
    assert_eq!(with(&api, &[]).await, (400, 9106));
    assert_eq!(with(&api, &[("x-auth-key", "k")]).await, (400, 9107));
    assert_eq!(with(&api, &[("authorization", "anything")]).await, (400, 6003));
    assert_eq!(with(&api, &[("authorization", "Bearer t"), ("x-auth-email", "a@x.test")]).await, (400, 9103));
}

#[tokio::test]
async fn another_account_is_refused() {
    let api = Api::new();
    let path = |account: &str| format!("/client/v4/accounts/{account}/{PATH}");
    let other = api.get(&path("ffffffffffffffffffffffffffffffff")).await;
    assert_eq!((other.status, other.code()), (403, 9109));
    for malformed in ["0123456789abcdef0123456789abcde", "%EF%BB%BF0123456789abcdef0123456789abcdef", "x"] {
        let reply = api.get(&path(malformed)).await;
        assert_eq!((reply.status, reply.code()), (404, 7003), "{malformed}");
        assert_eq!(reply.body["errors"][1]["code"], 7000);
    }
}

#[tokio::test]
async fn the_api_is_at_the_root_as_well() {
    let path = ACCOUNT.trim_start_matches("/client/v4");
    assert_eq!(Api::new().get(&format!("{path}/{PATH}")).await.status, 200);
}

#[tokio::test]
async fn every_answer_has_its_ray_and_tells_of_the_budget() {
    let api = Api::new();
    let (first, second) = (api.get(PATH).await, api.send_unchecked("GET", "none", None).await);
    assert_eq!(first.header("ratelimit"), "\"default\";r=1199;t=300");
    assert_eq!(first.header("ratelimit-policy"), "\"default\";q=1200;w=300");
    assert!(second.header("ratelimit").starts_with("\"default\";r=1198;t="));
    assert!(first.header("cf-ray").ends_with("-SBX") && first.header("cf-ray") != second.header("cf-ray"));
    assert_eq!(first.header("content-type"), "application/json");
    assert_eq!(first.header("cf-ray"), Api::new().get(PATH).await.header("cf-ray"), "the same calls, the same rays");
}

#[tokio::test(start_paused = true)]
async fn the_budget_runs_out_and_comes_back() {
    let quota = Some(Quota { requests: 2, window: Duration::from_mins(1) });
    let api = Api::with(Options { quota, ..Options::default() });
    for _ in 0..2 {
        assert_eq!(api.get(PATH).await.status, 200);
    }
    tokio::time::advance(Duration::from_millis(20_500)).await;
    let refused = api.delete(&format!("{PATH}/{}", r(1))).await;
    assert_eq!((refused.status, refused.code()), (429, 971));
    assert_eq!(refused.header("retry-after"), "40");
    assert_eq!(refused.header("ratelimit"), "\"default\";r=0;t=40");
    assert!(!api.row("registrations", &r(1)).is_null());
    tokio::time::advance(Duration::from_secs(40)).await;
    assert_eq!(api.get(PATH).await.status, 200);
}

#[tokio::test]
async fn without_a_quota_there_is_no_limit_and_no_header() {
    let api = Api::with(Options { quota: None, ..Options::default() });
    assert_eq!(api.get(PATH).await.header("ratelimit"), "");
}

#[tokio::test(start_paused = true)]
async fn every_answer_can_be_late() {
    let api = Api::with(Options { delay: Duration::from_millis(5), ..Options::default() });
    let start = tokio::time::Instant::now();
    api.get(PATH).await;
    assert_eq!(start.elapsed(), Duration::from_millis(5));
}

#[tokio::test]
async fn the_log_has_every_request_in_order_and_no_credential() {
    let api = Api::new();
    api.get(&format!("{PATH}?status=all&cursor=")).await;
    api.send("PATCH", "access/seats", Some(&json!([]))).await;
    api.send_unchecked("DELETE", "a%2Fb", None).await;
    let log = api.sandbox.log();
    let seen: Vec<_> = log.iter().map(|entry| (entry.number, entry.method.as_str(), entry.status)).collect();
    assert_eq!(seen, [(1, "GET", Some(200)), (2, "PATCH", Some(200)), (3, "DELETE", Some(404))]);
    assert_eq!(log[0].query.as_deref(), Some("status=all&cursor="));
    assert_eq!((log[1].body.clone(), log[0].body.clone()), (Some(json!([])), None));
    assert_eq!(log[2].path, format!("{ACCOUNT}/a%2Fb"));
    let token = Request::get(ACCOUNT).header("authorization", "Bearer s3cret").body(Body::empty()).expect("a request");
    api.request(token).await;
    assert!(!serde_json::to_string(&api.sandbox.log()).expect("JSON").contains("s3cret"));
}

#[tokio::test]
async fn a_list_that_was_not_recorded_is_refused() {
    for (list, paths) in [
        ("registrations", vec![PATH, "devices"]),
        ("physical_devices", vec!["devices/physical-devices", "devices/physical-devices/x"]),
        ("users", vec!["access/users", "access/users/x"]),
        ("service_tokens", vec!["access/service_tokens"]),
        ("applications", vec!["access/apps", "access/apps/x/policies"]),
        ("policies", vec!["access/policies"]),
        ("groups", vec!["access/groups"]),
        ("lists", vec!["gateway/lists"]),
        ("organization", vec!["access/organizations"]),
    ] {
        let api = Api::changed(|recording| drop(recording.as_object_mut().map(|parts| parts.remove(list))));
        for path in paths {
            let reply = api.get(path).await;
            assert_eq!((reply.status, reply.code()), (403, 9109), "{path}");
        }
        assert_eq!(api.sandbox.snapshot().get(list), None, "what was not read stays unread");
    }
    let api = Api::changed(|recording| {
        recording["physical_devices"][0]["active_registrations"] = Value::from(7);
        drop(recording.as_object_mut().map(|parts| parts.remove("registrations")));
    });
    assert_eq!(api.delete(&format!("{PATH}?id=x")).await.status, 403);
    let devices = api.get("devices/physical-devices?active_registrations=include").await;
    assert_eq!(devices.result()[0]["active_registrations"], Value::from(7), "as recorded");
}

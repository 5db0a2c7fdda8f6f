//! Faults on demand, in process.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::support::{Api, d, l, p, r, t, u};

const LIST: &str = "devices/registrations?per_page=2&status=all";

async fn get(api: &Api, path: &str) -> super::support::Reply {
    api.send_unchecked("GET", path, None).await
}

fn cursor(reply: &super::support::Reply) -> String {
    reply.body["result_info"]["cursor"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn errors_come_in_every_form() {
    let api = Api::failing(&[
        "GET * nth=1 429 retry-after=7",
        "GET * nth=2 429",
        "GET * nth=3 503",
        "GET * nth=4 502 body=html",
        "GET * nth=5 500 body=empty",
        "GET * nth=6 403",
        "GET * nth=7 400 code=77",
        "GET * nth=8 401 body=text",
    ]);
    let limited = get(&api, LIST).await;
    assert_eq!((limited.status, limited.code(), limited.header("retry-after")), (429, 971, "7"));
    assert_eq!(get(&api, LIST).await.header("retry-after"), "");
    let json = get(&api, LIST).await;
    assert_eq!((json.status, &json.body["success"]), (503, &json!(false)));
    let html = get(&api, LIST).await;
    assert!(html.status == 502 && html.text.starts_with("<!DOCTYPE html>"));
    assert_eq!(html.header("content-type"), "text/html; charset=UTF-8");
    let empty = get(&api, LIST).await;
    assert_eq!((empty.status, empty.text.as_str()), (500, ""));
    assert_eq!((get(&api, LIST).await.code(), get(&api, LIST).await.code()), (9109, 77));
    assert_eq!(get(&api, LIST).await.text, "error code: 1020");
    assert_eq!(get(&api, LIST).await.status, 200);
}

#[tokio::test]
async fn a_success_can_be_none() {
    let api = Api::failing(&["GET * nth=1 unsuccessful", "GET * nth=2 html", "GET * nth=3 empty", "GET * nth=4 null"]);
    let unsuccessful = get(&api, LIST).await;
    assert_eq!((unsuccessful.status, &unsuccessful.body["success"]), (200, &json!(false)));
    assert!(get(&api, LIST).await.text.starts_with('<'));
    assert_eq!(get(&api, LIST).await.text, "");
    let null = get(&api, LIST).await;
    assert_eq!((&null.body["success"], &null.body["result"]), (&json!(true), &Value::Null));
}

#[tokio::test]
async fn an_effect_can_be_lost_or_done() {
    for (rule, left) in
        [("DELETE * 500", 9), ("DELETE * 500 after", 8), ("DELETE * html after", 8), ("DELETE * reset", 9)]
    {
        let api = Api::failing(&[rule]);
        api.send_unchecked("DELETE", &format!("devices/registrations/{}", r(1)), None).await;
        assert_eq!(api.registrations().len(), left, "{rule}");
        assert_eq!(
            api.sandbox.log()[0].fault.as_deref().map(|rule| rule.replace("always ", "")),
            Some(rule.to_owned())
        );
    }
}

#[tokio::test]
async fn a_broken_connection_is_a_body_that_fails() {
    use axum::body::{Body, to_bytes};
    use tower::ServiceExt as _;
    let api = Api::failing(&["GET * reset"]);
    let request = axum::http::Request::get("/").body(Body::empty()).expect("a request");
    let Ok(response) = api.sandbox.router().oneshot(request).await;
    assert!(to_bytes(response.into_body(), usize::MAX).await.is_err());
    assert_eq!(api.sandbox.log()[0].status, None);
}

#[tokio::test]
async fn page_information_can_be_wrong() {
    let api = Api::failing(&[
        "GET * nth=1 count=+1",
        "GET * nth=2 total=99",
        "GET * nth=3 cursor=missing",
        "GET * nth=4 cursor=null",
    ]);
    assert_eq!(get(&api, LIST).await.body["result_info"]["count"], 3);
    assert_eq!(get(&api, LIST).await.body["result_info"]["total_count"], 99);
    assert_eq!(get(&api, LIST).await.body["result_info"].get("cursor"), None);
    assert_eq!(get(&api, LIST).await.body["result_info"]["cursor"], Value::Null);
}

#[tokio::test]
async fn a_cursor_can_repeat() {
    let api = Api::failing(&["GET *?cursor= cursor=repeat"]);
    let first = cursor(&get(&api, LIST).await);
    let second = get(&api, &format!("{LIST}&cursor={first}")).await;
    assert_eq!(cursor(&second), first);
    assert!(!second.column("id").is_empty());
}

#[tokio::test]
async fn an_empty_page_leads_on_to_the_rows_that_it_should_have_had() {
    let api = Api::failing(&["GET * nth=1-2 empty-page"]);
    let empty = get(&api, LIST).await;
    assert_eq!((empty.result(), &empty.body["result_info"]["count"]), (&json!([]), &json!(0)));
    let again = get(&api, &format!("{LIST}&cursor={}", cursor(&empty))).await;
    assert_ne!(cursor(&again), cursor(&empty));
    let rows = get(&api, &format!("{LIST}&cursor={}", cursor(&again))).await;
    assert_eq!(rows.column("id"), Api::new().get(LIST).await.column("id"));
}

#[tokio::test]
async fn a_row_can_move_between_pages() {
    for path in [LIST, "devices/physical-devices?per_page=2"] {
        let (api, sound) = (Api::failing(&["GET *?cursor= nth=1 shift"]), Api::new());
        let first = get(&api, path).await;
        let second = format!("{path}&cursor={}", cursor(&first));
        let (moved, right) = (get(&api, &second).await.column("id"), get(&sound, &second).await.column("id"));
        assert_eq!(moved[0], first.column("id")[1], "one comes twice");
        assert_eq!(moved[1..], right[1..], "and another one never");
    }
}

#[tokio::test]
async fn a_row_can_move_between_numbered_pages() {
    let api = Api::failing(&["GET *?page= shift"]);
    let pages = [get(&api, "access/users?per_page=2&page=1").await, get(&api, "access/users?per_page=2&page=2").await];
    let [first, second] = pages.map(|page| page.column("email"));
    assert_eq!(first, ["anna@example.com", "former@example.com"]);
    assert_eq!(second, ["former@example.com", "cora@partner.example"]);
}

#[tokio::test]
async fn a_poisoned_id_fails_every_call_that_names_it() {
    let api = Api::failing(&[&format!("* * poison={}", r(2))]);
    let path = |ids: &[u32]| {
        let ids: Vec<String> = ids.iter().map(|id| format!("id={}", r(*id))).collect();
        format!("devices/registrations?{}", ids.join("&"))
    };
    let bulk = api.delete(&path(&[1, 2, 4])).await;
    assert_eq!((bulk.status, api.registrations().len()), (400, 9));
    assert_eq!(api.delete(&path(&[1, 4])).await.status, 200);
    assert_eq!(api.delete(&path(&[2])).await.status, 400);
    assert_eq!(api.delete(&format!("devices/registrations/{}", r(2))).await.status, 400);
    assert_eq!(api.post(&format!("devices/registrations/revoke?id={}", r(2))).await.status, 400);
    assert_eq!(api.registrations().len(), 7);
}

#[tokio::test]
async fn an_id_can_be_poisoned_wherever_it_is_named() {
    let seat = "5b0b5c1c-0000-4a9e-8d20-00000000a001";
    let patch = json!([{"seat_uid": seat, "access_seat": false, "gateway_seat": false}]);
    let list = format!("gateway/lists/{}", l(1));
    let policy = json!({"name": "x", "decision": "allow", "include": [{"service_token": {"token_id": t(1)}}]});
    for (id, method, path, body) in [
        (u(1), "DELETE", format!("access/users/{}", u(1)), None),
        (d(1), "DELETE", format!("devices/physical-devices/{}", d(1)), None),
        (r(1), "GET", format!("devices/registrations?status=all&id={}", r(1)), None),
        (u(1), "GET", format!("devices/registrations?user.id={}", u(1)), None),
        (seat.to_owned(), "PATCH", "access/seats".to_owned(), Some(&patch)),
        ("sally@example.com".to_owned(), "PATCH", list, Some(&json!({"append": [{"value": "sally@example.com"}]}))),
        (r(1), "POST", "devices/revoke".to_owned(), Some(&json!([r(2), r(1)]))),
        (t(1), "PUT", format!("access/policies/{}", p(1)), Some(&policy)),
    ] {
        let api = Api::failing(&[&format!("* * poison={id} status=418")]);
        let before = api.sandbox.snapshot();
        let reply = api.send_unchecked(method, &path, body).await;
        assert_eq!((reply.status, reply.code()), (418, 1001), "{method} {path}");
        assert_eq!(api.sandbox.snapshot(), before, "{method} {path}");
        let other = api.send_unchecked("GET", "access/groups", None).await;
        assert_eq!(other.status, 200);
    }
}

#[tokio::test]
async fn a_bulk_call_can_do_half_and_fail() {
    let api = Api::failing(&["DELETE * nth=1 half", "DELETE * nth=2 half status=502"]);
    let path = format!("devices/registrations?id={}&id={}&id={}", r(1), r(2), r(4));
    assert_eq!(api.send_unchecked("DELETE", &path, None).await.status, 500);
    assert!(api.row("registrations", &r(1)).is_null() && !api.row("registrations", &r(2)).is_null());
    let rest = format!("devices/registrations?id={}&id={}", r(2), r(4));
    assert_eq!(api.send_unchecked("DELETE", &rest, None).await.status, 502);
    assert!(api.row("registrations", &r(2)).is_null() && !api.row("registrations", &r(4)).is_null());
}

#[tokio::test]
async fn a_permission_can_be_lost_half_way() {
    let api = Api::failing(&["GET devices/ from=2 403"]);
    assert_eq!(get(&api, LIST).await.status, 200);
    assert_eq!((get(&api, LIST).await.status, get(&api, LIST).await.status), (403, 403));
    assert_eq!(get(&api, "access/users").await.status, 200);
}

#[tokio::test(start_paused = true)]
async fn answers_can_stall_and_be_late() {
    for (rule, seconds) in
        [("GET * stall=35s", 35), ("GET * stall=35s after", 35), ("GET * latency=2s", 2), ("GET * stall-body=3s", 3)]
    {
        let (api, start) = (Api::failing(&[rule]), Instant::now());
        assert_eq!(get(&api, LIST).await.column("id").len(), 2, "{rule}");
        assert_eq!(start.elapsed(), Duration::from_secs(seconds), "{rule}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_body_can_come_slowly_and_still_be_whole() {
    let (api, start) = (Api::failing(&["GET * slow=100/10ms"]), Instant::now());
    let reply = get(&api, LIST).await;
    assert_eq!(reply.column("id").len(), 2);
    let pieces = u32::try_from(reply.text.len().div_ceil(100)).expect("a small body");
    assert_eq!(start.elapsed(), Duration::from_millis(10) * pieces);
}

#[tokio::test]
async fn a_body_can_end_in_the_middle() {
    let api = Api::failing(&["GET * truncate"]);
    let reply = get(&api, LIST).await;
    assert!(reply.status == 200 && reply.body.is_null() && reply.text.starts_with("{\"success\":true"));
}

#[tokio::test]
async fn rules_are_armed_and_disarmed_while_it_runs() {
    let api = Api::new();
    api.sandbox.faults().add("GET * 500".parse().expect("a rule"));
    assert_eq!(get(&api, LIST).await.status, 500);
    assert_eq!(api.sandbox.faults().fired(), 1);
    api.sandbox.faults().clear();
    assert_eq!(get(&api, LIST).await.status, 200);
}

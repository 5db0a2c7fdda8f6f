//! `/devices/registrations`.

use doorlist::sandbox::{Options, UnknownIds};
use serde_json::{Value, json};

use super::support::{Api, d, empty, r, u};

const LIST: &str = "devices/registrations";

async fn ids(query: &str) -> Vec<String> {
    Api::new().get(&format!("{LIST}?{query}")).await.column("id")
}

#[tokio::test]
async fn without_a_status_only_active_rows_come() {
    let all = |numbers: &[u32]| {
        let mut ids: Vec<String> = numbers.iter().map(|n| r(*n)).collect();
        ids.extend(["a".to_owned(), "a/b?c&d%20e".to_owned()]);
        ids.sort();
        ids
    };
    assert_eq!(ids("").await, all(&[1, 2, 4, 5, 6]));
    assert_eq!(ids("status=active").await, all(&[1, 2, 4, 5, 6]));
    assert_eq!(ids("status=all").await, all(&[1, 2, 3, 4, 5, 6, 7]));
    assert_eq!(ids("status=revoked").await, [r(3)]);
}

#[tokio::test]
async fn each_filter_keeps_its_rows() {
    for (query, wanted) in [
        (format!("id={}&id={}&id=none", r(2), r(1)), vec![r(1), r(2)]),
        (format!("id={}&status=all&id={}", r(3), r(3)), vec![r(3)]),
        (format!("id={}", r(3)), vec![]),
        (format!("user.id={}&user.id={}", u(3), "90e1a1c4-1b3c-4a9e-8d20-00000000ffff"), vec![r(2), r(4), r(5)]),
        ("user.id=ben@example.com".to_owned(), vec![]),
        (format!("device.id={}", d(1)), vec![r(1), r(4)]),
        (format!("device.id={}&user.id={}", d(1), u(3)), vec![r(4)]),
        ("policy.id=540f0000-0000-4000-8000-000000000002&status=all".to_owned(), vec![r(3)]),
        ("registration_type=browser_extension".to_owned(), vec![r(5)]),
        ("search=BEN%40example".to_owned(), vec![r(4), r(5)]),
        ("search=lt-anna".to_owned(), vec![r(1), r(4)]),
        ("seen_after=2026-11-21T08:00:00Z".to_owned(), vec![r(4), r(6)]),
        ("seen_before=2026-10-01T00:00:00Z&status=all&registration_type=warp".to_owned(), vec![r(3), r(7)]),
        ("seen_after=2026-11-19T09:00:00%2B00:00&seen_before=2026-11-20T00:00:00Z".to_owned(), vec![r(2)]),
    ] {
        assert_eq!(ids(&query).await, wanted, "{query}");
    }
}

#[tokio::test]
async fn each_sort_has_its_order_both_ways() {
    let rest = "&status=all&search=0b6a4bd7c0";
    for (sort, wanted) in [
        ("id", [1, 2, 3, 4, 5, 6, 7]),
        ("user.name", [3, 2, 6, 1, 4, 5, 7]),
        ("user.email", [3, 4, 5, 7, 1, 2, 6]),
        ("last_seen_at", [3, 7, 5, 2, 1, 4, 6]),
        ("created_at", [3, 6, 1, 4, 2, 5, 7]),
    ] {
        let mut wanted = wanted.map(r).to_vec();
        assert_eq!(ids(&format!("sort_by={sort}{rest}")).await, wanted, "{sort}");
        wanted.reverse();
        assert_eq!(ids(&format!("sort_by={sort}&sort_order=desc{rest}")).await, wanted, "{sort}");
    }
}

#[tokio::test]
async fn values_that_are_not_documented_are_refused() {
    let api = Api::new();
    for query in [
        "status=deleted",
        "sort_by=name",
        "sort_order=up",
        "registration_type=mesh",
        "seen_after=yesterday",
        "per_page=-1",
    ] {
        let reply = api.get(&format!("{LIST}?{query}")).await;
        assert_eq!((reply.status, reply.body["success"].clone()), (400, json!(false)), "{query}");
    }
    assert_eq!(api.get(&format!("{LIST}?colour=red")).await.status, 200);
}

#[tokio::test]
async fn the_profile_comes_only_when_it_is_asked_for() {
    let api = Api::new();
    let plain = api.get(&format!("{LIST}?id={}", r(1))).await;
    assert_eq!(plain.result()[0].get("policy"), None);
    let with = api.get(&format!("{LIST}?id={}&include=policy", r(1))).await;
    assert_eq!(with.result()[0]["policy"]["name"], "Default");
    let one = api.get(&format!("{LIST}/{}?include=policy", r(3))).await;
    assert_eq!(one.result()["policy"]["name"], "Kiosks");
}

#[tokio::test]
async fn a_row_comes_as_it_was_recorded() {
    let reply = Api::new().get(&format!("{LIST}/{}?include=policy", r(1))).await;
    let recording: Value = serde_json::from_str(super::support::RECORDING).expect("JSON");
    assert_eq!(*reply.result(), recording["registrations"][0]);
}

#[tokio::test]
async fn an_encoded_id_reaches_exactly_its_row() {
    let api = Api::new();
    let path = format!("{LIST}/a%2Fb%3Fc%26d%2520e");
    assert_eq!(api.get(&path).await.result()["id"], "a/b?c&d%20e");
    assert_eq!(api.delete(&path).await.body, empty());
    assert!(!api.row("registrations", "a").is_null());
    assert_eq!(api.delete(&format!("{LIST}/a%2Fb")).await.status, 404);
    assert_eq!(api.get(&format!("{LIST}/%FF")).await.status, 404);
}

#[tokio::test]
async fn a_delete_removes_the_row_and_a_second_one_finds_nothing() {
    let api = Api::new();
    assert_eq!(api.delete(&format!("{LIST}/{}", r(1))).await.body, empty());
    let again = api.delete(&format!("{LIST}/{}", r(1))).await;
    assert_eq!((again.status, again.code()), (404, 7003));
    assert_eq!(api.get(&format!("{LIST}/{}", r(1))).await.status, 404);
    assert_eq!(api.registrations().len(), 8);
    assert_eq!(api.delete(&format!("{LIST}/{}", r(7))).await.status, 404, "a deleted row does not exist");
}

#[tokio::test]
async fn bulk_calls_take_repeated_ids_and_no_body() {
    let api = Api::new();
    let done = api.delete(&format!("{LIST}?id={}&id=a%2Fb%3Fc%26d%2520e&id={}", r(1), r(1))).await;
    assert_eq!((done.status, done.body), (200, empty()));
    assert_eq!(api.registrations().len(), 7);
    for method in ["DELETE", "POST"] {
        let path = if method == "POST" { format!("{LIST}/revoke") } else { LIST.to_owned() };
        for query in ["", "?id=", "?ids=x"] {
            assert_eq!(api.send(method, &format!("{path}{query}"), None).await.status, 400, "{method} {query}");
        }
    }
    assert_eq!(api.registrations().len(), 7);
}

#[tokio::test]
async fn a_revoke_keeps_the_row_and_its_addresses_and_can_be_undone() {
    let api = Api::new();
    let before = api.row("registrations", &r(1));
    assert_eq!(api.post(&format!("{LIST}/revoke?id={}&id={}", r(1), r(3))).await.body, empty());
    let revoked = api.row("registrations", &r(1));
    assert_eq!(revoked["revoked_at"], "2026-11-22T00:00:00.001Z");
    assert_eq!(revoked["updated_at"], revoked["revoked_at"]);
    assert_eq!(revoked["virtual_ipv4"], before["virtual_ipv4"]);
    assert_eq!(api.row("registrations", &r(3))["revoked_at"], "2026-06-01T12:30:00Z", "revoked once, at that time");
    assert_eq!(api.post(&format!("{LIST}/unrevoke?id={}", r(1))).await.body, empty());
    let restored = api.row("registrations", &r(1));
    assert_eq!(restored["revoked_at"], Value::Null);
    assert!(restored["updated_at"].as_str() > revoked["updated_at"].as_str());
}

#[tokio::test]
async fn an_unknown_id_is_handled_as_the_settings_say() {
    for (unknown_ids, status, left) in
        [(UnknownIds::Refuse, 404, 9), (UnknownIds::Ignore, 200, 7), (UnknownIds::Stop, 404, 8)]
    {
        let api = Api::with(Options { unknown_ids, ..Options::default() });
        let reply = api.delete(&format!("{LIST}?id={}&id=none&id={}", r(1), r(2))).await;
        assert_eq!((reply.status, api.registrations().len()), (status, left), "{unknown_ids:?}");
    }
}

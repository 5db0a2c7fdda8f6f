//! Paging by cursor and by number.

use doorlist::sandbox::{BeyondLargest, Options};
use serde_json::{Value, json};

use super::support::{Api, l, r};

/// Walks a list by cursor and gives the ids of each page. `between` happens after the first.
async fn walk(api: &Api, path: &str, between: impl AsyncFnOnce(&Api)) -> Vec<Vec<String>> {
    let (mut pages, mut cursor, mut between) = (Vec::new(), String::new(), Some(between));
    loop {
        let reply = api.get(&format!("{path}&cursor={cursor}")).await;
        let info = &reply.body["result_info"];
        let ids = reply.column("id");
        assert_eq!(info["count"], ids.len());
        assert_eq!(info["total_count"], Value::Null);
        assert_eq!(info["per_page"], 2);
        pages.push(ids);
        cursor = info["cursor"].as_str().expect("always a text").to_owned();
        if cursor.is_empty() {
            return pages;
        }
        if let Some(between) = between.take() {
            between(api).await;
        }
    }
}

#[tokio::test]
async fn a_walk_gives_every_row_once_in_every_order() {
    let api = Api::new();
    for sort in ["", "&sort_by=last_seen_at", "&sort_by=user.email&sort_order=desc", "&sort_by=id&sort_order=desc"] {
        let path = format!("devices/registrations?per_page=2&status=all{sort}");
        let pages = walk(&api, &path, async |_| {}).await;
        assert_eq!(pages.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2, 2, 1], "{sort}");
        let mut ids = pages.concat();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 9, "{sort}");
    }
    let devices = walk(&api, "devices/physical-devices?per_page=2&active_registrations=include", async |_| {}).await;
    assert_eq!(devices.iter().map(Vec::len).collect::<Vec<_>>(), [2, 2, 2, 1]);
}

#[tokio::test]
async fn a_full_last_page_has_no_cursor() {
    let reply = Api::new().get(&format!("devices/registrations?per_page=2&id={}&id={}", r(1), r(2))).await;
    assert_eq!(reply.body["result_info"], json!({"count": 2, "cursor": "", "per_page": 2, "total_count": null}));
}

#[tokio::test]
async fn a_walk_survives_deletes_and_inserts() {
    let api = Api::new();
    let pages = walk(&api, "devices/registrations?per_page=2&status=all", async |api| {
        api.delete(&format!("devices/registrations?id={}&id={}&id={}", r(1), r(2), r(4))).await;
        api.sandbox.enroll_again(&doorlist::sandbox::Absences::default());
    })
    .await;
    let seen = pages.concat();
    for stayed in [3, 5, 6, 7] {
        assert_eq!(seen.iter().filter(|id| **id == r(stayed)).count(), 1, "{stayed}");
    }
    let mut unique = seen.clone();
    unique.sort();
    unique.dedup();
    assert_eq!(seen.len(), unique.len());
}

#[tokio::test]
async fn a_page_number_is_no_parameter_of_the_device_lists() {
    let api = Api::new();
    for path in ["devices/registrations", "devices/physical-devices"] {
        assert_eq!(api.get(&format!("{path}?page=1")).await.status, 400);
        assert_eq!(api.get(&format!("{path}?cursor=made.up")).await.status, 400);
    }
}

#[tokio::test]
async fn the_page_size_has_a_default_and_a_maximum() {
    let per_page = |reply: &super::support::Reply| reply.body["result_info"]["per_page"].clone();
    let api = Api::new();
    for (path, usual) in [
        ("devices/registrations", 50),
        ("devices/physical-devices", 50),
        ("access/users", 1_000),
        ("access/service_tokens", 1_000),
        ("access/apps", 1_000),
        ("access/groups", 1_000),
        ("access/policies", 100),
        (&format!("access/apps/{}/policies", super::support::WARP), 200),
        (&format!("gateway/lists/{}/items", l(1)), 50),
    ] {
        assert_eq!(per_page(&api.get(path).await), usual, "{path}");
        assert_eq!(per_page(&api.get(&format!("{path}?per_page=1000")).await), 1_000, "{path}");
        assert_eq!(api.get(&format!("{path}?per_page=1001")).await.status, 400, "{path}");
        assert_eq!(api.get(&format!("{path}?per_page=0")).await.status, 400, "{path}");
    }
    let options = Options { largest_page: 3, beyond_largest: BeyondLargest::Clamp, ..Options::default() };
    let clamped = Api::with(options).get("devices/registrations?per_page=4").await;
    assert_eq!((per_page(&clamped), clamped.column("id").len()), (json!(3), 3));
}

#[tokio::test]
async fn numbered_pages_end_with_an_empty_one() {
    let api = Api::new();
    let mut seen = Vec::new();
    for page in 1..=3 {
        let reply = api.get(&format!("access/users?per_page=2&page={page}")).await;
        let info = &reply.body["result_info"];
        assert_eq!((&info["page"], &info["total_count"], &info["total_pages"]), (&json!(page), &json!(4), &json!(2)));
        seen.push(reply.column("email").len());
    }
    assert_eq!(seen, [2, 2, 0]);
}

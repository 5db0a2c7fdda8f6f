//! Gateway lists.

use serde_json::{Value, json};

use super::support::{Api, empty, l};

const LISTS: &str = "gateway/lists";

async fn items(api: &Api, number: u32) -> Vec<String> {
    api.get(&format!("{LISTS}/{}/items?per_page=1000", l(number))).await.column("value")
}

#[tokio::test]
async fn lists_are_filtered_ordered_and_shown_without_items() {
    let api = Api::new();
    for (query, wanted) in [
        ("", vec!["offboarded", "corporate laptops", "not read"]),
        ("filter=type:EMAIL", vec!["offboarded"]),
        ("type=SERIAL", vec!["corporate laptops"]),
        ("filter=type:EMAIL&filter=name:other", vec![]),
        ("filter=item_count:3", vec!["corporate laptops"]),
        (&format!("filter=id:{}", l(3)), vec!["not read"]),
        ("search=ENROL", vec!["offboarded"]),
        ("order_by=name", vec!["corporate laptops", "not read", "offboarded"]),
        ("order_by=item_count&direction=desc", vec!["not read", "corporate laptops", "offboarded"]),
        ("order_by=updated_at", vec!["offboarded", "corporate laptops", "not read"]),
    ] {
        let reply = api.get(&format!("{LISTS}?{query}")).await;
        assert_eq!(reply.column("name"), wanted, "{query}");
        assert!(!reply.text.contains("\"items\""));
    }
    for query in ["filter=color:red", "filter=EMAIL", "order_by=type", "direction=up"] {
        assert_eq!(api.get(&format!("{LISTS}?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn items_come_in_pages_of_their_own() {
    let api = Api::new();
    let reply = api.get(&format!("{LISTS}/{}/items?per_page=2&page=2", l(2))).await;
    assert_eq!(reply.column("value"), ["MOCK-SN-0003"]);
    assert_eq!(reply.body["result_info"]["total_count"], 3);
    let unread = api.get(&format!("{LISTS}/{}/items", l(3))).await;
    assert_eq!((unread.status, unread.code()), (403, 9109));
    assert_eq!(api.get(&format!("{LISTS}/none/items")).await.status, 404);
}

#[tokio::test]
async fn a_patch_adds_and_removes_and_can_be_repeated() {
    let api = Api::new();
    let path = format!("{LISTS}/{}", l(1));
    let body =
        json!({"append": [{"value": "sally@example.com", "description": "left"}], "remove": ["former@example.com"]});
    for _ in 0..2 {
        let reply = api.send("PATCH", &path, Some(&body)).await;
        assert_eq!(reply.result()["count"], 1);
        assert_eq!(items(&api, 1).await, ["sally@example.com"]);
    }
    let item = api.get(&format!("{path}/items")).await.result()[0].clone();
    assert_eq!((&item["description"], &item["created_at"]), (&json!("left"), &json!("2026-11-22T00:00:00.001Z")));
    for wrong in [json!({"append": ["x"]}), json!({"append": {}}), json!({"remove": [{"value": "x"}]})] {
        assert_eq!(api.send("PATCH", &path, Some(&wrong)).await.status, 400, "{wrong}");
    }
    assert_eq!(api.send("PATCH", &format!("{LISTS}/none"), Some(&body)).await.status, 404);
}

#[tokio::test]
async fn a_put_overwrites_items_only_with_items() {
    let api = Api::new();
    let path = format!("{LISTS}/{}", l(2));
    for kept in [json!({"name": "laptops"}), json!({"name": "laptops", "items": []})] {
        assert_eq!(api.put(&path, &kept).await.result()["name"], "laptops");
        assert_eq!(items(&api, 2).await.len(), 3);
    }
    api.put(&path, &json!({"name": "laptops", "items": [{"value": "NEW"}]})).await;
    assert_eq!(items(&api, 2).await, ["NEW"]);
    assert_eq!(api.put(&path, &json!({"items": []})).await.status, 400);
}

#[tokio::test]
async fn lists_are_made_with_200_and_removed() {
    let api = Api::new();
    let body = json!({"name": "new", "type": "EMAIL", "items": [{"value": "a@example.com"}]});
    let made = api.send("POST", LISTS, Some(&body)).await;
    assert_eq!((made.status, &made.result()["count"]), (200, &json!(1)));
    let id = made.result()["id"].as_str().unwrap_or_default();
    assert_eq!(api.delete(&format!("{LISTS}/{id}")).await.body, empty());
    assert_eq!(api.get(&format!("{LISTS}/{id}")).await.status, 404);
    for wrong in [json!({"name": "x"}), json!({"name": "x", "type": "COLOR"}), json!({"type": "EMAIL"}), Value::Null] {
        assert_eq!(api.send("POST", LISTS, Some(&wrong)).await.status, 400, "{wrong}");
    }
}

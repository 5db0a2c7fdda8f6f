//! `/devices/physical-devices`.

use serde_json::{Value, json};

use super::support::{Api, d, empty, r};

const LIST: &str = "devices/physical-devices";

async fn names(query: &str) -> String {
    Api::new().get(&format!("{LIST}?{query}")).await.column("name").join(" ")
}

#[tokio::test]
async fn devices_without_an_active_registration_are_hidden() {
    assert_eq!(names("").await, "LT-ANNA-01 ci-runner-7 BEN-PHONE site-router odd-ids");
    assert_eq!(names("active_registrations=exclude").await, "shared-kiosk never-connected");
    let all = "LT-ANNA-01 ci-runner-7 shared-kiosk BEN-PHONE site-router odd-ids never-connected";
    assert_eq!(names("active_registrations=include").await, all);
}

#[tokio::test]
async fn each_filter_keeps_its_devices() {
    for (query, wanted) in [
        (format!("id={}&id={}", d(2), d(1)), "LT-ANNA-01 ci-runner-7"),
        ("has_registration_type=browser_extension".into(), "BEN-PHONE"),
        ("last_seen_user.email=BEN%40example.com".into(), "BEN-PHONE"),
        ("last_seen_user.email=ben".into(), ""),
        (
            "last_seen_registration.policy.id=540f0000-0000-4000-8000-000000000002&active_registrations=include".into(),
            "shared-kiosk",
        ),
        ("tag=site:zagreb&tag=tier:1".into(), "LT-ANNA-01"),
        ("tag=site:zagreb&tag=tier:2".into(), ""),
        ("search=mock-sn-0002".into(), "ci-runner-7"),
        ("search=hw-06".into(), "site-router"),
        ("seen_after=2026-11-21T00:00:00Z".into(), "site-router"),
        ("seen_before=2026-11-01T00:00:00Z&active_registrations=include".into(), "shared-kiosk BEN-PHONE"),
    ] {
        assert_eq!(names(&query).await, wanted, "{query}");
    }
}

#[tokio::test]
async fn each_sort_has_its_order() {
    for (sort, wanted) in [
        ("name", "BEN-PHONE LT-ANNA-01 ci-runner-7 odd-ids site-router"),
        ("id", "LT-ANNA-01 ci-runner-7 BEN-PHONE site-router odd-ids"),
        ("client_version", "ci-runner-7 LT-ANNA-01 BEN-PHONE site-router odd-ids"),
        ("last_seen_user.email", "BEN-PHONE LT-ANNA-01 odd-ids ci-runner-7 site-router"),
        ("last_seen_at", "BEN-PHONE odd-ids ci-runner-7 LT-ANNA-01 site-router"),
        ("active_registrations", "ci-runner-7 BEN-PHONE site-router LT-ANNA-01 odd-ids"),
        ("created_at", "LT-ANNA-01 ci-runner-7 BEN-PHONE site-router odd-ids"),
    ] {
        assert_eq!(names(&format!("sort_by={sort}")).await, wanted, "{sort}");
    }
}

#[tokio::test]
async fn values_that_are_not_documented_are_refused() {
    let api = Api::new();
    let tags = "tag=a:b&".repeat(11);
    for query in ["active_registrations=yes", "has_registration_type=mesh", "sort_by=serial", "tag=site", tags.as_str()]
    {
        assert_eq!(api.get(&format!("{LIST}?{query}")).await.status, 400, "{query}");
    }
}

#[tokio::test]
async fn the_count_follows_the_registrations() {
    let api = Api::new();
    let count = async || api.get(&format!("{LIST}/{}", d(1))).await.result()["active_registrations"].clone();
    assert_eq!(count().await, 2);
    api.post(&format!("devices/registrations/revoke?id={}", r(1))).await;
    assert_eq!(count().await, 1);
    api.delete(&format!("devices/registrations/{}", r(4))).await;
    assert_eq!(count().await, 0);
    let hidden = api.get(&format!("{LIST}?id={}", d(1))).await;
    assert_eq!(*hidden.result(), json!([]));
}

#[tokio::test]
async fn the_profile_of_the_last_registration_comes_only_when_it_is_asked_for() {
    let api = Api::new();
    let plain = api.get(&format!("{LIST}/{}", d(1))).await;
    assert_eq!(plain.result()["last_seen_registration"], json!({}));
    let with = api.get(&format!("{LIST}/{}?include=last_seen_registration.policy", d(1))).await;
    assert_eq!(with.result()["last_seen_registration"]["policy"]["name"], "Default");
}

#[tokio::test]
async fn deleting_a_device_takes_every_registration_on_it() {
    let api = Api::new();
    assert_eq!(api.delete(&format!("{LIST}/{}", d(1))).await.body, empty());
    assert!(api.row("registrations", &r(1)).is_null() && api.row("registrations", &r(4)).is_null());
    assert_eq!(api.registrations().len(), 7);
    assert_eq!(api.delete(&format!("{LIST}/{}", d(1))).await.status, 404);
}

#[tokio::test]
async fn revoking_a_device_keeps_its_rows() {
    let api = Api::new();
    assert_eq!(api.post(&format!("{LIST}/{}/revoke", d(1))).await.body, empty());
    for number in [1, 4] {
        assert_ne!(api.row("registrations", &r(number))["revoked_at"], Value::Null);
    }
    assert_eq!(api.row("physical_devices", &d(1))["active_registrations"], 0);
    assert_eq!(api.post(&format!("{LIST}/none/revoke")).await.status, 404);
}

#[tokio::test]
async fn tags_are_replaced_as_a_whole() {
    let api = Api::new();
    let path = format!("{LIST}/{}", d(1));
    let tagged = api.send("PATCH", &path, Some(&json!({"tags": {"floor": "3"}}))).await;
    assert_eq!(tagged.result()["tags"], json!({"floor": "3"}));
    assert_eq!(tagged.result()["active_registrations"], 2);
    assert_eq!(api.send("PATCH", &path, Some(&json!({"tags": {}}))).await.result()["tags"], json!({}));
    for wrong in [json!({}), json!({"tags": {"a": 1}}), json!({"tags": {"a": "x".repeat(1_025)}})] {
        assert_eq!(api.send("PATCH", &path, Some(&wrong)).await.status, 400, "{wrong}");
    }
}

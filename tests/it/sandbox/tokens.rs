//! Service tokens.

use serde_json::json;

use super::support::{Api, g, p, t};

const LIST: &str = "access/service_tokens";

#[tokio::test]
async fn tokens_are_listed_without_secrets() {
    let api = Api::new();
    let reply = api.get(LIST).await;
    assert_eq!(reply.column("name"), ["ci-runners", "in-a-group", "unused"]);
    assert_eq!(reply.result()[0]["last_seen_at"], "2026-11-21T00:00:00Z");
    assert!(!reply.text.contains("secret"));
    assert_eq!(api.get(&format!("{LIST}?name=UNUSED")).await.column("name"), ["unused"]);
    assert_eq!(api.get(&format!("{LIST}?search=in")).await.column("name"), ["in-a-group"]);
    assert_eq!(api.get(&format!("{LIST}/{}", t(1))).await.result()["name"], "ci-runners");
}

#[tokio::test]
async fn an_update_changes_what_it_names() {
    let api = Api::new();
    let reply = api.put(&format!("{LIST}/{}", t(1)), &json!({"name": "ci-runners", "enabled": false})).await;
    assert_eq!((&reply.result()["enabled"], &reply.result()["duration"]), (&json!(false), &json!("8760h")));
    assert_ne!(reply.result()["updated_at"], "2026-01-05T09:00:00Z");
    let longer = api.put(&format!("{LIST}/{}", t(1)), &json!({"duration": "24h"})).await;
    assert!(longer.result()["expires_at"].as_str().is_some_and(|end| end.starts_with("2026-11-23")));
    assert_eq!(longer.result()["enabled"], false);
    let forever = api.put(&format!("{LIST}/{}", t(1)), &json!({"duration": "forever"})).await;
    assert_eq!(forever.result().get("expires_at"), None);
    assert_eq!(api.put(&format!("{LIST}/{}", t(1)), &json!({"enabled": "no"})).await.status, 400);
    let unknown = api.put(&format!("{LIST}/none"), &json!({})).await;
    assert_eq!((unknown.status, unknown.message()), (404, "access.api.error.service_token_not_found"));
}

#[tokio::test]
async fn a_token_in_use_cannot_be_deleted() {
    let api = Api::new();
    for number in [1, 2] {
        let reply = api.delete(&format!("{LIST}/{}", t(number))).await;
        assert_eq!((reply.status, reply.code()), (400, 12139), "{number}");
        assert!(reply.message().starts_with("access.api.error.service_token_in_use"));
    }
    let reply = api.delete(&format!("{LIST}/{}", t(3))).await;
    assert_eq!((reply.status, &reply.result()["name"]), (200, &json!("unused")));
    assert_eq!(api.delete(&format!("{LIST}/{}", t(3))).await.status, 404);
}

#[tokio::test]
async fn a_token_that_a_scim_configuration_names_by_its_client_id_is_in_use() {
    for (client_id, status) in [("c3.access", 400), ("c3.access.other", 200), ("c3", 200)] {
        let api = Api::changed(|recording| {
            recording["service_tokens"][2]["client_id"] = json!("c3.access");
            recording["applications"][0]["scim_config"] = json!({"enabled": true, "authentication": {
                "scheme": "access_service_token", "client_id": client_id, "client_secret": "x"}});
        });
        let reply = api.delete(&format!("{LIST}/{}", t(3))).await;
        assert_eq!(reply.status, status, "{client_id}");
        assert!(status == 200 || reply.code() == 12139);
    }
}

#[tokio::test]
async fn a_token_is_free_once_nothing_names_it() {
    let api = Api::new();
    let group = json!({"name": "Loop", "include": [{"everyone": {}}]});
    api.put(&format!("access/groups/{}", g(2)), &group).await;
    assert_eq!(api.delete(&format!("{LIST}/{}", t(2))).await.status, 200);
    let policy = json!({"name": "CI", "decision": "non_identity", "include": [{"any_valid_service_token": {}}]});
    api.put(&format!("access/policies/{}", p(2)), &policy).await;
    assert_eq!(api.delete(&format!("{LIST}/{}", t(1))).await.status, 200);
}

#[tokio::test]
async fn each_rotation_gives_another_secret_and_only_then() {
    let api = Api::new();
    let secret = async || {
        let reply = api.post(&format!("{LIST}/{}/rotate", t(1))).await;
        reply.result()["client_secret"].as_str().unwrap_or_default().to_owned()
    };
    let (first, second) = (secret().await, secret().await);
    assert!(first.starts_with("cfast_") && first != second);
    assert_eq!(api.row("service_tokens", &t(1)).get("client_secret"), None);
    assert!(!serde_json::to_string(&api.sandbox.log()).expect("JSON").contains("cfast_"));
}

#[tokio::test]
async fn tokens_can_be_made_and_refreshed() {
    let api = Api::new();
    let made = api.send("POST", LIST, Some(&json!({"name": "new", "duration": "24h"}))).await;
    assert_eq!((made.status, &made.result()["enabled"]), (201, &json!(true)));
    assert!(made.result()["client_secret"].as_str().is_some_and(|secret| secret.starts_with("cfast_")));
    let id = made.result()["id"].as_str().unwrap_or_default();
    let refreshed = api.post(&format!("{LIST}/{id}/refresh")).await;
    assert!(refreshed.result()["expires_at"].as_str().is_some_and(|end| end.starts_with("2027-11-22")));
    assert_eq!(api.send("POST", LIST, Some(&json!({"name": ""}))).await.status, 400);
}

//! Applications, policies and groups.

use serde_json::{Value, json};

use super::support::{Api, WARP, WIKI, g, p, t};

fn rule(email: &str) -> Value {
    json!({"email": {"email": email}})
}

fn policy(name: &str) -> Value {
    json!({"name": name, "decision": "allow", "include": [rule("a@example.com")]})
}

fn warp(rest: &str) -> String {
    format!("access/apps/{WARP}{rest}")
}

fn wiki(rest: &str) -> String {
    format!("access/apps/{WIKI}{rest}")
}

#[tokio::test]
async fn applications_are_found_by_name_domain_and_search() {
    let api = Api::new();
    for (query, wanted) in [
        ("", vec!["Wiki", "Warp Login App"]),
        ("name=warp", vec!["Warp Login App"]),
        ("name=warp&exact=true", vec![]),
        ("name=WIKI&exact=true", vec!["Wiki"]),
        ("domain=cloudflareaccess", vec!["Warp Login App"]),
        ("search=wiki.example", vec!["Wiki"]),
        ("target_attributes=hostname%3Dx", vec![]),
        (&format!("aud={}", "a".repeat(64)), vec!["Warp Login App"]),
    ] {
        assert_eq!(api.get(&format!("access/apps?{query}")).await.column("name"), wanted, "{query}");
    }
    assert_eq!(api.get("access/apps?exact=maybe").await.status, 400);
}

#[tokio::test]
async fn a_put_resets_settings_and_keeps_attachments_that_it_leaves_out() {
    let api = Api::new();
    let before = api.row("applications", WARP);
    let reply = api.put(&warp(""), &json!({"type": "warp", "name": "Mine"})).await;
    assert_eq!((&reply.result()["session_duration"], &reply.result()["name"]), (&json!("24h"), &before["name"]));
    assert_eq!(reply.result()["auto_redirect_to_identity"], false);
    assert_eq!((&reply.result()["policies"], &reply.result()["aud"]), (&before["policies"], &before["aud"]));
    assert_eq!(api.put(&warp(""), &json!({})).await.status, 400);
    assert_eq!(api.put(&warp(""), &json!({"type": "self_hosted"})).await.status, 400);
    assert_eq!(api.put("access/apps/none", &json!({"type": "warp"})).await.status, 404);
}

#[tokio::test]
async fn only_the_enrollment_application_keeps_its_name_and_domain() {
    let api = Api::new();
    let body = json!({"type": "self_hosted", "name": "Wiki 2", "domain": "wiki2.example", "new_key": {"deep": [1]}, "id": "x"});
    let reply = api.put(&wiki(""), &body).await;
    let shown = |key: &str| reply.result()[key].clone();
    assert_eq!((shown("name"), shown("domain"), shown("id")), (json!("Wiki 2"), json!("wiki2.example"), json!(WIKI)));
    assert_eq!(shown("new_key"), json!({"deep": [1]}));
    let left_out = api.put(&wiki(""), &json!({"type": "self_hosted", "name": null})).await;
    assert_eq!((&left_out.result()["name"], &left_out.result()["domain"]), (&json!("Wiki 2"), &json!("wiki2.example")));
    assert_eq!(left_out.result().get("new_key"), None, "a setting that is left out is reset");
}

#[tokio::test]
async fn a_put_keeps_what_nobody_knows_of_a_policy() {
    let api = Api::changed(|recording| {
        for pointer in ["/policies/0", "/applications/0/policies/0"] {
            let policy = recording.pointer_mut(pointer).expect("a policy");
            policy["new_key"] = json!({"deep": [true]});
            policy["session_duration"] = json!("8h");
        }
    });
    let own = wiki("/policies/8d5b7b2b-2222-4a9e-8d20-00000000c009");
    for path in [format!("access/policies/{}", p(1)), own] {
        let reply = api.put(&path, &policy("Changed")).await;
        assert_eq!(reply.result()["new_key"], json!({"deep": [true]}), "{path}: what is not sent stays");
        assert_eq!(reply.result()["session_duration"], "24h", "{path}: a known key goes back to its default");
        let mut body = policy("Changed");
        body["new_key"] = json!("sent");
        body["app_count"] = json!(99);
        body["id"] = json!("x");
        api.put(&path, &body).await;
        let after = api.get(&path).await;
        assert_eq!(after.result()["new_key"], "sent", "{path}");
        assert!(after.result()["app_count"] != 99 && after.result()["id"] != "x", "{path}");
    }
}

#[tokio::test]
async fn what_a_get_gave_can_be_sent_back() {
    let api = Api::new();
    for path in [warp(""), wiki("")] {
        let before = api.get(&path).await.result().clone();
        let after = api.put(&path, &before).await.result().clone();
        assert_eq!(after["policies"].as_array().map(Vec::len), before["policies"].as_array().map(Vec::len));
        for (after, before) in after["policies"].as_array().into_iter().zip(before["policies"].as_array()) {
            assert_eq!((&after[0]["id"], &after[0]["include"]), (&before[0]["id"], &before[0]["include"]));
        }
        assert_eq!(after["session_duration"], before["session_duration"]);
    }
}

#[tokio::test]
async fn attachments_are_ids_links_or_policies_but_not_a_mixture() {
    let api = Api::new();
    let put = async |policies: Value| api.put(&warp(""), &json!({"type": "warp", "policies": policies})).await;
    let of = |reply: &super::support::Reply, key: &str| -> Vec<Value> {
        let policies = reply.result()["policies"].as_array().cloned().unwrap_or_default();
        policies.iter().map(|policy| policy[key].clone()).collect()
    };
    let ids = put(json!([p(1), p(3)])).await;
    assert_eq!(
        (of(&ids, "name"), of(&ids, "precedence")),
        (vec![json!("Staff enrolment"), json!("Offboarded")], vec![json!(1), json!(2)])
    );
    let links = put(json!([{"id": p(1), "precedence": 5}, {"id": p(2), "precedence": 2}])).await;
    assert_eq!(of(&links, "precedence"), [json!(5), json!(2)]);
    let inline = put(json!([policy("Own")])).await;
    assert_eq!((of(&inline, "name"), of(&inline, "reusable")), (vec![json!("Own")], vec![json!(false)]));
    assert_eq!(api.row("policies", &p(1))["app_count"], 0);
    for wrong in [
        json!([p(1), policy("Own")]),
        json!([{"id": p(1), "precedence": 1}, {"id": p(2), "precedence": 1}]),
        json!(["none"]),
        json!([7]),
        json!({}),
    ] {
        let reply = put(wrong.clone()).await;
        assert_eq!((reply.status, reply.code()), (400, 12130), "{wrong}");
    }
    assert_eq!(of(&api.get(&warp("")).await, "name"), [json!("Own")], "a refused call changes nothing");
}

#[tokio::test]
async fn an_application_shows_policies_of_both_kinds_and_writes_its_own() {
    let api = Api::new();
    let listed = api.get(&warp("/policies?per_page=2")).await;
    assert_eq!(listed.column("name"), ["Offboarded", "Staff enrolment"]);
    assert_eq!(listed.result()[0]["reusable"], true);
    let refused = api.put(&warp(&format!("/policies/{}", p(1))), &policy("x")).await;
    assert_eq!((refused.status, refused.code()), (400, 12130));
    assert_eq!(api.delete(&warp(&format!("/policies/{}", p(1)))).await.status, 400);
    let own = wiki(&format!("/policies/{}", p(9)));
    let replaced = api.put(&own, &policy("Renamed")).await;
    assert_eq!((&replaced.result()["name"], &replaced.result()["precedence"]), (&json!("Renamed"), &json!(1)));
    assert_eq!(replaced.result()["created_at"], "2026-01-05T09:00:00Z");
    assert!(replaced.result()["updated_at"].as_str() > Some("2026-11-22"));
    let gone = api.delete(&own).await;
    assert_eq!((gone.status, gone.result()), (202, &json!({"id": p(9)})));
    assert_eq!(api.get(&own).await.status, 404);
}

#[tokio::test]
async fn precedences_are_unique() {
    let api = Api::new();
    let made = api.send("POST", &wiki("/policies"), Some(&policy("Second"))).await;
    assert_eq!((made.status, &made.result()["precedence"]), (201, &json!(2)));
    let mut third = policy("Third");
    third["precedence"] = json!(2);
    let refused = api.send("POST", &wiki("/policies"), Some(&third)).await;
    assert_eq!(refused.message(), "access.api.error.invalid_request: policy precedences must be unique");
    let id = made.result()["id"].as_str().unwrap_or_default().to_owned();
    third["precedence"] = json!(1);
    assert_eq!(api.put(&wiki(&format!("/policies/{id}")), &third).await.code(), 12130);
    third["precedence"] = json!(2);
    assert_eq!(api.put(&wiki(&format!("/policies/{id}")), &third).await.status, 200);
}

#[tokio::test]
async fn a_reusable_policy_is_replaced_everywhere() {
    let api = Api::new();
    let mut body = api.get(&format!("access/policies/{}", p(1))).await.result().clone();
    assert_eq!(body["app_count"], 1, "counted, whatever the recording says");
    body["exclude"].as_array_mut().expect("rules").push(rule("sally@example.com"));
    let before = body["updated_at"].clone();
    let reply = api.put(&format!("access/policies/{}", p(1)), &body).await;
    assert_eq!(reply.result()["exclude"], body["exclude"]);
    assert!(reply.result()["updated_at"].as_str() > before.as_str());
    assert_eq!((&reply.result()["reusable"], &reply.result()["app_count"]), (&json!(true), &json!(1)));
    let attached = api.get(&warp(&format!("/policies/{}", p(1)))).await;
    assert_eq!((&attached.result()["exclude"], &attached.result()["precedence"]), (&body["exclude"], &json!(2)));
    let replaced = api.put(&format!("access/policies/{}", p(1)), &policy("Short")).await;
    assert_eq!((&replaced.result()["exclude"], &replaced.result()["require"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn a_policy_that_is_attached_cannot_be_deleted() {
    let api = Api::new();
    let refused = api.delete(&format!("access/policies/{}", p(1))).await;
    assert_eq!((refused.status, refused.code()), (409, 12132));
    let spare = api.delete(&format!("access/policies/{}", p(4))).await;
    assert_eq!((spare.status, spare.result()), (202, &json!({"id": p(4)})));
    api.put(&warp(""), &json!({"type": "warp", "policies": [p(2)]})).await;
    assert_eq!(api.delete(&format!("access/policies/{}", p(1))).await.status, 202);
    let unknown = api.delete(&format!("access/policies/{}", p(1))).await;
    assert_eq!((unknown.status, unknown.message()), (404, "access.api.error.policy_not_found"));
}

#[tokio::test]
async fn a_policy_without_rules_is_refused() {
    let api = Api::new();
    for path in ["access/policies".to_owned(), wiki("/policies")] {
        let body = json!({"name": "x", "decision": "allow", "include": []});
        let reply = api.send("POST", &path, Some(&body)).await;
        assert_eq!((reply.status, reply.code()), (400, 12130));
        assert_eq!(api.send("POST", &path, None).await.status, 400);
    }
    let made = api.send("POST", "access/policies", Some(&policy("New"))).await;
    assert_eq!((made.status, &made.result()["app_count"]), (201, &json!(0)));
    assert_eq!(api.get("access/policies?per_page=1&page=5").await.column("name"), ["New"]);
}

#[tokio::test]
async fn an_own_policy_can_be_made_reusable() {
    let api = Api::new();
    let reply = api.send("PUT", &wiki(&format!("/policies/{}/make_reusable", p(9))), None).await;
    assert_eq!((reply.status, &reply.result()["app_count"]), (200, &json!(1)));
    assert_eq!(api.get(&wiki("/policies")).await.result()[0]["reusable"], true);
    assert_eq!(api.put(&format!("access/policies/{}", p(9)), &policy("Shared")).await.status, 200);
    assert_eq!(api.get(&wiki("/policies")).await.column("name"), ["Shared"]);
}

#[tokio::test]
async fn groups_are_replaced_and_cannot_go_while_they_are_used() {
    let api = Api::new();
    assert_eq!(api.get("access/groups?search=o").await.column("name"), ["Loop"]);
    assert_eq!(api.get("access/groups?name=partners").await.column("name"), ["Partners"]);
    let path = format!("access/groups/{}", g(3));
    let body = json!({"name": "Free", "include": [{"service_token": {"token_id": t(3)}}], "is_default": true});
    let reply = api.put(&path, &body).await;
    assert_eq!((&reply.result()["include"], &reply.result()["is_default"]), (&body["include"], &json!(true)));
    assert_eq!(reply.result()["created_at"], "2026-01-05T09:00:00Z");
    let gone = api.delete(&path).await;
    assert_eq!((gone.status, gone.result()), (202, &json!({"id": g(3)})));
    for used in [1, 2] {
        assert_eq!(api.delete(&format!("access/groups/{}", g(used))).await.status, 409);
    }
    let made = api.send("POST", "access/groups", Some(&json!({"name": "n", "include": [rule("a@example.com")]}))).await;
    assert_eq!((made.status, &made.result()["exclude"]), (201, &json!([])));
    assert_eq!(api.send("POST", "access/groups", Some(&json!({"name": "n", "include": []}))).await.status, 400);
    assert_eq!(api.get("access/groups/none").await.message(), "access.api.error.group_not_found");
}

//! The device-enrollment side of an account.

#![expect(clippy::needless_pass_by_value, reason = "scripts read better that way")]

use std::sync::Arc;

use doorlist::model::Account;
use doorlist::model::account::{Listed, Unread};
use doorlist::model::enrollment::{Application, Decision, Policy, Rule};
use serde_json::{Value, json};

use super::script::{ALL, Asked, Script, no, now, page, reader};

async fn read(script: &Arc<Script>) -> Account {
    reader(script).account(ALL, now()).await.expect("an account")
}

fn warp(policies: Value) -> Value {
    json!([{ "id": "app", "type": "warp", "name": "Warp Login App", "policies": policies }, { "id": "wiki", "type": "self_hosted", "policies": ["p9"] }])
}

fn policy(id: &str, precedence: u64, include: Value) -> Value {
    json!({ "id": id, "name": id.to_uppercase(), "decision": "allow", "precedence": precedence, "include": include, "exclude": null })
}

fn enrollment(account: &Account) -> &Application {
    let applications = account.applications.rows().expect("applications");
    applications.iter().find(|application| application.kind == "warp").expect("the application for enrollment")
}

fn policies(account: &Account) -> &[Policy] {
    enrollment(account).policies.rows().expect("its policies")
}

fn names(account: &Account) -> Vec<&str> {
    policies(account).iter().map(|policy| policy.name.as_str()).collect()
}

#[tokio::test]
async fn the_application_has_the_policies_that_its_own_list_has() {
    let script = Arc::new(Script::new().rows("access/apps", warp(json!([policy("old", 1, json!([]))]))).rows(
        "access/apps/app/policies",
        json!([policy("b", 2, json!([])), policy("a", 1, json!([{ "everyone": {} }]))]),
    ));
    let account = read(&script).await;
    assert_eq!(names(&account), ["A", "B"], "in the order of precedence");
    assert_eq!(policies(&account)[0].rules.include, [Rule::Everyone]);
    assert!(script.asked_of("access/apps/wiki/policies").is_empty(), "other applications decide nothing");
}

#[tokio::test]
async fn where_that_list_is_refused_the_policies_that_it_carries_do() {
    for status in [403, 404] {
        let script = Script::new()
            .rows("access/apps", warp(json!([policy("b", 2, json!([])), policy("a", 1, json!([]))])))
            .on("access/apps/app/policies", move |_, _| no(status, 1, "no"));
        assert_eq!(names(&read(&Arc::new(script)).await), ["A", "B"]);
    }
}

#[tokio::test]
async fn where_nothing_says_which_policies_it_has_they_are_unread_and_not_none() {
    for application in
        [json!({ "id": "app", "type": "warp" }), json!({ "id": "app", "type": "warp", "policies": null })]
    {
        for status in [403, 404] {
            let script = Script::new()
                .rows("access/apps", json!([application]))
                .on("access/apps/app/policies", move |_, _| no(status, 1, "no"));
            let account = read(&Arc::new(script)).await;
            let Listed::Unread(Unread::Refused(why)) = &enrollment(&account).policies else {
                panic!("{:?}", enrollment(&account).policies)
            };
            assert!(why.contains(&status.to_string()), "{why}");
        }
    }
}

#[tokio::test]
async fn policies_that_are_only_named_are_taken_from_the_reusable_ones() {
    let reusable = json!([policy("p1", 0, json!([{ "everyone": {} }])), policy("p2", 0, json!([]))]);
    let script = |policies: Value| {
        let script =
            Script::new().rows("access/apps", warp(policies)).on("access/apps/app/policies", |_, _| no(404, 1, "no"));
        Arc::new(script.rows("access/policies", reusable.clone()))
    };
    let account = read(&script(json!(["p2", "p1", "lost"]))).await;
    assert_eq!(names(&account), ["P2", "P1", "lost"]);
    let policies = policies(&account);
    assert_eq!(policies.iter().map(|policy| policy.precedence).collect::<Vec<_>>(), [Some(1), Some(2), Some(3)]);
    assert_eq!(
        policies[2].decision,
        Decision::Other("unread".into()),
        "nothing is known of it, which is not the same as none"
    );
    let account = read(&script(json!([{ "id": "p1", "precedence": 7 }, { "id": "p2", "precedence": 3 }]))).await;
    assert_eq!(names(&account), ["P2", "P1"]);
}

#[tokio::test]
async fn items_are_read_of_lists_that_enrollment_refers_to() {
    let items = |asked: &Asked, _: usize| match asked.value("page") {
        None => page(
            json!([{ "value": "b@x.example" }, { "value": "a@x.example" }]),
            json!({ "per_page": 2, "total_count": 3 }),
        ),
        Some(_) => {
            page(json!([[{ "value": "c@x.example", "description": "nested once too often" }]]), json!({ "count": 1 }))
        }
    };
    let script = Arc::new(
        Script::new()
            .rows("access/apps", warp(json!([])))
            .rows("access/apps/app/policies", json!([policy("a", 1, json!([{ "group": { "id": "g" } }]))]))
            .rows("access/groups", json!([{ "id": "g", "name": "G", "exclude": [{ "email_list": { "id": "l/1" } }] }]))
            .rows("gateway/lists", json!([{ "id": "l/1", "name": "offboarded", "type": "EMAIL", "count": 3 }, { "id": "l2", "name": "serials", "type": "SERIAL" }]))
            .on("gateway/lists/l%2F1/items", items),
    );
    let account = read(&script).await;
    let lists = account.lists.rows().expect("lists");
    let values = ["a@x.example", "b@x.example", "c@x.example"].map(str::to_owned).to_vec();
    assert_eq!(
        (lists[0].name.as_str(), lists[0].kind.as_str(), &lists[0].items),
        ("offboarded", "EMAIL", &Some(values))
    );
    assert_eq!(lists[1].items, None, "not read is not empty");
    assert_eq!(script.asked_of("gateway/lists/l2/items").len(), 0);
}

#[tokio::test]
async fn items_that_are_refused_or_gone_are_unknown_and_not_empty() {
    for status in [403, 404] {
        let account = read(&Arc::new(items_answer(status))).await;
        assert_eq!(account.lists.rows().expect("lists")[0].items, None, "{status}");
    }
    let error = reader(&Arc::new(items_answer(400))).account(ALL, now()).await.expect_err("a broken read");
    assert_eq!(error.text, "gateway/lists/items: HTTP 400: 10000 Authentication error");
}

/// An account with a list whose items are answered with a no.
fn items_answer(status: u16) -> Script {
    Script::new()
        .rows("access/apps", warp(json!([policy("a", 1, json!([{ "email_list": { "id": "l" } }]))])))
        .on("access/apps/app/policies", |_, _| no(404, 1, "no"))
        .rows("gateway/lists", json!([{ "id": "l", "name": "offboarded", "type": "EMAIL" }]))
        .on("gateway/lists/l/items", move |_, _| no(status, 10000, "Authentication error"))
}

//! Asking every endpoint once.

use std::sync::Arc;

use doorlist::cloudflare::{Problem, Verified};
use serde_json::{Value, json};

use super::script::{Script, no, now, page, reader, text, with_headers};

/// The question that is not about the account.
const USER: &str = "";

fn verified(status: &str) -> Value {
    json!({ "id": "0f1e", "status": status, "expires_on": "2027-01-01T00:00:00Z" })
}

fn script() -> Script {
    Script::new().on(USER, |_, _| page(verified("active"), Value::Null))
}

async fn probed(script: &Arc<Script>) -> doorlist::cloudflare::Probed {
    reader(script).probe(&now).await
}

#[tokio::test(start_paused = true)]
async fn every_endpoint_is_asked_once_and_nothing_is_written() {
    let script = Arc::new(script());
    let probed = probed(&script).await;
    assert!(probed.lists.iter().all(|list| list.answer.is_ok()), "{probed:?}");
    assert_eq!(probed.enrollment, Some(None));
    let mut paths: Vec<String> = script.asked().into_iter().map(|asked| asked.path).collect();
    assert!(script.asked().iter().all(|asked| asked.method == "GET"));
    let asked = paths.len();
    paths.sort();
    paths.dedup();
    assert_eq!((asked, paths.len()), (10, 10), "{paths:?}");
    let sizes: Vec<_> = script
        .asked()
        .iter()
        .filter_map(|asked| Some((asked.path.clone(), asked.value("per_page")?.to_owned())))
        .collect();
    assert!(sizes.iter().all(|(path, size)| size == "1" || path == "access/apps"), "{sizes:?}");
}

#[tokio::test(start_paused = true)]
async fn a_refused_list_does_not_keep_the_others_from_being_asked() {
    let script = Arc::new(script().on("access/users", |_, _| no(403, 10_000, "Authentication error")));
    let probed = probed(&script).await;
    let refused: Vec<&str> = probed.lists.iter().filter(|list| list.answer.is_err()).map(|list| list.name).collect();
    assert_eq!(refused, ["access/users"]);
    let error = probed.lists.iter().find_map(|list| list.answer.clone().err()).expect("refused");
    assert!(error.help.is_some_and(|help| help.contains("Access: Audit Logs Read")));
    assert_eq!(probed.lists.len(), 8);
}

#[tokio::test(start_paused = true)]
async fn a_refused_credential_ends_it() {
    let refuse = || |_: &_, _| no(401, 1_000, "Invalid API Token");
    let script = Arc::new(Script::new().on(USER, refuse()).on("access/organizations", refuse()));
    let probed = probed(&script).await;
    assert!(matches!(&probed.token, Verified::Failed(error) if error.problem == Problem::Credential));
    assert!(matches!(&probed.organization, Some(Err(error)) if error.problem == Problem::Credential));
    assert!(probed.lists.is_empty());
    assert_eq!(script.asked().len(), 2, "a user's token is not asked for at the account's endpoint");
}

#[tokio::test(start_paused = true)]
async fn silence_ends_it_at_once() {
    let lost = |_: &_, _| Err(doorlist::cloudflare::TransportError::Connect("refused".into()));
    let script = Arc::new(Script::new().on(USER, lost));
    let probed = probed(&script).await;
    assert!(matches!(&probed.token, Verified::Failed(error) if error.problem == Problem::Unreachable));
    assert_eq!(probed.organization, None);
}

#[tokio::test(start_paused = true)]
async fn another_account_is_told_from_a_missing_permission() {
    let script = Arc::new(script().on("access/organizations", |_, _| no(400, 7_003, "Could not route")));
    let probed = probed(&script).await;
    assert!(matches!(&probed.organization, Some(Err(error)) if error.problem == Problem::Account));
    assert!(probed.lists.is_empty(), "every list of it would say the same");
}

#[tokio::test(start_paused = true)]
async fn clock_and_budget_are_heard_from_the_headers() {
    let headers = [
        ("date", "Sat, 21 Nov 2026 23:00:00 GMT"),
        ("ratelimit", "\"default\";r=50;t=30"),
        ("ratelimit-policy", "\"default\";q=1200;w=300"),
    ];
    let body = json!({ "success": true, "errors": [], "messages": [], "result": [] }).to_string();
    let organization = json!({ "success": true, "result": { "auth_domain": "acme.cloudflareaccess.com" } }).to_string();
    let script = script()
        .on("access/organizations", move |_, _| with_headers(200, &headers[..1], &organization))
        .on("access/apps", move |_, _| with_headers(200, &headers, &body));
    let probed = probed(&Arc::new(script)).await;
    assert_eq!(probed.skew.map(|skew| skew.as_secs()), Some(3_600));
    assert_eq!(probed.limits.state[0].number("r"), Some(50));
}

#[tokio::test(start_paused = true)]
async fn a_token_says_how_it_stands() {
    let script = Arc::new(Script::new().on(USER, |_, _| page(verified("expired"), Value::Null)));
    let token = probed(&script).await.token;
    let Verified::Token { status, expires_on, not_before } = token else { panic!("{token:?}") };
    assert_eq!((status.as_str(), expires_on.is_some(), not_before), ("expired", true, None));
    for body in ["<html>", r#"{"success":true,"result":null}"#, r#"{"success":true,"result":[]}"#] {
        let script = Arc::new(Script::new().on(USER, move |_, _| text(200, body)));
        assert!(matches!(probed(&script).await.token, Verified::Failed(_)), "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_enrollment_application_is_found_with_its_policies() {
    let apps = json!([
        { "id": "a1", "type": "self_hosted", "name": "wiki", "policies": [] },
        { "id": "a2", "type": "warp", "name": "Warp Login App",
          "policies": [{ "id": "p1", "name": "Employees", "decision": "allow", "include": [{ "everyone": {} }] }, "p2"] }
    ]);
    let script = Arc::new(script().on("access/apps", move |_, _| page(apps.clone(), json!({}))));
    assert_eq!(probed(&script).await.enrollment, Some(Some(2)));
}

//! What each refusal means for the run.

use std::sync::Arc;

use doorlist::cloudflare::{Problem, ReadError};
use doorlist::model::account::Needs;
use doorlist::model::{Account, Unread};
use serde_json::{Value, json};

use super::script::{ALL, LITTLE, Script, TOKEN, no, now, page, reader, text};

async fn read(script: Script, needs: Needs) -> Result<Account, ReadError> {
    reader(&Arc::new(script)).account(needs, now()).await
}

async fn problem(script: Script) -> ReadError {
    read(script, ALL).await.expect_err("refused")
}

fn forbidden(path: &str) -> Script {
    Script::new().on(path, |_, _| no(403, 10000, "Authentication error"))
}

#[tokio::test]
async fn a_list_that_a_decision_needs_refuses_the_run() {
    for path in ["access/organizations", "devices/registrations", "devices/physical-devices"] {
        let error = problem(forbidden(path)).await;
        assert_eq!(error.problem, Problem::Refused, "{path}");
        assert_eq!(error.text, format!("{path}: HTTP 403: 10000 Authentication error"));
        assert!(error.help.is_some_and(|help| help.starts_with("the token needs the permission `")), "{path}");
    }
    assert!(read(forbidden("devices/physical-devices"), LITTLE).await.is_ok(), "where it is not needed, nobody asks");
}

#[tokio::test]
async fn a_list_that_only_a_report_needs_is_named_and_the_run_goes_on() {
    type List = (&'static str, fn(&Account) -> Option<&Unread>);
    fn why<T>(listed: &doorlist::model::Listed<T>) -> Option<&Unread> {
        match listed {
            doorlist::model::Listed::Unread(why) => Some(why),
            doorlist::model::Listed::Read(_) => None,
        }
    }
    let lists: [List; 6] = [
        ("access/apps", |account| why(&account.applications)),
        ("access/policies", |account| why(&account.policies)),
        ("access/groups", |account| why(&account.groups)),
        ("gateway/lists", |account| why(&account.lists)),
        ("access/service_tokens", |account| why(&account.tokens)),
        ("access/users", |account| why(&account.users)),
    ];
    for (path, list) in lists {
        for (status, code, said) in [(403, 9109, "Unauthorized"), (404, 9999, "access.api.error.not_enabled")] {
            let account = read(Script::new().on(path, move |_, _| no(status, code, said)), ALL).await;
            let account = account.unwrap_or_else(|error| panic!("{path}: {error}"));
            let Some(Unread::Refused(why)) = list(&account) else { panic!("{path} was read") };
            assert!(why.starts_with(&format!("{path}: HTTP {status}: {code} {said}")), "{why}");
            assert_eq!(lists.iter().filter(|(_, list)| list(&account).is_some()).count(), 1, "the others were read");
        }
        for (status, code, said) in
            [(400, 1001, "no"), (404, 7003, "Could not route"), (405, 7001, "no"), (422, 1, "no")]
        {
            let error = problem(Script::new().on(path, move |_, _| no(status, code, said))).await;
            assert_eq!(error.problem, Problem::Refused, "{path} {status}");
            assert_eq!(error.text, format!("{path}: HTTP {status}: {code} {said}"));
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_broken_list_refuses_the_run_even_where_only_a_report_needs_it() {
    for (status, body) in [(500, "oops"), (200, "<html>"), (200, r#"{"success":true,"result":null}"#)] {
        let error = problem(Script::new().always("access/groups", status, body)).await;
        assert_eq!(error.problem, Problem::Inventory, "{body}");
        assert!(error.text.starts_with("access/groups: "), "{error}");
    }
}

#[tokio::test]
async fn a_row_that_is_wrong_is_named_without_words_of_the_program() {
    let rows = json!([{ "id": "a", "device": { "id": "d" } }, { "id": "b", "device": "d" }]);
    let error = problem(Script::new().rows("devices/registrations", rows)).await;
    assert!(
        error.text.starts_with(
            "devices/registrations: row 2: invalid type: string \"d\", expected an object as `device` at line"
        ),
        "{error}"
    );
    let error =
        problem(Script::new().on("access/organizations", |_, _| page(json!({ "auth_domain": "x" }), json!(7)))).await;
    assert!(!error.text.contains("struct"), "{error}");
}

#[tokio::test]
async fn a_refused_credential_is_said_as_such() {
    let answers = [
        (401, 1000, "Invalid API Token"),
        (401, 10000, "Authentication error"),
        (400, 6003, "Invalid request headers"),
        (400, 9103, "Unknown X-Auth-Key or X-Auth-Email"),
        (400, 9106, "Missing X-Auth-Key"),
    ];
    for (status, code, said) in answers {
        for path in ["access/organizations", "devices/registrations", "access/groups"] {
            let script = Arc::new(Script::new().on(path, move |_, _| no(status, code, said)));
            let error = reader(&script).account(ALL, now()).await.expect_err(said);
            assert_eq!(error.problem, Problem::Credential, "{path} {said}");
            assert_eq!(script.asked_of(path).len(), 1, "{path} {said}");
        }
    }
}

#[tokio::test]
async fn an_account_without_zero_trust_is_told_what_to_do_first() {
    let answers =
        [(404, 9999, "access.api.error.not_enabled"), (403, 9999, "access.api.error.not_enabled"), (404, 7, "?")];
    for (status, code, said) in answers {
        let error = problem(Script::new().on("access/organizations", move |_, _| no(status, code, said))).await;
        assert_eq!(error.problem, Problem::Account);
        assert!(error.help.is_some_and(|help| help.starts_with("enable Zero Trust first")));
    }
    for status in [400, 404] {
        let error =
            problem(Script::new().on("access/organizations", move |_, _| no(status, 7003, "Could not route"))).await;
        assert_eq!(error.problem, Problem::Account);
        assert!(error.text.starts_with("the API knows no account \"0123456789abcdef0123456789abcdef\""), "{error}");
    }
}

#[tokio::test]
async fn an_organization_must_say_which_team_it_is() {
    for result in [json!({}), json!({ "name": "Acme", "auth_domain": null }), json!({ "auth_domain": "" })] {
        let error =
            problem(Script::new().on("access/organizations", move |_, _| page(result.clone(), Value::Null))).await;
        assert_eq!(error.problem, Problem::Account);
    }
    for result in [Value::Null, json!([]), json!("acme")] {
        let error =
            problem(Script::new().on("access/organizations", move |_, _| page(result.clone(), Value::Null))).await;
        assert_eq!(
            (error.problem, error.text.as_str()),
            (Problem::Inventory, "access/organizations: `result` is no object")
        );
    }
}

#[tokio::test(start_paused = true)]
async fn the_token_is_in_no_error_even_where_the_server_echoes_it() {
    let echo = format!("Authorization: Bearer {TOKEN} \u{1b}[31m\n{TOKEN}");
    let envelope = json!({ "success": false, "errors": [{ "code": 1, "message": echo }] }).to_string();
    for path in ["access/organizations", "devices/registrations", "access/groups"] {
        for (status, body) in [(401, &envelope), (403, &envelope), (200, &envelope), (500, &echo), (200, &echo)] {
            let body = body.clone();
            let script = Script::new().on(path, move |_, _| text(status, &body));
            let shown = match read(script, ALL).await {
                Ok(account) => format!("{:?}", account.groups),
                Err(error) => format!("{error} {error:?}"),
            };
            assert!(!shown.contains(TOKEN), "{path} {status}: {shown}");
            assert!(!shown.contains('\u{1b}'), "{path} {status}: {shown}");
        }
    }
}

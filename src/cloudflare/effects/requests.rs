//! The calls that change what offboarding changes, as values. Nothing where an id cannot stand in a path.

use http::Method;
use serde_json::{Value, json};

use super::{ApplicationDocument, PolicyDocument, PolicyPlace};
use crate::cloudflare::request::{Target, Write, path};
use crate::model::{AccountId, AppId, ListId, PolicyId, TokenId};

const POLICIES: &str = "access/policies";
const APPLICATIONS: &str = "access/apps";
const TOKENS: &str = "access/service_tokens";

/// Where a policy is: a reusable one by itself, an application's own below the application (API page, section 6.2).
pub(in crate::cloudflare) fn policy(account: &AccountId, place: &PolicyPlace) -> Option<Target> {
    let PolicyPlace { id, application } = place;
    let path = match application {
        Some(application) => own_policy(application, id)?,
        None => path(POLICIES, id.as_str(), "")?,
    };
    Some(Target::of(account, &path))
}

fn own_policy(application: &AppId, id: &PolicyId) -> Option<String> {
    let policies = path(APPLICATIONS, application.as_str(), "/policies")?;
    path(&policies, id.as_str(), "")
}

/// Where an application is.
pub(in crate::cloudflare) fn application(account: &AccountId, id: &AppId) -> Option<Target> {
    path(APPLICATIONS, id.as_str(), "").map(|path| Target::of(account, &path))
}

/// Where a service token is.
pub(in crate::cloudflare) fn token(account: &AccountId, id: &TokenId) -> Option<Target> {
    path(TOKENS, id.as_str(), "").map(|path| Target::of(account, &path))
}

/// Where a list is.
pub(in crate::cloudflare) fn list(account: &AccountId, id: &ListId) -> Option<Target> {
    path("gateway/lists", id.as_str(), "").map(|path| Target::of(account, &path))
}

pub(super) fn replace_policy(account: &AccountId, wanted: &PolicyDocument) -> Option<Write> {
    Some(Write::with_body(Method::PUT, policy(account, wanted.place())?, &wanted.body()))
}

pub(super) fn delete_policy(account: &AccountId, place: &PolicyPlace) -> Option<Write> {
    Some(Write::bare(Method::DELETE, policy(account, place)?))
}

pub(super) fn replace_application(account: &AccountId, wanted: &ApplicationDocument) -> Option<Write> {
    Some(Write::with_body(Method::PUT, application(account, wanted.id())?, &wanted.body()))
}

/// Appending is additive: nothing of the list is sent back (API page, section 6.5).
pub(super) fn append_to_list(account: &AccountId, id: &ListId, value: &str) -> Option<Write> {
    Some(Write::with_body(Method::PATCH, list(account, id)?, &json!({ "append": [{ "value": value }] })))
}

/// Of Access and of the client. No registration is revoked: `devices` stays unsaid (API page, section 4.4).
pub(super) fn revoke_sessions(account: &AccountId, email: &str) -> Write {
    let target = Target::of(account, "access/organizations/revoke_user");
    Write::with_body(Method::POST, target, &json!({ "email": email, "warp_session_reauth": true }))
}

/// The body is a list even for one seat (API page, section 4.3).
pub(super) fn release_seats(account: &AccountId, seat_uids: &[String]) -> Write {
    let released = |uid: &String| json!({ "seat_uid": uid, "access_seat": false, "gateway_seat": false });
    let seats: Vec<Value> = seat_uids.iter().map(released).collect();
    Write::with_body(Method::PATCH, Target::of(account, "access/seats"), &json!(seats))
}

pub(super) fn disable_token(account: &AccountId, id: &TokenId, name: &str) -> Option<Write> {
    Some(Write::with_body(Method::PUT, token(account, id)?, &json!({ "name": name, "enabled": false })))
}

pub(super) fn delete_token(account: &AccountId, id: &TokenId) -> Option<Write> {
    Some(Write::bare(Method::DELETE, token(account, id)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(write: &Write) -> String {
        let body = String::from_utf8_lossy(&write.body);
        format!("{} {} {body}", write.method, write.target.as_str()).trim_end().to_owned()
    }

    fn all(account: &AccountId) -> Vec<Write> {
        let own = PolicyPlace { id: PolicyId::from("p/1"), application: Some(AppId::from("app")) };
        let shared = PolicyPlace { id: PolicyId::from("p2"), application: None };
        let policy = |place: &PolicyPlace| {
            let json = json!({ "id": "x", "name": "P", "decision": "allow", "precedence": 1, "include": [] });
            PolicyDocument::new(place.clone(), json).expect("a policy")
        };
        let json = json!({ "id": "app", "type": "warp", "policies": [{ "id": "p2", "precedence": 1 }] });
        let application = ApplicationDocument::new(AppId::from("app"), json).expect("an application");
        let (list, token) = (ListId::from("l1"), TokenId::from("t&1"));
        [
            replace_policy(account, &policy(&own)),
            replace_policy(account, &policy(&shared)),
            delete_policy(account, &own),
            delete_policy(account, &shared),
            replace_application(account, &application),
            append_to_list(account, &list, "Erin@acme.example"),
            Some(revoke_sessions(account, "erin@acme.example")),
            Some(release_seats(account, &["s1".to_owned()])),
            disable_token(account, &token, "ci \"runners\""),
            delete_token(account, &token),
        ]
        .into_iter()
        .map(|write| write.expect("ids that can stand in a path"))
        .collect()
    }

    #[test]
    fn every_call_is_what_the_api_page_says() {
        let calls: Vec<String> = all(&AccountId::from("acc")).iter().map(shown).collect();
        let expected = [
            r#"PUT /accounts/acc/access/apps/app/policies/p%2F1 {"decision":"allow","include":[],"name":"P","precedence":1}"#,
            r#"PUT /accounts/acc/access/policies/p2 {"decision":"allow","include":[],"name":"P"}"#,
            "DELETE /accounts/acc/access/apps/app/policies/p%2F1",
            "DELETE /accounts/acc/access/policies/p2",
            r#"PUT /accounts/acc/access/apps/app {"policies":[{"id":"p2","precedence":1}],"type":"warp"}"#,
            r#"PATCH /accounts/acc/gateway/lists/l1 {"append":[{"value":"Erin@acme.example"}]}"#,
            r#"POST /accounts/acc/access/organizations/revoke_user {"email":"erin@acme.example","warp_session_reauth":true}"#,
            r#"PATCH /accounts/acc/access/seats [{"access_seat":false,"gateway_seat":false,"seat_uid":"s1"}]"#,
            r#"PUT /accounts/acc/access/service_tokens/t%261 {"enabled":false,"name":"ci \"runners\""}"#,
            "DELETE /accounts/acc/access/service_tokens/t%261",
        ];
        assert_eq!(calls, expected);
    }

    #[test]
    fn an_id_that_names_another_resource_is_sent_nowhere() {
        let account = AccountId::from("acc");
        for id in ["", ".", ".."] {
            let place =
                |application: Option<&str>| PolicyPlace { id: id.into(), application: application.map(Into::into) };
            assert_eq!(delete_policy(&account, &place(None)), None);
            assert_eq!(delete_policy(&account, &place(Some("app"))), None);
            assert_eq!(delete_token(&account, &id.into()), None);
            assert_eq!(append_to_list(&account, &id.into(), "a@x.example"), None);
            assert_eq!(application(&account, &id.into()), None);
        }
    }
}

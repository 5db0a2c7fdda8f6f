//! Clients that come back.

use doorlist::sandbox::{Absences, Options};
use serde_json::{Value, json};

use super::support::{Api, RECORDING, WARP, d, l, p, r, t, u};

async fn delete_all(api: &Api) {
    let ids: Vec<String> = [1, 2, 3, 4, 5, 6].iter().map(|number| format!("id={}", r(*number))).collect();
    assert_eq!(api.delete(&format!("devices/registrations?{}", ids.join("&"))).await.status, 200);
}

/// The addresses of those who come back.
fn back(api: &Api, absences: &Absences) -> Vec<String> {
    let ids = api.sandbox.enroll_again(absences);
    let email = |id: &String| api.row("registrations", id)["user"]["email"].as_str().unwrap_or_default().to_owned();
    let mut emails: Vec<String> = ids.iter().map(email).collect();
    emails.sort();
    emails
}

const CI: &str = "non_identity@example.cloudflareaccess.com";

#[tokio::test]
async fn people_and_machines_come_back_under_new_ids_and_connectors_do_not() {
    let api = Api::new();
    delete_all(&api).await;
    let ids = api.sandbox.enroll_again(&Absences::default());
    assert_eq!(ids.len(), 4);
    let anna = api.row("registrations", &ids[0]);
    assert_eq!((&anna["device"]["id"], &anna["user"]["id"]), (&json!(d(1)), &json!(u(1))));
    assert_ne!((&anna["id"], &anna["key"]), (&json!(r(1)), &json!("mockKeyNumber1=")));
    assert_eq!((&anna["revoked_at"], &anna["created_at"]), (&Value::Null, &anna["last_seen_at"]));
    assert_eq!(anna["virtual_ipv4"], "100.96.0.1", "the first that is free");
    assert_eq!(anna["policy"]["name"], "Default");
    assert!(api.sandbox.enroll_again(&Absences::default()).is_empty(), "once each");
}

#[tokio::test]
async fn freed_addresses_are_given_again() {
    let api = Api::changed(|recording| {
        let rows = recording["registrations"].as_array_mut().expect("a list");
        for (row, offset) in rows.iter_mut().zip(1..) {
            row["virtual_ipv4"] = json!(format!("100.96.0.{offset}"));
        }
    });
    api.delete(&format!("devices/registrations/{}", r(4))).await;
    let ids = api.sandbox.enroll_again(&Absences::default());
    assert_eq!(api.row("registrations", &ids[0])["virtual_ipv4"], "100.96.0.4");
}

#[tokio::test]
async fn a_revoked_person_comes_back_beside_the_revoked_row() {
    let api = Api::new();
    api.post(&format!("devices/registrations/revoke?id={}&id={}&id={}", r(1), r(2), r(4))).await;
    api.post(&format!("devices/registrations/unrevoke?id={}", r(4))).await;
    assert_eq!(back(&api, &Absences::default()), ["anna@example.com"]);
    assert_ne!(api.row("registrations", &r(1))["revoked_at"], Value::Null);
    assert_eq!(api.row("physical_devices", &d(1))["active_registrations"], 2);
}

#[tokio::test]
async fn who_is_back_or_never_left_does_not_come_again() {
    let api = Api::changed(|recording| {
        // Anna's laptop enrolled again under another device record: the older row is a duplicate.
        recording["physical_devices"][5]["hardware_id"] = json!("HW-01");
    });
    api.delete(&format!("devices/registrations/{}", r(1))).await;
    assert!(back(&api, &Absences::default()).is_empty(), "another record of the same hardware");
    api.delete("devices/registrations?id=a&id=a%2Fb%3Fc%26d%2520e").await;
    assert_eq!(back(&api, &Absences::default()), ["anna@example.com"], "two rows, one client");
    api.post(&format!("devices/registrations/revoke?id={}", r(4))).await;
    assert_eq!(back(&api, &Absences::default()).len(), 1);
    api.delete(&format!("devices/registrations/{}", r(4))).await;
    assert!(back(&api, &Absences::default()).is_empty(), "back already, when it was revoked");
}

#[tokio::test]
async fn closing_enrollment_first_makes_a_removal_stick() {
    let api = Api::new();
    let block = json!({"append": [{"value": "BEN@example.com"}]});
    api.send("PATCH", &format!("gateway/lists/{}", l(1)), Some(&block)).await;
    delete_all(&api).await;
    assert_eq!(back(&api, &Absences::default()), ["anna@example.com", CI]);
    api.send("PATCH", &format!("gateway/lists/{}", l(1)), Some(&json!({"remove": ["BEN@example.com"]}))).await;
    assert_eq!(back(&api, &Absences::default()), ["Ben@Example.com", "Ben@Example.com"], "tries again, and gets in");
}

#[tokio::test]
async fn an_exclude_rule_or_the_identity_provider_keeps_people_out() {
    let api = Api::new();
    let mut staff = api.row("policies", &p(1));
    staff["exclude"] = json!([{"email": {"email": "anna@example.com"}}]);
    api.put(&format!("access/policies/{}", p(1)), &staff).await;
    delete_all(&api).await;
    let absences = Absences { locked_out: ["ben@example.com".to_owned()].into(), ..Absences::default() };
    assert_eq!(back(&api, &absences), [CI]);
}

#[tokio::test]
async fn a_machine_comes_back_only_with_a_token_that_is_admitted() {
    let path = format!("devices/registrations/{}", r(2));
    for (tokens, back_again) in [
        (None, true),
        (Some((r(2), t(1))), true),
        (Some((d(2), t(1))), true),
        (Some((d(2), t(3))), false),
        (Some((d(2), t(2))), false),
    ] {
        let api = Api::new();
        api.delete(&path).await;
        let absences = Absences { tokens: tokens.clone().into_iter().collect(), ..Absences::default() };
        assert_eq!(!back(&api, &absences).is_empty(), back_again, "{tokens:?}");
    }
    let api = Api::new();
    api.put(&format!("access/service_tokens/{}", t(1)), &json!({"enabled": false})).await;
    api.delete(&path).await;
    assert!(back(&api, &Absences::default()).is_empty(), "disabled");
    let api = Api::with(Options { now: "2028-01-01T00:00:00Z".parse().ok(), ..Options::default() });
    api.delete(&path).await;
    assert!(back(&api, &Absences::default()).is_empty(), "expired");
}

#[tokio::test]
async fn each_selector_admits_whom_it_names_and_an_unknown_one_nobody() {
    for (decision, include, emails) in [
        ("allow", json!({"everyone": {}}), 3),
        ("bypass", json!({"everyone": {}}), 4),
        ("allow", json!({"email": {"email": "ANNA@example.com"}}), 1),
        ("allow", json!({"email_domain": {"domain": "@Example.com"}}), 3),
        ("allow", json!({"email_domain": {"domain": "ample.com"}}), 0),
        ("allow", json!({"email_list": {"id": l(1)}}), 0),
        ("allow", json!({"group": {"id": "1a2b3c4d-4444-4a9e-8d20-00000000e001"}}), 0),
        ("allow", json!({"okta": {"name": "eng", "identity_provider_id": "x"}}), 0),
        ("allow", json!({"service_token": {"token_id": t(1)}}), 0),
        ("non_identity", json!({"any_valid_service_token": {}}), 1),
        ("non_identity", json!({"group": {"id": "1a2b3c4d-4444-4a9e-8d20-00000000e002"}}), 1),
        ("deny", json!({"everyone": {}}), 0),
    ] {
        let api = Api::new();
        let body = json!({"name": "only", "decision": decision, "include": [include]});
        api.put(&format!("access/apps/{WARP}"), &json!({"type": "warp", "policies": [body]})).await;
        delete_all(&api).await;
        assert_eq!(back(&api, &Absences::default()).len(), emails, "{decision} {include}");
    }
}

#[tokio::test]
async fn a_require_rule_must_hold_as_well() {
    let api = Api::new();
    let body = json!({"name": "only", "decision": "allow", "include": [{"everyone": {}}],
        "require": [{"email_domain": {"domain": "example.com"}}, {"email": {"email": "anna@example.com"}}]});
    api.put(&format!("access/apps/{WARP}"), &json!({"type": "warp", "policies": [body]})).await;
    delete_all(&api).await;
    assert_eq!(back(&api, &Absences::default()), ["anna@example.com"]);
}

#[tokio::test]
async fn a_deleted_device_comes_back_as_one_new_record() {
    let api = Api::new();
    api.delete(&format!("devices/physical-devices/{}", d(1))).await;
    let ids = api.sandbox.enroll_again(&Absences::default());
    let devices: Vec<Value> = ids.iter().map(|id| api.row("registrations", id)["device"]["id"].clone()).collect();
    assert_eq!(devices.len(), 2);
    assert_eq!(devices[0], devices[1]);
    let device = api.row("physical_devices", devices[0].as_str().unwrap_or_default());
    assert_eq!((&device["serial_number"], &device["active_registrations"]), (&json!("MOCK-SN-0001"), &json!(2)));
}

#[tokio::test]
async fn a_seat_is_taken_again() {
    let api = Api::new();
    let patch =
        json!([{"seat_uid": "5b0b5c1c-0000-4a9e-8d20-00000000a003", "access_seat": false, "gateway_seat": false}]);
    api.send("PATCH", "access/seats", Some(&patch)).await;
    assert_eq!(back(&api, &Absences::default()).len(), 2);
    assert_eq!(api.row("users", &u(3))["gateway_seat"], true);
}

#[tokio::test]
async fn clients_can_return_by_themselves() {
    let api = Api::of(RECORDING, Options { clients_return: true, ..Options::default() });
    api.delete(&format!("devices/registrations/{}", r(1))).await;
    assert_eq!(api.registrations().len(), 9);
    assert!(api.row("registrations", &r(1)).is_null());
}

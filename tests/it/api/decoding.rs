//! Odd rows, through the live API and through a recording alike.

use std::sync::Arc;

use doorlist::cloudflare::recording;
use doorlist::model::enrollment::Decision;
use doorlist::model::{Account, Registration, RegistrationType, Seen, Status};
use serde_json::{Value, json};

use super::script::{ACCOUNT, ALL, Script, now, reader, registration};

/// The account of these rows, read both ways; they must not differ.
async fn both(registrations: Value, devices: Value) -> Account {
    let script = Script::new()
        .rows("devices/registrations", registrations.clone())
        .rows("devices/physical-devices", devices.clone());
    let live = reader(&Arc::new(script)).account(ALL, now()).await.expect("an account");
    let recorded = json!({
        "recorded_at": now().to_string(),
        "account": { "id": ACCOUNT },
        "organization": { "name": "Acme", "auth_domain": "acme.cloudflareaccess.com" },
        "registrations": registrations,
        "physical_devices": devices,
        "users": [], "service_tokens": [], "applications": [], "policies": [], "groups": [], "lists": [],
    });
    let recorded = recording::account(recorded.to_string().as_bytes(), ALL, now()).expect("an account");
    assert_eq!(Account { reading: live.reading.clone(), ..recorded.clone() }, live);
    assert_eq!(recorded.reading.deleted_rows, live.reading.deleted_rows);
    live
}

/// A usual registration with other values for some keys; null stands for itself.
async fn row(changes: Value) -> Registration {
    let mut row = registration("r");
    for (key, value) in changes.as_object().expect("an object") {
        row[key] = value.clone();
    }
    let account = both(json!([row]), json!([])).await;
    account.registrations.into_iter().next().expect("the row")
}

#[tokio::test]
async fn a_usual_row_is_taken_whole() {
    let row = row(json!({ "policy": { "id": "p", "name": "Default", "default": true } })).await;
    assert_eq!((row.id.as_str(), row.device_id.as_str(), &*row.device_name), ("r", "device-of-r", "laptop"));
    assert_eq!(row.created_at.expect("a time").to_string(), "2026-03-02T08:15:30.120394Z");
    assert_eq!(row.last_seen.at().expect("a time").to_string(), "2026-11-21T00:00:00Z");
    assert_eq!((row.kind, row.status, row.virtual_ips), (RegistrationType::Warp, Status::Active, 1));
    let user = row.user.expect("a user");
    assert_eq!((user.email.as_deref(), &*user.name), (Some("alice@acme.example"), "Alice"));
    assert_eq!(row.profile.expect("a profile").name.as_ref(), "Default");
}

#[tokio::test]
async fn what_was_never_seen_and_what_cannot_be_read_are_told_apart() {
    for (value, seen) in [
        (Value::Null, Seen::Never),
        (json!(""), Seen::Never),
        (json!("0001-01-01T00:00:00Z"), Seen::Unreadable),
        (json!("2009-12-31T23:59:59Z"), Seen::Unreadable),
        (json!("last week"), Seen::Unreadable),
        (json!(1_790_000_000), Seen::Unreadable),
        (json!("2026-11-21T01:00:00+01:00"), Seen::At("2026-11-21T00:00:00Z".parse().expect("a time"))),
    ] {
        assert_eq!(row(json!({ "last_seen_at": value })).await.last_seen, seen, "{value}");
    }
}

#[tokio::test]
async fn a_row_is_revoked_also_where_the_time_cannot_be_read() {
    let at = "2026-11-01T00:00:00Z".parse().expect("a time");
    for (value, status) in [
        (Value::Null, Status::Active),
        (json!("2026-11-01T00:00:00Z"), Status::Revoked(Some(at))),
        (json!("0001-01-01T00:00:00Z"), Status::Revoked(None)),
        (json!("yesterday"), Status::Revoked(None)),
        (json!(true), Status::Revoked(None)),
    ] {
        assert_eq!(row(json!({ "revoked_at": value })).await.status, status, "{value}");
    }
}

#[tokio::test]
async fn a_row_may_have_no_user() {
    for user in [Value::Null, json!({}), json!({ "id": null, "email": "", "name": "" })] {
        assert_eq!(row(json!({ "user": user })).await.user, None, "{user}");
    }
    let user = row(json!({ "user": { "id": "u", "email": null } })).await.user.expect("a user");
    assert_eq!((user.id.as_ref().map(doorlist::model::UserId::as_str), &user.email), (Some("u"), &None));
    let user = row(json!({ "user": { "email": "Alice@ACME.example" } })).await.user.expect("a user");
    assert_eq!(user.email.as_deref(), Some("Alice@ACME.example"), "as written");
    assert_eq!(user.folded.as_ref().map(doorlist::model::Email::as_str), Some("alice@acme.example"));
}

#[tokio::test]
async fn enums_are_open_and_numbers_do_for_texts() {
    for (value, kind) in [
        (Value::Null, "warp"),
        (json!(""), "warp"),
        (json!("browser_extension"), "browser_extension"),
        (json!("toaster"), "toaster"),
    ] {
        assert_eq!(row(json!({ "registration_type": value })).await.kind.as_str(), kind);
    }
    let row =
        row(json!({ "id": 17, "device": { "id": 4, "name": null, "client_version": {} }, "new": [1, { "x": null }] }))
            .await;
    assert_eq!((row.id.as_str(), row.device_id.as_str(), &*row.device_name), ("17", "4", ""));
}

#[tokio::test]
async fn deleted_rows_do_not_exist_and_are_counted() {
    let mut deleted = registration("gone");
    deleted["deleted_at"] = json!("2026-01-01T00:00:00Z");
    let mut bare = json!({ "id": "gone-too", "deleted_at": "2026-01-01T00:00:00Z" });
    bare["device"] = Value::Null;
    let account =
        both(json!([registration("a"), deleted, bare]), json!([{ "id": "d", "deleted_at": "2026-01-01T00:00:00Z" }]))
            .await;
    assert_eq!(account.registrations.len(), 1);
    assert_eq!(account.reading.deleted_rows, 2);
    assert_eq!(account.devices.expect("devices").len(), 0);
}

#[tokio::test]
async fn devices_are_taken_with_what_selects_them() {
    let devices = json!([
        {
            "id": "d1", "name": "alice-mbp", "serial_number": " C02AAA111 ", "hardware_id": "HW-1", "device_type": "mac",
            "tags": { "site": "zagreb", "floor": 2, "odd": null }, "active_registrations": 3, "last_seen_at": null,
        },
        { "id": "d2", "serial_number": "To be filled by O.E.M.", "hardware_id": "", "tags": null, "active_registrations": null },
        { "id": "d3", "name": "x", "tags": ["site:zagreb"], "active_registrations": -1, "device_type": "mac" },
    ]);
    let account = both(json!([]), devices).await;
    let devices = account.devices.expect("devices");
    let [d1, d2, d3] = ["d1", "d2", "d3"].map(|id| &devices[id]);
    assert_eq!((d1.serial.as_deref(), d1.serial_key.as_deref()), (Some(" C02AAA111 "), Some("c02aaa111")));
    assert_eq!((d1.hardware_id.as_deref(), d1.os.as_deref(), d1.active_registrations), (Some("HW-1"), Some("mac"), 3));
    assert_eq!(d1.tags, [("floor".into(), "2".into()), ("site".into(), "zagreb".into())]);
    assert_eq!((d2.serial.is_some(), &d2.serial_key, &d2.hardware_id, &*d2.name), (true, &None, &None, ""));
    assert_eq!((d2.tags.len(), d3.tags.len(), d3.active_registrations), (0, 0, 0));
    assert!(Arc::ptr_eq(d1.os.as_ref().expect("mac"), d3.os.as_ref().expect("mac")));
}

#[tokio::test]
async fn hostile_names_are_kept_and_break_nothing() {
    let name = "a\u{1b}[31m\"\\\n</details>\u{202e}\u{0}";
    let row = row(json!({ "device": { "id": "d", "name": name } })).await;
    assert_eq!(&*row.device_name, name);
}

#[tokio::test]
async fn a_lone_surrogate_in_a_name_does_not_hide_the_list() {
    let body =
        json!({ "success": true, "result": [registration("a"), registration("b")], "result_info": {} }).to_string();
    let body = body.replace("\"laptop\"", "\"lap\\ud83dtop\"");
    let script = Script::new().always("devices/registrations", 200, body);
    let account = reader(&Arc::new(script)).account(super::script::LITTLE, now()).await.expect("a whole list");
    assert_eq!(account.registrations.len(), 2);
    assert!(account.registrations[0].device_name.contains('\u{fffd}'));
}

#[tokio::test]
async fn tokens_users_and_groups_are_read_leniently() {
    let script = Script::new()
        .rows("access/service_tokens", json!([
            { "id": "t1", "name": "ci", "enabled": false, "expires_at": "2027-03-01T00:00:00Z", "last_seen_at": "2026-11-21T00:00:00Z" },
            { "id": "t2", "name": "old", "expires_at": "0001-01-01T00:00:00Z", "duration": "forever" },
            { "id": "t3", "name": null, "enabled": null },
        ]))
        .rows("access/users", json!([
            { "id": "u1", "email": "Alice@acme.example", "seat_uid": "s1", "access_seat": true, "gateway_seat": false },
            { "id": "u2", "email": null },
        ]))
        .rows("access/groups", json!([{ "id": "g", "name": "Staff", "include": [{ "everyone": {} }], "is_default": [{ "everyone": {} }] }]));
    let account = reader(&Arc::new(script)).account(ALL, now()).await.expect("an account");
    let tokens = account.tokens.rows().expect("tokens");
    assert_eq!(tokens.iter().map(|token| token.enabled).collect::<Vec<_>>(), [false, true, true]);
    assert_eq!(tokens.iter().map(|token| token.expires_at.is_some()).collect::<Vec<_>>(), [true, false, false]);
    let users = account.users.rows().expect("users");
    assert_eq!((users[0].has_seat(), users[1].has_seat(), users[1].seat_uid.as_deref()), (true, false, None));
    assert_eq!(account.groups.rows().expect("groups")[0].rules.include.len(), 1);
}

#[tokio::test]
async fn unknown_decisions_are_kept_by_their_word() {
    let policies = json!([{ "id": "p", "name": "P", "decision": "maybe" }, { "id": "q" }]);
    let script = Script::new().rows("access/policies", policies);
    let account = reader(&Arc::new(script)).account(ALL, now()).await.expect("an account");
    let decisions: Vec<&Decision> =
        account.policies.rows().expect("policies").iter().map(|policy| &policy.decision).collect();
    assert_eq!(decisions, [&Decision::Other("maybe".into()), &Decision::Other("".into())]);
}

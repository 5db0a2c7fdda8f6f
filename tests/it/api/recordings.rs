//! Recorded accounts: what is refused, what is not, and that the order of the rows says nothing.

use doorlist::cloudflare::{Problem, ReadError, recording};
use doorlist::model::account::{Needs, Source};
use doorlist::model::{Account, Listed, Unread};
use serde_json::{Value, json};

use super::script::{ACCOUNT, ALL, LITTLE, now, registration, registrations};

fn recorded() -> Value {
    json!({
        "recorded_at": "2026-11-20T08:00:00Z",
        "account": { "id": ACCOUNT, "name": "Acme" },
        "organization": { "name": "Acme", "auth_domain": "ACME.cloudflareaccess.com", "session_duration": "24h" },
        "registrations": registrations(["b", "a", "c"]),
        "physical_devices": [{ "id": "d2" }, { "id": "d1" }],
        "users": [{ "id": "u2" }, { "id": "u1" }],
        "service_tokens": [{ "id": "t2" }, { "id": "t1" }],
        "applications": [{ "id": "w", "type": "warp", "policies": ["p2", { "id": "p1", "decision": "deny", "precedence": 9 }] }, { "id": "a" }],
        "policies": [{ "id": "p2", "name": "Two", "decision": "allow", "include": [{ "everyone": {} }] }],
        "groups": [{ "id": "g" }],
        "lists": [{ "id": "l", "type": "EMAIL", "items": [{ "value": "x@x.example" }] }, { "id": "m" }],
    })
}

fn read(value: &Value, needs: Needs) -> Result<Account, ReadError> {
    recording::account(value.to_string().as_bytes(), needs, now())
}

fn without(key: &str) -> Value {
    let mut value = recorded();
    value.as_object_mut().expect("an object").remove(key);
    value
}

fn problem(value: &Value, needs: Needs) -> (Problem, String) {
    let error = read(value, needs).expect_err("refused");
    (error.problem, error.text)
}

#[test]
fn a_recording_is_an_account() {
    let account = read(&recorded(), ALL).expect("an account");
    assert_eq!((account.id.as_str(), account.name.as_deref()), (ACCOUNT, Some("Acme")));
    assert_eq!(
        (account.organization.auth_domain.as_str(), account.organization.team()),
        ("acme.cloudflareaccess.com", "acme")
    );
    assert_eq!(account.registrations.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!((account.reading.source, account.reading.pages), (Source::Offline, 0));
    assert_eq!(account.reading.read_at.to_string(), "2026-11-20T08:00:00Z");
    let policies = &account.applications.rows().expect("applications")[1].policies.rows().expect("its policies");
    assert_eq!(policies.iter().map(|policy| policy.id.as_str()).collect::<Vec<_>>(), ["p2", "p1"]);
    let lists = account.lists.rows().expect("lists");
    assert_eq!((&lists[0].items, &lists[1].items), (&Some(vec!["x@x.example".to_owned()]), &None));
}

#[test]
fn the_order_of_rows_and_keys_says_nothing() {
    let mut turned = recorded();
    for value in turned.as_object_mut().expect("an object").values_mut() {
        if let Value::Array(rows) = value {
            rows.reverse();
        }
    }
    assert_eq!(read(&turned, ALL), read(&recorded(), ALL));
    let fields = turned.as_object().expect("an object").iter().rev();
    let text: Vec<String> = fields.map(|(key, value)| format!("{}:{value}", json!(key))).collect();
    let turned = format!("\u{feff}{{{}}}\n", text.join(" ,\n"));
    assert_eq!(recording::account(turned.as_bytes(), ALL, now()), read(&recorded(), ALL));
}

#[test]
fn what_is_not_needed_is_not_there() {
    let account = read(&recorded(), LITTLE).expect("an account");
    assert_eq!(account.devices, None);
    assert_eq!(account.groups, Listed::Unread(Unread::NotNeeded));
    assert_eq!(account.tokens, Listed::Unread(Unread::NotNeeded));
    assert_eq!(account.users, Listed::Unread(Unread::NotNeeded));
}

#[test]
fn a_list_that_is_missing_was_not_read() {
    for key in ["users", "service_tokens", "applications", "policies", "groups", "lists"] {
        let account = read(&without(key), ALL).expect(key);
        let unread = [
            ("users", account.users == Listed::Unread(Unread::NotRecorded)),
            ("service_tokens", account.tokens == Listed::Unread(Unread::NotRecorded)),
            ("applications", account.applications == Listed::Unread(Unread::NotRecorded)),
            ("policies", account.policies == Listed::Unread(Unread::NotRecorded)),
            ("groups", account.groups == Listed::Unread(Unread::NotRecorded)),
            ("lists", account.lists == Listed::Unread(Unread::NotRecorded)),
        ];
        for (name, is_unread) in unread {
            assert_eq!(is_unread, name == key, "{name} without {key}");
        }
    }
    for (key, needs) in [("registrations", LITTLE), ("physical_devices", ALL)] {
        let (problem, text) = problem(&without(key), needs);
        assert_eq!(problem, Problem::Inventory);
        assert_eq!(text, format!("the recorded account has no `{key}`, and the door list needs them"));
    }
    assert!(read(&without("physical_devices"), LITTLE).is_ok());
}

#[test]
fn an_account_must_say_which_it_is() {
    let mut nameless = recorded();
    nameless["account"] = json!({ "name": "Acme" });
    let mut teamless = recorded();
    teamless["organization"] = json!({ "name": "Acme" });
    for value in [without("account"), without("organization"), nameless, teamless, json!({})] {
        assert_eq!(problem(&value, LITTLE).0, Problem::Account, "{value}");
    }
}

#[test]
fn null_is_no_list() {
    for key in
        ["registrations", "physical_devices", "users", "service_tokens", "applications", "policies", "groups", "lists"]
    {
        for value in [Value::Null, json!({}), json!("x")] {
            let mut broken = recorded();
            broken[key] = value;
            let (problem, text) = problem(&broken, ALL);
            assert_eq!(problem, Problem::Inventory, "{key}");
            assert!(text.contains("expected a list"), "{key}: {text}");
        }
    }
}

#[test]
fn a_row_that_is_wrong_is_named_with_list_number_and_field() {
    let table = [
        (
            "registrations",
            json!([registration("a"), 7]),
            "`registrations`: row 2: invalid type: integer `7`, expected an object",
        ),
        (
            "registrations",
            json!([{ "id": "a", "device": "d" }]),
            "`registrations`: row 1: invalid type: string \"d\", expected an object as `device`",
        ),
        (
            "registrations",
            json!([{ "id": "a", "device": { "id": "d" }, "user": 1 }]),
            "row 1: invalid type: integer `1`, expected an object as `user`",
        ),
        (
            "registrations",
            json!([{ "id": "a", "device": { "id": "d" }, "policy": "p" }]),
            "row 1: invalid type: string \"p\", expected an object as `policy`",
        ),
        (
            "registrations",
            json!([{ "device": { "id": "d" } }]),
            "`registrations`: row 1: a registration without an `id`",
        ),
        ("physical_devices", json!(["x"]), "`physical_devices`: row 1: invalid type: string \"x\", expected an object"),
        ("users", json!([{ "id": "u" }, null]), "`users`: row 2: invalid type: null, expected an object"),
        ("service_tokens", json!([1]), "`service_tokens`: row 1: invalid type: integer `1`, expected an object"),
        ("applications", json!([true]), "`applications`: row 1: invalid type: boolean `true`, expected an object"),
        ("policies", json!([1]), "`policies`: row 1: invalid type: integer `1`, expected an object"),
        ("groups", json!([1]), "`groups`: row 1: invalid type: integer `1`, expected an object"),
        ("lists", json!([{ "id": "l", "items": "x" }]), "`lists`: row 1: `items`: invalid type: string \"x\""),
        (
            "lists",
            json!([{ "id": "l", "items": ["x"] }]),
            "`lists`: row 1: `items`: invalid type: string \"x\", expected an object as an item",
        ),
        ("account", json!("x"), "invalid type: string \"x\", expected an object as `account`"),
        ("organization", json!("x"), "invalid type: string \"x\", expected an object as the organization"),
    ];
    for (key, value, expected) in table {
        let mut broken = recorded();
        broken[key] = value;
        let (problem, text) = problem(&broken, ALL);
        assert_eq!(problem, Problem::Inventory, "{key}");
        assert!(text.starts_with("the recorded account cannot be read: ") && text.contains(expected), "{key}: {text}");
        assert!(!text.contains("Wire") && text.matches(" at line ").count() == 1, "{key}: {text}");
    }
}

#[test]
fn a_list_that_is_not_needed_is_a_list_of_rows_all_the_same() {
    for key in ["physical_devices", "users", "service_tokens", "applications", "policies", "groups", "lists"] {
        for (value, expected) in [
            (Value::Null, "expected a list"),
            (json!([1]), "row 1: invalid type: integer `1`, expected an object"),
            (json!([{ "id": "x" }, { "name": "y" }]), "row 2: there is no `id`"),
        ] {
            let mut broken = recorded();
            broken[key] = value;
            let (problem, text) = problem(&broken, LITTLE);
            assert_eq!(problem, Problem::Inventory, "{key}");
            assert!(text.contains(&format!("`{key}`: ")) && text.contains(expected), "{key}: {text}");
        }
    }
}

#[test]
fn an_id_may_stand_twice_only_where_both_rows_say_the_same() {
    let mut twice = recorded();
    twice["registrations"] = json!([registration("a"), registration("b"), registration("a")]);
    assert_eq!(read(&twice, LITTLE).expect("equal rows").registrations.len(), 2);
    twice["registrations"][2]["revoked_at"] = json!("2026-11-01T00:00:00Z");
    let (problem, text) = problem(&twice, LITTLE);
    assert_eq!(problem, Problem::Inventory);
    assert_eq!(text, "the recorded account: `registrations` has \"a\" twice, with different content");
}

#[test]
fn broken_json_is_said_with_line_and_column() {
    let whole = recorded().to_string();
    let table = [
        ("", "EOF while parsing a value at line 1 column 0"),
        ("[]", "expected a recorded account at line 1"),
        ("{\n \"registrations\": [\n  {\"id\": \"a\"},\n", "registration \"a\" without a `device.id` at line"),
        ("{\"account\":{},\n\"account\":{}}", "the key `account` stands twice"),
        ("{\n\"registrations\": [{\"id\": \"a\", \"device\": {\"id\": \"d\"}},]}", "line 2"),
    ];
    for (text, expected) in table {
        let error = recording::account(text.as_bytes(), ALL, now()).expect_err(text);
        assert_eq!(error.problem, Problem::Inventory, "{error}");
        assert!(error.text.contains(expected), "{text}: {error}");
    }
    for end in [whole.len() / 3, whole.len() - 1] {
        assert!(recording::account(&whole.as_bytes()[..end], ALL, now()).is_err(), "cut at {end}");
    }
    assert!(recording::account(format!("{whole} x").as_bytes(), ALL, now()).is_err());
    assert!(recording::account(&whole.replace("Acme", "\u{1}").into_bytes(), ALL, now()).is_err());
}

#[test]
fn a_recording_without_a_time_is_read_now() {
    assert_eq!(read(&without("recorded_at"), LITTLE).expect("an account").reading.read_at, now());
    let mut odd = recorded();
    odd["recorded_at"] = json!("last week");
    assert_eq!(problem(&odd, LITTLE).0, Problem::Inventory);
}

#[test]
fn the_head_is_known_without_reading_the_rest() {
    let text = format!(
        r#"{{"recorded_at":"2026-11-20T08:00:00Z","account":{{"id":"{ACCOUNT}","name":"Acme"}},"registrations":[{{ broken"#
    );
    let head = recording::head(text.as_bytes()).expect("a head");
    assert_eq!((head.account.as_str(), head.name.as_deref()), (ACCOUNT, Some("Acme")));
    assert_eq!(head.recorded_at.expect("a time").to_string(), "2026-11-20T08:00:00Z");
    assert_eq!(recording::head(without("recorded_at").to_string().as_bytes()).expect("a head").recorded_at, None);
    assert_eq!(
        recording::head(without("account").to_string().as_bytes()).expect_err("no account").problem,
        Problem::Account
    );
    assert_eq!(recording::head(b"{\"recorded_at\":").expect_err("broken").problem, Problem::Inventory);
}

//! Recorded accounts: what is read is in the file, in whatever order, and through the live API in pages, too; and a plan
//! over it breaks no invariant.

use std::sync::Arc;

use doorlist::cloudflare::recording;
use doorlist::model::{Account, DoorList};
use doorlist::plan::{self, Settings};
use doorlist::render::{json_documents, parse_plan};
use serde_json::Value;

use super::common::{ACCOUNT, Memory, now};
use super::served::{ALL, Answer, LITTLE, Served, read};

const LIST: &str = r#"
version: 1
account: { id: 0123456789abcdef0123456789abcdef, team: acme }
unlisted: { users: delete, service_tokens: revoke, devices: delete, connectors: report }
users:
  - { email: "*@acme.example", devices: [corporate], max_registrations: 1 }
  - { email: carol@partner.example, until: 2026-10-31 }
  - { email: bob@acme.example, state: revoked }
  - { email: dave@acme.example, restore: true }
  - { email: erin@acme.example, state: absent, require_closed: true }
service_tokens: [{ name: ci, devices: [ci] }, { name: old, devices: [kiosk], state: absent }]
devices:
  - { serial: stolen, state: revoked }
  - { class: corporate, serial: [C02AAA111, 5CG0BBB222] }
  - { class: ci, name: "ci-*" }
  - { class: kiosk, os: windows, tag: "site:berlin" }
protected: [{ email: breakglass@acme.example }, { device: { name: "connector-*" } }]
cleanup:
  stale: { after: 90d, action: delete }
  duplicates: { action: delete }
  revoked: { after: 14d, action: delete }
offboarding: { enrollment: exclude, sessions: revoke, seats: release, service_tokens: delete, devices: delete }
"#;

/// One recorded account.
pub fn target(bytes: &[u8]) {
    let read = recording::account(bytes, ALL, now());
    let little = recording::account(bytes, LITTLE, now());
    let Ok(account) = read else {
        assert!(!read.expect_err("no account").to_string().is_empty());
        return;
    };
    let head = recording::head(bytes).expect("it says which account it is of");
    assert_eq!((&head.account, head.recorded_at.unwrap_or(now())), (&account.id, account.reading.read_at));
    assert_eq!(little.expect("less is needed").registrations, account.registrations);
    let objects = bytes.split(|byte| *byte == b'{').count() - 1;
    assert!(account.registrations.len() + account.devices.as_ref().map_or(0, std::collections::HashMap::len) < objects);
    let Ok(document) = serde_json::from_slice::<Value>(bytes) else { return };
    assert_eq!(turned(&document).as_ref(), Some(&account), "the order of rows says nothing");
    in_pages(&document, &account);
    planned(&account);
}

/// The same account from the rows in the opposite order.
fn turned(document: &Value) -> Option<Account> {
    let mut document = document.clone();
    for list in document.as_object_mut()?.values_mut() {
        if let Value::Array(rows) = list {
            rows.reverse();
        }
    }
    recording::account(document.to_string().as_bytes(), ALL, now()).ok()
}

/// The registrations, two a page.
fn in_pages(document: &Value, account: &Account) {
    let Some(rows) = document["registrations"].as_array().filter(|rows| !rows.is_empty()) else { return };
    let mut served = Served::default();
    let pages = rows.chunks(2).enumerate();
    let count = pages.len();
    for (at, page) in pages {
        let cursor = if at + 1 < count { format!("\"c{at}\"") } else { "null".to_owned() };
        let rows = Value::from(page.to_vec()).to_string();
        let asked = if at == 0 { String::new() } else { format!("?cursor=c{}", at - 1) };
        served.add(
            &format!("devices/registrations{asked}"),
            Answer::page(&rows, &format!(r#"{{"count":{},"cursor":{cursor}}}"#, page.len())),
        );
    }
    let live = read(&Arc::new(served), LITTLE).0;
    // Rows that stand twice are read again and again, and then refused: they may hide others.
    let ids: std::collections::HashSet<&str> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
    match live {
        Ok(live) => assert_eq!(live.registrations, account.registrations),
        Err(error) => assert!(ids.len() < rows.len(), "{error}"),
    }
}

fn planned(account: &Account) {
    let list: DoorList = Memory::one(LIST).load().expect("it is right").list;
    let account = Account { id: ACCOUNT.into(), ..account.clone() };
    let Ok(plan) = plan::plan(&list, &account, now(), &Settings::default()) else { return };
    assert_eq!(plan::violations(&plan, &list, &account, now()), []);
    assert_eq!(plan::verify(&plan), Ok(()));
    assert_eq!(parse_plan(json_documents(std::slice::from_ref(&plan)).as_bytes()).expect("a plan"), plan);
}

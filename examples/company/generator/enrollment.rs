//! Who may enroll: the device-enrollment application with its policies, groups, lists and tokens.

use serde_json::{Value, json};

use super::company::Company;
use super::people::{DOMAIN, Standing};

const RUNNERS: &str = "70ce1a2c-0000-4000-8000-000000000001";
const KIOSKS: &str = "70ce1a2c-0000-4000-8000-000000000002";
const REPORTS: &str = "70ce1a2c-0000-4000-8000-000000000003";
const STAFF: &str = "61a2c000-0000-4000-8000-000000000001";
const CONTRACTORS: &str = "61a2c000-0000-4000-8000-000000000002";
const WORKFORCE: &str = "61a2c000-0000-4000-8000-000000000003";
const LEAVERS: &str = "11571a2c-0000-4000-8000-000000000001";
const LAPTOPS: &str = "11571a2c-0000-4000-8000-000000000002";

/// The lists of the account that are small, by name.
pub(super) fn lists(company: &Company) -> [(&'static str, Vec<Value>); 4] {
    let policies = policies();
    let mut reusable = policies.clone();
    for policy in reusable.iter_mut().filter_map(Value::as_object_mut) {
        policy.remove("precedence");
        policy.insert("app_count".to_owned(), json!(1));
    }
    let application = json!({
        "id": "a441a2c0-0000-4000-8000-000000000001", "type": "warp", "name": "Warp Login App",
        "domain": "larkfield.cloudflareaccess.com/warp", "policies": policies,
    });
    [
        ("service_tokens", tokens()),
        ("applications", vec![application]),
        ("policies", reusable),
        ("lists", gateway_lists(company)),
    ]
}

fn tokens() -> Vec<Value> {
    let token = |id: &str, name: &str, expires: &str, seen: &str| {
        json!({
            "id": id, "name": name, "client_id": format!("{}.access", id.replace('-', "")), "duration": "8760h",
            "enabled": true, "expires_at": expires, "last_seen_at": seen,
            "created_at": "2025-12-01T09:00:00Z", "updated_at": "2025-12-01T09:00:00Z",
        })
    };
    vec![
        token(RUNNERS, "ci-runners", "2027-03-01T00:00:00Z", "2026-11-21T23:58:00Z"),
        token(KIOSKS, "kiosks", "2026-12-05T00:00:00Z", "2026-11-21T23:59:00Z"),
        token(REPORTS, "nightly-reports", "2027-01-31T00:00:00Z", "2026-04-01T00:00:00Z"),
    ]
}

/// A deny ahead of the allows, machines by their tokens, staff and contractors by a group of groups.
fn policies() -> Vec<Value> {
    let policy = |number: u32, name: &str, decision: &str, include: Value| {
        json!({
            "id": format!("90111a2c-0000-4000-8000-{number:012}"), "name": name, "decision": decision,
            "precedence": number, "reusable": true, "include": [include], "exclude": [], "require": [],
        })
    };
    vec![
        policy(1, "Leavers", "deny", json!({ "email_list": { "id": LEAVERS } })),
        policy(2, "CI runners", "non_identity", json!({ "service_token": { "token_id": RUNNERS } })),
        policy(3, "Kiosks", "non_identity", json!({ "service_token": { "token_id": KIOSKS } })),
        policy(4, "Workforce", "allow", json!({ "group": { "id": WORKFORCE } })),
    ]
}

/// Staff by domain, contractors by a group of the identity provider that no API tells, and both in one.
pub(super) fn groups() -> Value {
    let group = |id: &str, name: &str, include: Value| json!({ "id": id, "name": name, "include": include, "exclude": [], "require": [] });
    let contractors =
        json!({ "okta": { "name": "contractors", "identity_provider_id": "1d91a2c0-0000-4000-8000-000000000001" } });
    json!([
        group(STAFF, "Staff", json!([{ "email_domain": { "domain": DOMAIN } }])),
        group(CONTRACTORS, "Contractors", json!([contractors])),
        group(WORKFORCE, "Workforce", json!([{ "group": { "id": STAFF } }, { "group": { "id": CONTRACTORS } }])),
    ])
}

/// Every second leaver is on the block list; the serials of laptops are there for posture checks.
fn gateway_lists(company: &Company) -> Vec<Value> {
    let left = company.people.iter().filter(|person| person.standing == Standing::Left);
    let blocked: Vec<Value> = left.step_by(2).map(|person| json!({ "value": person.email.to_lowercase() })).collect();
    let serials: Vec<Value> =
        company.machines.iter().filter(|m| m.is_asset).take(50).map(|m| json!({ "value": m.serial })).collect();
    vec![
        json!({ "id": LEAVERS, "name": "leavers", "type": "EMAIL", "count": blocked.len(), "items": blocked }),
        json!({ "id": LAPTOPS, "name": "pilot laptops", "type": "SERIAL", "count": serials.len(), "items": serials }),
    ]
}

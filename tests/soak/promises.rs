//! What must hold whatever happens, told by the server alone: its rows and its log.

use std::collections::BTreeSet;

use doorlist::model::Plan;
use doorlist::model::plan::{Action, ActionKind};
use doorlist::sandbox::LoggedRequest;
use serde_json::Value;

use crate::scene::Scene;
use crate::server::is_write;

/// The rows that are permitted and that are not there any more, or revoked.
pub(crate) fn harmed(scene: &Scene, snapshot: &Value) -> Vec<String> {
    let rows = snapshot["registrations"].as_array().expect("a list");
    let stands = |id: &&String| rows.iter().any(|row| row["id"] == id.as_str() && row["revoked_at"].is_null());
    scene.safe.iter().filter(|id| !stands(id)).cloned().collect()
}

/// The rows of who has to leave that are still there.
pub(crate) fn left(scene: &Scene, snapshot: &Value) -> Vec<String> {
    let rows = snapshot["registrations"].as_array().expect("a list");
    let is_there = |id: &&String| rows.iter().any(|row| row["id"] == id.as_str());
    scene.gone.iter().filter(is_there).cloned().collect()
}

/// Everything that a plan lets be written, by name.
pub(crate) fn permitted(plan: &Plan) -> BTreeSet<String> {
    plan.actions.iter().flat_map(named_by).collect()
}

fn named_by(action: &Action) -> Vec<String> {
    let target = &action.target;
    let identity = target.identity.as_ref();
    let email = identity.and_then(|identity| identity.email.clone()).unwrap_or_default().to_ascii_lowercase();
    let registration = target.registration_id.clone().unwrap_or_default();
    let token = target.token.as_ref().map(|token| token.id.clone()).unwrap_or_default();
    let policies =
        |word: &'static str| target.policies.iter().map(move |policy| format!("{word} policy {}", policy.id));
    match action.kind {
        ActionKind::DeleteRegistration => vec![format!("delete registration {registration}")],
        ActionKind::RevokeRegistration => vec![format!("revoke registration {registration}")],
        ActionKind::UnrevokeRegistration => vec![format!("unrevoke registration {registration}")],
        ActionKind::DeleteDevice => {
            vec![format!("delete device {}", target.device.as_ref().map_or("", |device| &device.id))]
        }
        ActionKind::BlockEnrollment => {
            vec![format!("append {email} to list {}", target.list.as_ref().map_or("", |list| &list.id))]
        }
        ActionKind::ExcludeFromEnrollment => policies("replace").collect(),
        ActionKind::RemoveTokenFromEnrollment => {
            let application = action.expect.application_id.iter().map(|id| format!("replace application {id}"));
            let alone = action.expect.policies.iter().filter(|policy| policy.only_rule);
            let deleted = alone.map(|policy| format!("delete policy {}", policy.id));
            policies("replace").chain(deleted).chain(application).collect()
        }
        ActionKind::DisableServiceToken => vec![format!("replace token {token}")],
        ActionKind::DeleteServiceToken => policies("delete").chain([format!("delete token {token}")]).collect(),
        ActionKind::RevokeSessions => vec![format!("end sessions {email}")],
        ActionKind::ReleaseSeat => vec![format!("release seat {}", target.seat_uid.as_deref().unwrap_or_default())],
        ActionKind::HumanStep => Vec::new(),
    }
}

/// What a request would change, by the same names.
pub(crate) fn written(request: &LoggedRequest) -> Vec<String> {
    if !is_write(request) {
        return Vec::new();
    }
    let path = request.path.rsplit_once("/accounts/").map_or("", |(_, rest)| rest);
    let parts: Vec<&str> = path.split('/').skip(1).collect();
    let ids = request.query.iter().flat_map(|query| query.split('&')).filter_map(|part| part.strip_prefix("id="));
    let each = |word: &str| ids.clone().map(|id| format!("{word} registration {id}")).collect();
    let body = request.body.clone().unwrap_or_default();
    match (request.method.as_str(), parts.as_slice()) {
        ("DELETE", ["devices", "registrations"]) => each("delete"),
        ("POST", ["devices", "registrations", word @ ("revoke" | "unrevoke")]) => each(word),
        ("DELETE", ["devices", "registrations", id]) => vec![format!("delete registration {id}")],
        ("DELETE", ["devices", "physical-devices", id]) => vec![format!("delete device {id}")],
        ("PUT", ["access", "policies", id] | ["access", "apps", _, "policies", id]) => {
            vec![format!("replace policy {id}")]
        }
        ("DELETE", ["access", "policies", id] | ["access", "apps", _, "policies", id]) => {
            vec![format!("delete policy {id}")]
        }
        ("PUT", ["access", "apps", id]) => vec![format!("replace application {id}")],
        ("PUT", ["access", "service_tokens", id]) => vec![format!("replace token {id}")],
        ("DELETE", ["access", "service_tokens", id]) => vec![format!("delete token {id}")],
        ("PATCH", ["gateway", "lists", id]) if body.get("remove").is_none() => appended(id, &body),
        ("POST", ["access", "organizations", "revoke_user"]) => {
            vec![format!("end sessions {}", text(&body["email"]))]
        }
        ("PATCH", ["access", "seats"]) => {
            rows(&body).iter().map(|seat| format!("release seat {}", text(&seat["seat_uid"]))).collect()
        }
        (method, _) => vec![format!("{method} {path}")],
    }
}

fn appended(list: &str, body: &Value) -> Vec<String> {
    rows(&body["append"]).iter().map(|item| format!("append {} to list {list}", text(&item["value"]))).collect()
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_ascii_lowercase()
}

/// The addresses whose sessions were ended: the one effect that no row shows.
pub(crate) fn sessions(log: &[LoggedRequest]) -> BTreeSet<String> {
    let ended = |request: &&LoggedRequest| request.path.ends_with("/revoke_user") && had_effect(request);
    log.iter().filter(ended).flat_map(written).collect()
}

fn had_effect(request: &LoggedRequest) -> bool {
    let fault = request.fault.as_deref().unwrap_or_default();
    let replaced = ["unsuccessful", "html", "empty"].iter().any(|word| fault.ends_with(word));
    fault.ends_with(" after") || (request.status == Some(200) && !replaced)
}

/// The account without what differs from run to run: times, and the order of rows.
pub(crate) fn end(snapshot: &Value) -> Value {
    let mut end = snapshot.clone();
    settle(&mut end);
    end
}

fn settle(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|key, _| !["recorded_at", "updated_at", "created_at"].contains(&key.as_str()));
            for (key, field) in fields {
                if key == "revoked_at" {
                    *field = Value::Bool(!field.is_null());
                } else {
                    settle(field);
                }
            }
        }
        Value::Array(rows) => {
            rows.iter_mut().for_each(settle);
            rows.sort_by_cached_key(Value::to_string);
        }
        _ => {}
    }
}

/// Where two ends differ, in a few lines.
pub(crate) fn differences(wanted: &Value, found: &Value) -> String {
    let lists = wanted.as_object().expect("an account").keys();
    let mut lines = Vec::new();
    for list in lists.filter(|list| wanted[*list] != found[*list]) {
        let (old, new) = (rows(&wanted[list]), rows(&found[list]));
        lines.extend(old.iter().filter(|row| !new.contains(row)).map(|row| format!("  {list} lacks {row}")));
        lines.extend(new.iter().filter(|row| !old.contains(row)).map(|row| format!("  {list} has   {row}")));
    }
    lines.join("\n")
}

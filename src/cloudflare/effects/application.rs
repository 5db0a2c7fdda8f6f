//! An Access application as it was read, to be written back without one of its reusable policies (API page, section
//! 6.1).

use serde_json::{Map, Value, json};

use super::difference::differences;
use crate::model::{AppId, PolicyId};

/// Keys that only the API writes. Everything else goes back: what is left out falls back to its default.
const READ_ONLY: [&str; 4] = ["id", "account_id", "created_at", "updated_at"];

/// An application with every key that it was read with.
#[derive(Clone, Debug, PartialEq)]
pub struct ApplicationDocument {
    id: AppId,
    fields: Map<String, Value>,
    links: Vec<Link>,
}

/// A policy of the application.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Link {
    id: PolicyId,
    precedence: Option<i64>,
    /// Missing in the published schema.
    reusable: Option<bool>,
}

impl ApplicationDocument {
    /// Takes an application as the API wrote it.
    ///
    /// # Errors
    /// What is no application, or does not say which policies it has: it could not be written back.
    pub fn new(id: AppId, application: Value) -> Result<Self, String> {
        let Value::Object(fields) = application else { return Err("the application is no object".to_owned()) };
        let Some(Value::Array(policies)) = fields.get("policies") else {
            return Err("the application does not say which policies it has".to_owned());
        };
        let links = policies.iter().map(Link::of).collect::<Option<Vec<_>>>();
        let mut links = links.ok_or_else(|| "a policy of the application has no `id`".to_owned())?;
        links.sort_by_key(|link| link.precedence.unwrap_or(i64::MAX));
        Ok(Self { id, fields, links })
    }

    /// Its id.
    pub fn id(&self) -> &AppId {
        &self.id
    }

    /// Its policies, each with whether it is reusable, where that is said.
    pub fn policies(&self) -> impl Iterator<Item = (&PolicyId, Option<bool>)> {
        self.links.iter().map(|link| (&link.id, link.reusable))
    }

    /// Whether it has the policy.
    pub fn has(&self, policy: &PolicyId) -> bool {
        self.links.iter().any(|link| link.id == *policy)
    }

    /// Whether nobody wrote to it between two readings.
    pub fn is_unchanged(&self, later: &Self) -> bool {
        match (self.fields.get("updated_at"), later.fields.get("updated_at")) {
            (Some(Value::String(before)), Some(Value::String(after))) => before == after && self.links == later.links,
            _ => self.fields == later.fields,
        }
    }

    /// The application without the policy.
    #[must_use]
    pub fn without(&self, policy: &PolicyId) -> Self {
        let mut wanted = self.clone();
        wanted.links.retain(|link| link.id != *policy);
        wanted
    }

    /// What a live reading says otherwise than this document, in words.
    pub fn differences(&self, live: &Self) -> Vec<String> {
        let ignored: Vec<&str> = READ_ONLY.into_iter().chain(["policies"]).collect();
        let mut found = differences(&self.fields, &live.fields, &ignored);
        let ids = |document: &Self| document.links.iter().map(|link| link.id.to_string()).collect::<Vec<_>>();
        let (wanted, live) = (ids(self), ids(live));
        if wanted != live {
            found.push(format!("its policies are {}, not {}", shown(&live), shown(&wanted)));
        }
        found
    }

    /// The whole document, to replace the live one; its policies as links to the reusable ones.
    pub(super) fn body(&self) -> Value {
        let writable = self.fields.iter().filter(|(key, _)| !READ_ONLY.contains(&key.as_str()));
        let mut body: Map<String, Value> = writable.map(|(key, value)| (key.clone(), value.clone())).collect();
        body.insert("policies".to_owned(), self.links.iter().map(Link::body).collect());
        Value::Object(body)
    }
}

impl Link {
    /// A policy is there whole, or as `{id, precedence}`, or as a bare id.
    fn of(policy: &Value) -> Option<Self> {
        let id = policy.as_str().or_else(|| policy.get("id")?.as_str()).filter(|id| !id.is_empty())?;
        Some(Self {
            id: PolicyId::from(id),
            precedence: policy.get("precedence").and_then(Value::as_i64),
            reusable: policy.get("reusable").and_then(Value::as_bool),
        })
    }

    fn body(&self) -> Value {
        match self.precedence {
            Some(precedence) => json!({ "id": self.id, "precedence": precedence }),
            None => json!({ "id": self.id }),
        }
    }
}

fn shown(ids: &[String]) -> String {
    if ids.is_empty() { "none".to_owned() } else { ids.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn application() -> ApplicationDocument {
        let json = json!({
            "id": "app", "type": "warp", "name": "Warp Login App", "aud": "aa", "session_duration": "24h",
            "allowed_idps": [], "new_key": { "deep": null },
            "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-02-01T00:00:00Z",
            "policies": [
                { "id": "p2", "precedence": 5, "reusable": true, "name": "CI", "decision": "non_identity" },
                { "id": "p1", "precedence": 1, "reusable": true, "name": "Employees", "decision": "allow" },
                { "id": "p3", "precedence": 7, "name": "Kiosks", "decision": "non_identity" }
            ]
        });
        ApplicationDocument::new(AppId::from("app"), json).expect("an application")
    }

    #[test]
    fn one_link_goes_and_everything_else_goes_back() {
        let body = application().without(&PolicyId::from("p2")).body();
        let expected = json!({
            "type": "warp", "name": "Warp Login App", "aud": "aa", "session_duration": "24h", "allowed_idps": [],
            "new_key": { "deep": null },
            "policies": [{ "id": "p1", "precedence": 1 }, { "id": "p3", "precedence": 7 }]
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn what_is_attached_is_told_with_its_kind() {
        let application = application();
        let kinds: Vec<(&str, Option<bool>)> =
            application.policies().map(|(id, reusable)| (id.as_str(), reusable)).collect();
        assert_eq!(kinds, [("p1", Some(true)), ("p2", Some(true)), ("p3", None)]);
        assert!(application.has(&PolicyId::from("p2")));
        assert!(!application.without(&PolicyId::from("p2")).has(&PolicyId::from("p2")));
    }

    #[test]
    fn a_reading_afterwards_is_held_against_what_was_wanted() {
        let before = application();
        let wanted = before.without(&PolicyId::from("p2"));
        assert_eq!(wanted.differences(&wanted.clone()), Vec::<String>::new());
        assert_eq!(wanted.differences(&before), ["its policies are p1, p2, p3, not p1, p3"]);
        let mut live = wanted.clone();
        live.fields.insert("session_duration".to_owned(), json!("8h"));
        live.links.clear();
        let expected = [r#"session_duration is "8h", not "24h""#, "its policies are none, not p1, p3"];
        assert_eq!(wanted.differences(&live), expected);
    }

    #[test]
    fn bare_ids_are_links_in_their_order() {
        let json = json!({ "type": "warp", "policies": ["b", { "id": "a" }] });
        let application = ApplicationDocument::new(AppId::from("app"), json).expect("an application");
        assert_eq!(application.body()["policies"], json!([{ "id": "b" }, { "id": "a" }]));
    }

    #[test]
    fn an_application_that_does_not_tell_its_policies_is_not_written() {
        for json in [json!({ "type": "warp" }), json!({ "policies": null }), json!({ "policies": [{}] }), json!(null)] {
            assert!(ApplicationDocument::new(AppId::from("app"), json.clone()).is_err(), "{json}");
        }
    }
}

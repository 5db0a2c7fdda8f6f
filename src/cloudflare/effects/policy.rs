//! An Access policy as it was read, to be written back with one rule more or less (API page, section 6.2).

use serde_json::{Map, Value};

use super::difference::{RULES, differences};
use super::rules;
use crate::model::{AppId, PolicyId, TokenId};

/// Keys that only the API writes.
const READ_ONLY: [&str; 6] = ["id", "account_id", "created_at", "updated_at", "app_count", "reusable"];

/// The place among an application's policies. A reusable policy has none of its own.
const PRECEDENCE: &str = "precedence";

/// Where a policy is read and written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyPlace {
    /// Its id.
    pub id: PolicyId,
    /// The application, where the policy is its own; a reusable policy is written by itself.
    pub application: Option<AppId>,
}

/// A policy with every key and every rule that it was read with.
#[derive(Clone, Debug, PartialEq)]
pub struct PolicyDocument {
    place: PolicyPlace,
    fields: Map<String, Value>,
}

impl PolicyDocument {
    /// Takes a policy as the API wrote it.
    ///
    /// # Errors
    /// What is no policy, or has rules that are no list: it could not be written back.
    pub fn new(place: PolicyPlace, policy: Value) -> Result<Self, String> {
        let Value::Object(fields) = policy else { return Err("the policy is no object".to_owned()) };
        if let Some(key) =
            ["name", "decision"].into_iter().find(|key| !matches!(fields.get(*key), Some(Value::String(_))))
        {
            return Err(format!("the policy has no `{key}`"));
        }
        let is_list = |key: &&str| matches!(fields.get(*key), None | Some(Value::Null | Value::Array(_)));
        if let Some(key) = RULES.iter().find(|key| !is_list(key)) {
            return Err(format!("`{key}` of the policy is no list"));
        }
        Ok(Self { place, fields })
    }

    /// Where it is.
    pub fn place(&self) -> &PolicyPlace {
        &self.place
    }

    /// Every key.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.fields
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.text("name")
    }

    /// Its decision, in the API's word.
    pub fn decision(&self) -> &str {
        self.text("decision")
    }

    /// How many applications use it, where that is said.
    pub fn app_count(&self) -> Option<u64> {
        self.fields.get("app_count")?.as_u64()
    }

    /// Whether an Exclude rule names the address.
    pub fn excludes(&self, address: &str) -> bool {
        self.rules("exclude").iter().any(|rule| rules::is_email(rule, address))
    }

    /// Whether an Include rule names the token.
    pub fn includes(&self, token: &TokenId) -> bool {
        self.rules("include").iter().any(|rule| rules::is_token(rule, token.as_str()))
    }

    /// Whether the Include rules name the token and nothing else, so that the policy would be invalid without it.
    pub fn includes_only(&self, token: &TokenId) -> bool {
        let include = self.rules("include");
        !include.is_empty() && include.iter().all(|rule| rules::is_token(rule, token.as_str()))
    }

    /// Whether nobody wrote to it between two readings.
    pub fn is_unchanged(&self, later: &Self) -> bool {
        match (self.fields.get("updated_at"), later.fields.get("updated_at")) {
            (Some(Value::String(before)), Some(Value::String(after))) => before == after,
            _ => self.fields == later.fields,
        }
    }

    /// The policy with an Exclude rule for the address at the end.
    #[must_use]
    pub fn excluding(&self, address: &str) -> Self {
        let mut wanted = self.clone();
        match wanted.fields.get_mut("exclude") {
            Some(Value::Array(rules)) => rules.push(rules::email(address)),
            _ => drop(wanted.fields.insert("exclude".to_owned(), Value::Array(vec![rules::email(address)]))),
        }
        wanted
    }

    /// The policy without the Include rule for the token.
    #[must_use]
    pub fn without(&self, token: &TokenId) -> Self {
        let mut wanted = self.clone();
        if let Some(Value::Array(rules)) = wanted.fields.get_mut("include") {
            rules.retain(|rule| !rules::is_token(rule, token.as_str()));
        }
        wanted
    }

    /// What a live reading says otherwise than this document, in words. A key that was not there and that the API has
    /// filled in is none, such as a default `session_duration`; a place among the policies is: it decides who is asked
    /// first.
    pub fn differences(&self, live: &Self) -> Vec<String> {
        let unwritable = self.unwritable();
        let mut found = differences(&self.fields, &live.fields, &unwritable);
        let place = |policy: &Self| policy.fields.get(PRECEDENCE).and_then(Value::as_i64);
        if let (None, Some(place), false) = (place(self), place(live), unwritable.contains(&PRECEDENCE)) {
            found.push(format!("{PRECEDENCE} is {place}, not nothing"));
        }
        found
    }

    /// The whole document, to replace the live one.
    pub(super) fn body(&self) -> Value {
        let unwritable = self.unwritable();
        let writable = self.fields.iter().filter(|(key, _)| !unwritable.contains(&key.as_str()));
        Value::Object(writable.map(|(key, value)| (key.clone(), value.clone())).collect())
    }

    fn unwritable(&self) -> Vec<&'static str> {
        let precedence = self.place.application.is_none().then_some(PRECEDENCE);
        READ_ONLY.into_iter().chain(precedence).collect()
    }

    fn text(&self, key: &str) -> &str {
        self.fields.get(key).and_then(Value::as_str).unwrap_or_default()
    }

    fn rules(&self, key: &str) -> &[Value] {
        self.fields.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn policy(own: bool) -> PolicyDocument {
        let application = own.then(|| AppId::from("app"));
        let place = PolicyPlace { id: PolicyId::from("p1"), application };
        let json = json!({
            "id": "p1", "account_id": "acc", "name": "Employees", "decision": "allow", "precedence": 2,
            "reusable": !own, "app_count": 3, "created_at": "2026-01-01T00:00:00Z", "updated_at": "2026-02-01T00:00:00Z",
            "include": [{ "email_domain": { "domain": "acme.example" } }, { "service_token": { "token_id": "t1" } }],
            "exclude": [{ "okta": { "name": "leavers", "identity_provider_id": "i", "unheard_of": [1, null] } }],
            "require": null, "session_duration": "24h", "mfa_config": null, "new_key": { "deep": [true, 1.5] }
        });
        PolicyDocument::new(place, json).expect("a policy")
    }

    #[test]
    fn an_exclude_rule_is_added_and_nothing_is_lost() {
        let body = policy(false).excluding("Erin@acme.example").body();
        let expected = json!({
            "name": "Employees", "decision": "allow",
            "include": [{ "email_domain": { "domain": "acme.example" } }, { "service_token": { "token_id": "t1" } }],
            "exclude": [
                { "okta": { "name": "leavers", "identity_provider_id": "i", "unheard_of": [1, null] } },
                { "email": { "email": "Erin@acme.example" } }
            ],
            "require": null, "session_duration": "24h", "mfa_config": null, "new_key": { "deep": [true, 1.5] }
        });
        assert_eq!(body, expected);
    }

    #[test]
    fn a_policy_of_an_application_keeps_its_precedence() {
        assert_eq!(policy(true).body()["precedence"], 2);
        assert_eq!(policy(false).body().get("precedence"), None);
    }

    #[test]
    fn a_missing_or_null_list_gets_the_first_rule() {
        for exclude in [None, Some(Value::Null), Some(json!([]))] {
            let mut json = json!({ "name": "P", "decision": "allow", "include": [] });
            if let Some(exclude) = exclude {
                json["exclude"] = exclude;
            }
            let place = PolicyPlace { id: PolicyId::from("p"), application: None };
            let policy = PolicyDocument::new(place, json).expect("a policy").excluding("a@x.example");
            assert_eq!(policy.body()["exclude"], json!([{ "email": { "email": "a@x.example" } }]));
            assert!(policy.excludes("A@x.example"));
        }
    }

    #[test]
    fn one_token_is_taken_out() {
        let token = TokenId::from("t1");
        let policy = policy(false);
        assert!(policy.includes(&token) && !policy.includes_only(&token));
        let without = policy.without(&token);
        assert!(!without.includes(&token));
        assert_eq!(without.body()["include"], json!([{ "email_domain": { "domain": "acme.example" } }]));
        let place = policy.place().clone();
        let twice = json!({ "name": "P", "decision": "non_identity", "include": [
            { "service_token": { "token_id": "t1" } }, { "service_token": { "token_id": "t1" } }] });
        assert!(PolicyDocument::new(place, twice).expect("a policy").includes_only(&token));
    }

    #[test]
    fn only_what_the_change_wanted_is_no_difference() {
        let wanted = policy(false).excluding("erin@acme.example");
        let mut live = wanted.clone();
        live.fields.insert("updated_at".to_owned(), json!("2026-03-01T00:00:00Z"));
        live.fields.insert("app_count".to_owned(), json!(4));
        assert_eq!(wanted.differences(&live), Vec::<String>::new());
        live.fields.insert("include".to_owned(), json!([{ "email_domain": { "domain": "acme.example" } }]));
        assert_eq!(wanted.differences(&live), [r#"include lacks {"service_token":{"token_id":"t1"}}"#]);
        assert_eq!(wanted.differences(&policy(false)).len(), 1, "the rule is not there");
    }

    #[test]
    fn a_default_that_the_api_fills_in_is_no_difference_and_a_place_is() {
        let bare = |own: bool| {
            let mut policy = policy(own);
            for key in ["session_duration", "mfa_config", PRECEDENCE] {
                policy.fields.remove(key);
            }
            policy.fields.insert("approval_required".to_owned(), Value::Null);
            policy
        };
        for own in [false, true] {
            let mut live = bare(own);
            live.fields.insert("session_duration".to_owned(), json!("24h"));
            live.fields.insert("mfa_config".to_owned(), json!({ "mfa_disabled": true }));
            live.fields.insert("approval_required".to_owned(), json!(true));
            assert_eq!(bare(own).differences(&live), Vec::<String>::new());
            live.fields.insert(PRECEDENCE.to_owned(), json!(3));
            let places = if own { vec!["precedence is 3, not nothing".to_owned()] } else { Vec::new() };
            assert_eq!(bare(own).differences(&live), places);
            live.fields.insert("name".to_owned(), json!("Others"));
            live.fields.insert("decision".to_owned(), json!("deny"));
            live.fields.insert("require".to_owned(), json!([{ "everyone": {} }]));
            assert_eq!(bare(own).differences(&live).len(), 3 + places.len());
        }
    }

    #[test]
    fn another_time_of_change_is_another_version() {
        let before = policy(false);
        let mut later = before.clone();
        assert!(before.is_unchanged(&later));
        later.fields.insert("updated_at".to_owned(), json!("2026-03-01T00:00:00Z"));
        assert!(!before.is_unchanged(&later));
        later.fields.remove("updated_at");
        assert!(!before.is_unchanged(&later), "without a time the whole document is compared");
    }

    #[test]
    fn what_could_not_be_written_back_is_refused() {
        let place = || PolicyPlace { id: PolicyId::from("p"), application: None };
        for (json, why) in [
            (json!([]), "the policy is no object"),
            (json!({ "decision": "allow" }), "the policy has no `name`"),
            (json!({ "name": "P", "decision": null }), "the policy has no `decision`"),
            (json!({ "name": "P", "decision": "allow", "exclude": {} }), "`exclude` of the policy is no list"),
        ] {
            assert_eq!(PolicyDocument::new(place(), json), Err(why.to_owned()));
        }
    }
}

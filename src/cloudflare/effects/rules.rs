//! Rules as the API writes them: one selector a rule, kept verbatim (API page, section 6.3).

use serde_json::{Value, json};

/// An Exclude rule for one address.
pub(super) fn email(address: &str) -> Value {
    json!({ "email": { "email": address } })
}

/// Whether a rule is about this address and nothing else.
pub(super) fn is_email(rule: &Value, address: &str) -> bool {
    only(rule, "email", "email").is_some_and(|live| live.eq_ignore_ascii_case(address))
}

/// Whether a rule is about this service token and nothing else.
pub(super) fn is_token(rule: &Value, id: &str) -> bool {
    only(rule, "service_token", "token_id") == Some(id)
}

/// The rule as a text that two spellings of one address share.
pub(super) fn canonical(rule: &Value) -> String {
    match only(rule, "email", "email") {
        Some(address) => email(&address.to_ascii_lowercase()).to_string(),
        None => rule.to_string(),
    }
}

/// The field of a rule that has one selector alone.
fn only<'r>(rule: &'r Value, selector: &str, field: &str) -> Option<&'r str> {
    let selectors = rule.as_object().filter(|selectors| selectors.len() == 1)?;
    selectors.get(selector)?.get(field)?.as_str()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_found_in_any_spelling_and_alone() {
        let rule = json!({ "email": { "email": "Erin@acme.example" } });
        assert!(is_email(&rule, "erin@ACME.example"));
        assert!(!is_email(&rule, "erin@acme.example.test"));
        assert!(!is_email(&json!({ "email": { "email": "erin@acme.example" }, "geo": {} }), "erin@acme.example"));
        assert!(!is_email(&json!({ "email_domain": { "domain": "acme.example" } }), "acme.example"));
        assert_eq!(canonical(&rule), canonical(&email("erin@acme.example")));
    }

    #[test]
    fn a_token_is_found_by_its_id() {
        assert!(is_token(&json!({ "service_token": { "token_id": "t1", "new": 1 } }), "t1"));
        assert!(!is_token(&json!({ "service_token": { "token_id": "t1" } }), "t2"));
        assert!(!is_token(&json!({ "any_valid_service_token": {} }), "t1"));
        assert!(!is_token(&json!("service_token"), "t1"));
    }
}

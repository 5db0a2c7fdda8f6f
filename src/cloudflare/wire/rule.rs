//! Selectors of policies and groups: one key per rule object (API page, section 6.3). New keys keep appearing; what
//! cannot be answered from the API alone is kept in words.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::model::enrollment::Rule;
use crate::model::{GroupId, ListId, TokenId};

/// A rule array; null and missing are empty (API page, section 6.2).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WireRules(pub(super) Vec<Rule>);

impl<'de> Deserialize<'de> for WireRules {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw: &'de RawValue = Deserialize::deserialize(deserializer)?;
        Ok(Self(match serde_json::from_str(raw.get()) {
            Ok(Value::Null) => Vec::new(),
            Ok(Value::Array(rules)) => rules.iter().map(rule).collect(),
            _ => vec![unreadable(raw.get())],
        }))
    }
}

fn rule(value: &Value) -> Rule {
    let Value::Object(map) = value else { return unreadable(&value.to_string()) };
    let mut entries = map.iter();
    match (entries.next(), entries.next()) {
        (Some((key, detail)), None) => decidable(key, detail).unwrap_or_else(|| other(key, detail, value)),
        (Some(_), Some(_)) => {
            let keys: Vec<&str> = map.keys().map(String::as_str).collect();
            named(&keys.join("+"), &format!("a rule of several kinds: {}", keys.join(", ")), &value.to_string())
        }
        (None, _) => unreadable(&value.to_string()),
    }
}

/// A rule whose answer follows from what the API tells.
fn decidable(key: &str, detail: &Value) -> Option<Rule> {
    let text = |field| text(detail, field);
    Some(match key {
        "email" => Rule::Email(text("email")?.into()),
        "email_domain" => {
            let domain = text("domain")?;
            Rule::EmailDomain(domain.strip_prefix('@').unwrap_or(domain).into())
        }
        "email_list" => Rule::EmailList(ListId::from(text("id")?)),
        "everyone" => Rule::Everyone,
        "group" => Rule::Group(GroupId::from(text("id")?)),
        "service_token" => Rule::ServiceToken(TokenId::from(text("token_id")?)),
        "any_valid_service_token" => Rule::AnyValidServiceToken,
        _ => return None,
    })
}

/// What would have to be known: the kind in words, and the field that names the one that is meant.
const IN_WORDS: &[(&str, &str, &str)] = &[
    ("login_method", "login method", "id"),
    ("auth_method", "authentication method", "auth_method"),
    ("auth_context", "authentication context", "ac_id"),
    ("azureAD", "azureAD group", "id"),
    ("gsuite", "gsuite group", "email"),
    ("okta", "okta group", "name"),
    ("github-organization", "github-organization", "name"),
    ("ip", "IP range", "ip"),
    ("ip_list", "IP list", "id"),
    ("geo", "country", "country_code"),
    ("certificate", "a valid client certificate", ""),
    ("common_name", "certificate with the common name", "common_name"),
    ("device_posture", "device posture check", "integration_uid"),
    ("external_evaluation", "external evaluation by", "evaluate_url"),
    ("linked_app_token", "token of the linked application", "app_uid"),
    ("cloudflare_account_member", "member of the Cloudflare account", "account_id"),
];

/// Kinds whose name is a text that a person chose, and is shown in quotes.
const QUOTED: &[&str] = &["okta", "gsuite", "github-organization", "common_name"];

fn other(key: &str, detail: &Value, whole: &Value) -> Rule {
    let pair = |name, value| Some((text(detail, name)?, text(detail, value)?));
    let words = match key {
        "saml" => {
            pair("attribute_name", "attribute_value").map(|(name, value)| format!("SAML attribute {name} = {value:?}"))
        }
        "oidc" => pair("claim_name", "claim_value").map(|(name, value)| format!("OIDC claim {name} = {value:?}")),
        "github-organization" => {
            pair("name", "team").map(|(name, team)| format!("github-organization {name:?}, team {team:?}"))
        }
        "user_risk_score" => Some(format!("user risk score {}", list(detail.get("user_risk_score")))),
        _ => None,
    };
    named(key, &words.unwrap_or_else(|| in_words(key, detail)), &whole.to_string())
}

fn in_words(key: &str, detail: &Value) -> String {
    let Some((_, words, field)) = IN_WORDS.iter().find(|(name, ..)| *name == key) else {
        return format!("rule {key:?}");
    };
    match text(detail, field) {
        Some(name) if QUOTED.contains(&key) => format!("{words} {name:?}"),
        Some(name) => format!("{words} {name}"),
        None => (*words).to_owned(),
    }
}

fn list(value: Option<&Value>) -> String {
    let values = value.and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" or ")
}

fn text<'v>(detail: &'v Value, field: &str) -> Option<&'v str> {
    detail.get(field)?.as_str().filter(|text| !text.is_empty())
}

fn named(key: &str, needs: &str, detail: &str) -> Rule {
    Rule::Other { key: key.into(), needs: needs.into(), detail: detail.into() }
}

fn unreadable(detail: &str) -> Rule {
    named("", "a rule that cannot be read", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(json: &str) -> Vec<Rule> {
        serde_json::from_str::<WireRules>(json).expect(json).0
    }

    fn needs(json: &str) -> String {
        match rules(&format!("[{json}]")).pop() {
            Some(Rule::Other { needs, .. }) => needs.into(),
            rule => panic!("{rule:?}"),
        }
    }

    #[test]
    fn what_the_api_answers_is_decidable() {
        let json = r#"[{"email":{"email":"A@x.example"}},{"email_domain":{"domain":"@x.example"}},{"email_domain":{"domain":"y.example"}},
            {"email_list":{"id":"l"}},{"everyone":{}},{"everyone":null},{"group":{"id":"g","new":1}},
            {"service_token":{"token_id":"t"}},{"any_valid_service_token":{}}]"#;
        let expected = [
            Rule::Email("A@x.example".into()),
            Rule::EmailDomain("x.example".into()),
            Rule::EmailDomain("y.example".into()),
            Rule::EmailList("l".into()),
            Rule::Everyone,
            Rule::Everyone,
            Rule::Group("g".into()),
            Rule::ServiceToken("t".into()),
            Rule::AnyValidServiceToken,
        ];
        assert_eq!(rules(json), expected);
    }

    #[test]
    fn null_and_empty_arrays_are_no_rules() {
        assert_eq!([rules("null"), rules("[]")], [vec![], vec![]]);
    }

    #[test]
    fn what_only_others_know_is_said_in_words() {
        let table = [
            (r#"{"okta":{"name":"eng","identity_provider_id":"i"}}"#, "okta group \"eng\""),
            (r#"{"azureAD":{"id":"1d9","identity_provider_id":"i"}}"#, "azureAD group 1d9"),
            (r#"{"ip":{"ip":"10.0.0.0/8"}}"#, "IP range 10.0.0.0/8"),
            (r#"{"geo":{"country_code":"HR"}}"#, "country HR"),
            (r#"{"certificate":{}}"#, "a valid client certificate"),
            (r#"{"saml":{"attribute_name":"groups","attribute_value":"eng"}}"#, "SAML attribute groups = \"eng\""),
            (r#"{"oidc":{"claim_name":"role"}}"#, "rule \"oidc\""),
            (r#"{"github-organization":{"name":"acme","team":"ops"}}"#, "github-organization \"acme\", team \"ops\""),
            (r#"{"github-organization":{"name":"acme"}}"#, "github-organization \"acme\""),
            (r#"{"user_risk_score":{"user_risk_score":["low","medium"]}}"#, "user risk score low or medium"),
            (r#"{"moon_phase":{"phase":"full"}}"#, "rule \"moon_phase\""),
            (r#"{"okta":{}}"#, "okta group"),
        ];
        for (json, words) in table {
            assert_eq!(needs(json), words, "{json}");
        }
    }

    #[test]
    fn a_rule_that_cannot_be_read_is_unknown_and_never_dropped() {
        for json in ["{}", "\"everyone\"", "7", "[]"] {
            assert_eq!(needs(json), "a rule that cannot be read", "{json}");
        }
        assert_eq!(needs(r#"{"email":{}}"#), "rule \"email\"");
        assert_eq!(needs(r#"{"email":{"email":"a@x.example"},"geo":{}}"#), "a rule of several kinds: email, geo");
        assert_eq!(rules(r#"{"everyone":{}}"#), [unreadable(r#"{"everyone":{}}"#)]);
    }
}

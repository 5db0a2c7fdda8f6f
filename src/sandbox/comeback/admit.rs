//! Whom the enrollment application lets in (API page, section 6.4).
//!
//! A selector that cannot be answered from the account (identity provider groups, countries, posture, kinds unknown
//! here) matches nobody.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;

use crate::sandbox::account::State;
use crate::sandbox::account::enrollment::policies_of;
use crate::sandbox::account::json::{self, Object};
use crate::sandbox::account::shelf::{Shelf, id_of};

/// Who stands before the door.
#[derive(Clone, Copy)]
enum Who<'a> {
    Person(&'a str),
    Token(&'a str),
}

/// The policies of the enrollment application, by precedence.
pub(crate) struct Doors {
    policies: Vec<Object>,
}

impl Doors {
    /// Reads them now; calls that come later do not change them.
    pub(crate) fn of(state: &State) -> Self {
        let apps = state.applications.iter().flat_map(Shelf::iter);
        let warp = apps.filter(|app| json::text(app, &["type"]) == Some("warp"));
        let mut policies: Vec<Object> = warp.filter_map(policies_of).flatten().cloned().collect();
        policies.sort_by_key(|policy| policy.get("precedence").and_then(Value::as_i64).unwrap_or(i64::MAX));
        Self { policies }
    }

    /// A person: a bypass policy admits, else the first allow or deny that matches decides.
    pub(crate) fn admit_person(&self, state: &State, email: &str) -> bool {
        let who = Who::Person(email);
        let decides = |decision: &str| matches!(decision, "allow" | "deny");
        let first = self.matching(state, who, decides).next();
        self.matching(state, who, |decision| decision == "bypass").next().is_some()
            || first.is_some_and(|policy| json::text(policy, &["decision"]) == Some("allow"))
    }

    /// A machine with a token, or with any of the account's where nobody knows which: a Service Auth or bypass policy
    /// must match. A token that is disabled, expired or deleted opens nothing.
    pub(crate) fn admit_token(&self, state: &State, token: Option<&str>) -> bool {
        let valid = state.tokens.iter().flat_map(Shelf::iter).filter(|token| is_valid(token, state.clock.now()));
        let mut mine = valid.map(id_of).filter(|id| token.is_none_or(|token| token == *id));
        let opens = |decision: &str| matches!(decision, "non_identity" | "bypass");
        mine.any(|id| self.matching(state, Who::Token(id), opens).next().is_some())
    }

    fn matching<'a>(
        &'a self,
        state: &'a State,
        who: Who<'a>,
        decides: impl Fn(&str) -> bool + 'a,
    ) -> impl Iterator<Item = &'a Object> {
        let decided = move |policy: &&Object| json::text(policy, &["decision"]).is_some_and(&decides);
        self.policies.iter().filter(decided).filter(move |policy| matches(state, policy, who, &mut BTreeSet::new()))
    }
}

fn is_valid(token: &Object, now: Timestamp) -> bool {
    let enabled = token.get("enabled").and_then(Value::as_bool).unwrap_or(true);
    let end = json::text(token, &["expires_at"]).and_then(|text| text.parse::<Timestamp>().ok());
    enabled && end.is_none_or(|end| end > now)
}

/// Include is OR, require is AND, exclude is NOT. `seen` holds the groups above, which may lead in circles.
fn matches(state: &State, rules: &Object, who: Who<'_>, seen: &mut BTreeSet<String>) -> bool {
    let mut holds = |rule: &Value| selects(state, rule, who, seen);
    let set = |name| rules.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    set("include").iter().any(&mut holds) && set("require").iter().all(&mut holds) && !set("exclude").iter().any(holds)
}

fn selects(state: &State, rule: &Value, who: Who<'_>, seen: &mut BTreeSet<String>) -> bool {
    let Some((kind, of)) = rule.as_object().and_then(|rule| rule.iter().next()) else { return false };
    let value = |key| of.get(key).and_then(Value::as_str);
    match (kind.as_str(), who) {
        ("everyone", _) | ("any_valid_service_token", Who::Token(_)) => true,
        ("email", Who::Person(email)) => value("email").is_some_and(|wanted| wanted.eq_ignore_ascii_case(email)),
        ("email_domain", Who::Person(email)) => value("domain").is_some_and(|domain| is_of(email, domain)),
        ("email_list", Who::Person(email)) => value("id").is_some_and(|list| is_on(state, list, email)),
        ("service_token", Who::Token(token)) => value("token_id") == Some(token),
        ("group", who) => value("id").is_some_and(|group| is_in(state, group, who, seen)),
        _ => false,
    }
}

fn is_of(email: &str, domain: &str) -> bool {
    let domain = domain.strip_prefix('@').unwrap_or(domain);
    email.rsplit_once('@').is_some_and(|(_, own)| own.eq_ignore_ascii_case(domain))
}

fn is_on(state: &State, list: &str, email: &str) -> bool {
    let list = state.lists.as_ref().and_then(|lists| lists.get(list));
    let items = list.and_then(|list| list.get("items")).and_then(Value::as_array);
    let mut values = items.into_iter().flatten().filter_map(|item| item.get("value")?.as_str());
    values.any(|value| value.eq_ignore_ascii_case(email))
}

fn is_in(state: &State, group: &str, who: Who<'_>, seen: &mut BTreeSet<String>) -> bool {
    if !seen.insert(group.to_owned()) {
        return false;
    }
    let rules = state.groups.as_ref().and_then(|groups| groups.get(group));
    let inside = rules.is_some_and(|rules| matches(state, rules, who, seen));
    seen.remove(group);
    inside
}

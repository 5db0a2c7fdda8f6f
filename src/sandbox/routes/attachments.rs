//! The `policies` of `PUT /access/apps/{app_id}`: ids, links, or policies in full (API page, section 6.1).

use std::collections::BTreeSet;

use serde_json::Value;

use super::rules;
use crate::sandbox::account::State;
use crate::sandbox::account::enrollment::{attached, policies_of};
use crate::sandbox::account::json::{self, Object};
use crate::sandbox::account::shelf::id_of;
use crate::sandbox::http::refusal::Refusal;

/// What an application's policies become. An object with the id of a reusable policy is a link, whatever else is in
/// it, so that what a GET gave can be sent back.
pub(crate) fn of(state: &mut State, app: &Object, wanted: &Value, now: &str) -> Result<Value, Refusal> {
    let wanted = wanted.as_array().ok_or_else(|| Refusal::invalid("policies must be an array"))?;
    let (mut precedences, mut links, mut policies) = (BTreeSet::new(), 0, Vec::new());
    for (place, item) in (1_i64..).zip(wanted) {
        let precedence = precedence(item).unwrap_or(place);
        if !precedences.insert(precedence) {
            return Err(duplicate_precedence());
        }
        let link = linked(state, item, precedence)?;
        links += usize::from(link.is_some());
        let policy = match link {
            Some(policy) => policy,
            None => own(state, app, item, precedence, now)?,
        };
        policies.push(Value::Object(policy));
    }
    if links > 0 && links < policies.len() {
        return Err(Refusal::invalid("policies: reusable and inline policies must not be mixed"));
    }
    Ok(Value::Array(policies))
}

/// The refusal of two policies in one place.
pub(crate) fn duplicate_precedence() -> Refusal {
    Refusal::invalid("policy precedences must be unique")
}

fn precedence(item: &Value) -> Option<i64> {
    item.get("precedence")?.as_i64()
}

fn linked(state: &State, item: &Value, precedence: i64) -> Result<Option<Object>, Refusal> {
    let id = item.as_str().or_else(|| item.get("id")?.as_str());
    let reusable = id.and_then(|id| state.policies.as_ref()?.get(id));
    let inline = item.get("include").is_some();
    match (reusable, id) {
        (Some(policy), _) => Ok(Some(attached(policy, Some(precedence.into())))),
        (None, Some(id)) if !inline => Err(Refusal::invalid(&format!("policies: there is no reusable policy {id}"))),
        (None, _) => Ok(None),
    }
}

fn own(state: &mut State, app: &Object, item: &Value, precedence: i64, now: &str) -> Result<Object, Refusal> {
    let Value::Object(item) = item else { return Err(Refusal::invalid("policies: an id, a link or a policy each")) };
    let mut writable = rules::policy(&mut item.clone())?;
    writable.insert("precedence".into(), precedence.into());
    writable.insert("reusable".into(), false.into());
    let known = policies_of(app).unwrap_or_default();
    let known = known.into_iter().find(|policy| json::text(item, &["id"]) == Some(id_of(policy)));
    Ok(match known {
        Some(policy) => {
            let mut policy = policy.clone();
            rules::replace(&mut policy, writable, now);
            policy
        }
        None => rules::create(&state.mint.id(|_| false), writable, now),
    })
}

//! `/access/apps` (API page, section 6.1).

use serde_json::{Value, json};

use super::attachments;
use super::paging::Asked;
use super::users::USUAL_SIZE;
use crate::sandbox::account::State;
use crate::sandbox::account::json::{self, Object};
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::{Call, read, write};
use crate::sandbox::http::query::Query;
use crate::sandbox::http::refusal::Refusal;

/// What no PUT changes.
const FIXED: &[&str] = &["id", "type", "aud", "created_at", "policies", "scim_config"];

/// The name and the domain: of the enrollment application they are Cloudflare's, of any other they stay where a PUT
/// has none.
const NAMES: &[&str] = &["name", "domain"];

pub(crate) fn list(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let asked = Asked::of(call, USUAL_SIZE, state.settings)?;
    let filter = Filter::of(&call.query)?;
    Ok(asked.objects(read(state.applications.as_ref())?.iter().filter(|app| filter.keeps(app))))
}

pub(crate) fn get(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    known(state, call).map(Answer::object)
}

pub(crate) fn known<'a>(state: &'a State, call: &Call) -> Result<&'a Object, Refusal> {
    read(state.applications.as_ref())?.get(call.param("app_id")).ok_or_else(unknown)
}

/// Full replacement: a setting that is left out goes back to its default, which for most is not to be there, and one
/// that nobody knows here is kept. `policies` replaces the attachments; left out, they stay.
pub(crate) fn update(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let (mut body, app) = (call.object()?, known(state, call)?.clone());
    if body.get("type").is_none() || body.get("type") != app.get("type") {
        return Err(Refusal::invalid("type is required, and cannot be changed"));
    }
    let is_own = json::text(&app, &["type"]) == Some("warp");
    let now = state.clock.tick();
    let policies = body.remove("policies").map(|wanted| attachments::of(state, &app, &wanted, &now)).transpose()?;
    let mut replaced: Object = [
        ("session_duration".to_owned(), json!("24h")),
        ("allowed_idps".to_owned(), json!([])),
        ("auto_redirect_to_identity".to_owned(), json!(false)),
    ]
    .into_iter()
    .collect();
    let stays = |key: &str| FIXED.contains(&key) || NAMES.contains(&key) && (is_own || !json::is_set(&body, key));
    let kept: Vec<&str> = FIXED.iter().chain(NAMES).copied().filter(|key| stays(key)).collect();
    body.retain(|key, _| !kept.contains(&key.as_str()));
    replaced.extend(body);
    replaced.extend(kept.iter().filter_map(|key| Some(((*key).to_owned(), app.get(*key)?.clone()))));
    replaced.extend(policies.map(|policies| ("policies".to_owned(), policies)));
    replaced.insert("updated_at".into(), now.into());
    let app = write(state.applications.as_mut())?.get_mut(call.param("app_id")).ok_or_else(unknown)?;
    *app = replaced;
    Ok(Answer::object(app))
}

fn unknown() -> Refusal {
    Refusal::unknown("application")
}

/// What a query asks for: whole values where it says `exact`, else parts.
struct Filter {
    exact: bool,
    wanted: Vec<(&'static str, String)>,
    search: Option<String>,
    attributes: Vec<String>,
}

impl Filter {
    fn of(query: &Query) -> Result<Self, Refusal> {
        let wanted = |key: &'static str| Some((key, query.folded(key)?));
        Ok(Self {
            exact: query.flag("exact")?.unwrap_or(false),
            wanted: ["name", "domain", "aud"].into_iter().filter_map(wanted).collect(),
            search: query.folded("search"),
            attributes: query.all("target_attributes").map(str::to_owned).collect(),
        })
    }

    fn keeps(&self, app: &Object) -> bool {
        let fits = |(key, wanted): &(&str, String)| {
            json::text(app, &[key])
                .map(str::to_ascii_lowercase)
                .is_some_and(|text| if self.exact || *key == "aud" { text == *wanted } else { text.contains(wanted) })
        };
        self.wanted.iter().all(fits)
            && self.search.as_deref().is_none_or(|part| json::contains(app, &[&["name"], &["domain"], &["aud"]], part))
            && self.attributes.iter().all(|wanted| has_attribute(app, wanted))
    }
}

/// Target criteria are known to infrastructure applications only: `key=value` among their target attributes.
fn has_attribute(app: &Object, wanted: &str) -> bool {
    let criteria = app.get("target_criteria").and_then(Value::as_array);
    criteria.is_some_and(|criteria| {
        let attributes = criteria.iter().filter_map(|one| one.get("target_attributes")?.as_object()).flatten();
        let mut pairs =
            attributes.flat_map(|(key, values)| values.as_array().into_iter().flatten().map(move |v| (key, v)));
        pairs.any(|(key, value)| value.as_str().is_some_and(|value| format!("{key}={value}") == wanted))
    })
}

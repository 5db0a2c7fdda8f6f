//! `/access/organizations` (API page, section 7), and the account itself.

use http::StatusCode;
use serde_json::Value;

use super::take;
use crate::sandbox::account::json::{self, Object};
use crate::sandbox::account::{Organization, State};
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;

const WRITABLE: &[&str] = &[
    "allow_authenticate_via_warp",
    "auth_domain",
    "auto_redirect_to_identity",
    "custom_pages",
    "deny_unmatched_requests",
    "deny_unmatched_requests_exempted_zone_names",
    "is_ui_read_only",
    "login_design",
    "mfa_config",
    "mfa_piv_key_requirements",
    "mfa_required_for_all_apps",
    "name",
    "service_token_inactivity",
    "session_duration",
    "strict_service_token_auth",
    "ui_read_only_toggle_reason",
    "user_seat_expiration_inactive_time",
    "warp_auth_non_browser_401",
    "warp_auth_session_duration",
];

pub(crate) fn get(state: &mut State, _: &Call) -> Result<Answer, Refusal> {
    fields(state).map(|fields| Answer::object(fields))
}

/// `GET /accounts/{account_id}`: the account as it was recorded.
#[expect(clippy::unnecessary_wraps, reason = "it is a handler")]
pub(crate) fn account(state: &mut State, _: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::object(&state.account))
}

/// PUT, and PATCH that only the product pages show: what is left out stays.
pub(crate) fn update(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let mut body = call.object()?;
    let now = state.clock.tick();
    let fields = fields(state)?;
    fields.extend(take(&mut body, WRITABLE));
    fields.insert("updated_at".into(), now.into());
    Ok(Answer::object(fields))
}

/// 201 where there was none.
pub(crate) fn create(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let mut body = call.object()?;
    for key in ["name", "auth_domain"] {
        json::text(&body, &[key]).ok_or_else(|| Refusal::invalid("name and auth_domain are required"))?;
    }
    match &state.organization {
        Organization::NotRecorded => return Err(Refusal::not_recorded()),
        Organization::Recorded(_) => return Err(Refusal::conflict("there is an organization")),
        Organization::None => {}
    }
    let now = Value::from(state.clock.tick());
    let mut fields: Object = take(&mut body, WRITABLE).collect();
    fields.extend([("created_at".to_owned(), now.clone()), ("updated_at".to_owned(), now)]);
    let answer = Answer::object(&fields).with(StatusCode::CREATED);
    state.organization = Organization::Recorded(fields);
    Ok(answer)
}

fn fields(state: &mut State) -> Result<&mut Object, Refusal> {
    match &mut state.organization {
        Organization::NotRecorded => Err(Refusal::not_recorded()),
        Organization::None => Err(Refusal::not_enabled()),
        Organization::Recorded(fields) => Ok(fields),
    }
}

//! The table of endpoints.

use http::Method;

use super::{app_policies, apps, devices, groups, legacy, lists, organization, policies};
use super::{registrations, sessions, tokens, users, verify};
use crate::sandbox::account::State;
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::Call;
use crate::sandbox::http::refusal::Refusal;

/// What an endpoint does.
pub(crate) type Handler = fn(&mut State, &Call) -> Result<Answer, Refusal>;

/// One endpoint: method, path with `{parameters}`, handler.
pub(crate) type Route = (Method, &'static str, Handler);

/// All endpoints.
pub(crate) const ROUTES: &[Route] = &[
    (Method::GET, "/accounts/{account_id}", organization::account),
    (Method::GET, "/accounts/{account_id}/devices/registrations", registrations::list),
    (Method::DELETE, "/accounts/{account_id}/devices/registrations", registrations::bulk_delete),
    (Method::POST, "/accounts/{account_id}/devices/registrations/revoke", registrations::revoke),
    (Method::POST, "/accounts/{account_id}/devices/registrations/unrevoke", registrations::unrevoke),
    (Method::GET, "/accounts/{account_id}/devices/registrations/{registration_id}", registrations::get),
    (Method::DELETE, "/accounts/{account_id}/devices/registrations/{registration_id}", registrations::delete),
    (
        Method::GET,
        "/accounts/{account_id}/devices/registrations/{registration_id}/override_codes",
        registrations::override_codes,
    ),
    (Method::GET, "/accounts/{account_id}/devices/physical-devices", devices::list),
    (Method::GET, "/accounts/{account_id}/devices/physical-devices/{device_id}", devices::get),
    (Method::DELETE, "/accounts/{account_id}/devices/physical-devices/{device_id}", devices::delete),
    (Method::PATCH, "/accounts/{account_id}/devices/physical-devices/{device_id}", devices::set_tags),
    (Method::POST, "/accounts/{account_id}/devices/physical-devices/{device_id}/revoke", devices::revoke),
    (Method::GET, "/accounts/{account_id}/devices", legacy::list),
    (Method::GET, "/accounts/{account_id}/devices/{device_id}", legacy::get),
    (Method::POST, "/accounts/{account_id}/devices/revoke", legacy::revoke),
    (Method::POST, "/accounts/{account_id}/devices/unrevoke", legacy::unrevoke),
    (Method::GET, "/accounts/{account_id}/access/users", users::list),
    (Method::POST, "/accounts/{account_id}/access/users", users::create),
    (Method::GET, "/accounts/{account_id}/access/users/{user_id}", users::get),
    (Method::PUT, "/accounts/{account_id}/access/users/{user_id}", users::rename),
    (Method::DELETE, "/accounts/{account_id}/access/users/{user_id}", users::delete),
    (Method::GET, "/accounts/{account_id}/access/users/{user_id}/active_sessions", sessions::list),
    (Method::GET, "/accounts/{account_id}/access/users/{user_id}/active_sessions/{nonce}", sessions::get),
    (Method::GET, "/accounts/{account_id}/access/users/{user_id}/failed_logins", sessions::failed_logins),
    (Method::GET, "/accounts/{account_id}/access/users/{user_id}/last_seen_identity", sessions::last_seen_identity),
    (Method::PATCH, "/accounts/{account_id}/access/seats", users::patch_seats),
    (Method::POST, "/accounts/{account_id}/access/organizations/revoke_user", users::revoke_user),
    (Method::GET, "/accounts/{account_id}/access/service_tokens", tokens::list),
    (Method::POST, "/accounts/{account_id}/access/service_tokens", tokens::create),
    (Method::GET, "/accounts/{account_id}/access/service_tokens/{service_token_id}", tokens::get),
    (Method::PUT, "/accounts/{account_id}/access/service_tokens/{service_token_id}", tokens::update),
    (Method::DELETE, "/accounts/{account_id}/access/service_tokens/{service_token_id}", tokens::delete),
    (Method::POST, "/accounts/{account_id}/access/service_tokens/{service_token_id}/rotate", tokens::rotate),
    (Method::POST, "/accounts/{account_id}/access/service_tokens/{service_token_id}/refresh", tokens::refresh),
    (Method::GET, "/accounts/{account_id}/access/apps", apps::list),
    (Method::GET, "/accounts/{account_id}/access/apps/{app_id}", apps::get),
    (Method::PUT, "/accounts/{account_id}/access/apps/{app_id}", apps::update),
    (Method::GET, "/accounts/{account_id}/access/apps/{app_id}/policies", app_policies::list),
    (Method::POST, "/accounts/{account_id}/access/apps/{app_id}/policies", app_policies::create),
    (Method::GET, "/accounts/{account_id}/access/apps/{app_id}/policies/{policy_id}", app_policies::get),
    (Method::PUT, "/accounts/{account_id}/access/apps/{app_id}/policies/{policy_id}", app_policies::update),
    (Method::DELETE, "/accounts/{account_id}/access/apps/{app_id}/policies/{policy_id}", app_policies::delete),
    (
        Method::PUT,
        "/accounts/{account_id}/access/apps/{app_id}/policies/{policy_id}/make_reusable",
        app_policies::make_reusable,
    ),
    (Method::GET, "/accounts/{account_id}/access/policies", policies::list),
    (Method::POST, "/accounts/{account_id}/access/policies", policies::create),
    (Method::GET, "/accounts/{account_id}/access/policies/{policy_id}", policies::get),
    (Method::PUT, "/accounts/{account_id}/access/policies/{policy_id}", policies::update),
    (Method::DELETE, "/accounts/{account_id}/access/policies/{policy_id}", policies::delete),
    (Method::GET, "/accounts/{account_id}/access/groups", groups::list),
    (Method::POST, "/accounts/{account_id}/access/groups", groups::create),
    (Method::GET, "/accounts/{account_id}/access/groups/{group_id}", groups::get),
    (Method::PUT, "/accounts/{account_id}/access/groups/{group_id}", groups::update),
    (Method::DELETE, "/accounts/{account_id}/access/groups/{group_id}", groups::delete),
    (Method::GET, "/accounts/{account_id}/gateway/lists", lists::list),
    (Method::POST, "/accounts/{account_id}/gateway/lists", lists::create),
    (Method::GET, "/accounts/{account_id}/gateway/lists/{list_id}", lists::get),
    (Method::PUT, "/accounts/{account_id}/gateway/lists/{list_id}", lists::update),
    (Method::PATCH, "/accounts/{account_id}/gateway/lists/{list_id}", lists::patch),
    (Method::DELETE, "/accounts/{account_id}/gateway/lists/{list_id}", lists::delete),
    (Method::GET, "/accounts/{account_id}/gateway/lists/{list_id}/items", lists::items),
    (Method::GET, "/accounts/{account_id}/access/organizations", organization::get),
    (Method::POST, "/accounts/{account_id}/access/organizations", organization::create),
    (Method::PUT, "/accounts/{account_id}/access/organizations", organization::update),
    (Method::PATCH, "/accounts/{account_id}/access/organizations", organization::update),
    (Method::GET, "/accounts/{account_id}/tokens/verify", verify::account_token),
    (Method::GET, "/user/tokens/verify", verify::user_token),
];

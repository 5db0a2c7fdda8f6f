//! The endpoints: every one of the API page and of the vendor's `OpenAPI` description, and a few that only the page has.
//!
//! A handler is a plain function of the account and the call. [`table`] is the whole list; [`router()`] serves it below
//! `/client/v4`, as Cloudflare does, and at the root, as mock servers do.

pub(crate) mod app_policies;
pub(crate) mod apps;
mod attachments;
mod bulk;
pub(crate) mod cursor;
pub(crate) mod devices;
pub(crate) mod groups;
pub(crate) mod legacy;
pub(crate) mod lists;
pub(crate) mod organization;
mod paging;
pub(crate) mod policies;
pub(crate) mod registrations;
mod router;
mod rules;
pub(crate) mod sessions;
mod table;
pub(crate) mod tokens;
pub(crate) mod users;
pub(crate) mod verify;

pub(crate) use self::router::{Endpoint, router};

use jiff::Timestamp;
use serde_json::Value;

use super::account::json::{self, Object};
use super::account::shelf::Shelf;
use super::http::query::Query;

/// What `registration_type` may be in a query.
const REGISTRATION_TYPES: &[(&str, ())] = &[("warp", ()), ("browser_extension", ())];

/// Whether a row was seen within bounds, themselves included. A time that cannot be read is in no bounds.
fn is_seen_between(fields: &Object, after: Option<Timestamp>, before: Option<Timestamp>) -> bool {
    if after.is_none() && before.is_none() {
        return true;
    }
    let seen = json::text(fields, &["last_seen_at"]).and_then(|text| text.parse::<Timestamp>().ok());
    seen.is_some_and(|seen| after.is_none_or(|bound| seen >= bound) && before.is_none_or(|bound| seen <= bound))
}

/// Takes some keys out of a body, as far as they are there.
fn take(body: &mut Object, keys: &[&str]) -> impl Iterator<Item = (String, Value)> {
    keys.iter().filter_map(|key| body.remove_entry(*key)).collect::<Vec<_>>().into_iter()
}

/// The objects that the `name` (all of it) and the `search` (a part of the name) of a query leave.
fn named<'a>(shelf: &'a Shelf, query: &Query) -> impl Iterator<Item = &'a Object> {
    let (name, search) = (query.folded("name"), query.folded("search"));
    shelf.iter().filter(move |object| {
        let known = json::text(object, &["name"]).unwrap_or_default().to_ascii_lowercase();
        name.as_deref().is_none_or(|wanted| known == wanted)
            && search.as_deref().is_none_or(|part| known.contains(part))
    })
}

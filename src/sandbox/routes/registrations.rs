//! `/devices/registrations` (API page, section 1).

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::json;

use super::bulk::{self, Targets};
use super::cursor::Asked;
use crate::sandbox::account::State;
use crate::sandbox::account::json::{self, Object};
use crate::sandbox::account::mint::mix;
use crate::sandbox::account::order::{Entry, Key, Order, Page, page, walk};
use crate::sandbox::account::registrations::{Registrations, Row, SortBy, Standing, key};
use crate::sandbox::fault::Trouble;
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::{Call, read, write};
use crate::sandbox::http::query::Query;
use crate::sandbox::http::refusal::Refusal;

const SORTS: &[(&str, (&str, Option<SortBy>))] = &[
    ("id", ("id", None)),
    ("user.name", ("user.name", Some(SortBy::UserName))),
    ("user.email", ("user.email", Some(SortBy::UserEmail))),
    ("last_seen_at", ("last_seen_at", Some(SortBy::LastSeen))),
    ("created_at", ("created_at", Some(SortBy::Created))),
];

/// Where `search` looks.
const SEARCHED: &[&[&str]] = &[
    &["id"],
    &["device", "id"],
    &["device", "name"],
    &["user", "id"],
    &["user", "email"],
    &["user", "name"],
    &["virtual_ipv4"],
    &["virtual_ipv6"],
];

pub(crate) fn list(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let settings = state.settings;
    let rows = write(state.registrations.as_mut())?;
    let filter = Filter::of(&call.query)?;
    let (name, sort) = call.query.choice("sort_by", SORTS)?.unwrap_or(("id", None));
    let asked = Asked::of(&call.query, name, settings)?;
    let entries = match (filter.candidates(rows, sort), sort) {
        (Some(candidates), _) => Some(Arc::new(candidates)),
        (None, Some(sort)) => Some(rows.sorted(sort)),
        (None, None) => None,
    };
    let order = entries.as_deref().map_or(Order::Ids, |entries| Order::Sorted(entries));
    let steps = walk(rows.rows(), order, asked.from.as_ref(), asked.descending);
    let mut page = page(steps, asked.size, |_, row| filter.keeps(row));
    if call.trouble == Some(Trouble::Shift) {
        shift(&mut page, rows, &asked);
    }
    let with_profile = call.query.includes("policy");
    Ok(asked.answer(page, |_, row| row.to_json(with_profile)))
}

/// Puts the last row of the page before in the place of the first one: the one comes twice, the other never.
fn shift<'a>(page: &mut Page<'a, Row>, rows: &'a Registrations, asked: &Asked) {
    let before = asked.from.as_ref().and_then(|from| rows.rows().get_key_value(&*from.id));
    if let (Some(first), Some(before)) = (page.rows.first_mut(), before) {
        *first = before;
    }
}

pub(crate) fn get(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let row = read(state.registrations.as_ref())?.rows().get(call.param("registration_id"));
    let row = row.ok_or_else(|| call.no_object())?;
    Ok(Answer::raw(&row.to_json(call.query.includes("policy")), None))
}

pub(crate) fn delete(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let id = call.param("registration_id");
    read(state.registrations.as_ref())?.live(id).ok_or_else(|| call.no_object())?;
    state.delete_registration(id);
    Ok(Answer::empty())
}

/// The codes that let a client pause, each for so many hours. The recording has none: they follow from the id.
pub(crate) fn override_codes(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    const HOURS: [u64; 5] = [1, 3, 6, 12, 24];
    let id = call.param("registration_id");
    read(state.registrations.as_ref())?.live(id).ok_or_else(|| call.no_object())?;
    let seed = id.bytes().fold(0, |seed, byte| mix(seed ^ u64::from(byte)));
    let code = |hours: u64| format!("{:07}", mix(seed ^ hours) % 10_000_000);
    let codes: Object = HOURS.iter().map(|hours| (hours.to_string(), code(*hours).into())).collect();
    Ok(Answer::result(&json!({"disable_for_time": codes})))
}

pub(crate) fn bulk_delete(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    each(state, bulk::targets_of_query(state, call)?, State::delete_registration)
}

pub(crate) fn revoke(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    each(state, bulk::targets_of_query(state, call)?, State::revoke_registration)
}

pub(crate) fn unrevoke(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    each(state, bulk::targets_of_query(state, call)?, State::unrevoke_registration)
}

fn each(state: &mut State, targets: Targets, effect: impl Fn(&mut State, &str)) -> Result<Answer, Refusal> {
    for id in &targets.ids {
        effect(state, id);
    }
    targets.answer(Answer::empty())
}

/// What a query asks for.
struct Filter {
    ids: Vec<String>,
    users: Vec<String>,
    device: Option<String>,
    profile: Option<String>,
    kind: Option<String>,
    standing: Option<Standing>,
    search: Option<String>,
    seen_after: Option<Timestamp>,
    seen_before: Option<Timestamp>,
}

impl Filter {
    fn of(query: &Query) -> Result<Self, Refusal> {
        let all = |key| query.all(key).map(str::to_owned).collect();
        let statuses = [("active", Some(Standing::Active)), ("revoked", Some(Standing::Revoked)), ("all", None)];
        query.choice("registration_type", super::REGISTRATION_TYPES)?;
        Ok(Self {
            ids: all("id"),
            users: all("user.id"),
            device: query.one("device.id").map(str::to_owned),
            profile: query.one("policy.id").map(str::to_owned),
            kind: query.one("registration_type").map(str::to_owned),
            standing: query.choice("status", &statuses)?.unwrap_or(Some(Standing::Active)),
            search: query.folded("search"),
            seen_after: query.instant("seen_after")?,
            seen_before: query.instant("seen_before")?,
        })
    }

    /// The few rows that can match at all, in order, where ids, users or a device are asked for.
    fn candidates(&self, rows: &Registrations, sort: Option<SortBy>) -> Option<Vec<Entry>> {
        let found: Vec<(&Arc<str>, &Row)> = if !self.ids.is_empty() {
            self.ids.iter().filter_map(|id| rows.rows().get_key_value(id.as_str())).collect()
        } else if let Some(device) = &self.device {
            rows.on_device(device).collect()
        } else if !self.users.is_empty() {
            self.users.iter().flat_map(|user| rows.of_owner(user)).collect()
        } else {
            return None;
        };
        let entry = |(id, row): (&Arc<str>, &Row)| (sort.map_or(Key::Nothing, |by| key(row, by)), Arc::clone(id));
        let mut entries: Vec<Entry> = found.into_iter().map(entry).collect();
        entries.sort_unstable();
        entries.dedup();
        Some(entries)
    }

    fn keeps(&self, row: &Row) -> bool {
        let profile = row.profile.as_ref().and_then(|profile| profile.id.as_deref());
        self.standing.is_none_or(|standing| row.standing == standing)
            && self.device.as_deref().is_none_or(|device| row.device.as_deref() == Some(device))
            && self.profile.as_deref().is_none_or(|wanted| profile == Some(wanted))
            && (self.is_by_standing() || self.keeps_fields(&row.fields()))
    }

    /// Whether the fields need not be looked at.
    fn is_by_standing(&self) -> bool {
        let texts = self.kind.is_none() && self.search.is_none() && self.users.is_empty();
        texts && self.seen_after.is_none() && self.seen_before.is_none()
    }

    fn keeps_fields(&self, fields: &Object) -> bool {
        let user = json::text(fields, &["user", "id"]);
        let kind = json::text(fields, &["registration_type"]).unwrap_or("warp");
        (self.users.is_empty() || self.users.iter().any(|wanted| user == Some(wanted)))
            && self.kind.as_deref().is_none_or(|wanted| wanted == kind)
            && self.search.as_deref().is_none_or(|search| json::contains(fields, SEARCHED, search))
            && super::is_seen_between(fields, self.seen_after, self.seen_before)
    }
}

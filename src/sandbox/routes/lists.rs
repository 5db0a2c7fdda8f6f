//! `/gateway/lists` (API page, section 6.6). Lists are shown without their items, which have a page of their own.

use serde_json::{Value, json};

use super::paging::{self, Asked};
use super::take;
use crate::sandbox::account::State;
use crate::sandbox::account::json::{self, Object};
use crate::sandbox::account::order::Key;
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::{Call, read, write};
use crate::sandbox::http::query::Query;
use crate::sandbox::http::refusal::Refusal;

const ITEMS_ON_A_PAGE: usize = 50;

const TYPES: &[&str] = &["SERIAL", "URL", "DOMAIN", "EMAIL", "IP", "CATEGORY", "LOCATION", "DEVICE", "AAGUID"];

const ORDERS: &[(&str, &str)] =
    &[("name", "name"), ("created_at", "created_at"), ("updated_at", "updated_at"), ("item_count", "count")];

pub(crate) fn list(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let filters = filters(&call.query)?;
    let mut views: Vec<Object> = read(state.lists.as_ref())?.iter().map(view).collect();
    views.retain(|list| filters.iter().all(|(key, wanted)| shown(list, key).as_deref() == Some(wanted)));
    let search = call.query.folded("search");
    views
        .retain(|list| search.as_deref().is_none_or(|part| json::contains(list, &[&["name"], &["description"]], part)));
    if let Some(key) = call.query.choice("order_by", ORDERS)? {
        views.sort_by_key(|list| place(list, key));
    }
    if call.query.choice("direction", &[("asc", false), ("desc", true)])?.unwrap_or(false) {
        views.reverse();
    }
    Ok(paging::single(&views.into_iter().map(Value::Object).collect::<Vec<_>>()))
}

pub(crate) fn get(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    Ok(Answer::object(&view(known(state, call)?)))
}

pub(crate) fn items(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let asked = Asked::of(call, ITEMS_ON_A_PAGE, state.settings)?;
    let items = known(state, call)?.get("items").and_then(Value::as_array).ok_or_else(Refusal::not_recorded)?;
    Ok(asked.answer(items.iter(), Value::to_string))
}

/// Answers 200, not 201.
pub(crate) fn create(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let mut body = call.object()?;
    require_name(&body)?;
    if !json::text(&body, &["type"]).is_some_and(|kind| TYPES.contains(&kind)) {
        return Err(Refusal::bad_query(format!("type must be one of {}", TYPES.join(", "))));
    }
    let now = state.clock.tick();
    let items = new_items(body.remove("items"), &now)?.unwrap_or_default();
    let lists = write(state.lists.as_mut())?;
    let id = state.mint.id(|id| lists.get(id).is_some());
    let mut list: Object = take(&mut body, &["name", "type", "description"]).collect();
    list.entry("description").or_insert_with(|| "".into());
    list.extend([("id".to_owned(), id.into()), ("items".to_owned(), Value::Array(items))]);
    list.extend(["created_at", "updated_at"].map(|key| (key.to_owned(), now.as_str().into())));
    lists.push(list.clone());
    Ok(Answer::object(&view(&list)))
}

/// `items` overwrites only where there is something in it.
pub(crate) fn update(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let mut body = call.object()?;
    require_name(&body)?;
    let now = state.clock.tick();
    let items = new_items(body.remove("items"), &now)?.filter(|items| !items.is_empty());
    let list = changed(state, call, &now)?;
    list.extend(take(&mut body, &["name", "description"]));
    list.extend(items.map(|items| ("items".to_owned(), Value::Array(items))));
    Ok(Answer::object(&view(list)))
}

/// Adds and removes; what is there already is not added again, and what is not there is not missed.
pub(crate) fn patch(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let mut body = call.object()?;
    let now = state.clock.tick();
    let append = new_items(body.remove("append"), &now)?.unwrap_or_default();
    let remove = removed(body.remove("remove"))?;
    let list = changed(state, call, &now)?;
    let items = list.get_mut("items").and_then(Value::as_array_mut).ok_or_else(Refusal::not_recorded)?;
    items.retain(|item| !remove.iter().any(|value| item.get("value") == Some(value)));
    for item in append {
        if !items.iter().any(|known| known.get("value") == item.get("value")) {
            items.push(item);
        }
    }
    Ok(Answer::object(&view(list)))
}

pub(crate) fn delete(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let gone = write(state.lists.as_mut())?.remove(call.param("list_id"));
    gone.map(|_| Answer::empty()).ok_or_else(|| call.no_object())
}

fn known<'a>(state: &'a State, call: &Call) -> Result<&'a Object, Refusal> {
    read(state.lists.as_ref())?.get(call.param("list_id")).ok_or_else(|| call.no_object())
}

fn changed<'a>(state: &'a mut State, call: &Call, now: &str) -> Result<&'a mut Object, Refusal> {
    let list = write(state.lists.as_mut())?.get_mut(call.param("list_id")).ok_or_else(|| call.no_object())?;
    list.insert("updated_at".into(), now.into());
    Ok(list)
}

/// A list as it is shown: without its items, and with their number.
fn view(list: &Object) -> Object {
    let mut view = list.clone();
    if let Some(Value::Array(items)) = view.remove("items") {
        view.insert("count".into(), items.len().into());
    }
    view
}

fn require_name(body: &Object) -> Result<(), Refusal> {
    let name = json::text(body, &["name"]).filter(|name| !name.is_empty());
    name.map(drop).ok_or_else(|| Refusal::bad_query("name is required"))
}

fn new_items(items: Option<Value>, now: &str) -> Result<Option<Vec<Value>>, Refusal> {
    let wrong = || Refusal::bad_query("items must be an array of objects with a value");
    let Some(items) = items.filter(|items| !items.is_null()) else { return Ok(None) };
    let item = |item: &Value| {
        let value = item.get("value")?.as_str()?;
        let description = item.get("description").and_then(Value::as_str).unwrap_or_default();
        Some(json!({"value": value, "description": description, "created_at": now}))
    };
    items.as_array().and_then(|items| items.iter().map(item).collect()).map(Some).ok_or_else(wrong)
}

fn removed(values: Option<Value>) -> Result<Vec<Value>, Refusal> {
    match values.unwrap_or_default() {
        Value::Null => Ok(Vec::new()),
        Value::Array(values) if values.iter().all(Value::is_string) => Ok(values),
        _ => Err(Refusal::bad_query("remove must be an array of values")),
    }
}

/// `filter=field:value`, repeated, and the `type` of old.
fn filters(query: &Query) -> Result<Vec<(&str, String)>, Refusal> {
    let wrong = || Refusal::bad_query("filter must be name:, id:, type: or item_count: and a value");
    let pair = |filter: &'_ str| {
        let (field, value) = filter.split_once(':').ok_or_else(wrong)?;
        let field = ["name", "id", "type", "item_count"].into_iter().find(|known| *known == field);
        Ok((field.ok_or_else(wrong)?, value.to_owned()))
    };
    let old = query.one("type").map(|kind| ("type", kind.to_owned()));
    query.all("filter").map(pair).chain(old.map(Ok)).collect()
}

fn shown(list: &Object, key: &str) -> Option<String> {
    match list.get(if key == "item_count" { "count" } else { key })? {
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

fn place(list: &Object, key: &str) -> Key {
    match list.get(key) {
        Some(Value::Number(count)) => count.as_u64().map_or(Key::Nothing, Key::Count),
        Some(Value::String(text)) if key.ends_with("_at") => Key::time(Some(text)),
        Some(Value::String(text)) => Key::text(Some(text)),
        _ => Key::Nothing,
    }
}

//! `/access/users`, `/access/seats` and `revoke_user` (API page, section 4).

use std::sync::Arc;

use http::StatusCode;
use serde_json::{Value, json};

use super::paging::{self, Asked};
use crate::sandbox::account::State;
use crate::sandbox::account::json::{self, Object};
use crate::sandbox::account::users::User;
use crate::sandbox::http::answer::Answer;
use crate::sandbox::http::call::{Call, read, write};
use crate::sandbox::http::refusal::Refusal;

/// `per_page` of most Access lists.
pub(crate) const USUAL_SIZE: usize = 1_000;

pub(crate) fn list(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let asked = Asked::of(call, USUAL_SIZE, state.settings)?;
    let filter = ["name", "email", "search"].map(|key| call.query.folded(key));
    let registrations = state.registrations.as_ref();
    let users = read(state.users.as_ref())?.rows().values().filter(|user| matches(user, &filter));
    Ok(asked.answer(users, |user| user.to_json(registrations)))
}

/// `name` and `email` are the whole value, `search` a part of either; ASCII case does not matter. No page says so.
fn matches(user: &User, [name, email, search]: &[Option<String>; 3]) -> bool {
    if name.is_none() && email.is_none() && search.is_none() {
        return true;
    }
    let fields = user.fields();
    let is = |key, wanted: &str| json::text(&fields, &[key]).is_some_and(|text| text.eq_ignore_ascii_case(wanted));
    name.as_deref().is_none_or(|wanted| is("name", wanted))
        && email.as_deref().is_none_or(|wanted| is("email", wanted))
        && search.as_deref().is_none_or(|part| json::contains(&fields, &[&["name"], &["email"]], part))
}

pub(crate) fn get(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let (_, user) = known(state, call)?;
    Ok(Answer::raw(&user.to_json(state.registrations.as_ref()), None))
}

/// Answers 202. The record stays, without a seat: the pages differ, and the product page says that it does.
pub(crate) fn delete(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let (id, _) = known(state, call)?;
    state.release_seat(&id);
    Ok(Answer::empty().with(StatusCode::ACCEPTED))
}

/// The user that a path names.
pub(crate) fn known<'a>(state: &'a State, call: &Call) -> Result<(Arc<str>, &'a User), Refusal> {
    let user = read(state.users.as_ref())?.get(call.param("user_id")).ok_or_else(|| Refusal::unknown("user"))?;
    Ok((Arc::clone(user.0), user.1))
}

/// One element of the body of `PATCH /access/seats`.
struct SeatPatch {
    user: Arc<str>,
    access: bool,
    gateway: bool,
}

/// All seats are looked up before the first is touched.
pub(crate) fn patch_seats(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    read(state.users.as_ref())?;
    let body = call.json()?;
    let wanted = body.as_array().ok_or_else(|| Refusal::invalid("the body must be an array of seats"))?;
    let patches: Vec<SeatPatch> = wanted.iter().map(|seat| seat_patch(state, seat)).collect::<Result<_, _>>()?;
    for patch in &patches {
        change_seat(state, patch);
    }
    let seats: Vec<Value> = patches.iter().filter_map(|patch| seat(state, &patch.user)).collect();
    Ok(paging::single(&seats))
}

fn seat_patch(state: &State, seat: &Value) -> Result<SeatPatch, Refusal> {
    let missing = || Refusal::invalid("a seat needs seat_uid, access_seat and gateway_seat");
    let flag = |key| seat.get(key).and_then(Value::as_bool).ok_or_else(missing);
    let seat_uid = seat.get("seat_uid").and_then(Value::as_str).ok_or_else(missing)?;
    let (access, gateway) = (flag("access_seat")?, flag("gateway_seat")?);
    let (user, _) = read(state.users.as_ref())?.with_seat(seat_uid).ok_or_else(|| Refusal::unknown("seat"))?;
    Ok(SeatPatch { user, access, gateway })
}

fn change_seat(state: &mut State, patch: &SeatPatch) {
    if !patch.access && !patch.gateway {
        state.release_seat(&patch.user);
        return;
    }
    let now = state.clock.tick();
    if let Some(users) = &mut state.users {
        users.change(&patch.user, |fields| {
            fields.insert("access_seat".into(), patch.access.into());
            fields.insert("gateway_seat".into(), patch.gateway.into());
            fields.insert("updated_at".into(), now.into());
        });
    }
}

fn seat(state: &State, user: &str) -> Option<Value> {
    const KEYS: [&str; 5] = ["seat_uid", "access_seat", "gateway_seat", "created_at", "updated_at"];
    let fields = state.users.as_ref()?.get(user)?.1.fields();
    let kept = KEYS.iter().filter_map(|key| Some(((*key).to_owned(), fields.get(*key)?.clone())));
    Some(Value::Object(kept.collect()))
}

/// Ends the sessions of an address, and revokes its devices if that is asked for in the query or in the body. The
/// answer is no full envelope.
pub(crate) fn revoke_user(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let body = call.object()?;
    let email = json::text(&body, &["email"]).ok_or_else(|| Refusal::invalid("email is required"))?;
    let devices = call.query.flag("devices")?.or_else(|| body.get("devices").and_then(Value::as_bool));
    let user = user_with(state, email, json::text(&body, &["user_uid"]))?;
    if let (Some(users), Some(id)) = (&mut state.users, json::text(&user, &["id"])) {
        users.sign(id, true);
    }
    if devices == Some(true) {
        for registration in state.live_of(&user) {
            state.revoke_registration(&registration);
        }
    }
    Ok(Answer::json(StatusCode::OK, json!({"success": true, "result": true}).to_string()))
}

/// The user with an address; one that only registrations know is a user as well.
fn user_with(state: &State, email: &str, uid: Option<&str>) -> Result<Object, Refusal> {
    let listed = state.users.as_ref().and_then(|users| users.with_email(email)).map(|(_, user)| user);
    let known = if let Some(user) = listed {
        Some(user).filter(|user| uid.is_none_or(|uid| json::text(user, &["uid"]) == Some(uid)))
    } else {
        let bare: Object = [("email".to_owned(), Value::from(email))].into_iter().collect();
        (!state.live_of(&bare).is_empty()).then_some(bare)
    };
    known.ok_or_else(|| Refusal::unknown("user"))
}

/// `POST /access/users`: a user who holds no seat yet.
pub(crate) fn create(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let body = call.object()?;
    let email = json::text(&body, &["email"]).ok_or_else(|| Refusal::invalid("email is required"))?;
    let now = state.clock.tick();
    let users = write(state.users.as_mut())?;
    if users.with_email(email).is_some() {
        return Err(Refusal::conflict("a user with this address exists"));
    }
    let id = state.mint.id(|id| users.get(id).is_some());
    let name = json::text(&body, &["name"]).unwrap_or_default();
    let user = json!({"id": id, "uid": id, "email": email, "name": name, "access_seat": false, "gateway_seat": false,
        "created_at": now, "updated_at": now});
    users.insert(user.as_object().cloned().unwrap_or_default());
    let created = users.get(&id).map(|(_, user)| user.to_json(state.registrations.as_ref()));
    Ok(Answer::raw(&created.unwrap_or_default(), None).with(StatusCode::CREATED))
}

/// `PUT /access/users/{user_id}`: the name; the address must be the user's own.
pub(crate) fn rename(state: &mut State, call: &Call) -> Result<Answer, Refusal> {
    let (id, user) = known(state, call)?;
    let (body, fields) = (call.object()?, user.fields());
    let name = json::text(&body, &["name"]).ok_or_else(|| Refusal::invalid("name is required"))?.to_owned();
    let own = |email: &str| json::text(&fields, &["email"]).is_some_and(|known| known.eq_ignore_ascii_case(email));
    if !json::text(&body, &["email"]).is_none_or(own) {
        return Err(Refusal::invalid("email must be the user's own"));
    }
    let now = state.clock.tick();
    write(state.users.as_mut())?.change(&id, |fields| {
        fields.insert("name".into(), name.into());
        fields.insert("updated_at".into(), now.into());
    });
    get(state, call)
}

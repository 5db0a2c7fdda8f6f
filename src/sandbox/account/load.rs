//! From the bytes of a recorded account to the state that is served.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;
use serde_json::value::RawValue;

use super::clock::Clock;
use super::devices::{Devices, Seen};
use super::json::{self, Object};
use super::mint::Mint;
use super::registrations::Registrations;
use super::row::{self, Members};
use super::shelf::{Shelf, id_of};
use super::users::Users;
use super::{Organization, Settings, State};
use crate::sandbox::{Options, SandboxError};

type Parts<'a> = BTreeMap<String, &'a RawValue>;

/// Reads a recorded account (product.md, section 4). What `--offline` takes is taken, and what it refuses is refused.
pub(crate) fn load(bytes: &[u8], options: &Options) -> Result<State, SandboxError> {
    let Members(mut parts) = serde_json::from_slice(without_mark(bytes)).map_err(SandboxError::NotJson)?;
    let mut account = object("account", parts.remove("account").ok_or(SandboxError::Missing("account.id"))?)?;
    make_text(&mut account, "id");
    let account_id = json::text(&account, &["id"]).ok_or(SandboxError::Missing("account.id"))?.to_owned();
    let recorded_at = parts.remove("recorded_at").map(recorded_at).transpose()?.flatten();
    let now = options.now.or(recorded_at).ok_or(SandboxError::Missing("recorded_at"))?;
    let registrations = registrations(&mut parts)?;
    Ok(State {
        account_id,
        account,
        organization: organization(parts.remove("organization"))?,
        devices: devices(&mut parts, registrations.as_ref())?,
        registrations,
        users: users(&mut parts)?,
        tokens: shelf("service_tokens", &mut parts)?,
        applications: shelf("applications", &mut parts)?,
        policies: shelf("policies", &mut parts)?,
        groups: shelf("groups", &mut parts)?,
        lists: shelf("lists", &mut parts)?,
        rest: rest(&parts)?,
        clock: Clock::new(now),
        mint: Mint::new(options.seed),
        gone: Vec::new(),
        returned_devices: BTreeMap::new(),
        settings: Settings::of(options),
    })
}

/// Without a byte-order mark, which some editors write.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
}

/// What the recording has beside the lists that are known here.
fn rest(parts: &Parts<'_>) -> Result<BTreeMap<String, Value>, SandboxError> {
    let unreadable = |at: &str, why| SandboxError::Unreadable { at: at.to_owned(), why };
    let read = |(key, raw): (&String, &&RawValue)| {
        Ok((key.clone(), row::value(raw.get()).map_err(|why| unreadable(key, why))?))
    };
    parts.iter().map(read).collect()
}

/// Nothing where it is null or empty, as if it were missing.
fn recorded_at(raw: &RawValue) -> Result<Option<Timestamp>, SandboxError> {
    let wrong = || SandboxError::Wrong { at: "recorded_at".into(), wanted: "an RFC 3339 time" };
    match row::value(raw.get()) {
        Ok(Value::Null) => Ok(None),
        Ok(Value::String(text)) if text.is_empty() => Ok(None),
        Ok(Value::String(text)) => text.parse().map(Some).map_err(|_| wrong()),
        Ok(_) | Err(_) => Err(wrong()),
    }
}

fn object(at: &str, raw: &RawValue) -> Result<Object, SandboxError> {
    if !raw.get().starts_with('{') {
        return Err(SandboxError::Wrong { at: at.into(), wanted: "an object" });
    }
    row::object(raw.get()).map_err(|why| SandboxError::Unreadable { at: at.into(), why })
}

/// An id that is recorded as a number is its digits: numbers do where a text was promised.
fn make_text(object: &mut Object, key: &str) {
    if let Some(id) = object.get_mut(key).filter(|id| id.is_number() || id.is_boolean()) {
        *id = id.to_string().into();
    }
}

fn organization(raw: Option<&RawValue>) -> Result<Organization, SandboxError> {
    match raw {
        None => Ok(Organization::NotRecorded),
        Some(raw) if raw.get() == "null" => Ok(Organization::None),
        Some(raw) => object("organization", raw).map(Organization::Recorded),
    }
}

/// Hands over the rows of a list one by one. A list that is missing was not read: nothing comes back. Null is no list.
fn rows<T: Default>(
    list: &'static str,
    parts: &mut Parts<'_>,
    mut take: impl FnMut(&mut T, Object) -> Result<(), SandboxError>,
) -> Result<Option<T>, SandboxError> {
    let Some(raw) = parts.remove(list) else { return Ok(None) };
    let wrong = |_| SandboxError::Wrong { at: list.into(), wanted: "a list" };
    let rows: Vec<&RawValue> = serde_json::from_str(raw.get()).map_err(wrong)?;
    let mut taken = T::default();
    for (place, row) in rows.into_iter().enumerate() {
        let mut fields = object(&format!("{list}[{place}]"), row)?;
        make_text(&mut fields, "id");
        for owner in ["device", "user"] {
            if let Some(Value::Object(owner)) = fields.get_mut(owner) {
                make_text(owner, "id");
            }
        }
        if id_of(&fields).is_empty() {
            return Err(SandboxError::Wrong { at: format!("{list}[{place}].id"), wanted: "a non-empty text" });
        }
        take(&mut taken, fields)?;
    }
    Ok(Some(taken))
}

/// A row that is recorded twice in the same words is one row; in different words nobody can say which is right.
fn is_repeat(list: &'static str, fields: &Object, known: Option<Object>) -> Result<bool, SandboxError> {
    match known {
        None => Ok(false),
        Some(known) if known == *fields => Ok(true),
        Some(_) => Err(SandboxError::Twice { list, id: id_of(fields).to_owned() }),
    }
}

fn registrations(parts: &mut Parts<'_>) -> Result<Option<Registrations>, SandboxError> {
    const LIST: &str = "registrations";
    rows(LIST, parts, |taken: &mut Registrations, fields| {
        let known = taken.rows().get(id_of(&fields)).map(|row| json::from_text(&row.to_json(true)));
        if !is_repeat(LIST, &fields, known)? {
            taken.insert(fields);
        }
        Ok(())
    })
}

fn devices(parts: &mut Parts<'_>, registrations: Option<&Registrations>) -> Result<Option<Devices>, SandboxError> {
    const LIST: &str = "physical_devices";
    rows(LIST, parts, |taken: &mut Devices, fields| {
        let known =
            taken.rows().get(id_of(&fields)).map(|device| json::from_text(&device.to_json("", None, Seen::Recorded)));
        if !is_repeat(LIST, &fields, known)? {
            taken.insert(fields, registrations);
        }
        Ok(())
    })
}

fn users(parts: &mut Parts<'_>) -> Result<Option<Users>, SandboxError> {
    const LIST: &str = "users";
    rows(LIST, parts, |taken: &mut Users, fields| {
        let known = taken.get(id_of(&fields)).map(|(_, user)| json::from_text(&user.to_json(None)));
        if !is_repeat(LIST, &fields, known)? {
            taken.insert(fields);
        }
        Ok(())
    })
}

fn shelf(list: &'static str, parts: &mut Parts<'_>) -> Result<Option<Shelf>, SandboxError> {
    rows(list, parts, |taken: &mut Shelf, fields| {
        if !is_repeat(list, &fields, taken.get(id_of(&fields)).cloned())? {
            taken.push(fields);
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(recording: &str) -> String {
        match load(recording.as_bytes(), &Options::default()) {
            Ok(_) => "none".into(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn a_bad_recording_is_refused_with_the_place() {
        assert!(problem("[]").starts_with("the recorded account cannot be read: "));
        assert_eq!(problem("{}"), "the recorded account has no `account.id`");
        assert_eq!(problem(r#"{"account": {"name": "x"}}"#), "the recorded account has no `account.id`");
        assert_eq!(problem(r#"{"account": {"id": "a"}}"#), "the recorded account has no `recorded_at`");
        let head = r#""account": {"id": "a"}, "recorded_at": "2026-11-22T00:00:00Z""#;
        let with = |rest: &str| problem(&format!("{{{head}{rest}}}"));
        assert_eq!(with(""), "none");
        for list in ["{}", "null", "\"x\""] {
            assert_eq!(with(&format!(r#", "users": {list}"#)), "`users` in the recorded account is not a list");
        }
        assert_eq!(with(r#", "users": [1]"#), "`users[0]` in the recorded account is not an object");
        assert_eq!(
            with(r#", "groups": [{"id": null}]"#),
            "`groups[0].id` in the recorded account is not a non-empty text"
        );
    }

    #[test]
    fn a_key_that_stands_twice_is_refused() {
        let head = r#""account": {"id": "a"}, "recorded_at": "2026-11-22T00:00:00Z""#;
        let list = problem(&format!(r#"{{{head}, "registrations": [{{"id": "r"}}], "registrations": []}}"#));
        assert!(
            list.starts_with("the recorded account cannot be read: the key `registrations` stands twice"),
            "{list}"
        );
        let row = problem(&format!(r#"{{{head}, "registrations": [{{"id": "r"}}, {{"id": "s", "id": "t"}}]}}"#));
        assert_eq!(row, "`registrations[1]` in the recorded account cannot be read: the key `id` stands twice");
    }

    #[test]
    fn what_an_editor_or_a_machine_adds_is_taken() {
        let with = |head: &str, row: &str| {
            problem(&format!(
                r#"{head}{{"account": {{"id": "a"}}, "recorded_at": "2026-11-22T00:00:00Z", "registrations": [{row}]}}"#
            ))
        };
        assert_eq!(with("\u{feff}", r#"{"id": "r"}"#), "none");
        assert_eq!(with("", r#"{"id": 7, "new": 1e400, "device": {"id": 8, "name": "\ud800"}}"#), "none");
    }

    #[test]
    fn a_time_that_is_null_or_empty_is_missing() {
        let now = Options { now: "2026-11-22T00:00:00Z".parse().ok(), ..Options::default() };
        for recorded_at in ["null", "\"\""] {
            let recording = format!(r#"{{"account": {{"id": "a"}}, "recorded_at": {recorded_at}}}"#);
            assert_eq!(problem(&recording), "the recorded account has no `recorded_at`");
            assert!(load(recording.as_bytes(), &now).is_ok());
        }
        assert!(load(br#"{"account": {"id": "a"}, "recorded_at": 5}"#, &now).is_err());
    }

    #[test]
    fn a_row_that_is_recorded_twice_is_one_row_if_it_is_the_same() {
        let with = |second: &str| {
            let first = r#"{"id": "r1", "device": {"id": "d"}, "policy": {"id": "p"}}"#;
            problem(&format!(
                r#"{{"account": {{"id": "a"}}, "recorded_at": "2026-11-22T00:00:00Z", "registrations": [{first}, {second}]}}"#
            ))
        };
        assert_eq!(with(r#"{"device": {"id": "d"}, "id": "r1", "policy": {"id": "p"}}"#), "none");
        let text = "`registrations` in the recorded account has the id r1 twice, with different rows";
        assert_eq!(with(r#"{"id": "r1", "device": {"id": "e"}}"#), text);
    }
}

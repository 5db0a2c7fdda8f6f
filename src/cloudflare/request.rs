//! Requests as values: method, path, query and body, made without any network, each name in one place (API page, sections 1
//! to 7). What may be repeated without asking is told by the type: a [`Get`] is, a [`Write`] is not.

use bytes::Bytes;
use http::Method;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::model::AccountId;

/// Everything but what RFC 3986 calls unreserved: an id with `/`, `?`, `&` or `%` names itself and nothing else.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A path below the base URL, with its query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target(String);

impl Target {
    /// `/accounts/ID/` and a path of the API, which is taken as it is.
    pub(super) fn of(account: &AccountId, path: &str) -> Self {
        Self(format!("/accounts/{}/{path}", encode(account.as_str())))
    }

    /// The account itself.
    pub(super) fn account(account: &AccountId) -> Self {
        Self(format!("/accounts/{}", encode(account.as_str())))
    }

    /// What is no account's, for example the credential's own.
    pub(super) fn of_nobody(path: &str) -> Self {
        Self(format!("/{path}"))
    }

    /// Adds `key=value` to the query.
    pub(super) fn with(mut self, key: &str, value: &str) -> Self {
        self.0.push(if self.0.contains('?') { '&' } else { '?' });
        self.0.push_str(key);
        self.0.push('=');
        self.0.extend(utf8_percent_encode(value, ENCODED));
        self
    }

    /// Adds the same key once for each value.
    pub(super) fn with_each<'a>(self, key: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        values.into_iter().fold(self, |target, value| target.with(key, value))
    }

    /// The text, beginning with a slash.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A call that changes nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Get(pub(super) Target);

/// A call that changes something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Write {
    pub(super) method: Method,
    pub(super) target: Target,
    /// JSON, or nothing.
    pub(super) body: Bytes,
}

impl Write {
    /// A call without a body.
    pub(super) fn bare(method: Method, target: Target) -> Self {
        Self { method, target, body: Bytes::new() }
    }

    /// A call with a JSON body.
    pub(super) fn with_body(method: Method, target: Target, body: &Value) -> Self {
        Self { method, target, body: body.to_string().into() }
    }
}

/// A path below the account: a fixed one, one id, and a fixed rest that may be empty. Nothing where the id cannot stand
/// in a path: `.` and `..` name other resources there, and no encoding prevents it.
pub(super) fn path(before: &str, id: &str, after: &str) -> Option<String> {
    can_stand_in_a_path(id).then(|| format!("{before}/{}{after}", encode(id)))
}

/// Whether a text names one segment of a path, and no other resource.
pub(super) fn can_stand_in_a_path(id: &str) -> bool {
    !matches!(id, "" | "." | "..")
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, ENCODED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_encoded_to_the_letter() {
        let table = [
            ("6f0c0b6e-6f0f-4a58", "6f0c0b6e-6f0f-4a58"),
            ("a/b", "a%2Fb"),
            ("a?b&id=c", "a%3Fb%26id%3Dc"),
            ("50% #1 +", "50%25%20%231%20%2B"),
            ("%2F", "%252F"),
            ("žurnal", "%C5%BEurnal"),
            ("a;b@c:d", "a%3Bb%40c%3Ad"),
        ];
        let account = AccountId::from("acc");
        for (id, encoded) in table {
            assert_eq!(
                Target::of(&account, "devices/registrations").with("id", id).as_str(),
                format!("/accounts/acc/devices/registrations?id={encoded}")
            );
            assert_eq!(path("devices/registrations", id, ""), Some(format!("devices/registrations/{encoded}")));
        }
    }

    #[test]
    fn an_id_that_names_another_resource_is_no_segment() {
        for id in ["", ".", ".."] {
            assert_eq!(path("devices/registrations", id, ""), None);
        }
        assert_eq!(path("gateway/lists", "...", "/items").as_deref(), Some("gateway/lists/.../items"));
    }

    #[test]
    fn a_repeated_key_is_repeated() {
        let target = Target::of(&AccountId::from("acc"), "x").with("status", "all").with_each("id", ["A", "B"]);
        assert_eq!(target.as_str(), "/accounts/acc/x?status=all&id=A&id=B");
    }
}

//! One request to one endpoint, as a handler sees it.

use bytes::Bytes;
use http::Method;
use serde_json::Value;

use super::credential::Credential;
use super::query::Query;
use super::refusal::Refusal;
use crate::sandbox::account::json::{Object, holds};
use crate::sandbox::fault::Trouble;

/// The parameters in a path, by name, decoded.
pub(crate) type Params = Vec<(String, String)>;

/// What a request asks.
#[derive(Debug)]
pub(crate) struct Call {
    /// The method.
    pub(crate) method: Method,
    /// The path as it was sent.
    pub(crate) path: String,
    /// The parameters in the path, decoded.
    pub(crate) params: Params,
    /// The query.
    pub(crate) query: Query,
    /// The body.
    pub(crate) body: Bytes,
    /// Who asks.
    pub(crate) credential: Credential,
    /// A fault that happens inside the call.
    pub(crate) trouble: Option<Trouble>,
}

impl Call {
    /// A parameter of the path; empty where the path has none of that name.
    pub(crate) fn param(&self, name: &str) -> &str {
        self.params.iter().find(|(key, _)| key == name).map_or("", |(_, value)| value)
    }

    /// The body as JSON.
    pub(crate) fn json(&self) -> Result<Value, Refusal> {
        serde_json::from_slice(&self.body).map_err(|_| Refusal::invalid("the body is not JSON"))
    }

    /// The body as a JSON object.
    pub(crate) fn object(&self) -> Result<Object, Refusal> {
        match self.json()? {
            Value::Object(object) => Ok(object),
            _ => Err(Refusal::invalid("the body must be an object")),
        }
    }

    /// The body as a JSON object, where there is one.
    pub(crate) fn optional_object(&self) -> Result<Object, Refusal> {
        if self.body.is_empty() { Ok(Object::new()) } else { self.object() }
    }

    /// Whether the path, the query or the body names an id.
    pub(crate) fn names(&self, id: &str) -> bool {
        let in_body = || serde_json::from_slice(&self.body).is_ok_and(|body| holds(&body, &|text| text == id));
        self.params.iter().any(|(_, value)| value == id) || self.query.has_value(id) || in_body()
    }

    /// What is said about an object that is not there.
    pub(crate) fn no_object(&self) -> Refusal {
        Refusal::no_object(&self.path)
    }
}

/// A list for reading, if it was recorded.
pub(crate) fn read<T>(list: Option<&T>) -> Result<&T, Refusal> {
    list.ok_or_else(Refusal::not_recorded)
}

/// A list for writing, if it was recorded.
pub(crate) fn write<T>(list: Option<&mut T>) -> Result<&mut T, Refusal> {
    list.ok_or_else(Refusal::not_recorded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_named_in_the_path_the_query_or_the_body() {
        let call = |param: &str, query: &str, body: &'static str| Call {
            method: Method::PATCH,
            path: String::new(),
            params: vec![("id".to_owned(), param.to_owned())],
            query: Query::parse(Some(query)),
            body: Bytes::from_static(body.as_bytes()),
            credential: Credential::Token,
            trouble: None,
        };
        assert!(call("a/b", "", "").names("a/b"));
        assert!(call("x", "id=x&id=a%2Fb", "").names("a/b"));
        for body in [r#"["a/b"]"#, r#"[{"seat_uid":"a/b"}]"#, r#"{"append":[{"value":"a/b"}]}"#] {
            assert!(call("x", "", body).names("a/b"), "{body}");
        }
        assert!(!call("a", "id=a/bc", r#"{"a/b":"x","name":"of a/b"}"#).names("a/b"));
        assert!(!call("x", "", "{").names("a/b"));
    }
}

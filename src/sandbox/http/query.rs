//! The query of a request: repeated keys, dotted names, typed values (API page, section 1.1).

use jiff::Timestamp;
use url::form_urlencoded;

use super::refusal::Refusal;

/// The pairs of a query, decoded, in order. Keys that nobody knows are ignored, as the API seems to do.
#[derive(Clone, Debug, Default)]
pub(crate) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads the part of a URL behind its question mark.
    pub(crate) fn parse(raw: Option<&str>) -> Self {
        let pairs = form_urlencoded::parse(raw.unwrap_or_default().as_bytes());
        Self(pairs.map(|(key, value)| (key.into_owned(), value.into_owned())).collect())
    }

    /// The values of a key that are not empty.
    pub(crate) fn all<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(name, value)| name == key && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// The first value of a key that is not empty.
    pub(crate) fn one<'a>(&'a self, key: &'a str) -> Option<&'a str> {
        self.all(key).next()
    }

    /// A value in ASCII lower case.
    pub(crate) fn folded(&self, key: &str) -> Option<String> {
        self.one(key).map(str::to_ascii_lowercase)
    }

    /// Whether a key is there, with or without a value.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.0.iter().any(|(name, _)| name == key)
    }

    /// Whether a value is this text, whatever its key.
    pub(crate) fn has_value(&self, text: &str) -> bool {
        self.0.iter().any(|(_, value)| value == text)
    }

    /// Whether one of the comma-separated values of `include` is a given one.
    pub(crate) fn includes(&self, what: &str) -> bool {
        self.all("include").flat_map(|list| list.split(',')).any(|item| item.trim() == what)
    }

    /// A whole number from 1.
    pub(crate) fn number(&self, key: &str) -> Result<Option<usize>, Refusal> {
        let wrong = |value| Refusal::bad_query(format!("{key} must be a whole number from 1, not {value:?}"));
        self.one(key).map(|value| value.parse().ok().filter(|n| *n >= 1).ok_or_else(|| wrong(value))).transpose()
    }

    /// `true` or `false`.
    pub(crate) fn flag(&self, key: &str) -> Result<Option<bool>, Refusal> {
        self.choice(key, &[("true", true), ("false", false)])
    }

    /// A time.
    pub(crate) fn instant(&self, key: &str) -> Result<Option<Timestamp>, Refusal> {
        let wrong = |value| Refusal::bad_query(format!("{key} must be an RFC 3339 time, not {value:?}"));
        self.one(key).map(|value| value.parse().map_err(|_| wrong(value))).transpose()
    }

    /// One of a few words.
    pub(crate) fn choice<T: Copy>(&self, key: &str, words: &[(&str, T)]) -> Result<Option<T>, Refusal> {
        let Some(value) = self.one(key) else { return Ok(None) };
        let meaning = words.iter().find(|(word, _)| *word == value).map(|(_, meaning)| *meaning);
        let listed = || words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", ");
        meaning.map(Some).ok_or_else(|| Refusal::bad_query(format!("{key} must be one of {}, not {value:?}", listed())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_repeat_and_values_are_decoded() {
        let query = Query::parse(Some("id=a%2Fb&id=&id=c+d&user.id=%3F&x"));
        assert_eq!(query.all("id").collect::<Vec<_>>(), ["a/b", "c d"]);
        assert_eq!(query.one("user.id"), Some("?"));
        assert!(query.has("x") && query.one("x").is_none());
    }

    #[test]
    fn values_that_make_no_sense_are_refused() {
        let query = Query::parse(Some("n=0&t=soon&w=maybe&include=a,%20policy"));
        assert!(query.number("n").is_err());
        assert!(query.instant("t").is_err());
        assert!(query.flag("w").is_err());
        assert!(query.includes("policy") && !query.includes("pol"));
        assert_eq!(query.number("none"), Ok(None));
    }
}

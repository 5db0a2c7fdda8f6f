//! Writing a recording: a JSON object with a line for each row, so that two recordings can be compared line by line.

use jiff::Timestamp;
use serde_json::json;

use crate::model::AccountId;

/// A recording as it grows.
#[derive(Clone, Debug)]
pub(crate) struct Document(String);

impl Document {
    /// A recording with its head.
    pub(crate) fn new(recorded_at: Timestamp, account: &AccountId, name: Option<&str>) -> Self {
        let mut head = json!({ "id": account.as_str() });
        if let Some(name) = name {
            head["name"] = json!(name);
        }
        Self(format!("{{\n\"recorded_at\": {},\n\"account\": {head}", json!(recorded_at.to_string())))
    }

    /// Adds a value that is JSON already.
    pub(crate) fn object(&mut self, key: &str, json: &str) {
        self.key(key);
        self.0.push_str(json);
    }

    /// Adds a list of rows that are JSON already.
    pub(crate) fn rows<'a>(&mut self, key: &str, rows: impl IntoIterator<Item = &'a str>) {
        self.key(key);
        let mut separator = "[\n";
        for row in rows {
            self.0.push_str(separator);
            self.0.push_str(row);
            separator = ",\n";
        }
        self.0.push_str(if separator == "[\n" { "[]" } else { "\n]" });
    }

    /// The whole.
    pub(crate) fn finish(mut self) -> String {
        self.0.push_str("\n}\n");
        self.0
    }

    fn key(&mut self, key: &str) {
        self.0.push_str(",\n");
        self.0.push_str(&json!(key).to_string());
        self.0.push_str(": ");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_has_its_line() {
        let at = "2026-11-22T00:00:00Z".parse().expect("a time");
        let mut document = Document::new(at, &AccountId::from("acc"), Some("Ac\"me"));
        document.object("organization", r#"{"auth_domain":"acme.cloudflareaccess.com"}"#);
        document.rows("registrations", [r#"{"id":"a"}"#, r#"{"id":"b"}"#]);
        document.rows("groups", []);
        insta::assert_snapshot!(document.finish());
    }
}

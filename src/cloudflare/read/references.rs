//! What refers to a service token: advice for whoever was refused its deletion (API page, section 5). Applications are
//! searched as a whole, since a SCIM configuration refers to tokens, too.

use serde_json::Value;

use super::super::ReadError;
use super::super::wire::RawRows;
use super::list::{self, List};
use super::reader::Reader;
use crate::model::TokenId;

impl Reader {
    /// Reusable policies, applications and groups in which the token's id stands, in words.
    ///
    /// # Errors
    /// As for [`Reader::account`].
    pub async fn referring_to(&self, id: &TokenId) -> Result<Vec<String>, ReadError> {
        let (policies, applications, groups) = tokio::try_join!(
            self.naming(&list::POLICIES, "policy", id),
            self.naming(&list::APPLICATIONS, "application", id),
            self.naming(&list::GROUPS, "group", id),
        )?;
        Ok([policies, applications, groups].concat())
    }

    async fn naming(&self, list: &List, what: &'static str, id: &TokenId) -> Result<Vec<String>, ReadError> {
        let rows = self.needed(list, list.target(&self.account), || RawRows::by_id(what)).await?.rows;
        let rows = rows.iter().filter_map(|row| serde_json::from_str::<Value>(row.json()).ok());
        let naming = rows.filter(|row| names(row, id.as_str()));
        Ok(naming.map(|row| format!("{what} \"{}\"", row["name"].as_str().unwrap_or_default())).collect())
    }
}

/// Whether a text stands anywhere in a value.
fn names(value: &Value, text: &str) -> bool {
    match value {
        Value::String(own) => own == text,
        Value::Array(items) => items.iter().any(|item| names(item, text)),
        Value::Object(fields) => fields.values().any(|field| names(field, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_token_is_found_wherever_it_stands() {
        let row =
            json!({ "name": "App", "scim_config": { "authentication": [{ "client_id": "t1" }] }, "enabled": true });
        assert!(names(&row, "t1"));
        assert!(!names(&row, "t2"));
    }
}

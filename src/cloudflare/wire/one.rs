//! The one object of an answer.

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::Rows;

#[derive(Deserialize)]
#[serde(expecting = "an envelope")]
struct One<'a> {
    #[serde(borrow)]
    result: &'a RawValue,
}

/// Decodes `result`; nothing where it does not exist.
pub(crate) fn one<R: Rows>(mut decoder: R, body: &[u8]) -> Result<Option<R::Row>, String> {
    let one: One<'_> = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let wire = serde_json::from_str(one.result.get()).map_err(|error| error.to_string())?;
    let mut rows = Vec::new();
    decoder.take(wire, &mut rows)?;
    Ok(rows.pop())
}

/// `result` with every key that it came with.
pub(crate) fn result_of(body: &[u8]) -> Result<Value, String> {
    let one: One<'_> = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    serde_json::from_str(one.result.get()).map_err(|error| error.to_string())
}

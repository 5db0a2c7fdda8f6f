//! Rows as they came, for recordings.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::scalar::Text;
use super::{Collector, Rows};

/// Keeps rows with what identifies them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RawRows {
    what: &'static str,
    key: RawKey,
}

#[derive(Clone, Copy, Debug)]
enum RawKey {
    Id,
    Value,
}

/// One row, to the byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RawRow {
    key: Box<str>,
    json: Box<str>,
}

/// What is asked of a row.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct Words<'a> {
    #[serde(default, borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(default, borrow)]
    name: Text<'a>,
}

impl RawRow {
    /// What identifies it.
    pub(crate) fn key(&self) -> &str {
        &self.key
    }

    /// The row.
    pub(crate) fn json(&self) -> &str {
        &self.json
    }

    /// Whether its `type` is this.
    pub(crate) fn is_of_type(&self, kind: &str) -> bool {
        self.words().is_some_and(|words| words.kind.as_str() == Some(kind))
    }

    /// Its name, else what identifies it.
    pub(crate) fn name(&self) -> String {
        let words = self.words();
        words.as_ref().and_then(|words| words.name.filled()).unwrap_or(&self.key).to_owned()
    }

    fn words(&self) -> Option<Words<'_>> {
        serde_json::from_str(&self.json).ok()
    }

    /// The row with one of its lists replaced.
    pub(crate) fn with_list(self, key: &str, rows: &[Self]) -> Self {
        let Ok(mut fields) = serde_json::from_str::<BTreeMap<String, &RawValue>>(&self.json) else { return self };
        fields.remove(key);
        let rows: Vec<&str> = rows.iter().map(Self::json).collect();
        let list = format!("{}:[{}]", Value::from(key), rows.join(","));
        let fields = fields.iter().map(|(name, value)| format!("{}:{}", Value::from(name.as_str()), value.get()));
        let json = format!("{{{}}}", fields.chain([list]).collect::<Vec<_>>().join(","));
        Self { json: json.into(), ..self }
    }
}

impl RawRows {
    /// A collector of rows that have an `id`; `what` names one in messages.
    pub(crate) fn by_id(what: &'static str) -> Collector<Self> {
        Collector::new(Self { what, key: RawKey::Id })
    }

    /// A collector of list items, which are known by their `value`.
    pub(crate) fn by_value() -> Collector<Self> {
        Collector::new(Self { what: "item", key: RawKey::Value })
    }

    fn row(&self, json: &str) -> Result<RawRow, String> {
        #[derive(Deserialize)]
        #[serde(expecting = "an object")]
        struct Keys<'a> {
            #[serde(default, borrow)]
            id: Text<'a>,
            #[serde(default, borrow)]
            value: Text<'a>,
        }

        let keys: Keys<'_> =
            serde_json::from_str(json).map_err(|error| format!("{} that cannot be read: {error}", self.what))?;
        let (name, key) = match self.key {
            RawKey::Id => ("id", keys.id),
            RawKey::Value => ("value", keys.value),
        };
        let key = key.filled().ok_or_else(|| format!("{} without `{name}`", self.what))?;
        Ok(RawRow { key: key.into(), json: json.into() })
    }
}

impl Rows for RawRows {
    type Wire<'de> = &'de RawValue;
    type Row = RawRow;

    fn key(row: &RawRow) -> &str {
        &row.key
    }

    fn take(&mut self, wire: &RawValue, rows: &mut Vec<RawRow>) -> Result<(), String> {
        if !wire.get().starts_with('[') {
            rows.push(self.row(wire.get())?);
            return Ok(());
        }
        let inner: Vec<&RawValue> = serde_json::from_str(wire.get()).map_err(|error| error.to_string())?;
        for row in inner {
            rows.push(self.row(row.get())?);
        }
        Ok(())
    }
}

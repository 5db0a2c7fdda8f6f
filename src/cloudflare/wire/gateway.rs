//! Gateway lists and their items (API page, section 6.6).

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::scalar::Text;
use super::{Collector, Rows};
use crate::model::ListId;
use crate::model::enrollment::GatewayList;

/// Decodes lists. Their items are there in recordings; the API has them apart.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Lists;

#[derive(Deserialize)]
#[serde(expecting = "an object")]
pub(crate) struct WireList<'a> {
    #[serde(default, borrow)]
    id: Text<'a>,
    #[serde(default, borrow)]
    name: Text<'a>,
    #[serde(default, borrow, rename = "type")]
    kind: Text<'a>,
    #[serde(default, deserialize_with = "items")]
    items: Option<Vec<WireItem>>,
}

/// The items, or an error that names the key.
fn items<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<WireItem>>, D::Error> {
    Option::deserialize(deserializer).map_err(|error| D::Error::custom(format!("`items`: {error}")))
}

impl Rows for Lists {
    type Wire<'de> = WireList<'de>;
    type Row = GatewayList;

    fn key(row: &GatewayList) -> &str {
        row.id.as_str()
    }

    fn take(&mut self, wire: WireList<'_>, rows: &mut Vec<GatewayList>) -> Result<(), String> {
        let Some(id) = wire.id.filled() else { return Err("a list without an `id`".to_owned()) };
        rows.push(GatewayList {
            id: ListId::from(id),
            name: wire.name.or_empty().to_owned(),
            kind: wire.kind.or_empty().to_owned(),
            items: wire.items.map(|items| items.into_iter().flat_map(|item| item.0).collect()),
        });
        Ok(())
    }
}

/// Decodes items: their values alone.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Items;

impl Rows for Items {
    type Wire<'de> = WireItem;
    type Row = String;

    fn key(row: &String) -> &str {
        row
    }

    fn take(&mut self, wire: WireItem, rows: &mut Vec<String>) -> Result<(), String> {
        rows.extend(wire.0);
        Ok(())
    }
}

/// The values of one element: one, or those of the list that it is; a published schema had one nesting too many.
pub(crate) struct WireItem(Vec<String>);

impl<'de> Deserialize<'de> for WireItem {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(expecting = "an object as an item")]
        struct Item<'a> {
            #[serde(default, borrow)]
            value: Text<'a>,
        }

        let raw: &'de RawValue = Deserialize::deserialize(deserializer)?;
        let is_nested = raw.get().starts_with('[');
        let items: Result<Vec<Item<'_>>, _> = if is_nested {
            serde_json::from_str(raw.get())
        } else {
            serde_json::from_str(raw.get()).map(|item| vec![item])
        };
        let items = items.map_err(D::Error::custom)?;
        let values = items.iter().map(|item| item.value.filled().map(str::to_owned));
        values.collect::<Option<_>>().map(Self).ok_or_else(|| D::Error::custom("an item without a `value`"))
    }
}

impl Lists {
    /// A collector of lists.
    pub(crate) fn collector() -> Collector<Self> {
        Collector::new(Self)
    }
}

impl Items {
    /// A collector of items.
    pub(crate) fn collector() -> Collector<Self> {
        Collector::new(Self)
    }
}

//! A recorded account cut into the pages that the API would give out, each ready to be sent.

use std::collections::HashMap;

use bytes::Bytes;
use serde_json::value::RawValue;
use serde_json::{Value, json};

use super::Outcome;

/// Lists by the end of their path, each as bodies in the order of their cursors.
pub(super) struct Pages {
    lists: HashMap<&'static str, Vec<Bytes>>,
}

impl Pages {
    pub(super) fn of(account: &[u8], size: usize) -> Outcome<Self> {
        let mut recorded: HashMap<String, Box<RawValue>> = serde_json::from_slice(account)?;
        let mut lists = HashMap::new();
        for (name, key) in [("registrations", "registrations"), ("physical-devices", "physical_devices")] {
            lists.insert(name, by_cursor(&rows(&mut recorded, key)?, size));
        }
        for (name, key) in [
            ("users", "users"),
            ("service_tokens", "service_tokens"),
            ("apps", "applications"),
            ("policies", "policies"),
            ("groups", "groups"),
            ("lists", "lists"),
        ] {
            lists.insert(name, by_number(&rows(&mut recorded, key)?, size));
        }
        let organization = recorded.remove("organization").ok_or("a company has an organization")?;
        lists.insert("organizations", vec![envelope(organization.get(), None)]);
        Ok(Self { lists })
    }

    /// The page at a place; an empty one behind the end.
    pub(super) fn body(&self, list: &str, place: usize) -> Bytes {
        let page = self.lists.get(list).and_then(|pages| pages.get(place));
        page.cloned().unwrap_or_else(|| envelope("[]", None))
    }

    pub(super) fn count(&self, list: &str) -> usize {
        self.lists.get(list).map_or(0, Vec::len)
    }

    pub(super) fn bytes(&self, list: &str) -> usize {
        self.lists.get(list).map_or(0, |pages| pages.iter().map(Bytes::len).sum())
    }
}

fn rows(recorded: &mut HashMap<String, Box<RawValue>>, key: &str) -> Outcome<Vec<Box<RawValue>>> {
    let list = recorded.remove(key).ok_or_else(|| format!("a company has {key}"))?;
    Ok(serde_json::from_str(list.get())?)
}

fn by_cursor(rows: &[Box<RawValue>], size: usize) -> Vec<Bytes> {
    let chunks: Vec<&[Box<RawValue>]> = rows.chunks(size).collect();
    let page = |(place, chunk): (usize, &&[Box<RawValue>])| {
        let next = if place + 1 < chunks.len() { format!("page.{}", place + 1) } else { String::new() };
        let info = json!({ "count": chunk.len(), "per_page": size, "cursor": next, "total_count": null });
        joined(chunk, &info)
    };
    chunks.iter().enumerate().map(page).collect()
}

fn by_number(rows: &[Box<RawValue>], size: usize) -> Vec<Bytes> {
    let chunks: Vec<&[Box<RawValue>]> = rows.chunks(size).collect();
    let page = |(place, chunk): (usize, &&[Box<RawValue>])| {
        let (number, total) = (place + 1, rows.len());
        let info = json!({
            "page": number, "per_page": size, "count": chunk.len(), "total_count": total, "total_pages": chunks.len(),
        });
        joined(chunk, &info)
    };
    chunks.iter().enumerate().map(page).collect()
}

fn joined(chunk: &[Box<RawValue>], info: &Value) -> Bytes {
    let rows: Vec<&str> = chunk.iter().map(|row| row.get()).collect();
    envelope(&format!("[{}]", rows.join(",")), Some(info))
}

fn envelope(result: &str, info: Option<&Value>) -> Bytes {
    let info = info.map_or_else(String::new, |info| format!(",\"result_info\":{info}"));
    Bytes::from(format!("{{\"result\":{result},\"success\":true,\"errors\":[],\"messages\":[]{info}}}"))
}

//! Gathering the rows of one list, page by page, without ever holding a page as a tree.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, RandomState};

use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// Pages in a row that bring no new row before a list counts as endless.
const MOST_IDLE_PAGES: u32 = 100;

/// Rows of one list before it counts as endless.
const MOST_ROWS: usize = 20_000_000;

/// Turns the rows of one list into values.
pub(crate) trait Rows: Send + 'static {
    /// The row as the API writes it.
    type Wire<'de>: Deserialize<'de>;

    /// The value. Two values with the same key are the same thing, read twice.
    type Row: Send + PartialEq + 'static;

    /// What identifies a value.
    fn key(row: &Self::Row) -> &str;

    /// Takes one row; it may be none or several. An error names what was wanted.
    fn take(&mut self, wire: Self::Wire<'_>, rows: &mut Vec<Self::Row>) -> Result<(), String>;

    /// Distinct rows that were read and do not exist.
    fn deleted(&self) -> u64 {
        0
    }
}

/// The rows of one list so far.
pub(crate) struct Collector<R: Rows> {
    decoder: R,
    rows: Vec<R::Row>,
    /// Hashes of the keys so far, to tell pages that bring nothing new; equality is decided by the keys at the end.
    seen: HashSet<u64>,
    hasher: RandomState,
    idle_pages: u32,
}

/// A whole list.
#[derive(Debug)]
pub(crate) struct Collected<T> {
    /// In the order of their keys, each key once, the last that was read.
    pub(crate) rows: Vec<T>,
    /// Rows that were read more than once.
    pub(crate) duplicates: u64,
    /// The first key that was read twice with different content.
    pub(crate) conflict: Option<String>,
    /// Distinct rows that do not exist (fine print A36).
    pub(crate) deleted: u64,
}

impl<R: Rows> Collector<R> {
    pub(crate) fn new(decoder: R) -> Self {
        Self { decoder, rows: Vec::new(), seen: HashSet::new(), hasher: RandomState::new(), idle_pages: 0 }
    }

    /// Decodes the rows of one page's body, which has been skimmed and is known to be whole.
    pub(crate) fn page(&mut self, body: &[u8]) -> Result<(), String> {
        let before = (self.seen.len(), self.decoder.deleted());
        page_rows(body, Each(self))?;
        let idle = before == (self.seen.len(), self.decoder.deleted());
        self.idle_pages = if idle { self.idle_pages + 1 } else { 0 };
        if self.idle_pages >= MOST_IDLE_PAGES {
            return Err(format!("it does not end: {MOST_IDLE_PAGES} pages in a row brought no new row"));
        }
        if self.rows.len() > MOST_ROWS {
            return Err(format!("it does not end: there are more than {MOST_ROWS} rows"));
        }
        Ok(())
    }

    /// Sorts the rows and drops those that were read twice.
    pub(crate) fn finish(self) -> Collected<R::Row> {
        let Self { decoder, mut rows, .. } = self;
        rows.sort_by(|a, b| R::key(a).cmp(R::key(b)));
        let (before, mut conflict) = (rows.len(), None);
        // The sort is stable, so of equal keys the later one was read later and is the truer.
        rows.dedup_by(|later, kept| {
            let same = R::key(later) == R::key(kept);
            if same {
                if later != kept && conflict.is_none() {
                    conflict = Some(R::key(kept).to_owned());
                }
                std::mem::swap(later, kept);
            }
            same
        });
        let duplicates = (before - rows.len()) as u64;
        rows.shrink_to_fit();
        Collected { rows, duplicates, conflict, deleted: decoder.deleted() }
    }

    fn push(&mut self, wire: R::Wire<'_>) -> Result<(), String> {
        let before = self.rows.len();
        self.decoder.take(wire, &mut self.rows)?;
        for row in &self.rows[before..] {
            self.seen.insert(self.hasher.hash_one(R::key(row)));
        }
        Ok(())
    }
}

/// Hands the rows of a JSON list to a collector, one at a time.
pub(crate) struct Each<'c, R: Rows>(pub(crate) &'c mut Collector<R>);

impl<'de, R: Rows> DeserializeSeed<'de> for Each<'_, R> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, R: Rows> Visitor<'de> for Each<'_, R> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut rows: A) -> Result<(), A::Error> {
        for number in 1_u64.. {
            // The parser takes line and column out of the text again.
            let in_row = |why: String| A::Error::custom(format!("row {number}: {why}"));
            let row = rows.next_element::<R::Wire<'de>>().map_err(|error| in_row(error.to_string()))?;
            let Some(wire) = row else { break };
            self.0.push(wire).map_err(in_row)?;
        }
        Ok(())
    }
}

/// Reads `result` of a page's body by a seed, and nothing else.
pub(crate) fn page_rows<'de, S: DeserializeSeed<'de, Value = ()>>(body: &'de [u8], rows: S) -> Result<(), String> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    deserializer.deserialize_map(ResultOnly(rows)).map_err(|error| error.to_string())
}

struct ResultOnly<S>(S);

impl<'de, S: DeserializeSeed<'de, Value = ()>> Visitor<'de> for ResultOnly<S> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an envelope")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let mut rows = Some(self.0);
        while let Some(Key(is_result)) = map.next_key()? {
            match rows.take_if(|_| is_result) {
                Some(rows) => map.next_value_seed(rows)?,
                None => map.next_value::<IgnoredAny>().map(|_| ())?,
            }
        }
        Ok(())
    }
}

/// Whether a key is `result`.
struct Key(bool);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(super::Text::deserialize(deserializer)?.as_str() == Some("result")))
    }
}

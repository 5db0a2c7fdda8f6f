//! Orders of rows, and places in them that survive inserts and deletes.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What a row sorts by. A value that is missing or cannot be read comes first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) enum Key {
    /// No value.
    Nothing,
    /// An instant.
    Time(Timestamp),
    /// A number of things.
    Count(u64),
    /// A text, by its bytes.
    Text(Box<str>),
}

impl Key {
    /// The key of a text that may be missing.
    pub(crate) fn text(text: Option<&str>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.into()))
    }

    /// The key of a time that may be missing or unreadable.
    pub(crate) fn time(text: Option<&str>) -> Self {
        text.and_then(|text| text.parse().ok()).map_or(Self::Nothing, Self::Time)
    }
}

/// One row's place in an order.
pub(crate) type Entry = (Key, Arc<str>);

/// A place after which a page starts: the last row that was given out. The row itself need not exist any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Position {
    /// What it sorts by.
    pub(crate) key: Key,
    /// Its id.
    pub(crate) id: Box<str>,
}

/// The rows in some order: by id as they are stored, or as a sorted list says.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Order<'a> {
    /// By id.
    Ids,
    /// As listed; ascending, each id once.
    Sorted(&'a [Entry]),
}

/// The order that was asked for last, so that a walk of many pages sorts once.
#[derive(Debug)]
pub(crate) struct Orders<S>(Option<(S, Arc<Vec<Entry>>)>);

impl<S> Default for Orders<S> {
    fn default() -> Self {
        Self(None)
    }
}

impl<S: Copy + PartialEq> Orders<S> {
    /// The entries in order, sorted now if they are not at hand.
    pub(crate) fn get(&mut self, by: S, entries: impl FnOnce() -> Vec<Entry>) -> Arc<Vec<Entry>> {
        if let Some((known, sorted)) = &self.0
            && *known == by
        {
            return Arc::clone(sorted);
        }
        let mut sorted = entries();
        sorted.sort_unstable();
        let sorted = Arc::new(sorted);
        self.0 = Some((by, Arc::clone(&sorted)));
        sorted
    }

    /// To be called whenever a row changes.
    pub(crate) fn forget(&mut self) {
        self.0 = None;
    }
}

/// A row on its way out.
pub(crate) type Step<'a, R> = (Option<&'a Key>, &'a Arc<str>, &'a R);

/// The rows behind a position, in an order.
pub(crate) fn walk<'a, R>(
    rows: &'a BTreeMap<Arc<str>, R>,
    order: Order<'a>,
    from: Option<&Position>,
    descending: bool,
) -> Box<dyn Iterator<Item = Step<'a, R>> + 'a> {
    match order {
        Order::Ids => by_id(rows, from, descending),
        Order::Sorted(entries) => {
            let ids = by_entry(entries, from, descending);
            Box::new(ids.filter_map(|(key, id)| rows.get_key_value(id).map(|(id, row)| (Some(key), id, row))))
        }
    }
}

fn by_id<'a, R>(
    rows: &'a BTreeMap<Arc<str>, R>,
    from: Option<&Position>,
    descending: bool,
) -> Box<dyn Iterator<Item = Step<'a, R>> + 'a> {
    let edge = from.map_or(Bound::Unbounded, |position| Bound::Excluded(&*position.id));
    let step = |(id, row)| (None, id, row);
    if descending {
        Box::new(rows.range::<str, _>((Bound::Unbounded, edge)).rev().map(step))
    } else {
        Box::new(rows.range::<str, _>((edge, Bound::Unbounded)).map(step))
    }
}

fn by_entry<'a>(
    entries: &'a [Entry],
    from: Option<&Position>,
    descending: bool,
) -> Box<dyn Iterator<Item = &'a Entry> + 'a> {
    let place = |(key, id): &Entry, at: &Position| key.cmp(&at.key).then_with(|| (**id).cmp(&at.id));
    if descending {
        let end = from.map_or(entries.len(), |at| entries.partition_point(|entry| place(entry, at).is_lt()));
        Box::new(entries.iter().take(end).rev())
    } else {
        let start = from.map_or(0, |at| entries.partition_point(|entry| place(entry, at).is_le()));
        Box::new(entries.iter().skip(start))
    }
}

/// One page of rows.
pub(crate) struct Page<'a, R> {
    /// The rows with their ids.
    pub(crate) rows: Vec<(&'a Arc<str>, &'a R)>,
    /// Where the next page starts; nothing on the last one.
    pub(crate) next: Option<Position>,
}

/// Takes a page of the rows that are to be kept from a walk.
pub(crate) fn page<'a, R>(
    walk: impl Iterator<Item = Step<'a, R>>,
    size: usize,
    mut keep: impl FnMut(&str, &R) -> bool,
) -> Page<'a, R> {
    let mut kept = walk.filter(|(_, id, row)| keep(id, row));
    let taken: Vec<Step<'a, R>> = kept.by_ref().take(size).collect();
    let next = kept
        .next()
        .and(taken.last())
        .map(|(key, id, _)| Position { key: key.cloned().unwrap_or(Key::Nothing), id: (***id).into() });
    Page { rows: taken.into_iter().map(|(_, id, row)| (id, row)).collect(), next }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> BTreeMap<Arc<str>, u64> {
        [("a", 3), ("b", 1), ("c", 2), ("d", 1)].into_iter().map(|(id, n)| (Arc::from(id), n)).collect()
    }

    fn ids(order: Order<'_>, descending: bool, size: usize) -> Vec<String> {
        let (rows, mut from, mut seen) = (rows(), None, Vec::new());
        loop {
            let page = page(walk(&rows, order, from.as_ref(), descending), size, |_, n| *n != 2);
            seen.push(page.rows.iter().map(|(id, _)| &***id).collect::<String>());
            from = page.next;
            if from.is_none() {
                return seen;
            }
        }
    }

    #[test]
    fn pages_hold_every_kept_row_once_in_every_order() {
        let mut entries: Vec<Entry> = rows().into_iter().map(|(id, n)| (Key::Count(n), id)).collect();
        entries.sort();
        assert_eq!(ids(Order::Ids, false, 2), ["ab", "d"]);
        assert_eq!(ids(Order::Ids, true, 1), ["d", "b", "a"]);
        assert_eq!(ids(Order::Sorted(&entries), false, 2), ["bd", "a"]);
        assert_eq!(ids(Order::Sorted(&entries), true, 3), ["adb"]);
    }

    #[test]
    fn a_position_outlives_its_row() {
        let mut rows = rows();
        let first = page(walk(&rows, Order::Ids, None, false), 2, |_, _| true).next;
        rows.remove("b");
        rows.remove("a");
        let second = page(walk(&rows, Order::Ids, first.as_ref(), false), 2, |_, _| true);
        assert_eq!(second.rows.iter().map(|(id, _)| &***id).collect::<String>(), "cd");
    }

    #[test]
    fn what_cannot_be_read_sorts_first() {
        assert!(Key::time(Some("soon")) < Key::time(Some("2011-01-01T00:00:00Z")));
        assert_eq!(Key::text(None), Key::Nothing);
    }
}

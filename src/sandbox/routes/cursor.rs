//! Lists that are paged by cursor: registrations and physical devices (API page, sections 1.2 and 2).
//!
//! A cursor names the last row that was given out, and what it sorts by. So a walk gives every row once that is there
//! from its beginning to its end, whatever is inserted and deleted meanwhile.

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::sandbox::account::Settings;
use crate::sandbox::account::order::{Page, Position};
use crate::sandbox::http::answer::{Answer, join};
use crate::sandbox::http::query::Query;
use crate::sandbox::http::refusal::Refusal;
use crate::sandbox::options::BeyondLargest;

/// What a query says about the page.
#[derive(Debug)]
pub(crate) struct Asked {
    /// Rows on the page.
    pub(crate) size: usize,
    /// Where it starts.
    pub(crate) from: Option<Position>,
    /// The order is turned round.
    pub(crate) descending: bool,
    sort: &'static str,
}

#[derive(Serialize, Deserialize)]
struct Place {
    sort: String,
    descending: bool,
    position: Position,
}

impl Asked {
    /// Reads `per_page`, `cursor` and `sort_order` beside a `sort_by` that was read already.
    pub(crate) fn of(query: &Query, sort: &'static str, settings: Settings) -> Result<Self, Refusal> {
        if query.has("page") {
            return Err(Refusal::bad_query("page is not a parameter of this list; it is paged by cursor"));
        }
        let descending = query.choice("sort_order", &[("asc", false), ("desc", true)])?.unwrap_or(false);
        let size = size(query, settings.page_size, settings.largest_page, settings.beyond_largest)?;
        let place = query.one("cursor").map(place).transpose()?.flatten();
        if place.as_ref().is_some_and(|place| place.sort != sort || place.descending != descending) {
            return Err(Refusal::bad_query("the cursor belongs to another order"));
        }
        Ok(Self { size, from: place.map(|place| place.position), descending, sort })
    }

    /// A page of rows, with the cursor of the next one or an empty cursor.
    pub(crate) fn answer<R>(&self, page: Page<'_, R>, row: impl Fn(&str, &R) -> String) -> Answer {
        let count = page.rows.len();
        let cursor = page.next.map(|position| self.cursor(position)).unwrap_or_default();
        let info = json!({"count": count, "cursor": cursor, "per_page": self.size, "total_count": null});
        Answer::raw(&join(page.rows.into_iter().map(|(id, of)| row(id, of))), Some(&info))
    }

    fn cursor(&self, position: Position) -> String {
        let place = Place { sort: self.sort.to_owned(), descending: self.descending, position };
        let text = serde_json::to_string(&place).unwrap_or_default();
        format!("{}.0", to_hex(text.as_bytes()))
    }
}

/// How many rows go on a page.
pub(crate) fn size(query: &Query, usual: usize, largest: usize, beyond: BeyondLargest) -> Result<usize, Refusal> {
    match (query.number("per_page")?.unwrap_or(usual), beyond) {
        (size, _) if size <= largest => Ok(size),
        (_, BeyondLargest::Clamp) => Ok(largest),
        (_, BeyondLargest::Refuse) => Err(Refusal::bad_query(format!("per_page must be at most {largest}"))),
    }
}

/// Another cursor for the place of the one that was sent, or for the start.
pub(crate) fn same_place(sent: Option<&str>) -> String {
    let (place, number) = sent.and_then(|cursor| cursor.rsplit_once('.')).unwrap_or(("start", "0"));
    format!("{place}.{}", number.parse::<u64>().unwrap_or_default().saturating_add(1))
}

fn place(cursor: &str) -> Result<Option<Place>, Refusal> {
    let invalid = || Refusal::bad_query("the cursor is not valid");
    match cursor.rsplit_once('.') {
        Some(("start", _)) => Ok(None),
        Some((digits, _)) => {
            let text = from_hex(digits).ok_or_else(invalid)?;
            serde_json::from_slice(&text).map(Some).map_err(|_| invalid())
        }
        None => Err(invalid()),
    }
}

fn to_hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0xf)]).collect()
}

fn from_hex(digits: &str) -> Option<Vec<u8>> {
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    digits.as_bytes().chunks(2).map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::account::order::Key;

    fn asked(query: &str) -> Result<Asked, String> {
        let settings = Settings {
            page_size: 50,
            largest_page: 100,
            beyond_largest: BeyondLargest::Refuse,
            unknown_ids: crate::sandbox::UnknownIds::Refuse,
        };
        Asked::of(&Query::parse(Some(query)), "id", settings).map_err(|refusal| refusal.answer().body)
    }

    #[test]
    fn a_cursor_leads_back_to_its_place_and_no_other_order() {
        let first = asked("sort_order=desc").unwrap_or_else(|error| unreachable!("{error}"));
        let position = Position { key: Key::Nothing, id: "a/b \"c\"".into() };
        let cursor = first.cursor(position.clone());
        let next = |cursor: &str| asked(&format!("sort_order=desc&cursor={cursor}")).map(|asked| asked.from);
        assert_eq!(next(&cursor), Ok(Some(position.clone())));
        assert_eq!(next(&same_place(Some(&cursor))), Ok(Some(position)));
        assert_eq!(next(&same_place(None)), Ok(None));
        assert!(asked(&format!("cursor={cursor}")).is_err());
        for broken in ["x", "0", "7b.0", "zz.0", "é.0"] {
            assert!(next(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn pages_have_a_size_and_no_number() {
        assert_eq!(asked("").map(|asked| asked.size), Ok(50));
        assert_eq!(asked("per_page=100").map(|asked| asked.size), Ok(100));
        for wrong in ["per_page=101", "per_page=0", "per_page=many", "page=2", "sort_order=up"] {
            assert!(asked(wrong).is_err(), "{wrong}");
        }
    }
}

//! Lists that are paged by number: everything but the devices (API page, sections 4 to 6).

use serde_json::{Value, json};

use super::cursor;
use crate::sandbox::account::Settings;
use crate::sandbox::account::json::Object;
use crate::sandbox::fault::Trouble;
use crate::sandbox::http::answer::{Answer, join};
use crate::sandbox::http::call::Call;
use crate::sandbox::http::query::Query;
use crate::sandbox::http::refusal::Refusal;

/// The largest `per_page` of all lists that are paged by number.
const LARGEST: usize = 1_000;

/// What a query says about the page.
#[derive(Debug)]
pub(crate) struct Asked {
    page: usize,
    size: usize,
    shifted: bool,
}

impl Asked {
    /// Reads `page` and `per_page`; `usual` is the `per_page` of a query that has none.
    pub(crate) fn of(call: &Call, usual: usize, settings: Settings) -> Result<Self, Refusal> {
        let asked = Self::read(&call.query, usual, settings)?;
        Ok(Self { shifted: call.trouble == Some(Trouble::Shift) && asked.page > 1, ..asked })
    }

    fn read(query: &Query, usual: usize, settings: Settings) -> Result<Self, Refusal> {
        let size = cursor::size(query, usual, LARGEST, settings.beyond_largest)?;
        Ok(Self { page: query.number("page")?.unwrap_or(1), size, shifted: false })
    }

    /// The page of some rows that are JSON already once they are asked for.
    pub(crate) fn answer<R>(&self, rows: impl Iterator<Item = R>, row: impl Fn(R) -> String) -> Answer {
        let (mut total, mut page) = (0, Vec::new());
        let start = (self.page - 1).saturating_mul(self.size);
        for (place, of) in rows.enumerate() {
            total = place + 1;
            // A shifted page has the last row of the page before in the place of its own first one.
            let is_here = if self.shifted && place <= start { place + 1 == start } else { place >= start };
            if is_here && page.len() < self.size {
                page.push(row(of));
            }
        }
        let info = self.info(page.len(), total);
        Answer::raw(&join(page.into_iter()), Some(&info))
    }

    /// The page of some objects.
    pub(crate) fn objects<'a>(&self, rows: impl Iterator<Item = &'a Object>) -> Answer {
        self.answer(rows, |row| serde_json::to_string(row).unwrap_or_default())
    }

    fn info(&self, count: usize, total: usize) -> Value {
        let pages = total.div_ceil(self.size);
        json!({"page": self.page, "per_page": self.size, "count": count, "total_count": total, "total_pages": pages})
    }
}

/// All rows as a single page.
pub(crate) fn single(rows: &[Value]) -> Answer {
    let count = rows.len();
    let info = json!({"page": 1, "per_page": count.max(1), "count": count, "total_count": count, "total_pages": 1});
    Answer::raw(&join(rows.iter().map(Value::to_string)), Some(&info))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sandbox::options::{BeyondLargest, UnknownIds};

    fn page(query: &str) -> Result<(Value, Value), u16> {
        let settings = Settings {
            page_size: 50,
            largest_page: 100,
            beyond_largest: BeyondLargest::Refuse,
            unknown_ids: UnknownIds::Refuse,
        };
        let asked = Asked::read(&Query::parse(Some(query)), 2, settings).map_err(|refusal| refusal.status.as_u16())?;
        let body = asked.answer(1..=3, |n: i32| n.to_string()).body;
        let body: Value = serde_json::from_str(&body).unwrap_or_default();
        Ok((body["result"].clone(), body["result_info"].clone()))
    }

    #[test]
    fn pages_are_numbered_and_say_how_many_there_are() {
        let info =
            |page, count| json!({"page": page, "per_page": 2, "count": count, "total_count": 3, "total_pages": 2});
        assert_eq!(page(""), Ok((json!([1, 2]), info(1, 2))));
        assert_eq!(page("page=2"), Ok((json!([3]), info(2, 1))));
        assert_eq!(page("page=3"), Ok((json!([]), info(3, 0))));
        assert_eq!(page("page=18446744073709551615").map(|(rows, _)| rows), Ok(json!([])));
        assert_eq!(page("page=0"), Err(400));
        assert_eq!(page("per_page=1001"), Err(400));
    }
}

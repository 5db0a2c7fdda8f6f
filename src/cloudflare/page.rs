//! How a list goes on after a page, and when it has been read whole: two pure machines. Each row of a list is yielded,
//! or the list is said to be broken; it is never silently short (product.md, sections 6 and 7; fine print B4; API page,
//! sections 1.2 and 4.1).

use std::collections::HashSet;

/// Empty pages in a row that are followed before a list counts as endless.
const MOST_EMPTY_PAGES: u32 = 100;

/// How often a list that moves is read before it is given up.
pub const MOST_WALKS: u32 = 4;

/// `result_info`, of either way to page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageInfo {
    /// Rows of this page.
    pub count: Option<u64>,
    /// Where the next page begins; nothing where it is empty.
    pub cursor: Option<String>,
    /// The page size that the server used.
    pub per_page: Option<u64>,
    /// The number of this page, from 1.
    pub page: Option<u64>,
    /// Rows of the whole list.
    pub total_count: Option<u64>,
    /// Pages of the whole list.
    pub total_pages: Option<u64>,
}

/// Where the next page is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Position {
    /// Behind this cursor.
    Cursor(String),
    /// It has this number.
    Page(u64),
}

/// What follows a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Another page.
    Next(Position),
    /// Nothing: that was the end.
    Done,
    /// The list contradicts itself; nothing that was read of it counts.
    Broken(String),
}

/// One walk over a list.
#[derive(Clone, Debug)]
pub struct Walk {
    way: Way,
    pages: u64,
    rows: u64,
    empty_pages: u32,
    total: Option<u64>,
}

#[derive(Clone, Debug)]
enum Way {
    /// The device lists: an opaque cursor.
    Cursor { seen: HashSet<String> },
    /// The Access lists: a page number.
    Number { asked: u64 },
    /// One page is all there is.
    Single,
}

impl Walk {
    /// Over a list with cursors.
    pub fn by_cursor() -> Self {
        Self::new(Way::Cursor { seen: HashSet::new() })
    }

    /// Over a list with page numbers, of which pages of this size are asked for.
    pub fn by_number(asked: u64) -> Self {
        Self::new(Way::Number { asked })
    }

    /// Over a list that has one page.
    pub fn single() -> Self {
        Self::new(Way::Single)
    }

    fn new(way: Way) -> Self {
        Self { way, pages: 0, rows: 0, empty_pages: 0, total: None }
    }

    /// Rows so far.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Pages so far.
    pub fn pages(&self) -> u64 {
        self.pages
    }

    /// How many rows the list says it has, where it says so.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// Takes a page with so many rows, and says how to go on.
    pub fn page(&mut self, rows: u64, info: Option<&PageInfo>) -> Step {
        let none = PageInfo::default();
        let info = info.unwrap_or(&none);
        self.pages += 1;
        self.rows += rows;
        self.empty_pages = if rows == 0 { self.empty_pages + 1 } else { 0 };
        self.total = info.total_count.or(self.total);
        if let Some(count) = info.count.filter(|count| *count != rows) {
            return Step::Broken(format!("page {} says that it has {count} rows, and has {rows}", self.pages));
        }
        match &self.way {
            Way::Cursor { .. } => self.after_cursor(info),
            Way::Number { asked } => self.after_number(rows, info, *asked),
            Way::Single => Step::Done,
        }
    }

    /// An empty page with a new cursor is no end.
    fn after_cursor(&mut self, info: &PageInfo) -> Step {
        let Some(cursor) = &info.cursor else { return Step::Done };
        if self.empty_pages >= MOST_EMPTY_PAGES {
            return Step::Broken(format!("{MOST_EMPTY_PAGES} pages in a row were empty, and it still goes on"));
        }
        let Way::Cursor { seen } = &mut self.way else { return Step::Done };
        if seen.insert(cursor.clone()) {
            return Step::Next(Position::Cursor(cursor.clone()));
        }
        Step::Broken(format!("a cursor came back a second time, after {} rows", self.rows))
    }

    fn after_number(&self, rows: u64, info: &PageInfo, asked: u64) -> Step {
        if let Some(other) = info.page.filter(|page| *page != self.pages) {
            return Step::Broken(format!("page {} was asked for, and page {other} came", self.pages));
        }
        let next = Step::Next(Position::Page(self.pages + 1));
        let more_by_count = info.total_count.map(|total| self.rows < total);
        let more_by_pages = info.total_pages.map(|pages| self.pages < pages);
        match (more_by_count, more_by_pages) {
            // An empty page ends the walk whatever is promised; what is missing then shows in the total.
            _ if rows == 0 => Step::Done,
            (Some(true), _) | (_, Some(true)) => next,
            (Some(false), _) | (_, Some(false)) => Step::Done,
            (None, None) if rows < info.per_page.unwrap_or(asked) => Step::Done,
            (None, None) => next,
        }
    }
}

/// What a finished walk amounts to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The list has been read whole.
    Whole,
    /// It moved meanwhile: another walk is needed.
    Again,
    /// It cannot be read whole.
    Broken(String),
}

/// Judges one walk after another over a list that others change meanwhile.
///
/// A row that comes twice says that rows moved between pages, and where one moved forward another may have slipped by
/// unseen, even where the next walk gives the same rows. Only a walk that shows no such sign counts.
#[derive(Clone, Debug, Default)]
pub struct Passes {
    walks: u32,
    /// What the walk before read where it should have read more or less.
    off: Option<(u64, u64)>,
}

impl Passes {
    /// Judges a walk: how many rows came twice, how many rows the list says it has, and how many distinct ones came.
    pub fn judge(&mut self, duplicates: u64, total: Option<u64>, read: u64) -> Verdict {
        self.walks += 1;
        let off = total.filter(|total| *total != read).map(|total| (total, read));
        let same = std::mem::replace(&mut self.off, off) == off;
        match off {
            None if duplicates == 0 => Verdict::Whole,
            Some((total, read)) if duplicates == 0 && same => {
                Verdict::Broken(format!("it says that it has {total} rows, and has {read}"))
            }
            _ if self.walks < MOST_WALKS => Verdict::Again,
            _ => Verdict::Broken(format!("it changed while it was read, {MOST_WALKS} times in a row")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cursor(text: &str) -> PageInfo {
        PageInfo { cursor: Some(text.to_owned()), ..PageInfo::default() }
    }

    fn next(text: &str) -> Step {
        Step::Next(Position::Cursor(text.to_owned()))
    }

    #[test]
    fn cursors_are_followed_to_the_empty_one() {
        let mut walk = Walk::by_cursor();
        assert_eq!(walk.page(2, Some(&cursor("a"))), next("a"));
        assert_eq!(walk.page(0, Some(&cursor("b"))), next("b"), "an empty page with a new cursor goes on");
        assert_eq!(walk.page(1, Some(&PageInfo::default())), Step::Done);
        assert_eq!((walk.rows(), walk.pages()), (3, 3));
        assert_eq!(Walk::by_cursor().page(5, None), Step::Done);
    }

    #[test]
    fn a_cursor_that_comes_back_is_broken_however_late() {
        let mut walk = Walk::by_cursor();
        for text in ["a", "b", "c"] {
            assert_eq!(walk.page(10, Some(&cursor(text))), next(text));
        }
        let step = walk.page(10, Some(&cursor("a")));
        assert_eq!(step, Step::Broken("a cursor came back a second time, after 40 rows".to_owned()));
    }

    #[test]
    fn empty_pages_do_not_go_on_for_ever() {
        let mut walk = Walk::by_cursor();
        let steps: Vec<Step> =
            (0..=MOST_EMPTY_PAGES).map(|page| walk.page(0, Some(&cursor(&page.to_string())))).collect();
        let first = steps.iter().position(|step| matches!(step, Step::Broken(_)));
        assert_eq!(first, Some(MOST_EMPTY_PAGES as usize - 1));
    }

    #[test]
    fn a_count_that_differs_from_the_rows_is_broken() {
        for mut walk in [Walk::by_cursor(), Walk::by_number(1_000), Walk::single()] {
            let info = PageInfo { count: Some(10), ..PageInfo::default() };
            assert_eq!(
                walk.page(9, Some(&info)),
                Step::Broken("page 1 says that it has 10 rows, and has 9".to_owned())
            );
        }
    }

    fn numbered(per_page: Option<u64>, total_count: Option<u64>, total_pages: Option<u64>) -> PageInfo {
        PageInfo { per_page, total_count, total_pages, ..PageInfo::default() }
    }

    #[test]
    fn page_numbers_end_by_totals_or_by_a_short_page() {
        let second = Step::Next(Position::Page(2));
        let table = [
            (10, numbered(None, None, None), Step::Done),
            (1_000, numbered(None, None, None), second.clone()),
            (50, numbered(Some(50), None, None), second.clone()),
            (49, numbered(Some(50), None, None), Step::Done),
            (50, numbered(None, Some(120), None), second.clone()),
            (50, numbered(Some(50), Some(50), None), Step::Done),
            (1_000, numbered(None, None, Some(1)), Step::Done),
            (50, numbered(None, None, Some(2)), second),
            (0, numbered(None, Some(3), Some(9)), Step::Done),
        ];
        for (rows, info, step) in table {
            assert_eq!(Walk::by_number(1_000).page(rows, Some(&info)), step, "{rows} rows, {info:?}");
        }
    }

    #[test]
    fn a_server_that_ignores_the_page_number_is_noticed() {
        let mut walk = Walk::by_number(2);
        let first = PageInfo { page: Some(1), ..numbered(Some(2), Some(4), None) };
        assert_eq!(walk.page(2, Some(&first)), Step::Next(Position::Page(2)));
        assert_eq!(walk.page(2, Some(&first)), Step::Broken("page 2 was asked for, and page 1 came".to_owned()));
    }

    #[test]
    fn a_walk_without_a_sign_of_movement_is_whole() {
        assert_eq!(Passes::default().judge(0, None, 2), Verdict::Whole);
        assert_eq!(Passes::default().judge(0, Some(2), 2), Verdict::Whole);
        let mut passes = Passes::default();
        assert_eq!(passes.judge(1, None, 2), Verdict::Again);
        assert_eq!(passes.judge(0, None, 3), Verdict::Whole);
    }

    #[test]
    fn walks_that_agree_on_what_moved_prove_nothing() {
        let mut passes = Passes::default();
        for _ in 1..MOST_WALKS {
            assert_eq!(passes.judge(1, None, 2), Verdict::Again);
        }
        assert!(matches!(passes.judge(1, None, 2), Verdict::Broken(_)));
    }

    #[test]
    fn a_list_that_never_adds_up_is_broken() {
        let mut passes = Passes::default();
        assert_eq!(passes.judge(0, Some(3), 2), Verdict::Again);
        let verdict = passes.judge(0, Some(3), 2);
        assert_eq!(verdict, Verdict::Broken("it says that it has 3 rows, and has 2".to_owned()));
    }
}

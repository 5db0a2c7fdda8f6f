//! L10: the page machines yield every row of a list, or say that it is broken; they are never silently short.

use doorlist::cloudflare::page::{PageInfo, Passes, Position, Step, Verdict, Walk};
use proptest::prelude::*;

/// How a server pages.
#[derive(Clone, Debug)]
enum Way {
    /// By cursor, with pages of these sizes, over and over; 0 is an empty page with a cursor.
    Cursor(Vec<usize>),
    /// By number, with pages of this size whatever is asked for.
    Number(usize),
}

/// What is wrong with a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    None,
    /// From this page on, the cursor of the first page comes again.
    StuckCursor(usize),
    /// This page says that it has one row more than it has.
    WrongCount(usize),
    /// This page lacks its last row, and says nothing of it.
    LostRow(usize),
    /// Every page ends the list.
    EndsEarly(usize),
}

#[derive(Clone, Debug)]
struct Server {
    rows: usize,
    way: Way,
    /// Whether pages say how many rows the list has.
    says_total: bool,
    /// Whether numbered pages say their size.
    says_size: bool,
    fault: Fault,
}

fn server() -> impl Strategy<Value = Server> {
    let way = prop_oneof![
        prop::collection::vec(0..7_usize, 1..6).prop_map(|mut sizes| {
            sizes.push(1);
            Way::Cursor(sizes)
        }),
        (1..7_usize).prop_map(Way::Number),
    ];
    let page = 0..8_usize;
    let fault = prop_oneof![
        3 => Just(Fault::None),
        1 => page.clone().prop_map(Fault::StuckCursor),
        1 => page.clone().prop_map(Fault::WrongCount),
        1 => page.clone().prop_map(Fault::LostRow),
        1 => page.prop_map(Fault::EndsEarly),
    ];
    (0..60_usize, way, any::<bool>(), any::<bool>(), fault).prop_map(|(rows, way, says_total, says_size, fault)| {
        // A numbered list that says neither its total nor its size cannot be told from one that is over.
        let says_size = says_size || !says_total;
        Server { rows, way, says_total, says_size, fault }
    })
}

impl Server {
    /// Rows and `result_info` of the page with this index, from 0.
    fn page(&self, index: usize) -> (Vec<usize>, PageInfo) {
        let (from, size) = match &self.way {
            Way::Cursor(sizes) => ((0..index).map(|page| sizes[page % sizes.len()]).sum(), sizes[index % sizes.len()]),
            Way::Number(size) => (index * size, *size),
        };
        let mut rows: Vec<usize> = (from..self.rows.min(from + size)).collect();
        if self.fault == Fault::LostRow(index) {
            rows.pop();
        }
        let is_last = from + size >= self.rows || self.fault == Fault::EndsEarly(index);
        let stuck = matches!(self.fault, Fault::StuckCursor(page) if index >= page);
        let cursor = match self.way {
            Way::Cursor(_) if stuck => Some("page 1".to_owned()),
            Way::Cursor(_) if !is_last => Some(format!("page {}", index + 1)),
            Way::Cursor(_) | Way::Number(_) => None,
        };
        let wrong = u64::from(self.fault == Fault::WrongCount(index));
        let is_numbered = matches!(self.way, Way::Number(_));
        let info = PageInfo {
            count: Some(rows.len() as u64 + wrong),
            cursor,
            per_page: (is_numbered && self.says_size).then_some(size as u64),
            page: is_numbered.then_some(index as u64 + 1),
            total_count: self.says_total.then_some(self.rows as u64),
            total_pages: None,
        };
        (rows, info)
    }

    fn walk(&self) -> Walk {
        match self.way {
            Way::Cursor(_) => Walk::by_cursor(),
            Way::Number(_) => Walk::by_number(1_000),
        }
    }
}

/// One walk as the client makes it: the rows, how many came twice, and the total; or that it is broken.
fn walk(server: &Server) -> Result<(Vec<usize>, u64, Option<u64>), String> {
    let (mut walk, mut index, mut rows) = (server.walk(), 0, Vec::new());
    for _ in 0..1_000 {
        let (page, info) = server.page(index);
        let count = page.len() as u64;
        rows.extend(page);
        match walk.page(count, Some(&info)) {
            Step::Next(Position::Cursor(cursor)) => {
                index = cursor.trim_start_matches("page ").parse().expect("a cursor of ours");
            }
            Step::Next(Position::Page(number)) => index = usize::try_from(number).expect("small") - 1,
            Step::Broken(why) => return Err(why),
            Step::Done => {
                let read = rows.len();
                rows.sort_unstable();
                rows.dedup();
                return Ok((rows.clone(), (read - rows.len()) as u64, walk.total()));
            }
        }
    }
    panic!("the walk does not end")
}

fn read(server: &Server) -> Result<Vec<usize>, String> {
    let mut passes = Passes::default();
    for _ in 0..10 {
        let (rows, duplicates, total) = walk(server)?;
        match passes.judge(duplicates, total, rows.len() as u64) {
            Verdict::Whole => return Ok(rows),
            Verdict::Again => {}
            Verdict::Broken(why) => return Err(why),
        }
    }
    panic!("the passes do not end")
}

proptest! {
    #![proptest_config(crate::cases(256))]

    #[test]
    fn a_sound_server_is_read_whole(server in server()) {
        let sound = Server { fault: Fault::None, ..server };
        prop_assert_eq!(read(&sound), Ok((0..sound.rows).collect()));
    }

    #[test]
    fn a_faulty_server_is_read_whole_or_said_to_be_broken(server in server()) {
        // What a list ends before, or leaves out, without saying so anywhere, nobody can know.
        let can_be_known = server.says_total || !matches!(server.fault, Fault::LostRow(_) | Fault::EndsEarly(_));
        prop_assume!(can_be_known);
        if let Ok(rows) = read(&server) {
            prop_assert_eq!(rows, (0..server.rows).collect::<Vec<_>>());
        }
    }

    #[test]
    fn rows_that_come_twice_are_never_taken_for_a_whole_list(duplicates in 1..9_u64, rows in 0..9_u64) {
        let mut passes = Passes::default();
        for _ in 0..9 {
            prop_assert_ne!(passes.judge(duplicates, None, rows), Verdict::Whole);
        }
    }
}

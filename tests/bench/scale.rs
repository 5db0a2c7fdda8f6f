//! The whole program on larger and larger accounts, and what people would use instead. Prints tables; asserts nothing.
//!
//! ```text
//! cargo bench --bench scale                              1,000 to 100,000 registrations, and the others on 10,000
//! cargo bench --bench scale -- --million                 1,000,000 as well, in 8 GB
//! cargo bench --bench scale -- --rows 20000              one size
//! cargo bench --bench scale -- --rows 20000 --peers      one size, and the others on as many
//! ```
//!
//! The account is the example company, grown. A server on loopback gives it out in pages and answers each
//! request after 5 ms. Against it run a bare walk that follows the cursor and looks at nothing else, and the program;
//! and what of `peers` is on the machine.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

mod child;
#[path = "../../examples/company/generator/mod.rs"]
mod generator;
mod pages;
mod peers;
mod server;
mod table;
mod walk;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use child::Measured;
use generator::Company;
use pages::Pages;
use table::Table;

/// What every answer takes.
const DELAY: Duration = Duration::from_millis(5);

/// Rows a page, as the API's callers ask for. For a million of them that is more pages than five minutes allow, and it is
/// not the waiting that is measured: these come in pages of 5,000.
const fn page(rows: usize) -> usize {
    if rows > 900_000 { 5_000 } else { 1_000 }
}

/// How many rows the others get, where nothing else is said.
const PEERS: usize = 10_000;

/// A door list that needs nothing but registrations and who may enroll.
const PEOPLE: &str = "\
version: 1
account: { id: 1a2cf1e1d0000000000000000000face, team: larkfield }
unlisted: { users: delete }
users:
  - { email: \"*@larkfield.example\", max_registrations: 4 }
  - email: \"*.example\"
service_tokens: []
devices: []
cleanup: { stale: { after: 90d, action: delete } }
limits: { removals: unlimited, percent: unlimited, people: unlimited }
";

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().collect();
    let given = |name: &str| args.iter().any(|arg| arg == name);
    // Cargo passes `--bench` to a benchmark and not to a test run that builds everything.
    if !given("--bench") {
        return Ok(());
    }
    if let Some(rows) = args.iter().skip_while(|arg| *arg != "--rows").nth(1) {
        return measured(rows.parse()?, given("--peers"));
    }
    let million = given("--million").then_some(1_000_000);
    [1_000, 10_000, 100_000].into_iter().chain(million).try_for_each(|rows| measured(rows, rows == PEERS))
}

fn measured(rows: usize, peers: bool) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let size = page(rows);
    let pages = write(folder.path(), &Company::with(rows), size)?;
    let (count, bytes) = (pages.count("registrations"), pages.bytes("registrations") / 1_000_000);
    let url = server::serve(pages, DELAY)?;
    let doorlist = |args: &[&str]| program(&url, folder.path(), args);

    let mut table = Table::new(&format!("{rows} registrations in {count} pages of {size}, {bytes} MB, 5 ms an answer"));
    walk::run(&url, &["registrations"])?;
    let bare = walk::run(&url, &["registrations"])?;
    table.row("bare walk over the registrations", bare, None, bare);
    table.measured("doorlist plan, a door list of people", &doorlist(&["plan", "-f", "people.yaml"])?, bare);
    let saved = doorlist(&["plan", "-f", "people.yaml", "--out", "json=plan.json"])?;
    table.measured("the same, saved as well", &saved, bare);
    table.measured("doorlist show", &doorlist(&["show", "plan.json"])?, bare);
    table.measured("doorlist show --format markdown", &doorlist(&["show", "plan.json", "--format", "markdown"])?, bare);
    let both = walk::run(&url, &["registrations", "physical-devices"])?;
    table.row("bare walk over registrations and devices, side by side", both, None, both);
    table.measured("doorlist plan, the company's door list", &doorlist(&["plan", "-f", "doorlist.yaml"])?, both);
    if peers {
        peers::run(rows, &url, bare, &mut table)?;
    }
    table.print();
    Ok(())
}

/// The company's files, a door list that needs the registrations only, and the account as pages.
fn write(folder: &Path, company: &Company, page: usize) -> Outcome<Pages> {
    let mut account = Vec::new();
    company.write_account(&mut account)?;
    fs::write(folder.join("doorlist.yaml"), company.doorlist())?;
    fs::write(folder.join("directory.csv"), company.directory())?;
    fs::write(folder.join("serials.csv"), company.serials())?;
    fs::write(folder.join("people.yaml"), PEOPLE)?;
    Pages::of(&account, page)
}

fn program(url: &str, folder: &Path, args: &[&str]) -> Outcome<Measured> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_doorlist"));
    // The door list of people is as short as it can be, and is warned of that.
    command.args(args).current_dir(folder).stderr(Stdio::null());
    if args[0] == "plan" {
        command.args(["--now", "2026-11-22T00:00:00Z"]);
    }
    // A plan that a guard refuses is as much work as one that it does not.
    child::measure(&mut command, url, &[0, 3])
}

//! How the program scales, measured against what the network alone costs. Prints a table; asserts nothing.
//!
//! ```text
//! cargo bench --bench scale                              all of it, ten minutes with the build
//! cargo bench --bench scale -- --rows 20000              a smaller account
//! cargo bench --bench scale -- --million                 the planner alone on 1,000,000 registrations, in 4 GB
//! ```
//!
//! The account is the example company, grown. A server on loopback gives it out at 1,000 rows a page and answers each
//! request after 5 ms. Against it run `doorlist plan`, a bare walk that follows the cursor and looks at nothing else,
//! and, where `target/tools/python` has the official Python SDK, a script on that.

#![expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]

mod child;
#[path = "../../examples/company/generator/mod.rs"]
mod generator;
mod pages;
mod planner;
mod server;
mod table;
mod walk;

use std::error::Error;
use std::fs;
use std::path::Path;
use std::time::Duration;

use child::Measured;
use generator::Company;
use pages::Pages;
use table::Table;

/// What every answer takes.
const DELAY: Duration = Duration::from_millis(5);

/// The account as it is served: one size of page, as the API's callers ask for.
const PAGE: usize = 1_000;

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    let args: Vec<String> = std::env::args().collect();
    let given = |name: &str| args.iter().any(|arg| arg == name);
    // Cargo passes `--bench` to a benchmark and not to a test run that builds everything.
    if !given("--bench") {
        return Ok(());
    }
    let rows = args.iter().skip_while(|arg| *arg != "--rows").nth(1).map_or(Ok(100_000), |text| text.parse())?;
    if given("--million") {
        return planner::run(1_000_000);
    }
    over_http(rows)?;
    planner::run(rows * 10)
}

fn over_http(rows: usize) -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    let company = Company::with(rows);
    let pages = write(folder.path(), &company)?;
    let (count, size) = (pages.count("registrations"), pages.bytes("registrations") / 1_000_000);
    let url = server::serve(pages, DELAY)?;

    let mut table = Table::new(&format!("{rows} registrations in {count} pages of {PAGE}, {size} MB, 5 ms an answer"));
    walk::run(&url, &["registrations"])?;
    let bare = walk::run(&url, &["registrations"])?;
    table.row("bare walk over the registrations", bare, None, bare);
    let plan = program(&url, folder.path(), "people.yaml")?;
    table.row("doorlist plan, a door list of people", plan.wall, Some(plan.peak), bare);
    let both = walk::run(&url, &["registrations", "physical-devices"])?;
    table.row("bare walk over registrations and devices, side by side", both, None, both);
    let plan = program(&url, folder.path(), "doorlist.yaml")?;
    table.row("doorlist plan, the company's door list", plan.wall, Some(plan.peak), both);
    match sdk(&url)? {
        Some(script) => {
            table.row("script on the official Python SDK, registrations", script.wall, Some(script.peak), bare);
        }
        None => table.note("no Python SDK: python3 -m venv target/tools/python, pip install cloudflare"),
    }
    table.print();
    Ok(())
}

/// The company's files, a door list that needs the registrations only, and the account as pages.
fn write(folder: &Path, company: &Company) -> Outcome<Pages> {
    let mut account = Vec::new();
    company.write_account(&mut account)?;
    fs::write(folder.join("doorlist.yaml"), company.doorlist())?;
    fs::write(folder.join("directory.csv"), company.directory())?;
    fs::write(folder.join("serials.csv"), company.serials())?;
    fs::write(folder.join("people.yaml"), planner::PEOPLE)?;
    Pages::of(&account, PAGE)
}

fn program(url: &str, folder: &Path, file: &str) -> Outcome<Measured> {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_doorlist"));
    command.args(["plan", "--now", "2026-11-22T00:00:00Z", "--format", "json", "-f", file]).current_dir(folder);
    // A plan that a guard refuses is as much work as one that it does not.
    child::measure(&mut command, url, &[0, 3])
}

fn sdk(url: &str) -> Outcome<Option<Measured>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let python = root.join("target/tools/python/bin/python");
    let has_sdk =
        python.exists() && std::process::Command::new(&python).args(["-c", "import cloudflare"]).status()?.success();
    if !has_sdk {
        return Ok(None);
    }
    let mut command = std::process::Command::new(python);
    command.arg(root.join("tests/bench/sdk.py"));
    child::measure(&mut command, url, &[0]).map(Some)
}

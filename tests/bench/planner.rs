//! The planner alone, on an account in memory: no network, no pages.

use std::io;
use std::time::Instant;

use doorlist::cloudflare::recording;
use doorlist::config::{FileData, FileProblem, Files};
use doorlist::model::{Account, DoorList};
use doorlist::plan::Settings;
use jiff::Timestamp;

use super::Outcome;
use super::generator::Company;
use super::table::Table;

/// A door list that needs nothing but registrations and who may enroll.
pub(super) const PEOPLE: &str = "\
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

/// The door list and its exports, from memory.
struct InMemory<'a>(&'a Company);

impl Files for InMemory<'_> {
    fn read(&self, path: &str, _: u64) -> Result<FileData, FileProblem> {
        let text = match path {
            "directory.csv" => self.0.directory(),
            "serials.csv" => self.0.serials(),
            _ => self.0.doorlist(),
        };
        Ok(FileData { bytes: text.into_bytes(), modified: None })
    }
}

/// Judges and plans an account of so many registrations.
pub(super) fn run(rows: usize) -> Outcome<()> {
    let now: Timestamp = "2026-11-22T00:00:00Z".parse()?;
    let company = Company::with(rows);
    let loaded = doorlist::config::load("doorlist.yaml", &InMemory(&company), now);
    let list = loaded.map_err(|problems| format!("the company's door list: {problems:?}"))?.list;
    let account = decode(&company, &list, now)?;
    drop(company);

    let mut table = Table::new(&format!("{rows} registrations in memory, the planner alone"));
    let begun = Instant::now();
    let verdicts = doorlist::plan::judge(&list, &account, now).verdicts.len();
    let judged = begun.elapsed();
    table.row(&format!("judging: {verdicts} verdicts"), judged, None, judged);
    let begun = Instant::now();
    let plan = doorlist::plan::plan(&list, &account, now, &Settings::default());
    let actions = plan.map_err(|refusal| refusal.text)?.actions.len();
    table.row(&format!("a whole plan: {actions} actions, guards, digest"), begun.elapsed(), None, judged);
    table.print();
    Ok(())
}

fn decode(company: &Company, list: &DoorList, now: Timestamp) -> Outcome<Account> {
    let mut bytes = Vec::new();
    company.write_account(&mut bytes)?;
    recording::account(&bytes, list.needs(), now).map_err(|error| io::Error::other(error.to_string()).into())
}

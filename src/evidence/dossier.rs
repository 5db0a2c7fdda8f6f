//! The folder of one apply to one account, in three steps: before the first change, request by request, at the end.

use serde::Serialize;

use super::affected::Affected;
use super::after::After;
use super::change::{Change, Told};
use super::manifest::Manifest;
use super::mask::Mask;
use super::request::{Request, Writes};
use super::state::State;
use super::subject::subjects;
use super::summary::Summary;
use super::{names, readme};
use crate::model::report::Report;
use crate::model::{Account, Plan};
use crate::render::{self, Format, Redact, Style};

/// One file of the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path in the folder.
    pub path: String,
    /// All of it.
    pub bytes: Vec<u8>,
}

impl File {
    fn text(path: &str, text: String) -> Self {
        Self { path: path.to_owned(), bytes: text.into_bytes() }
    }

    fn json(path: &str, document: &impl Serialize) -> Self {
        Self::text(path, render::json_document(document))
    }
}

/// What the folder is made of, as far as it is known before the first change.
pub struct Dossier {
    plan: Plan,
    what: Vec<Redact>,
    affected: Affected,
    /// As it was read, without stand-ins.
    before: State,
    change: Change,
    mask: Mask,
}

impl Dossier {
    /// For an approved plan on the account as it is before the first change.
    pub fn new(told: &Told, plan: &Plan, account: &Account, what: &[Redact]) -> Self {
        let affected = Affected::of(plan, account);
        let before = State::of(account, &affected);
        let mask = Mask::new(account.id.as_str(), what, &[&before]);
        let plan = render::redact(plan, what);
        let mut change = Change::new(told, &plan, plan.origin.redacted.clone());
        mask.change(&mut change);
        Self { plan, what: what.to_vec(), affected, before, change, mask }
    }

    /// The files that have to be there before the first change.
    pub fn opening(&self) -> Vec<File> {
        let mut before = self.before.clone();
        self.mask.state(&mut before);
        vec![
            File::text(names::README, readme::opening(&self.change)),
            File::json(names::CHANGE, &self.change),
            File::json(names::BEFORE, &before),
            File::text(names::PLAN, render::plan(&self.plan, Format::Json, Style::PLAIN)),
            File::text(names::PLAN_TEXT, render::plan(&self.plan, Format::Markdown, Style::PLAIN)),
        ]
    }

    /// One line of `requests.jsonl`, with its end.
    pub fn line(&self, request: &Request) -> String {
        let mut request = request.clone();
        self.mask.request(&mut request);
        render::json_line(&request) + "\n"
    }

    /// The files of the end, those of [`Dossier::opening`] that are written anew included, and the manifest last.
    /// `after` is the account as it was read again, or why it was not.
    pub fn closing(&self, report: &Report, after: Result<&Account, String>, requests: &[Request]) -> Vec<File> {
        let after = after.map(|account| State::of(account, &self.affected));
        let states: Vec<&State> = [&self.before].into_iter().chain(&after).collect();
        let mask = Mask::new(&self.change.account.id, &self.what, &states);
        let mut before = self.before.clone();
        mask.state(&mut before);
        let after = after.map(|mut state| {
            mask.state(&mut state);
            state
        });
        let report = render::redact_report(report, &self.what);
        let after = After::new(&report.outcomes, &before, after);
        let subjects = subjects(&report.outcomes, &before, &after, &Writes::of(requests));
        let summary = Summary::new(&self.change, &report, &after, subjects, requests);
        self.closed(&report, &after, &summary, requests)
    }

    fn closed(&self, report: &Report, after: &After, summary: &Summary, requests: &[Request]) -> Vec<File> {
        let mut files = self.opening();
        files.retain(|file| file.path != names::README);
        files.push(File::text(names::README, readme::closing(&self.change, summary, after)));
        files.push(File::text(names::REQUESTS, requests.iter().map(|request| self.line(request)).collect()));
        files.push(File::text(names::REPORT, render::report(report, Format::Json, Style::PLAIN)));
        files.push(File::json(names::AFTER, after));
        files.push(File::json(names::SUMMARY, summary));
        let manifest = Manifest::new(&self.change, report.finished_at, &files);
        files.push(File::json(names::MANIFEST, &manifest));
        files
    }
}

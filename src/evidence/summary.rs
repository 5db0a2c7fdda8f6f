//! `summary.json`: the folder in short, for a program; `README.md` says the same to people.

use serde::{Deserialize, Serialize};

use super::change::Change;
use super::request::Request;
use super::sla::Sla;
use super::subject::{Step, Subject};
use super::{FORMAT_VERSION, after::After};
use crate::model::plan::PlanAccount;
use crate::model::report::{Report, Verification};

/// How the run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Everything is done, and the account was read again and is as planned.
    Converged,
    /// Everything is done as far as the program knows; the account was not read again.
    Unverified,
    /// Something is left to do.
    Remaining,
    /// A signal stopped it.
    Interrupted,
}

/// How many requests there were.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequestCounts {
    /// All of them.
    pub sent: u64,
    /// Of those, writes.
    pub writes: u64,
    /// Of all, without a successful answer.
    pub unsuccessful: u64,
}

/// `summary.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// `1.0`.
    pub format_version: String,
    /// The account.
    pub account: PlanAccount,
    /// The plan's digest.
    pub plan_digest: String,
    /// How the run ended.
    pub state: State,
    /// Due and done, of the whole.
    pub sla: Sla,
    /// One person, machine or token after the other.
    pub subjects: Vec<Subject>,
    /// Steps for people that the program cannot do.
    pub outstanding: u64,
    /// Effects that were not done.
    pub not_done: u64,
    /// Registrations that were there again when the run ended.
    pub came_back: u64,
    /// Requests.
    pub requests: RequestCounts,
}

impl Summary {
    pub(super) fn new(
        change: &Change,
        report: &Report,
        after: &After,
        subjects: Vec<Subject>,
        requests: &[Request],
    ) -> Self {
        let steps = || subjects.iter().flat_map(|subject| &subject.steps);
        let not_done = steps().filter(|step| step.kind.is_effect() && !step.is_done()).count() as u64;
        let last = subjects.iter().filter_map(|subject| subject.done_at).max();
        let done_at = if not_done == 0 { last } else { None };
        Self {
            format_version: FORMAT_VERSION.to_owned(),
            account: report.account.clone(),
            plan_digest: report.digest.clone(),
            state: state(report, not_done),
            sla: Sla::judge(change, done_at, report.finished_at),
            outstanding: steps().filter(|step| is_for_a_person(step)).count() as u64,
            not_done,
            came_back: after.new_registrations.len() as u64,
            requests: counts(requests),
            subjects,
        }
    }
}

pub(super) fn is_for_a_person(step: &Step) -> bool {
    !step.kind.is_effect()
}

fn state(report: &Report, not_done: u64) -> State {
    match &report.verification {
        _ if report.interrupted => State::Interrupted,
        Verification::Unverified { .. } if not_done == 0 => State::Unverified,
        Verification::Converged if not_done == 0 => State::Converged,
        Verification::Converged | Verification::Remaining { .. } | Verification::Unverified { .. } => State::Remaining,
    }
}

fn counts(requests: &[Request]) -> RequestCounts {
    RequestCounts {
        sent: requests.len() as u64,
        writes: requests.iter().filter(|request| request.is_write()).count() as u64,
        unsuccessful: requests.iter().filter(|request| !request.is_success()).count() as u64,
    }
}

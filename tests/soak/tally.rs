//! What was tried, and what came of it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use doorlist::sandbox::LoggedRequest;

use crate::faults::{Armed, KINDS, LOST_CURSOR};
use crate::program::{Cut, Run, Signal};

const KILLED: &str = "killed at a request";
const TERMINATED: &str = "SIGTERM at a request";

/// Of one kind of fault.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    /// Rules armed, or ends from outside tried.
    armed: u64,
    /// Calls that it befell, or runs that were ended.
    befell: u64,
    /// Cases in which it befell something.
    cases: u64,
    /// Of those, lost.
    lost: u64,
}

/// Of one case, or of all.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    kinds: BTreeMap<&'static str, Count>,
    copies: u64,
    rounds: u64,
    cases: u64,
    lost: u64,
}

impl Tally {
    /// A round, and whether it was ended from outside.
    pub(crate) fn cut(&mut self, cut: Option<Cut>, run: &Run) {
        self.rounds += 1;
        let Some(cut) = cut else { return };
        let name = match cut.signal {
            Signal::Kill => KILLED,
            Signal::Terminate => TERMINATED,
        };
        let count = self.kinds.entry(name).or_default();
        count.armed += 1;
        count.befell += u64::from(run.was_cut_by(cut.signal));
    }

    /// What befell the calls of a round. A latency leaves no trace in the log; what fired beside is one.
    pub(crate) fn faults(&mut self, rules: &[Armed], log: &[LoggedRequest], fired: u64) {
        let logged: Vec<&str> = log.iter().filter_map(|request| request.fault.as_deref()).collect();
        for armed in rules {
            let canonical = armed.rule.parse::<doorlist::sandbox::fault::Rule>().map(|rule| rule.to_string());
            let befell = canonical.map_or(0, |line| logged.iter().filter(|logged| **logged == line).count() as u64);
            let count = self.kinds.entry(armed.kind).or_default();
            count.armed += 1;
            count.befell += befell;
        }
        if let Some(count) = self.kinds.get_mut("latency") {
            count.befell += fired.saturating_sub(logged.len() as u64);
        }
    }

    /// A copy whose faults were healed.
    pub(crate) fn healed(&mut self) {
        self.copies += 1;
    }

    /// Adds a case that is over.
    pub(crate) fn add(&mut self, case: &Self, lost: bool) {
        self.cases += 1;
        self.lost += u64::from(lost);
        self.copies += case.copies;
        self.rounds += case.rounds;
        for (kind, count) in &case.kinds {
            let sum = self.kinds.entry(kind).or_default();
            sum.armed += count.armed;
            sum.befell += count.befell;
            sum.cases += u64::from(count.befell > 0);
            sum.lost += u64::from(count.befell > 0 && lost);
        }
    }

    pub(crate) fn is_without_loss(&self) -> bool {
        self.lost == 0
    }

    pub(crate) fn table(&self, seconds: u64) -> String {
        let mut text = format!("{:<36} {:>8} {:>9} {:>9} {:>6}\n", "fault", "befell", "cases", "survived", "lost");
        let names = [KILLED, TERMINATED].into_iter().chain(KINDS.iter().map(|kind| kind.name));
        for name in names.chain([LOST_CURSOR.name]) {
            let Count { befell, cases, lost, .. } = self.kinds.get(name).copied().unwrap_or_default();
            let _ = writeln!(text, "{name:<36} {befell:>8} {cases:>9} {:>9} {lost:>6}", cases - lost);
        }
        let befell: u64 = self.kinds.values().map(|count| count.befell).sum();
        let cut: u64 =
            [KILLED, TERMINATED].iter().filter_map(|name| self.kinds.get(name)).map(|kind| kind.befell).sum();
        let _ = writeln!(
            text,
            "\n{} cases on {} copies of their accounts, {} runs with faults, {} faults, {cut} runs ended from outside, \
             {seconds} s: {} survived, {} lost",
            self.cases,
            self.copies,
            self.rounds,
            befell - cut,
            self.cases - self.lost,
            self.lost
        );
        text
    }
}

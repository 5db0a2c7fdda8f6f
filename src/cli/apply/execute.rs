//! Carrying out approved plans: one account after the other, each with its report.

use jiff::Timestamp;
use tokio_util::sync::CancellationToken;

use super::hands::Hands;
use super::unfinished::Unfinished;
use super::verify::verify;
use crate::apply::{self, BatchSize, Ending, Halt, Live, Watch};
use crate::cli::args::Apply;
use crate::cli::doorlists::Dated;
use crate::cli::error;
use crate::cli::evidence::Record;
use crate::cli::exit::Exit;
use crate::cli::output::Output;
use crate::cli::progress::{Applying, Progress};
use crate::cli::signal::unless_stopped;
use crate::model::Account;
use crate::model::plan::FORMAT_VERSION;
use crate::model::report::{Outcome, Report, Verification};
use crate::plan::Approved;

/// One plan with what it takes to carry it out.
pub(crate) struct Job {
    /// What the guards let through.
    pub(crate) approved: Approved,
    /// The account.
    pub(crate) hands: Hands,
    /// The door list to plan with again afterwards. Without one, the targets are read again.
    pub(crate) dated: Option<Dated>,
    /// The evidence, where it is wanted and begun.
    pub(crate) record: Option<Record>,
    /// Where the plan is kept until nothing of it could be lost sight of.
    pub(crate) unfinished: Unfinished,
}

/// What all jobs of a run share.
pub(crate) struct Shop<'a> {
    batch: BatchSize,
    stop: &'a CancellationToken,
    clock: &'a dyn Fn() -> Timestamp,
    progress: &'a Progress,
    stderr: &'a Output,
}

impl<'a> Shop<'a> {
    /// `stop` is the first signal, `clock` gives the times in the reports.
    pub(crate) fn new(
        args: &Apply,
        stop: &'a CancellationToken,
        clock: &'a dyn Fn() -> Timestamp,
        progress: &'a Progress,
        stderr: &'a Output,
    ) -> Self {
        // The command line lets no other number through.
        Self { batch: BatchSize::new(args.batch).unwrap_or_default(), stop, clock, progress, stderr }
    }
}

/// Does all jobs, one after the other. What ends one early ends the others before they begin, where it is about the run
/// or its credential; every action of every account has its outcome all the same.
pub(crate) async fn execute_all(jobs: &[Job], shop: &Shop<'_>) -> (Vec<Report>, Exit) {
    let (mut reports, mut exit, mut wrote, mut halt) = (Vec::new(), Exit::Done, false, None);
    for job in jobs {
        let Executed { report, exit: ended, ending } = execute(job, shop, halt.as_ref()).await;
        reports.push(report);
        exit = exit.and(ended);
        wrote |= ending.wrote;
        halt = halt.or_else(|| ending.halt.filter(ends_all));
    }
    shop.progress.clear();
    // An error says that nothing was changed: not so where another account was (fine print B11).
    let exit = if exit == Exit::Error && wrote { Exit::Incomplete } else { exit };
    (reports, exit)
}

/// Whether what ended a run would end every other with the same credential.
fn ends_all(halt: &Halt) -> bool {
    match halt {
        Halt::Interrupted | Halt::ComeBack(_) | Halt::Credential(_) => true,
        Halt::Silent(_) => false,
    }
}

/// What came of a job.
struct Executed {
    report: Report,
    exit: Exit,
    /// Without its outcomes, which are in the report.
    ending: Ending,
}

/// Does one job and reads the account again.
async fn execute(job: &Job, shop: &Shop<'_>, ended: Option<&Halt>) -> Executed {
    let started_at = (shop.clock)();
    let plan = job.approved.plan();
    let mut ending = carry_out(job, shop, ended).await;
    let mut outcomes = std::mem::take(&mut ending.outcomes);
    let Look { verification, account, stopped } = look_again(job, shop, ending.halt.as_ref(), &mut outcomes).await;
    let report = Report {
        format_version: FORMAT_VERSION.to_owned(),
        account: plan.account.clone(),
        digest: plan.digest.clone(),
        outcomes,
        verification,
        interrupted: stopped || ending.halt == Some(Halt::Interrupted),
        left_out: plan.refused_removals(),
        requests: job.hands.reader.requests(),
        started_at,
        finished_at: (shop.clock)(),
    };
    job.unfinished.end(&report);
    let exit = how_it_ends(&report).and(close(job, shop, &report, account.as_ref()));
    Executed { report, exit, ending }
}

async fn carry_out(job: &Job, shop: &Shop<'_>, ended: Option<&Halt>) -> Ending {
    let remote = Live::new(&job.hands.reader, &job.hands.writer, shop.clock);
    let mut observer = Applying::new(shop.progress);
    let watch = Watch { observer: &mut observer, stop: shop.stop, clock: shop.clock, halt: ended.cloned() };
    apply::run(&job.approved, &remote, shop.batch, watch).await
}

/// What the account looks like afterwards.
struct Look {
    verification: Verification,
    /// The whole account, where it was read, or why it was not.
    account: Result<Account, String>,
    /// A signal came before it was known.
    stopped: bool,
}

impl Look {
    fn unknown(why: String, stopped: bool) -> Self {
        Self { verification: Verification::Unverified { why: why.clone() }, account: Err(why), stopped }
    }
}

/// What ended the run ends this, too; where nothing was to be done, nothing has changed.
async fn look_again(job: &Job, shop: &Shop<'_>, halt: Option<&Halt>, outcomes: &mut [Outcome]) -> Look {
    if let Some(halt) = halt {
        return Look::unknown(halt.to_string(), false);
    }
    if !job.approved.plan().has_changes() {
        let before = job.record.as_ref().map(|record| record.before.clone());
        let account = before.ok_or_else(|| "nothing was changed, so it was not read again".to_owned());
        return Look { verification: Verification::Converged, account, stopped: false };
    }
    match unless_stopped(shop.stop, verify(job, (shop.clock)(), outcomes)).await {
        Ok((verification, account)) => Look { verification, account, stopped: false },
        Err(_) => Look::unknown(Halt::Interrupted.to_string(), true),
    }
}

/// Writes the second half of the evidence. What was done without it is done, and the run is not complete.
fn close(job: &Job, shop: &Shop<'_>, report: &Report, account: Result<&Account, &String>) -> Exit {
    let Some(record) = &job.record else { return Exit::Done };
    match record.close(report, account.map_err(Clone::clone)) {
        Ok(()) => {
            shop.progress.clear();
            shop.stderr.line(&format!("evidence: {}", record.folder().display()));
            Exit::Done
        }
        Err(error) => {
            error::report(&error.context("the evidence is not whole"), shop.stderr);
            Exit::Incomplete
        }
    }
}

/// A run that ended before its first change left the account as it was: that is an error, not half a job (fine print
/// B11). What `require_closed` left out refuses the run, whatever became of the rest (fine print A14).
fn how_it_ends(report: &Report) -> Exit {
    if report.interrupted {
        Exit::Interrupted
    } else if report.left_out > 0 {
        Exit::Refused
    } else if report.is_complete() {
        Exit::Done
    } else if report.is_untouched() {
        Exit::Error
    } else {
        Exit::Incomplete
    }
}

//! What became of a plan.

use std::collections::BTreeMap;

use crate::model::report::{Became, Outcome, Report, Verification};
use crate::render::phrase::{Phrase, Tone};
use crate::render::words::{self, number};

/// The outcomes of one sort.
#[derive(Clone, Debug)]
pub(in crate::render) struct OutcomeGroup<'a> {
    pub(in crate::render) became: Became,
    pub(in crate::render) tone: Tone,
    pub(in crate::render) outcomes: Vec<&'a Outcome>,
}

impl OutcomeGroup<'_> {
    /// `Failed: the API refused these`.
    pub(in crate::render) const fn title(&self) -> &'static str {
        match self.became {
            Became::Failed => "Failed",
            Became::Unverified => "Unverified",
            Became::Superseded => "Superseded",
            Became::NotAttempted => "Not attempted",
            Became::ForAPerson => "For a person",
            Became::Done => "Done",
            Became::AlreadyDone => "Already done",
        }
    }

    pub(in crate::render) const fn meaning(&self) -> &'static str {
        match self.became {
            Became::Failed => "refused by the API, nothing was changed by these",
            Became::Unverified => "sent, and whether it took effect could not be found out",
            Became::Superseded => "no longer what was planned, so not touched",
            Became::NotAttempted => "not begun",
            Became::ForAPerson => "what doorlist cannot do, or is not asked to",
            Became::Done => "carried out",
            Became::AlreadyDone => "it was so already",
        }
    }
}

/// Failures first, then what is done, then what is left for people.
const fn rank(became: Became) -> u8 {
    match became {
        Became::Failed => 0,
        Became::Unverified => 1,
        Became::Superseded => 2,
        Became::NotAttempted => 3,
        Became::Done => 4,
        Became::AlreadyDone => 5,
        Became::ForAPerson => 6,
    }
}

const fn tone(became: Became) -> Tone {
    match became {
        Became::Failed | Became::Unverified => Tone::Bad,
        Became::Superseded | Became::NotAttempted => Tone::Warn,
        Became::ForAPerson => Tone::Strong,
        Became::Done | Became::AlreadyDone => Tone::Good,
    }
}

/// All outcomes, in groups, each in the order of execution.
pub(in crate::render) fn outcomes(report: &Report) -> Vec<OutcomeGroup<'_>> {
    let mut groups: BTreeMap<u8, OutcomeGroup<'_>> = BTreeMap::new();
    for outcome in &report.outcomes {
        let became = outcome.became;
        let group = || OutcomeGroup { became, tone: tone(became), outcomes: Vec::new() };
        groups.entry(rank(became)).or_insert_with(group).outcomes.push(outcome);
    }
    groups.into_values().collect()
}

/// `converged`, or what remains.
pub(in crate::render) fn verification(report: &Report) -> Phrase {
    match &report.verification {
        Verification::Converged => {
            Phrase::of(Tone::Good, "converged").plain(": the account was read again, and there is nothing left to do.")
        }
        Verification::Remaining { actions } => Phrase::of(Tone::Warn, "not converged").plain(format!(
            ": the account was read again, and {} {} left.",
            words::CHANGE.count(words::len(actions)),
            words::agree(words::len(actions), "is", "are")
        )),
        Verification::Unverified { why } => Phrase::of(Tone::Bad, "not verified")
            .plain(": the account could not be read again: ")
            .then(Phrase::sentence(why)),
    }
}

/// How the run ends for whoever called it.
#[derive(Clone, Debug)]
pub(in crate::render) struct ExitView {
    pub(in crate::render) code: u8,
    pub(in crate::render) tone: Tone,
    pub(in crate::render) meaning: &'static str,
    /// What to run next; nothing where all is done.
    pub(in crate::render) next: Option<&'static str>,
}

/// The exit code and what to do next (product.md, section 4).
pub(in crate::render) fn exit(report: &Report) -> ExitView {
    let again = "Run the same command again: what is done is left alone, and the rest is finished.";
    let plan_again = "Plan again and look at what changed since: doorlist plan, then doorlist apply.";
    let close_first = "Close the door first; the findings `not_closed` of the plan name what was left out.";
    if report.interrupted {
        return ExitView { code: 130, tone: Tone::Bad, meaning: "interrupted", next: Some(again) };
    }
    if report.left_out > 0 {
        return ExitView { code: 3, tone: Tone::Bad, meaning: "removals were refused", next: Some(close_first) };
    }
    if report.is_complete() {
        return ExitView { code: 0, tone: Tone::Good, meaning: "done", next: None };
    }
    if report.is_untouched() {
        return ExitView { code: 1, tone: Tone::Bad, meaning: "nothing was changed", next: Some(again) };
    }
    let superseded = report.outcomes.iter().any(|outcome| outcome.became == Became::Superseded);
    let next = if superseded { plan_again } else { again };
    ExitView { code: 4, tone: Tone::Bad, meaning: "incomplete", next: Some(next) }
}

/// `9 done, 1 failed, 2 superseded`, failures first.
pub(in crate::render) fn report_counts(report: &Report) -> String {
    let count = |group: &OutcomeGroup<'_>| format!("{} {}", number(words::len(&group.outcomes)), group.became.as_str());
    let parts: Vec<String> = outcomes(report).iter().map(count).collect();
    if parts.is_empty() { "nothing to do".to_owned() } else { words::list(&parts) }
}

//! A report as text: failures first, what is done after them, then what to run next.

use super::page::Page;
use super::plan::segments;
use crate::model::report::{Outcome, Report, Verification};
use crate::render::Style;
use crate::render::phrase::{Phrase, Tone};
use crate::render::view::{self, OutcomeGroup, Owner};
use crate::render::words::{self, number};

/// The reports of one run, one after the other.
pub(in crate::render) fn reports(reports: &[Report], style: Style) -> String {
    let mut page = Page::new(style);
    for (index, report) in reports.iter().enumerate() {
        if index > 0 {
            page.blank();
        }
        one(&mut page, report);
    }
    page.finish()
}

fn one(page: &mut Page, report: &Report) {
    page.line(0, Phrase::of(Tone::Strong, "Result for ").then(view::account(&report.account)));
    page.line(0, Phrase::say("plan ").code(&report.digest));
    let (from, to, requests) = (report.started_at, report.finished_at, words::REQUEST.count(report.requests));
    page.line(0, Phrase::say(format!("from {from} to {to}, {requests}")));
    if report.interrupted {
        page.line(0, Phrase::of(Tone::Bad, "Interrupted: what was running was finished, nothing new was begun."));
    }
    for group in view::outcomes(report) {
        outcomes(page, &group, report);
    }
    remaining(page, report);
    end(page, report);
}

fn outcomes(page: &mut Page, group: &OutcomeGroup<'_>, report: &Report) {
    page.blank();
    let count = number(words::len(&group.outcomes));
    page.line(0, Phrase::of(group.tone, group.title()).plain(format!(": {count} ({})", group.meaning())));
    for outcome in &group.outcomes {
        page.segments(2, 4, line(outcome, report));
    }
}

/// What was to happen to which registration of whom, and why it did not; why it was planned is in the plan.
fn line(outcome: &Outcome, report: &Report) -> Vec<Phrase> {
    let Outcome { action, became: _, detail, finished_at: _ } = outcome;
    let mut segments = segments(view::change(action, report.started_at));
    segments.truncate(if view::change(action, report.started_at).id.is_some() { 2 } else { 1 });
    if action.target.registration_id.is_some() {
        segments.insert(1, Owner::of(&action.target).title(&action.target));
    }
    segments.extend(detail.as_deref().map(Phrase::sentence));
    segments
}

fn remaining(page: &mut Page, report: &Report) {
    let Verification::Remaining { actions } = &report.verification else { return };
    page.heading("Still to do", Phrase::say(format!(": {}", words::CHANGE.count(words::len(actions)))));
    for action in actions {
        let mut segments = segments(view::change(action, report.finished_at));
        if action.target.registration_id.is_some() {
            segments.insert(1, Owner::of(&action.target).title(&action.target));
        }
        page.segments(2, 4, segments);
    }
}

fn end(page: &mut Page, report: &Report) {
    let exit = view::exit(report);
    page.blank();
    page.line(0, Phrase::of(Tone::Strong, "Account: ").then(view::verification(report)));
    if let Some(next) = exit.next {
        page.line(0, Phrase::of(Tone::Strong, "Next: ").plain(next));
    }
    let ending = Phrase::of(exit.tone, format!("Exit {}, {}", exit.code, exit.meaning));
    page.line(0, ending.plain(format!(": {}.", view::report_counts(report))));
}

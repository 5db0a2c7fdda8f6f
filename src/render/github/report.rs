//! A report as annotations: what was not done, by entry, and how the run ended.

use std::collections::BTreeMap;

use super::annotation::{Annotation, Severity, write};
use crate::model::report::{Became, Outcome, Report};
use crate::render::phrase::Phrase;
use crate::render::view::{self, OutcomeGroup, Owner};
use crate::render::words;

/// The reports of one run.
pub(in crate::render) fn reports(reports: &[Report]) -> String {
    write(reports.iter().flat_map(one).collect())
}

fn one(report: &Report) -> Vec<Annotation> {
    let mut annotations: Vec<Annotation> = view::outcomes(report)
        .iter()
        .filter(|group| !is_done(group.became))
        .flat_map(|group| by_entry(report, group))
        .collect();
    let exit = view::exit(report);
    let lines = [Some(view::verification(report).to_text()), exit.next.map(str::to_owned)];
    annotations.push(Annotation {
        severity: if exit.code == 0 { Severity::Notice } else { Severity::Error },
        weight: u64::MAX,
        file: None,
        line: None,
        title: format!(
            "doorlist apply for team {}: {}, {}",
            report.account.team,
            exit.meaning,
            view::report_counts(report)
        ),
        lines: lines.into_iter().flatten().collect(),
    });
    annotations
}

const fn is_done(became: Became) -> bool {
    matches!(became, Became::Done | Became::AlreadyDone)
}

const fn severity(became: Became) -> Severity {
    match became {
        Became::Failed | Became::Unverified => Severity::Error,
        Became::Superseded | Became::NotAttempted => Severity::Warning,
        Became::ForAPerson | Became::Done | Became::AlreadyDone => Severity::Notice,
    }
}

fn by_entry(report: &Report, group: &OutcomeGroup<'_>) -> Vec<Annotation> {
    let mut entries: BTreeMap<(Option<&str>, Option<u32>), Vec<&Outcome>> = BTreeMap::new();
    for outcome in &group.outcomes {
        let reason = &outcome.action.reason;
        entries.entry((reason.file.as_deref(), reason.line)).or_default().push(outcome);
    }
    let annotation = |((file, line), outcomes): ((Option<&str>, Option<u32>), Vec<&Outcome>)| {
        let count = words::CHANGE.count(words::len(&outcomes));
        Annotation {
            severity: severity(group.became),
            weight: words::len(&outcomes),
            file: file.map(str::to_owned),
            line,
            title: format!("doorlist: {count} {} (team {})", group.became.as_str(), report.account.team),
            lines: outcomes.iter().map(|outcome| text(report, outcome)).collect(),
        }
    };
    entries.into_iter().map(annotation).collect()
}

fn text(report: &Report, outcome: &Outcome) -> String {
    let change = view::change(&outcome.action, report.started_at);
    let whose = match outcome.action.target.registration_id {
        Some(_) => format!(" of {}", Owner::of(&outcome.action.target).title(&outcome.action.target).to_text()),
        None => String::new(),
    };
    let detail =
        outcome.detail.as_ref().map(|detail| format!(": {}", Phrase::sentence(detail).to_text())).unwrap_or_default();
    format!("{} {}{whose}{detail}", change.verb, change.object.to_text()).trim_start().to_owned()
}

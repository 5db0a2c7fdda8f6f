//! A report as a page: how it ended, failures first, what is done folded.

use super::page::page;
use super::write::{boxed, fold, lines, phrase, pill, sentence, small, table};
use crate::model::plan::Action;
use crate::model::report::{Became, Outcome, Report, Verification};
use crate::render::escape::html;
use crate::render::phrase::Phrase;
use crate::render::view::{self, OutcomeGroup, Owner};
use crate::render::words::{self, number};

/// The reports of one run as one page.
pub(in crate::render) fn reports(reports: &[Report]) -> String {
    let title = match reports {
        [report] => format!("doorlist apply: {} for team {}", view::exit(report).meaning, report.account.team),
        reports => format!("doorlist apply: {}", words::ACCOUNT.count(words::len(reports))),
    };
    page(&title, &reports.iter().map(article).collect::<String>())
}

fn article(report: &Report) -> String {
    let groups: String = view::outcomes(report).iter().map(|group| outcomes(group, report)).collect();
    format!("<article>\n{}{groups}{}{}</article>\n", head(report), remaining(report), foot(report))
}

fn head(report: &Report) -> String {
    let exit = view::exit(report);
    let heading = Phrase::say("Result for team ").name(&report.account.team);
    let interrupted =
        report.interrupted.then(|| "Interrupted: what was running was finished, nothing new was begun.".to_owned());
    let account = Phrase::say("The account is ").then(view::verification(report));
    let ending = Phrase::say(format!("Exit {}, {}.", exit.code, exit.meaning));
    let next =
        exit.next.map(|next| phrase(&Phrase::of(crate::render::phrase::Tone::Strong, "Next:").plain(" ").plain(next)));
    let paragraphs = [interrupted, Some(phrase(&account)), next, Some(phrase(&ending))];
    format!(
        "<h1>{} {}</h1>\n<p class=\"lead\">{}.</p>\n{}",
        phrase(&heading),
        pill(exit.tone, exit.meaning),
        html(&view::report_counts(report)),
        boxed(exit.tone, paragraphs.into_iter().flatten())
    )
}

fn outcomes(group: &OutcomeGroup<'_>, report: &Report) -> String {
    let rows = group.outcomes.iter().map(|outcome| row(outcome, report));
    let table = table("outcomes", ["Change", "Whose", "What became of it"], rows);
    let (title, count) = (group.title(), number(words::len(&group.outcomes)));
    match group.became {
        Became::Done | Became::AlreadyDone => {
            fold(&format!("{title}: {count} <small>{}</small>", group.meaning()), &table)
        }
        _ => format!("<section>\n<h2>{title}: {count} <small>{}</small></h2>\n{table}</section>\n", group.meaning()),
    }
}

fn row(outcome: &Outcome, report: &Report) -> [String; 3] {
    let detail = outcome.detail.as_deref().map(sentence).unwrap_or_default();
    let [change, whose] = change_of(&outcome.action, report.started_at);
    [change, whose, lines([html(outcome.became.as_str()), small(&detail)])]
}

fn change_of(action: &Action, now: jiff::Timestamp) -> [String; 2] {
    let change = view::change(action, now);
    let id = change.id.as_ref().map(phrase).unwrap_or_default();
    [lines([phrase(&change.what()), small(&id)]), phrase(&Owner::of(&action.target).title(&action.target))]
}

fn remaining(report: &Report) -> String {
    let Verification::Remaining { actions } = &report.verification else { return String::new() };
    let rows = actions.iter().map(|action| {
        let [change, whose] = change_of(action, report.finished_at);
        [change, whose, sentence(&action.reason.text)]
    });
    let table = table("outcomes", ["Change", "Whose", "Why"], rows);
    let count = words::CHANGE.count(words::len(actions));
    format!("<section>\n<h2>Still to do: {count}</h2>\n{table}</section>\n")
}

fn foot(report: &Report) -> String {
    let parts = [
        view::account(&report.account),
        Phrase::say("plan ").code(&report.digest),
        Phrase::say(format!("from {} to {}", report.started_at, report.finished_at)),
        Phrase::say(words::REQUEST.count(report.requests)),
    ];
    format!("<footer class=\"foot\">{}</footer>\n", phrase(&Phrase::join(parts, " · ")))
}

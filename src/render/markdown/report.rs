//! A report as a comment: failures first, what is done folded.

use super::account::marker;
use super::blocks::{Block, Rows, compose};
use super::write::{UNFOLD, fold, head, length, lines, phrase, row};
use super::{BUDGET, write};
use crate::model::report::{Became, Outcome, Report, Verification};
use crate::render::phrase::{Phrase, Tone};
use crate::render::view::{self, OutcomeGroup, Owner};
use crate::render::words;

/// The reports of one run as one comment; those that are not complete come first where there is not room for all.
pub(in crate::render) fn reports(reports: &[Report]) -> String {
    let share = BUDGET / reports.len().max(1);
    let parts: Vec<String> = reports.iter().map(|report| compose(&one(report), share, "report")).collect();
    let mut order: Vec<usize> = (0..reports.len()).collect();
    order.sort_by_key(|index| reports[*index].is_complete());
    let mut room = BUDGET;
    let fits = |index: &usize| room.checked_sub(length(&parts[*index])).map(|rest| room = rest).is_some();
    let mut shown: Vec<usize> = order.into_iter().filter(fits).collect();
    shown.sort_unstable();
    let missing = (reports.len() - shown.len()) as u64;
    let mut comment: String = shown.into_iter().map(|index| parts[index].as_str()).collect();
    if missing > 0 {
        let accounts = words::ACCOUNT.count(missing);
        comment.extend(["\n… and ", &accounts, " without room for their reports: see the full reports.\n"]);
    }
    comment
}

fn one(report: &Report) -> Vec<Block> {
    let exit = view::exit(report);
    let title = Phrase::say(format!("doorlist apply: {} for team ", exit.meaning)).name(&report.account.team);
    let counts = Phrase::of(Tone::Strong, view::report_counts(report)).plain(".");
    let account = Phrase::say("The account is ").then(view::verification(report));
    let interrupted =
        report.interrupted.then(|| Phrase::of(Tone::Bad, "Interrupted.").plain(" Nothing new was begun."));
    let next = exit.next.map(|next| Phrase::of(Tone::Strong, "Next:").plain(format!(" {next}")));
    let ending = Phrase::say(format!("Exit {}, {}.", exit.code, exit.meaning));
    let items = [Some(counts), interrupted, Some(account), next, Some(ending)];
    let mut blocks = vec![Block::Always(format!(
        "{}## {}\n\n{}",
        marker(&report.account.id, &report.digest),
        phrase(&title),
        write::list(items.iter().flatten().map(phrase))
    ))];
    blocks.extend(view::outcomes(report).iter().map(|group| outcomes(group, report)));
    blocks.extend(remaining(report));
    blocks.push(Block::Always(foot(report)));
    blocks
}

fn outcomes(group: &OutcomeGroup<'_>, report: &Report) -> Block {
    let title = format!("{}: {} ({})", group.title(), words::number(words::len(&group.outcomes)), group.meaning());
    let titles = head(["Change", "Whose", "What became of it"]);
    let (open, close) = match group.became {
        Became::Done | Became::AlreadyDone => (format!("{}{titles}", fold(&title)), UNFOLD),
        _ => (format!("### {}\n\n{titles}", phrase(&Phrase::say(title))), "\n"),
    };
    let rows = group.outcomes.iter().map(|outcome| line(outcome, report));
    Block::Rows(Rows::new(open, rows, close, words::CHANGE))
}

fn line(outcome: &Outcome, report: &Report) -> String {
    let change = view::change(&outcome.action, report.started_at);
    let detail = outcome.detail.as_deref().map(Phrase::sentence).unwrap_or_default();
    let became = Phrase::say(outcome.became.as_str());
    row([
        lines([phrase(&change.what()), change.id.as_ref().map(phrase).unwrap_or_default()]),
        phrase(&Owner::of(&outcome.action.target).title(&outcome.action.target)),
        lines([phrase(&became), phrase(&detail)]),
    ])
}

fn remaining(report: &Report) -> Option<Block> {
    let Verification::Remaining { actions } = &report.verification else { return None };
    let row = |action| {
        let change = view::change(action, report.finished_at);
        let why = change.why.map(Phrase::sentence).unwrap_or_default();
        row([
            lines([phrase(&change.what()), change.id.as_ref().map(phrase).unwrap_or_default()]),
            phrase(&Owner::of(&action.target).title(&action.target)),
            phrase(&why),
        ])
    };
    let title = format!("Still to do: {}", words::CHANGE.count(words::len(actions)));
    let open = format!("### {title}\n\n{}", head(["Change", "Whose", "Why"]));
    Some(Block::Rows(Rows::new(open, actions.iter().map(row), "\n", words::CHANGE)))
}

fn foot(report: &Report) -> String {
    let times = format!("from {} to {}", report.started_at, report.finished_at);
    let parts = [
        view::account(&report.account),
        Phrase::say("plan ").code(&report.digest),
        Phrase::say(times),
        Phrase::say(words::REQUEST.count(report.requests)),
    ];
    let parts: Vec<String> = parts.iter().map(phrase).collect();
    format!("<sub>{}</sub>\n", parts.join(" · "))
}

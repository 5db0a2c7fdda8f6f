//! The plans of several accounts in one comment: a table of all, then each as far as there is room.

use std::cmp::Reverse;

use super::account::{body, marker, top};
use super::blocks::{Block, Rows, compose};
use super::plan::counts;
use super::write::{UNFOLD, fold, head, length, phrase, row};
use super::{BUDGET, changes};
use crate::model::Plan;
use crate::render::phrase::Phrase;
use crate::render::view;
use crate::render::words::{self, number};

/// Less room than this is not worth a part of its own.
const LEAST: usize = 4_000;
/// Characters of a part for each of its tables.
const TABLE: usize = 3_000;
/// Characters for the hidden lines by which the comment is found again.
const MARKERS: usize = BUDGET / 4;

pub(super) fn several(plans: &[Plan]) -> String {
    let mut comment = top_of(plans);
    let room = BUDGET.saturating_sub(length(&comment));
    let wanted: Vec<&Plan> = plans.iter().filter(|plan| plan.has_changes() || !plan.findings.is_empty()).collect();
    // The line about accounts without room, and the refusals of these, are short of this.
    let shares = shares(&wanted, room.saturating_sub(LEAST));
    let is_shown = |plan: &Plan| shares.iter().any(|(of, _)| std::ptr::eq(*of, plan));
    for plan in plans {
        if let Some((_, part)) = shares.iter().find(|(of, _)| std::ptr::eq(*of, plan)) {
            comment.push_str(part);
        }
    }
    let left: Vec<&Plan> = wanted.into_iter().filter(|plan| !is_shown(plan)).collect();
    comment.push_str(&without_room(&left, BUDGET.saturating_sub(length(&comment))));
    comment
}

/// For plans whose very frames are too long, which no account makes but a forged file can: everything but the changes.
pub(super) fn least(plans: &[Plan]) -> String {
    let top = top_of(plans);
    let room = BUDGET.saturating_sub(length(&top));
    let all: Vec<&Plan> = plans.iter().collect();
    format!("{top}{}", without_room(&all, room))
}

/// Markers, totals, and the table of the accounts.
fn top_of(plans: &[Plan]) -> String {
    let all: Vec<String> = plans.iter().map(|plan| marker(&plan.account.id, &plan.digest)).collect();
    let mut left = MARKERS;
    let fits = |marker: &&String| left.checked_sub(length(marker)).map(|rest| left = rest).is_some();
    let markers: Vec<&String> = all.iter().take_while(fits).collect();
    let unmarked = (all.len() - markers.len()) as u64;
    let markers: String = markers.into_iter().map(String::as_str).collect();
    let heading = phrase(&Phrase::say(format!("doorlist: {}", view::totals(plans).trim_end_matches('.'))));
    let titles = head(["Account", "Plan", "People who lose their last device", "Comes back"]);
    let table = Block::Rows(Rows::new(titles, plans.iter().map(line), "\n", words::ACCOUNT));
    let note = match unmarked {
        0 => String::new(),
        _ => format!("The hidden markers at the top leave out the last {}.\n\n", words::ACCOUNT.count(unmarked)),
    };
    let top = format!("{markers}## {heading}\n\n");
    compose(&[Block::Always(top), table, Block::Always(note)], BUDGET * 3 / 4, "plans")
}

/// The accounts whose changes are not shown: what refuses them and what would pass it, and how many they are.
fn without_room(plans: &[&Plan], room: usize) -> String {
    let missing = words::len(plans);
    if missing == 0 {
        return String::new();
    }
    let mut refused: Vec<&&Plan> =
        plans.iter().filter(|plan| plan.is_refused() || plan.has_refused_removals()).collect();
    refused.sort_by_key(|plan| !plan.is_refused());
    let refused =
        Rows::new("### Refused\n\n".to_owned(), refused.into_iter().map(|plan| refusal(plan)), "\n", words::ACCOUNT);
    let text = format!("… and {} without room for their changes: see the full plans.\n", words::ACCOUNT.count(missing));
    compose(&[Block::Rows(refused), Block::Always(text)], room, "plans")
}

/// `- acme: refused by 1 guard: people. …`.
fn refusal(plan: &Plan) -> String {
    let pass = view::ack(plan).map(|ack| Phrase::say("It passes with ").code(format!("--ack {ack}")).plain("."));
    let said = [view::refusal(plan), pass, view::left_out(plan)].into_iter().flatten();
    let team = Phrase::new().name(&plan.account.team).plain(": ");
    format!("- {}\n", phrase(&team.then(Phrase::join(said, " "))))
}

fn line(plan: &Plan) -> String {
    let headline = view::headline(plan);
    let headline = if plan.is_refused() { format!("refused: {headline}") } else { headline };
    let radius = &plan.summary.blast_radius;
    row([
        phrase(&Phrase::new().name(&plan.account.team).plain(" ").code(&plan.account.id)),
        phrase(&Phrase::say(headline)),
        number(radius.people_losing_last),
        number(radius.returning),
    ])
}

/// Each account's part in its share of the room; an account whose part needs more than its share has none. The refused
/// and the largest come first where there is not room for all; among those, the smallest leave what they do not need to
/// the larger ones.
fn shares<'a>(wanted: &[&'a Plan], mut room: usize) -> Vec<(&'a Plan, String)> {
    let mut plans = wanted.to_vec();
    plans.sort_by_key(|plan| (!plan.is_refused(), Reverse(plan.removals())));
    plans.truncate(room / LEAST);
    plans.sort_by_key(|plan| plan.actions.len() + plan.findings.len());
    let mut parts = Vec::new();
    for (index, plan) in plans.iter().enumerate() {
        let share = room / (plans.len() - index);
        let part = part(plan, share);
        if length(&part) <= share {
            room -= length(&part);
            parts.push((*plan, part));
        }
    }
    parts
}

fn part(plan: &Plan, budget: usize) -> String {
    let summary = format!("team {}: {}", plan.account.team, view::headline(plan));
    let mut blocks = vec![Block::Always(format!("{}{}", fold(&summary), counts(plan)))];
    blocks.extend(top(plan));
    blocks.extend(body(plan, (budget / TABLE).min(changes::TABLES)));
    blocks.push(Block::Always(UNFOLD.to_owned()));
    compose(&blocks, budget, "plan")
}

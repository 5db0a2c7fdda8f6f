//! The plans of several accounts in one comment: a table of all, then each as far as there is room.

use std::cmp::Reverse;

use super::BUDGET;
use super::account::{body, marker, top};
use super::blocks::{Block, Rows, compose};
use super::plan::counts;
use super::write::{UNFOLD, fold, head, length, phrase, row};
use crate::model::Plan;
use crate::render::phrase::Phrase;
use crate::render::view;
use crate::render::words::{self, number};

/// Less room than this is not worth a part of its own.
const LEAST: usize = 4_000;
/// Markers that stand at the top.
const MARKERS: usize = 100;

pub(super) fn several(plans: &[Plan]) -> String {
    let markers: String = plans.iter().take(MARKERS).map(|plan| marker(&plan.account.id, &plan.digest)).collect();
    let heading = phrase(&Phrase::say(format!("doorlist: {}", view::totals(plans).trim_end_matches('.'))));
    let titles = head(["Account", "Plan", "People who lose their last device", "Comes back"]);
    let table = Block::Rows(Rows::new(titles, plans.iter().map(line), "\n", words::ACCOUNT));
    let mut comment = compose(&[Block::Always(format!("{markers}## {heading}\n\n")), table], BUDGET / 2);
    let room = BUDGET.saturating_sub(length(&comment));
    let mut wanted: Vec<&Plan> = plans.iter().filter(|plan| plan.has_changes() || !plan.findings.is_empty()).collect();
    let all = wanted.len();
    wanted.sort_by_key(|plan| (!plan.is_refused(), Reverse(plan.removals())));
    wanted.truncate(room / LEAST);
    let shares = shares(wanted, room);
    for plan in plans {
        if let Some((_, part)) = shares.iter().find(|(of, _)| std::ptr::eq(*of, plan)) {
            comment.push_str(part);
        }
    }
    let missing = (all - shares.len()) as u64;
    if missing > 0 {
        let text =
            format!("… and {} without room for their changes: see the full plans.\n", words::ACCOUNT.count(missing));
        comment.push_str(&text);
    }
    comment
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

/// Each account's part in its share of the room. The smallest come first, so that what they do not need is left to
/// the larger ones.
fn shares(mut plans: Vec<&Plan>, mut room: usize) -> Vec<(&Plan, String)> {
    plans.sort_by_key(|plan| plan.actions.len() + plan.findings.len());
    let mut parts = Vec::new();
    for (index, plan) in plans.iter().enumerate() {
        let part = part(plan, room / (plans.len() - index));
        room = room.saturating_sub(length(&part));
        parts.push((*plan, part));
    }
    parts
}

fn part(plan: &Plan, budget: usize) -> String {
    let summary = format!("team {}: {}", plan.account.team, view::headline(plan));
    let mut blocks = vec![Block::Always(format!("{}{}", fold(&summary), counts(plan)))];
    blocks.extend(top(plan));
    blocks.extend(body(plan));
    blocks.push(Block::Always(UNFOLD.to_owned()));
    compose(&blocks, budget)
}

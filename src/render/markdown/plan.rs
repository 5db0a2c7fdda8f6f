//! A plan, or those of several accounts, as one comment.

use super::account::{body, marker, top};
use super::blocks::{Block, compose};
use super::several::{least, several};
use super::write::{length, phrase};
use super::{BUDGET, changes};
use crate::model::Plan;
use crate::render::phrase::{Phrase, Tone};
use crate::render::view;

/// What GitHub takes.
const LIMIT: usize = 65_536;

/// The plans of one run as one comment.
pub(in crate::render) fn plans(plans: &[Plan]) -> String {
    let comment = match plans {
        [plan] => one(plan),
        plans => several(plans),
    };
    if length(&comment) < LIMIT { comment } else { least(plans) }
}

fn one(plan: &Plan) -> String {
    let mut blocks =
        vec![Block::Always(format!("{}{}{}", marker(&plan.account.id, &plan.digest), title(plan), counts(plan)))];
    blocks.extend(top(plan));
    blocks.extend(body(plan, changes::TABLES));
    compose(&blocks, BUDGET, "plan")
}

/// `## doorlist: 7 removals for team acme`.
fn title(plan: &Plan) -> String {
    let refused = if plan.is_refused() { "refused, " } else { "" };
    let title = Phrase::say(format!("doorlist: {refused}{} for team ", view::headline(plan))).name(&plan.account.team);
    format!("## {}\n\n", phrase(&title))
}

/// The counts, as a line of their own.
pub(super) fn counts(plan: &Plan) -> String {
    let counts = Phrase::of(Tone::Strong, view::counts(plan).trim_end_matches('.')).plain(".");
    format!("{}\n\n", phrase(&counts))
}

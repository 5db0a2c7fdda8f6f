//! A plan in one line.

use super::kept::kept;
use crate::model::Plan;
use crate::model::plan::Summary;
use crate::render::phrase::{Phrase, Tone};
use crate::render::words::{self, agree, number};

/// `3 removals, 1 restore and 1 other change`, or `no changes`: for titles.
pub(in crate::render) fn headline(plan: &Plan) -> String {
    let Summary { deletes, revokes, restores, others, .. } = plan.summary;
    let removals = deletes + revokes;
    let parts = [
        (removals > 0).then(|| words::REMOVAL.count(removals)),
        (restores > 0).then(|| words::RESTORE.count(restores)),
        (others > 0).then(|| words::OTHER.count(others)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    if parts.is_empty() { "no changes".to_owned() } else { words::list(&parts) }
}

/// The last line: `2 to delete, 1 to revoke, 0 to restore, 1 other change; 9 kept, 2 of them reported.`
pub(in crate::render) fn counts(plan: &Plan) -> String {
    let Summary { deletes, revokes, restores, others, human_steps, reported, .. } = plan.summary;
    let mut line =
        format!("{} to delete, {} to revoke, {} to restore", number(deletes), number(revokes), number(restores));
    for (count, noun) in [(others, words::OTHER), (human_steps, words::STEP)] {
        if count > 0 {
            line = format!("{line}, {}", noun.count(count));
        }
    }
    let kept = kept(plan).0;
    let reported = if reported > 0 { format!(", {} of them reported", number(reported)) } else { String::new() };
    format!("{line}; {} kept{reported}.", number(kept))
}

/// What is said where there is nothing to do.
pub(in crate::render) fn no_changes(plan: &Plan) -> Phrase {
    let kept = kept(plan).0;
    let who = words::capital(&words::REGISTRATION.count_or_no(kept));
    Phrase::of(Tone::Good, "No changes.").plain(format!(" {who} {} as the door list says.", agree(kept, "is", "are")))
}

/// Several accounts in one line.
pub(in crate::render) fn totals(plans: &[Plan]) -> String {
    let removals: u64 = plans.iter().map(Plan::removals).sum();
    let refused = plans.iter().filter(|plan| plan.is_refused()).count() as u64;
    let line = format!("{}, {}", words::ACCOUNT.count(words::len(plans)), words::REMOVAL.count(removals));
    if refused == 0 { format!("{line}.") } else { format!("{line}, {} refused.", words::ACCOUNT.count(refused)) }
}

//! What stays and why.

use super::change::place;
use crate::model::Plan;
use crate::model::plan::Kept;

/// What stays for one reason.
#[derive(Clone, Debug)]
pub(in crate::render) struct KeptView<'a> {
    pub(in crate::render) count: u64,
    pub(in crate::render) code: &'static str,
    pub(in crate::render) text: &'a str,
    pub(in crate::render) place: Option<String>,
}

/// All reasons, in the planner's order, and how many registrations they keep together.
pub(in crate::render) fn kept(plan: &Plan) -> (u64, Vec<KeptView<'_>>) {
    let total = plan.summary.kept.iter().map(|kept| kept.count).sum();
    (total, plan.summary.kept.iter().map(view).collect())
}

fn view(kept: &Kept) -> KeptView<'_> {
    let Kept { code, text, count, mentions: _, file, line } = kept;
    KeptView { count: *count, code: code.as_str(), text, place: place(file.as_deref(), *line) }
}

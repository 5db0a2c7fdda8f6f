//! The subject's registrations that stay: a runbook that passes them over reads like one that works.

use std::collections::{HashMap, HashSet};

use super::find::Place;
use super::subject::Subject;
use crate::model::plan::{Finding, Plan, Reason};
use crate::model::runbook::{Keeper, Stay};
use crate::model::{DoorList, FindingCode, ReasonCode};
use crate::plan::actions::reason;
use crate::plan::view::{Judged, View};
use crate::plan::{Cause, judge, targets};

/// The protected ones, and the active ones that the plan does not remove. `place` has the door list with the runbook's
/// entries, `list` is the one without.
pub fn stays(subject: &Subject, place: &Place<'_>, list: &DoorList, planned: &Plan) -> Vec<Stay> {
    let Place { list: adopted, account, now } = *place;
    let judgement = judge(adopted, account, now);
    let view = View { list: adopted, account, judgement: &judgement, now };
    let removed: HashSet<&str> = planned
        .actions
        .iter()
        .filter(|action| action.kind.removes_registration())
        .filter_map(|action| action.target.registration_id.as_deref())
        .collect();
    let left_out: HashMap<&str, &Finding> = planned
        .findings
        .iter()
        .filter(|finding| finding.code == FindingCode::NotClosed.as_str())
        .filter_map(|finding| Some((finding.registration_id.as_deref()?, finding)))
        .collect();
    let stays = view.rows().filter(|judged| subject.has(judged, adopted) && !removed.contains(judged.row.id.as_str()));
    stays.filter_map(|judged| stay(&view, &judged, list, left_out.get(judged.row.id.as_str()).copied())).collect()
}

fn stay(view: &View<'_>, judged: &Judged<'_>, list: &DoorList, left_out: Option<&Finding>) -> Option<Stay> {
    let keeper = match (judged.verdict.code, judged.verdict.cause) {
        _ if left_out.is_some() => Keeper::RequireClosed,
        // The runbook's own entry is the last.
        (ReasonCode::Protected, Cause::Protected(index)) if index >= list.protected.len() => Keeper::NewOwner,
        (ReasonCode::Protected, _) => Keeper::Protection,
        _ if judged.row.status.is_active() => Keeper::Rule,
        _ => return None,
    };
    let reason = match (keeper, left_out, reason(view, judged)) {
        (_, Some(finding), reason) => Reason { text: finding.text.clone(), ..reason },
        (Keeper::NewOwner, None, reason) => Reason {
            text: "the new owner's own, which the entry below keeps".to_owned(),
            file: None,
            line: None,
            ..reason
        },
        (_, None, reason) => reason,
    };
    Some(Stay { target: targets::target(view.account, judged.row, judged.facts.owner), keeper, reason })
}

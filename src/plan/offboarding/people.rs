//! Who is offboarded: a person whose rows are all deleted by this plan because of who they are, and who has at least
//! one (fine print A40).

use std::collections::{BTreeMap, HashSet};

use crate::model::explain::Decision;
use crate::model::plan::{Reason, Returns, TargetIdentity};
use crate::model::{Email, ReasonCode};
use crate::plan::actions::reason;
use crate::plan::facts::Owner;
use crate::plan::returning::Returning;
use crate::plan::targets;
use crate::plan::view::{Judged, View};

/// A person who leaves.
pub(super) struct Offboarded<'a> {
    /// Folded.
    pub(super) email: &'a Email,
    /// As the plan names them.
    pub(super) identity: TargetIdentity,
    /// Why, from the removal that is about who they are.
    pub(super) reason: Reason,
    /// Whether they could enroll again.
    pub(super) returns: Returns,
}

/// All of them, by address.
pub(super) fn offboarded<'a>(
    view: &View<'a>,
    returning: &Returning<'_>,
    left_out: &HashSet<String>,
) -> Vec<Offboarded<'a>> {
    let people = rows_of_leavers(view, left_out);
    people.iter().filter_map(|(email, rows)| person(view, returning, email, rows)).collect()
}

/// Their addresses.
pub(super) fn people_who_leave<'a>(view: &View<'a>, left_out: &HashSet<String>) -> HashSet<&'a Email> {
    let by_identity = |rows: &Vec<Judged<'_>>| rows.iter().any(|judged| by_who_they_are(judged.verdict.code));
    rows_of_leavers(view, left_out).into_iter().filter(|(_, rows)| by_identity(rows)).map(|(email, _)| email).collect()
}

/// People whose rows are all deleted, with their rows.
fn rows_of_leavers<'a>(view: &View<'a>, left_out: &HashSet<String>) -> BTreeMap<&'a Email, Vec<Judged<'a>>> {
    let mut people: BTreeMap<&Email, Vec<Judged<'_>>> = BTreeMap::new();
    for judged in view.rows() {
        if let (Owner::Person(_), Some(email)) = (judged.facts.owner, judged.row.email()) {
            people.entry(email).or_default().push(judged);
        }
    }
    people.retain(|_, rows| rows.iter().all(|judged| is_deleted(judged, left_out)));
    people
}

/// Whether this plan deletes the row.
pub(super) fn is_deleted(judged: &Judged<'_>, left_out: &HashSet<String>) -> bool {
    judged.verdict.decision == Decision::Delete && !left_out.contains(judged.row.id.as_str())
}

fn person<'a>(
    view: &View<'a>,
    returning: &Returning<'_>,
    email: &'a Email,
    rows: &[Judged<'a>],
) -> Option<Offboarded<'a>> {
    let judged = rows.iter().find(|judged| by_who_they_are(judged.verdict.code))?;
    Some(Offboarded {
        email,
        identity: targets::identity(judged.row, judged.facts.owner),
        reason: reason(view, judged),
        returns: returning.of(judged.row, judged.facts),
    })
}

/// Whether a code is about who the owner is.
pub(super) fn by_who_they_are(code: ReasonCode) -> bool {
    matches!(
        code,
        ReasonCode::UserAbsent
            | ReasonCode::UserExpired
            | ReasonCode::UserNotListed
            | ReasonCode::TokenAbsent
            | ReasonCode::TokenExpired
    )
}

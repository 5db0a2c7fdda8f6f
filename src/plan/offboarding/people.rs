//! Who is offboarded: a person who is to have no registration because of who they are, and whose rows, at least one,
//! are all deleted by this plan, whichever stage decides about each (fine print A40).

use std::collections::{BTreeMap, HashSet};

use crate::model::explain::Decision;
use crate::model::plan::{Reason, Returns, TargetIdentity};
use crate::model::{Email, ReasonCode};
use crate::plan::actions::reason;
use crate::plan::facts::Owner;
use crate::plan::returning::Returning;
use crate::plan::stages::Standing;
use crate::plan::targets;
use crate::plan::verdict::{Cause, UnlistedKey, Verdict};
use crate::plan::view::{Judged, View};

/// A person who leaves.
pub(super) struct Offboarded<'a> {
    /// Folded.
    pub(super) email: &'a Email,
    /// As the plan names them.
    pub(super) identity: TargetIdentity,
    /// Why, from the removal that is about who they are, else from the first (fine print A30).
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
    people.iter().map(|(email, rows)| person(view, returning, email, rows)).collect()
}

/// Their addresses.
pub(super) fn people_who_leave<'a>(view: &View<'a>, left_out: &HashSet<String>) -> HashSet<&'a Email> {
    rows_of_leavers(view, left_out).into_keys().collect()
}

/// People who are out and whose rows are all deleted, with their rows.
fn rows_of_leavers<'a>(view: &View<'a>, left_out: &HashSet<String>) -> BTreeMap<&'a Email, Vec<Judged<'a>>> {
    let mut people: BTreeMap<&Email, Vec<Judged<'_>>> = BTreeMap::new();
    for judged in view.rows() {
        if let (Owner::Person(_), Some(email)) = (judged.facts.owner, judged.row.email())
            && view.is_out(judged.facts.owner)
        {
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

fn person<'a>(view: &View<'a>, returning: &Returning<'_>, email: &'a Email, rows: &[Judged<'a>]) -> Offboarded<'a> {
    let judged = rows.iter().find(|judged| by_who_they_are(judged.verdict.code)).unwrap_or(&rows[0]);
    Offboarded {
        email,
        identity: targets::identity(judged.row, judged.facts.owner),
        reason: why(view, judged),
        returns: returning.of(judged.row, judged.facts),
    }
}

/// Why somebody is offboarded. Where another stage decides about the row, what stage 3 would have said is told beside.
fn why(view: &View<'_>, judged: &Judged<'_>) -> Reason {
    let removal = reason(view, judged);
    if by_who_they_are(judged.verdict.code) {
        return removal;
    }
    let themselves = reason(view, &Judged { verdict: &by_themselves(view, judged), ..*judged });
    Reason {
        text: format!("{}; {}", removal.text, themselves.text),
        ticket: removal.ticket.or(themselves.ticket),
        owner: removal.owner.or(themselves.owner),
        ..removal
    }
}

/// The verdict of stage 3 on somebody who is out.
fn by_themselves(view: &View<'_>, judged: &Judged<'_>) -> Verdict {
    let (code, cause) = match judged.facts.owner {
        Owner::Person(Some(index)) => {
            let expired = Standing::of_user(&view.list.users[index], view.now) == Standing::Expired;
            (if expired { ReasonCode::UserExpired } else { ReasonCode::UserAbsent }, Cause::User(index))
        }
        _ => (ReasonCode::UserNotListed, Cause::Unlisted(UnlistedKey::Users)),
    };
    Verdict::new(Decision::Delete, code, cause)
}

/// Whether a code is about who the person is.
fn by_who_they_are(code: ReasonCode) -> bool {
    matches!(code, ReasonCode::UserAbsent | ReasonCode::UserExpired | ReasonCode::UserNotListed)
}

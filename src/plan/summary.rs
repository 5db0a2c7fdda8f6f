//! Counts, and what they mean for people (product.md, section 5).

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::SignedDuration;

use super::facts::Owner;
use super::sentences;
use super::verdict::Cause;
use super::view::{Judged, View};
use crate::model::explain::Decision;
use crate::model::plan::{
    Action, ActionKind, BlastRadius, Cost, IdentityKind, Kept, Summary, Verdict as ReturnsVerdict,
};
use crate::model::{AccessUser, Email, ReasonCode, Seen, UserId};

/// Counts, what stays and why, and the blast radius. `removed` holds the ids of the registrations that the actions
/// delete or revoke.
pub fn summary(view: &View<'_>, actions: &[Action], removed: &HashSet<&str>, cost: Cost) -> Summary {
    let of = |kind| actions.iter().filter(|action| action.kind == kind).count() as u64;
    let effects = actions.iter().filter(|action| action.kind.is_effect()).count() as u64;
    let deletes = of(ActionKind::DeleteRegistration);
    let revokes = of(ActionKind::RevokeRegistration);
    let restores = of(ActionKind::UnrevokeRegistration);
    Summary {
        changes: effects,
        deletes,
        revokes,
        restores,
        others: effects - deletes - revokes - restores,
        human_steps: of(ActionKind::HumanStep),
        kept: kept(view),
        reported: view.rows().filter(|judged| judged.verdict.decision == Decision::Report).count() as u64,
        blast_radius: blast_radius(view, actions, removed),
        cost,
    }
}

/// What stays, by code and cause, in the order of the stages.
fn kept(view: &View<'_>) -> Vec<Kept> {
    let mut groups: BTreeMap<(ReasonCode, Cause), u64> = BTreeMap::new();
    for judged in view.rows() {
        if matches!(judged.verdict.decision, Decision::Keep | Decision::Report) {
            *groups.entry((judged.verdict.code, judged.verdict.cause)).or_default() += 1;
        }
    }
    let line = |((code, cause), count)| {
        let origin = view.origin(cause);
        Kept {
            code,
            text: sentences::cause(view.list, cause),
            count,
            mentions: sentences::mentions_of(view.list, cause),
            file: origin.map(|origin| origin.file.to_string()),
            line: origin.map(|origin| origin.line),
        }
    };
    groups.into_iter().map(line).collect()
}

fn blast_radius(view: &View<'_>, actions: &[Action], removed: &HashSet<&str>) -> BlastRadius {
    let losing = losing_last(view, removed);
    let online = |rows: &&Vec<Judged<'_>>| rows.iter().any(|judged| is_online(view, judged));
    let returning = |verdict| {
        let comes = |action: &&Action| action.returns.as_ref().is_some_and(|returns| returns.verdict == verdict);
        actions.iter().filter(comes).count() as u64
    };
    let unattended = returning(ReturnsVerdict::Unattended);
    let (freed, held) = addresses(view, actions);
    let seats_freed = actions.iter().filter(|action| action.kind == ActionKind::ReleaseSeat).count() as u64;
    BlastRadius {
        people: people(actions),
        people_losing_last: losing.len() as u64,
        online_within_hour: losing.values().filter(online).count() as u64,
        headless_machines: headless(actions),
        virtual_ips_freed: freed,
        virtual_ips_held: held,
        seats_freed,
        seats_kept: seats_kept(view, actions, &losing),
        returning: returning(ReturnsVerdict::Yes) + unattended,
        returning_unattended: unattended,
        returning_unknown: returning(ReturnsVerdict::Unknown),
    }
}

/// Seats of people who lose their last registration and that no action releases; nothing where the users were not read.
fn seats_kept(view: &View<'_>, actions: &[Action], losing: &HashMap<&Email, Vec<Judged<'_>>>) -> Option<u64> {
    let users = view.account.users.rows()?;
    let ids: HashSet<&UserId> =
        losing.values().flatten().filter_map(|judged| judged.row.user.as_ref()?.id.as_ref()).collect();
    let released: HashSet<&str> = actions
        .iter()
        .filter(|action| action.kind == ActionKind::ReleaseSeat)
        .filter_map(|action| action.target.seat_uid.as_deref())
        .collect();
    let loses = |user: &&AccessUser| {
        ids.contains(&user.id) || user.email.as_ref().is_some_and(|email| losing.contains_key(email))
    };
    let stays = |user: &&AccessUser| !user.seat_uid.as_deref().is_some_and(|seat| released.contains(seat));
    Some(users.iter().filter(|user| user.has_seat()).filter(loses).filter(stays).count() as u64)
}

/// People with an active row before and none after, with their active rows (fine print A2).
pub fn losing_last<'a>(view: &View<'a>, removed: &HashSet<&str>) -> HashMap<&'a Email, Vec<Judged<'a>>> {
    let touched: HashSet<&Email> = view
        .rows()
        .filter(|judged| matches!(judged.facts.owner, Owner::Person(_)) && removed.contains(judged.row.id.as_str()))
        .filter_map(|judged| judged.row.email())
        .collect();
    let mut people: HashMap<&Email, Vec<Judged<'_>>> = HashMap::new();
    for judged in view.rows() {
        let person = judged.row.email().filter(|email| touched.contains(email));
        let stays_or_comes = judged.row.status.is_active() || judged.verdict.decision == Decision::Restore;
        if let Some(person) = person.filter(|_| stays_or_comes) {
            people.entry(person).or_default().push(judged);
        }
    }
    people.retain(|_, rows| {
        rows.iter().any(|judged| judged.row.status.is_active())
            && rows.iter().all(|judged| removed.contains(judged.row.id.as_str()))
    });
    people
}

fn is_online(view: &View<'_>, judged: &Judged<'_>) -> bool {
    match judged.row.last_seen {
        Seen::At(at) => judged.row.status.is_active() && view.now.duration_since(at) <= SignedDuration::from_hours(1),
        Seen::Never | Seen::Unreadable => false,
    }
}

fn people(actions: &[Action]) -> u64 {
    let people: HashSet<String> = actions
        .iter()
        .filter(|action| action.kind.is_effect())
        .filter_map(|action| action.target.identity.as_ref())
        .filter(|identity| identity.kind == IdentityKind::Person)
        .filter_map(|identity| identity.email.as_ref().map(|email| email.to_ascii_lowercase()))
        .collect();
    people.len() as u64
}

fn headless(actions: &[Action]) -> u64 {
    let headless = |action: &&Action| {
        action.kind.removes_registration()
            && action.target.identity.as_ref().is_some_and(|identity| identity.kind != IdentityKind::Person)
    };
    actions.iter().filter(headless).count() as u64
}

/// Addresses that deleting frees, and those that revoked rows hold afterwards.
fn addresses(view: &View<'_>, actions: &[Action]) -> (u64, u64) {
    let kinds: HashMap<&str, ActionKind> = actions
        .iter()
        .filter_map(|action| action.target.registration_id.as_deref().map(|id| (id, action.kind)))
        .collect();
    let (mut freed, mut held) = (0, 0);
    for judged in view.rows() {
        let ips = u64::from(judged.row.virtual_ips);
        match kinds.get(judged.row.id.as_str()) {
            Some(ActionKind::DeleteRegistration) => freed += ips,
            Some(ActionKind::RevokeRegistration) => held += ips,
            Some(ActionKind::UnrevokeRegistration) => {}
            _ if !judged.row.status.is_active() => held += ips,
            _ => {}
        }
    }
    (freed, held)
}

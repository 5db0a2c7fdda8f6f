//! From a judged account to the plan document.

use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};

use super::actions::{self, Registrations};
use super::digest::{digest, hex};
use super::facts::Owner;
use super::guard::{Counted, guards};
use super::judge::judge;
use super::returning::Returning;
use super::view::View;
use super::{cost, findings, inventory, offboarding, pin, summary, targets};
use crate::model::account::Source;
use crate::model::plan::{
    Action, FORMAT_VERSION, GuardName, PlanAccount, PlanDoorlist, PlanOrigin, PlanSource, Target,
};
use crate::model::{Account, DoorList, Plan};

/// What a run may set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// Made for a pull request: can never be applied.
    pub speculative: bool,
    /// How long a saved plan may wait; 24 hours unless told otherwise.
    pub max_age: SignedDuration,
    /// Ids in one bulk call, for the cost (fine print B7).
    pub batch: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self { speculative: false, max_age: SignedDuration::from_hours(24), batch: 50 }
    }
}

/// A guard that holds before anything is planned: there is no plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// `account` or `inventory`.
    pub guard: GuardName,
    /// One sentence.
    pub text: String,
    /// How to mend it.
    pub help: Option<String>,
}

/// Plans.
///
/// # Errors
///
/// A refusal where the account is another one than the door list's, or where a list that a decision needs was not
/// read (fine print A17, A52).
pub fn plan(list: &DoorList, account: &Account, now: Timestamp, settings: &Settings) -> Result<Plan, Refusal> {
    resume(list, account, now, settings, None)
}

/// Plans, and takes up what a run that did not end has left undone, where planning anew cannot see it (product.md,
/// section 6: the same command again finishes the job).
///
/// # Errors
///
/// As for [`plan`].
pub fn resume(
    list: &DoorList,
    account: &Account,
    now: Timestamp,
    settings: &Settings,
    unfinished: Option<&Plan>,
) -> Result<Plan, Refusal> {
    pin::check(list, account)?;
    pin::check_inventory(list, account)?;
    offboarding::check(list, account)?;
    let judgement = judge(list, account, now);
    let view = View { list, account, judgement: &judgement, now };
    let returning = Returning::new(list, account, now);
    let mut registrations = actions::registrations(&view, &returning);
    let mut planned = offboarding::actions(&view, &returning, &mut registrations);
    let Registrations { actions: on_registrations, not_closed } = registrations;
    planned.extend(on_registrations);
    let left = unfinished.map(|unfinished| offboarding::leftovers(&view, unfinished, &planned));
    planned.extend(left.unwrap_or_default());
    actions::sort(&mut planned);
    Ok(document(&view, &returning, planned, &not_closed, settings))
}

fn document(
    view: &View<'_>,
    returning: &Returning<'_>,
    actions: Vec<Action>,
    not_closed: &[Action],
    settings: &Settings,
) -> Plan {
    let account = view.account;
    let removed: HashSet<&str> = actions
        .iter()
        .filter(|action| action.kind.removes_registration())
        .filter_map(|action| action.target.registration_id.as_deref())
        .collect();
    let losing = summary::losing_last(view, &removed).len() as u64;
    let counted = Counted::new(view, &removed, losing);
    let cost = cost::cost(&actions, account, settings.batch);
    Plan {
        format_version: FORMAT_VERSION.to_owned(),
        generator: concat!("doorlist ", env!("CARGO_PKG_VERSION")).to_owned(),
        account: PlanAccount {
            id: account.id.to_string(),
            name: account.name.clone(),
            team: account.organization.team().to_owned(),
        },
        doorlist: doorlist(view.list),
        inventory: inventory::inventory(account, returning),
        origin: PlanOrigin {
            source: source(account.reading.source),
            speculative: settings.speculative,
            redacted: Vec::new(),
        },
        remaining: remaining(view, &actions),
        findings: findings::findings(view, &actions, not_closed),
        guards: guards(&view.list.limits, account.organization.team(), &counted),
        summary: summary::summary(view, &actions, &removed, cost),
        digest: digest(account.id.as_str(), &actions),
        actions,
        created_at: view.now,
        expires_at: view.now.saturating_add(settings.max_age).unwrap_or(Timestamp::MAX),
    }
}

fn source(source: Source) -> PlanSource {
    match source {
        Source::Live => PlanSource::Live,
        Source::Offline => PlanSource::Offline,
        Source::Sandbox => PlanSource::Sandbox,
    }
}

/// How a plan names the door list that it is from.
pub fn doorlist(list: &DoorList) -> PlanDoorlist {
    let mut hash = Sha256::new();
    for file in &list.files {
        hash.update(&file.sha256);
        hash.update("\n");
    }
    PlanDoorlist {
        paths: list.files.iter().map(|file| file.name.to_string()).collect(),
        sha256: hex(&hash.finalize()),
        approver_required: list.requires_approver,
    }
}

/// The rows that stay, of the people and on the machines that the actions touch.
fn remaining(view: &View<'_>, actions: &[Action]) -> Vec<Target> {
    let touched: HashSet<&str> = actions.iter().filter_map(|a| a.target.registration_id.as_deref()).collect();
    if touched.is_empty() {
        return Vec::new();
    }
    let (mut people, mut machines) = (HashSet::new(), HashSet::new());
    for judged in view.rows().filter(|judged| touched.contains(judged.row.id.as_str())) {
        machines.insert(&judged.row.device_id);
        if matches!(judged.facts.owner, Owner::Person(_)) {
            people.extend(judged.row.email());
        }
    }
    let mut rows: Vec<Target> = view
        .rows()
        .filter(|judged| !touched.contains(judged.row.id.as_str()))
        .filter(|judged| {
            machines.contains(&judged.row.device_id) || judged.row.email().is_some_and(|email| people.contains(email))
        })
        .map(|judged| targets::target(view.account, judged.row, judged.facts.owner))
        .collect();
    rows.sort_by_cached_key(|target| (actions::owner_key(target), target.registration_id.clone()));
    rows
}

//! The guards: a second reading of the finished plan (product.md, section 5; fine print A1 to A3, A5, A6, A8).

use std::collections::HashSet;
use std::str::FromStr;

use super::digest::verify;
use super::matching::Matcher;
use super::view::View;
use crate::model::doorlist::{Limit, Limits};
use crate::model::plan::{Action, Amount, Guard, GuardName, GuardVerdict};
use crate::model::{Identity, Plan};

/// What the guards count.
pub struct Counted {
    removals: u64,
    removed_active: u64,
    active: u64,
    people: u64,
    connectors: u64,
    protected: u64,
}

impl Counted {
    /// Counts from the actions and the account anew, not from the verdicts.
    pub fn new(view: &View<'_>, removed: &HashSet<&str>, people: u64) -> Self {
        let matcher = Matcher::new(view.list, view.now);
        let domain = &view.account.organization.auth_domain;
        let rows = || view.account.registrations.iter();
        let gone = || rows().filter(|row| removed.contains(row.id.as_str()));
        Self {
            removals: gone().count() as u64,
            removed_active: gone().filter(|row| row.status.is_active()).count() as u64,
            active: rows().filter(|row| row.status.is_active()).count() as u64,
            people,
            connectors: gone().filter(|row| Identity::of(row, domain).is_connector()).count() as u64,
            protected: gone().filter(|row| matcher.protection(row, view.account).is_some()).count() as u64,
        }
    }
}

/// All guards, tripped or not. Those of the inventory and the account hold here: a plan is made only where they do.
pub fn guards(limits: &Limits, team: &str, counted: &Counted) -> Vec<Guard> {
    let Counted { removals, removed_active, active, people, connectors, protected } = counted;
    vec![
        guard(
            GuardName::Inventory,
            Amount::Count(0),
            Amount::Count(0),
            true,
            "every list that is needed was read to its end",
        ),
        guard(GuardName::Account, word(team), word(team), true, "the account and the team are those of the door list"),
        limited(GuardName::Removals, *removals, limits.removals, "registrations deleted or revoked"),
        percent(*removed_active, *active, limits.percent),
        limited(GuardName::People, *people, limits.people, "people who lose their last active registration"),
        all(*removed_active, *active),
        none(GuardName::Connectors, *connectors, "connectors deleted or revoked"),
        none(GuardName::Protected, *protected, "protected registrations deleted or revoked"),
    ]
}

fn guard(name: GuardName, value: Amount, limit: Amount, holds: bool, text: &str) -> Guard {
    let verdict = if holds { GuardVerdict::Ok } else { GuardVerdict::Tripped };
    Guard { name, value, limit, verdict, text: text.to_owned() }
}

fn word(text: &str) -> Amount {
    Amount::Word(text.to_owned())
}

fn amount(limit: Limit) -> Amount {
    match limit {
        Limit::AtMost(count) => Amount::Count(count),
        Limit::Unlimited => word("unlimited"),
    }
}

/// Trips when the value is more than the limit.
fn limited(name: GuardName, value: u64, limit: Limit, text: &str) -> Guard {
    let holds = match limit {
        Limit::AtMost(most) => value <= most,
        Limit::Unlimited => true,
    };
    guard(name, Amount::Count(value), amount(limit), holds, text)
}

/// Removals of active rows in per cent of all active rows; asked from five of those on. A limit of 0 means none at
/// any number.
fn percent(removed: u64, active: u64, limit: Limit) -> Guard {
    let holds = match limit {
        Limit::AtMost(0) => removed == 0,
        Limit::AtMost(most) => removed < 5 || u128::from(removed) * 100 <= u128::from(most) * u128::from(active),
        Limit::Unlimited => true,
    };
    let share = if active == 0 { 0.0 } else { (removed as f64 * 1_000.0 / active as f64).round() / 10.0 };
    guard(GuardName::Percent, Amount::Share(share), amount(limit), holds, "of all active registrations, in per cent")
}

/// Never all of an account, whatever is allowed or acknowledged.
fn all(removed: u64, active: u64) -> Guard {
    let text = format!("of {active} active registrations; never all of them");
    let most = active.saturating_sub(1);
    guard(GuardName::All, Amount::Count(removed), Amount::Count(most), active == 0 || removed < active, &text)
}

fn none(name: GuardName, value: u64, text: &str) -> Guard {
    guard(name, Amount::Count(value), Amount::Count(0), value == 0, text)
}

/// `--ack COUNT@DIGEST`: passes the limits for exactly one plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ack {
    /// The value of the guard `removals`.
    pub count: u64,
    /// The plan's digest.
    pub digest: String,
}

impl FromStr for Ack {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wanted = || format!("\"{text}\" is not COUNT@DIGEST, for example 11@sha256:0123…");
        let (count, digest) = text.split_once('@').ok_or_else(wanted)?;
        let count = count.parse().map_err(|_| wanted())?;
        if digest.is_empty() {
            return Err(wanted());
        }
        Ok(Self { count, digest: digest.to_owned() })
    }
}

impl std::fmt::Display for Ack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}", self.count, self.digest)
    }
}

/// What `--ack` takes to pass this plan.
pub fn ack_for(plan: &Plan) -> Ack {
    Ack { count: plan.removals(), digest: plan.digest.clone() }
}

/// A plan that every guard lets through. Only [`approve`] makes one, and `apply` takes nothing else.
#[derive(Clone, Debug, PartialEq)]
pub struct Approved(Plan);

impl Approved {
    /// The plan.
    pub fn plan(&self) -> &Plan {
        &self.0
    }
}

/// Why a plan may not be applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Refused {
    /// The plan, with the verdicts of its guards.
    pub plan: Plan,
    /// The guards that refuse it.
    pub tripped: Vec<Guard>,
    /// What would pass it, where every tripped guard is a limit.
    pub ack: Option<Ack>,
    /// Further words: the digest does not fit, the acknowledgement is for another plan.
    pub text: Option<String>,
}

/// Lets a plan through whose digest is right and whose guards hold, or whose tripped limits are acknowledged.
///
/// # Errors
///
/// The refusal, with what `--ack` would pass it.
pub fn approve(mut plan: Plan, ack: Option<&Ack>) -> Result<Approved, Box<Refused>> {
    if let Err(why) = verify(&plan) {
        return Err(refused(plan, Some(format!("the digest does not fit the effects: {why}"))));
    }
    recheck(&mut plan);
    let expected = ack_for(&plan);
    let acknowledged = ack.is_some_and(|ack| *ack == expected);
    for guard in &mut plan.guards {
        if guard.verdict == GuardVerdict::Tripped && acknowledged && guard.name.can_be_acknowledged() {
            guard.verdict = GuardVerdict::Passed;
        }
    }
    if plan.is_refused() {
        let other = ack.filter(|_| !acknowledged);
        let text = other.map(|ack| format!("--ack {ack} is for another plan; this one is {expected}"));
        return Err(refused(plan, text));
    }
    Ok(Approved(plan))
}

fn refused(plan: Plan, text: Option<String>) -> Box<Refused> {
    let tripped: Vec<Guard> =
        plan.guards.iter().filter(|guard| guard.verdict == GuardVerdict::Tripped).cloned().collect();
    let only_limits = !tripped.is_empty() && tripped.iter().all(|guard| guard.name.can_be_acknowledged());
    let ack = only_limits.then(|| ack_for(&plan));
    Box::new(Refused { plan, tripped, ack, text })
}

/// A saved plan's own verdicts are not trusted: what can be counted from its actions is counted again, and a guard
/// that is missing, or was passed for an earlier run, is tripped.
fn recheck(plan: &mut Plan) {
    let (removals, active_removals) = (plan.removals(), active_removals(&plan.actions));
    let active = plan.inventory.counts.active;
    for guard in &mut plan.guards {
        let value = match guard.name {
            GuardName::Removals => Some(Amount::Count(removals)),
            GuardName::All => Some(Amount::Count(active_removals)),
            _ => None,
        };
        guard.value = value.unwrap_or_else(|| guard.value.clone());
        if !holds(guard, active_removals, active) {
            guard.verdict = GuardVerdict::Tripped;
        }
    }
    for name in ALL_GUARDS {
        if !plan.guards.iter().any(|guard| guard.name == *name) {
            let text = "the plan does not say what this guard saw";
            plan.guards.push(guard(*name, word("unknown"), word("unknown"), false, text));
        }
    }
}

/// The plan with these limits where they are stricter than its own: a saved plan's may have been edited, and the digest
/// covers the effects alone.
#[must_use]
pub fn with_limits(mut plan: Plan, limits: &Limits) -> Plan {
    for guard in &mut plan.guards {
        let limit = match guard.name {
            GuardName::Removals => limits.removals,
            GuardName::Percent => limits.percent,
            GuardName::People => limits.people,
            GuardName::Inventory
            | GuardName::Account
            | GuardName::All
            | GuardName::Connectors
            | GuardName::Protected => continue,
        };
        if is_stricter(limit, &guard.limit) {
            guard.limit = amount(limit);
        }
    }
    plan
}

fn is_stricter(limit: Limit, than: &Amount) -> bool {
    match (limit, than) {
        (Limit::AtMost(most), Amount::Count(other)) => most < *other,
        (Limit::AtMost(_), Amount::Word(_) | Amount::Share(_)) => true,
        (Limit::Unlimited, _) => false,
    }
}

const ALL_GUARDS: &[GuardName] = &[
    GuardName::Inventory,
    GuardName::Account,
    GuardName::Removals,
    GuardName::Percent,
    GuardName::People,
    GuardName::All,
    GuardName::Connectors,
    GuardName::Protected,
];

fn active_removals(actions: &[Action]) -> u64 {
    let active = |action: &&Action| action.kind.removes_registration() && action.expect.revoked != Some(true);
    actions.iter().filter(active).count() as u64
}

fn holds(guard: &Guard, active_removals: u64, active: u64) -> bool {
    let limit = match &guard.limit {
        Amount::Count(limit) => Limit::AtMost(*limit),
        Amount::Word(word) if word == "unlimited" => Limit::Unlimited,
        Amount::Word(_) | Amount::Share(_) => return guard.verdict == GuardVerdict::Ok,
    };
    let again = match (guard.name, &guard.value) {
        (GuardName::Percent, _) => percent(active_removals, active, limit),
        (GuardName::All, _) => all(active_removals, active),
        (name, Amount::Count(value)) => limited(name, *value, limit, ""),
        (_, Amount::Share(_) | Amount::Word(_)) => return false,
    };
    again.verdict == GuardVerdict::Ok
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trips(guard: &Guard) -> bool {
        guard.verdict == GuardVerdict::Tripped
    }

    #[test]
    fn a_limit_is_what_is_still_allowed() {
        let removals = |value, limit| limited(GuardName::Removals, value, limit, "");
        for most in [0, 1, 25] {
            assert!(!trips(&removals(most, Limit::AtMost(most))));
            assert!(trips(&removals(most + 1, Limit::AtMost(most))));
        }
        assert!(!trips(&removals(u64::MAX, Limit::Unlimited)));
    }

    #[test]
    fn the_percentage_is_asked_from_five_removals_on_and_zero_means_none() {
        assert!(!trips(&percent(4, 5, Limit::AtMost(1))));
        assert!(trips(&percent(5, 100, Limit::AtMost(4))));
        assert!(!trips(&percent(5, 100, Limit::AtMost(5))));
        assert!(trips(&percent(6, 100, Limit::AtMost(5))));
        assert!(trips(&percent(1, 1_000, Limit::AtMost(0))));
        assert!(!trips(&percent(0, 0, Limit::AtMost(0))));
        assert!(!trips(&percent(100, 100, Limit::Unlimited)));
        assert_eq!(percent(10, 14, Limit::AtMost(20)).value, Amount::Share(71.4));
    }

    #[test]
    fn all_of_an_account_never_goes_at_any_size() {
        assert!(trips(&all(1, 1)));
        assert!(trips(&all(9, 9)));
        assert!(!trips(&all(8, 9)));
        assert!(!trips(&all(0, 0)));
    }

    #[test]
    fn the_stricter_limit_counts() {
        assert!(is_stricter(Limit::AtMost(2), &amount(Limit::Unlimited)));
        assert!(is_stricter(Limit::AtMost(2), &amount(Limit::AtMost(9))));
        assert!(!is_stricter(Limit::AtMost(2), &amount(Limit::AtMost(2))));
        assert!(!is_stricter(Limit::Unlimited, &amount(Limit::AtMost(1))));
    }

    #[test]
    fn an_acknowledgement_names_count_and_digest() {
        let ack: Ack = "11@sha256:ab".parse().expect("well-formed");
        assert_eq!(ack, Ack { count: 11, digest: "sha256:ab".to_owned() });
        assert_eq!(ack.to_string(), "11@sha256:ab");
        for bad in ["", "11", "@sha256:ab", "x@sha256:ab", "11@", "-1@sha256:ab"] {
            assert!(bad.parse::<Ack>().is_err(), "{bad}");
        }
    }
}

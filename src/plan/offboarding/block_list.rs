//! The block list: a Gateway e-mail list to which a deny policy ahead of every allow refers (fine print A41; API
//! page, section 6.5).

use super::people::Offboarded;
use super::person::target;
use super::steps::effect;
use crate::model::account::{Account, Listed};
use crate::model::doorlist::EnrollmentStep;
use crate::model::enrollment::{Decision, GatewayList, Policy, Rule};
use crate::model::plan::{Action, ActionKind, Expect, GuardName, NamedId, Phase, Target};
use crate::model::{DoorList, ListId};
use crate::plan::planner::Refusal;
use crate::plan::returning::Returning;
use crate::plan::returns::evaluate::in_order;
use crate::plan::returns::rules::not_read;
use crate::plan::returns::{Enrollment, Subject};
use crate::plan::view::View;

/// Why a block list is refused.
enum Wrong {
    /// It would block nobody.
    Useless(String),
    /// What would have to be read to tell.
    Unread(String),
}

/// Whether the list that the door list names would block anybody.
pub(super) fn check(list: &DoorList, account: &Account) -> Result<(), Refusal> {
    let EnrollmentStep::BlockList(name) = &list.offboarding.enrollment else { return Ok(()) };
    let named = format!("offboarding.enrollment names the block list \"{name}\"");
    blocks(account, name).map_err(|wrong| match wrong {
        Wrong::Useless(why) => Refusal {
            guard: GuardName::Account,
            text: format!("{named}, which would block nobody: {why}"),
            help: Some(
                "make a Gateway list of type EMAIL, and a policy that denies it ahead of every allow policy of the \
                 enrollment application"
                    .to_owned(),
            ),
        },
        Wrong::Unread(what) => Refusal {
            guard: GuardName::Inventory,
            text: format!("{named}, and whether it blocks anybody takes {what}"),
            help: Some("use a token that may read them, or record the account again with one".to_owned()),
        },
    })
}

fn blocks(account: &Account, name: &str) -> Result<(), Wrong> {
    let useless = |why: &str| Err(Wrong::Useless(why.to_owned()));
    let lists = match &account.lists {
        Listed::Read(lists) => lists,
        Listed::Unread(why) => return Err(Wrong::Unread(not_read("Gateway lists", why))),
    };
    let Some(found) = lists.iter().find(|list| list.name == name) else {
        return useless("there is no list of this name");
    };
    if found.kind != "EMAIL" {
        return Err(Wrong::Useless(format!("it is of type {}", found.kind)));
    }
    match Enrollment::new(account) {
        Enrollment::Known { policies, .. } if denied_first(&policies, &found.id) => Ok(()),
        Enrollment::Known { policies, .. } => match policies.iter().find(|policy| policy.is_unread()) {
            Some(policy) => Err(Wrong::Unread(format!("policy {}, which was not read", policy.id))),
            None => useless("no deny policy ahead of every allow policy refers to it"),
        },
        Enrollment::Closed => useless("there is no enrollment application"),
        Enrollment::Unread(why) => Err(Wrong::Unread(why)),
    }
}

/// Whether an address on the list is denied before anything is allowed: a deny without further conditions refers to
/// it. What bypasses or asks for a service token comes before any deny, and is not asked here.
pub fn blocks_by(policies: &[Policy], list: &ListId) -> bool {
    denied_first(&in_order(policies), list)
}

fn denied_first(policies: &[&Policy], id: &ListId) -> bool {
    policies
        .iter()
        .take_while(|policy| !matches!(policy.decision, Decision::Allow | Decision::Other(_)))
        .any(|policy| policy.decision == Decision::Deny && refers(policy, id))
}

fn refers(policy: &Policy, id: &ListId) -> bool {
    let rules = &policy.rules;
    rules.include.iter().any(|rule| *rule == Rule::EmailList(id.clone()))
        && rules.require.is_empty()
        && rules.exclude.is_empty()
}

/// Puts the address on the list. Nothing where a bypass admits the person before any deny is asked.
pub(super) fn append(
    view: &View<'_>,
    returning: &Returning<'_>,
    person: &Offboarded<'_>,
    name: &str,
) -> Option<Action> {
    let early = returning.enrollment.admitting(&Subject::Person(person.email));
    if early.iter().any(|policy| matches!(policy.decision, Decision::Bypass | Decision::NonIdentity)) {
        return None;
    }
    let list = view.account.lists.rows()?.iter().find(|list: &&GatewayList| list.name == name)?;
    let named = NamedId { id: list.id.to_string(), name: list.name.clone() };
    let target = Target { list: Some(named), ..target(person) };
    let kind = ActionKind::BlockEnrollment;
    let mut action = effect(kind, Phase::Enrollment, person.email.as_str(), target, &person.reason);
    action.expect = Expect {
        name: Some(list.name.clone()),
        application_id: returning.enrollment.application_id().map(str::to_owned),
        ..Expect::default()
    };
    Some(action)
}

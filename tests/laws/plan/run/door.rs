//! What is not registrations or machines: enrollment, tokens, seats.

use doorlist::model::account::Listed;
use doorlist::model::enrollment::{Decision, Policy, Rule};
use doorlist::model::plan::{Action, TargetPolicy};
use doorlist::model::{Account, TokenId};

use super::super::doors::attached;

fn rows<T>(list: &mut Listed<T>) -> &mut Vec<T> {
    match list {
        Listed::Read(rows) => rows,
        Listed::Unread(why) => panic!("a plan changes a list that was not read: {why:?}"),
    }
}

fn email(action: &Action) -> &str {
    action.target.identity.as_ref().and_then(|identity| identity.email.as_deref()).expect("an address")
}

fn token(action: &Action) -> TokenId {
    TokenId::from(action.target.token.as_ref().expect("a token").id.as_str())
}

/// A reusable policy is changed wherever it is, one of an application's own there.
fn change(account: &mut Account, target: &TargetPolicy, mut change: impl FnMut(&mut Policy)) {
    let is_it = |policy: &&mut Policy| policy.id.as_str() == target.id;
    let mut found = 0;
    for application in rows(&mut account.applications) {
        let is_here = target.app_id.as_deref().is_none_or(|id| application.id.as_str() == id);
        for policy in attached(application).iter_mut().filter(is_it).filter(|_| is_here) {
            change(policy);
            found += 1;
        }
    }
    for policy in rows(&mut account.policies).iter_mut().filter(is_it).filter(|_| target.app_id.is_none()) {
        change(policy);
    }
    assert!(found > 0, "policy {} is in no application", target.id);
}

pub(super) fn block(action: &Action, account: &mut Account) {
    let id = &action.target.list.as_ref().expect("a list").id;
    let list = rows(&mut account.lists).iter_mut().find(|list| list.id.as_str() == id).expect("the list is there");
    let items = list.items.as_mut().expect("read");
    // Where a bypass may admit the person before the list is asked, a plan cannot tell that the address is on it.
    if !items.iter().any(|item| item.eq_ignore_ascii_case(email(action))) {
        items.push(email(action).to_owned());
    }
}

pub(super) fn exclude(action: &Action, account: &mut Account) {
    assert!(!action.target.policies.is_empty(), "nothing to exclude from");
    for target in &action.target.policies {
        change(account, target, |policy| {
            assert_ne!(policy.decision, Decision::Deny, "an Exclude rule in a deny policy lets in");
            policy.rules.exclude.push(Rule::Email(email(action).into()));
        });
    }
}

pub(super) fn detach(action: &Action, account: &mut Account) {
    let rule = Rule::ServiceToken(token(action));
    let expected = &action.expect.policies;
    assert_eq!(action.target.policies.len(), expected.len(), "each policy with what must be true of it");
    for (target, expected) in action.target.policies.iter().zip(expected) {
        if expected.only_rule {
            // Another token that was to be out by then is not, where a run was cut off: the policy is no longer as expected.
            if !names_another(target, &rule, account) {
                take_out(action, target, account);
            }
            continue;
        }
        change(account, target, |policy| {
            policy.rules.include.retain(|include| *include != rule);
            assert!(!policy.rules.include.is_empty(), "a policy without an Include rule is refused");
        });
    }
}

fn names_another(target: &TargetPolicy, rule: &Rule, account: &mut Account) -> bool {
    let mut applications = rows(&mut account.applications).iter_mut();
    applications.any(|application| {
        let mut policies = attached(application).iter().filter(|policy| policy.id.as_str() == target.id);
        policies.any(|policy| policy.rules.include.iter().any(|include| include != rule))
    })
}

/// The application's own policy is deleted; a reusable one is unlinked, which takes an application of links alone.
fn take_out(action: &Action, target: &TargetPolicy, account: &mut Account) {
    let id = action.expect.application_id.as_deref().expect("an application");
    let mut applications = rows(&mut account.applications).iter_mut();
    let policies = attached(applications.find(|application| application.id.as_str() == id).expect("it is there"));
    let place = policies.iter().position(|policy| policy.id.as_str() == target.id).expect("it is attached");
    if target.app_id.is_none() {
        assert!(policies.iter().all(|policy| policy.reusable == Some(true)), "links and own policies are never mixed");
        let mut reusable = rows(&mut account.policies).iter_mut();
        let count = &mut reusable.find(|policy| policy.id.as_str() == target.id).expect("it is reusable").app_count;
        *count = count.map(|count| count - 1);
    }
    policies.remove(place);
}

pub(super) fn disable(action: &Action, account: &mut Account) {
    let id = token(action);
    let token = rows(&mut account.tokens).iter_mut().find(|token| token.id == id).expect("the token is there");
    assert!(token.enabled, "a disabled token is not disabled again");
    token.enabled = false;
}

pub(super) fn delete_token(action: &Action, account: &mut Account) {
    let id = token(action);
    for target in &action.target.policies {
        let reusable = rows(&mut account.policies);
        let place = reusable.iter().position(|policy| policy.id.as_str() == target.id).expect("it is there");
        assert_eq!(reusable.remove(place).app_count, Some(0), "a policy in use is not deleted");
    }
    let rule = Rule::ServiceToken(id.clone());
    let names = |policy: &Policy| policy.rules.include.contains(&rule);
    assert!(!rows(&mut account.policies).iter().any(names), "a token in use is not deleted");
    let mut applications = rows(&mut account.applications).iter_mut();
    assert!(!applications.any(|application| attached(application).iter().any(names)), "a token in use is not deleted");
    let tokens = rows(&mut account.tokens);
    tokens.remove(tokens.iter().position(|token| token.id == id).expect("the token is there"));
}

/// Releasing a seat deletes the registrations that its owner has left.
pub(super) fn release(action: &Action, account: &mut Account) {
    let seat = action.target.seat_uid.as_deref().expect("a seat");
    let mut users = rows(&mut account.users).iter_mut();
    let user = users.find(|user| user.seat_uid.as_deref() == Some(seat)).expect("somebody has it");
    assert!(user.has_seat(), "a free seat is not released");
    (user.access_seat, user.gateway_seat) = (false, false);
    let is_theirs = |id: Option<&doorlist::model::UserId>| id == Some(&user.id);
    let left = account.registrations.iter().find(|row| is_theirs(row.user.as_ref().and_then(|user| user.id.as_ref())));
    assert_eq!(left.map(|row| &row.id), None, "a registration is left, which the seat would take along");
}

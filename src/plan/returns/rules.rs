//! One rule, one set of rules, groups within groups.

use std::collections::HashMap;

use super::evaluate::Subject;
use super::three::Three;
use crate::model::account::{Listed, Unread};
use crate::model::enrollment::{GatewayList, Group, Rule, Rules};
use crate::model::quote::name;
use crate::model::{Account, GroupId, ListId};

/// Selectors of how somebody logged in at an identity provider. A service token never does.
const OF_A_LOGIN: &[&str] = &[
    "auth_context",
    "auth_method",
    "azureAD",
    "github-organization",
    "gsuite",
    "login_method",
    "oidc",
    "okta",
    "saml",
];

/// Groups and lists by id, or why they were not read.
pub struct Lookup<'a> {
    groups: Result<HashMap<&'a GroupId, &'a Group>, String>,
    lists: Result<HashMap<&'a ListId, &'a GatewayList>, String>,
}

impl<'a> Lookup<'a> {
    /// Arranges an account's groups and lists.
    pub fn new(account: &'a Account) -> Self {
        Self {
            groups: by_id(&account.groups, "Access groups", |group| &group.id),
            lists: by_id(&account.lists, "Gateway lists", |list| &list.id),
        }
    }

    /// Whether a set of rules holds: one of include, all of require, none of exclude.
    pub fn set(&self, rules: &Rules, subject: &Subject<'_>) -> Three {
        self.set_within(rules, subject, &mut Vec::new())
    }

    /// Whether one rule holds.
    pub fn rule(&self, rule: &Rule, subject: &Subject<'_>) -> Three {
        self.rule_within(rule, subject, &mut Vec::new())
    }

    fn set_within(&self, rules: &Rules, subject: &Subject<'_>, within: &mut Vec<GroupId>) -> Three {
        let Rules { include, exclude, require } = rules;
        let mut holds = |rules: &[Rule]| -> Vec<Three> {
            rules.iter().map(|rule| self.rule_within(rule, subject, within)).collect()
        };
        let included = Three::any(holds(include).into_iter());
        let required = Three::all(holds(require).into_iter());
        let excluded = Three::any(holds(exclude).into_iter());
        Three::all([included, required, excluded.negated()].into_iter())
    }

    fn rule_within(&self, rule: &Rule, subject: &Subject<'_>, within: &mut Vec<GroupId>) -> Three {
        match rule {
            Rule::Everyone => Three::True,
            Rule::Email(address) => subject.has_email(|email| email.as_str().eq_ignore_ascii_case(address)),
            Rule::EmailDomain(domain) => subject.has_email(|email| email.domain().eq_ignore_ascii_case(domain)),
            Rule::EmailList(id) => self.list(id, subject),
            Rule::Group(id) => self.group(id, subject, within),
            Rule::ServiceToken(id) => subject.has_token(id),
            Rule::AnyValidServiceToken => subject.is_token().into(),
            Rule::Other { key, .. } if subject.is_token() && OF_A_LOGIN.contains(&&**key) => Three::False,
            Rule::Other { needs, .. } => Three::unknown(&**needs),
        }
    }

    fn list(&self, id: &ListId, subject: &Subject<'_>) -> Three {
        if subject.is_token() {
            return Three::False;
        }
        let lists = match &self.lists {
            Ok(lists) => lists,
            Err(why) => return Three::unknown(why),
        };
        match lists.get(id).and_then(|list| list.items.as_ref()) {
            Some(items) => {
                subject.has_email(|email| items.iter().any(|item| item.eq_ignore_ascii_case(email.as_str())))
            }
            None => Three::unknown(format!("the items of Gateway list {}", name(id.as_str()))),
        }
    }

    /// A group within itself adds nobody.
    fn group(&self, id: &GroupId, subject: &Subject<'_>, within: &mut Vec<GroupId>) -> Three {
        let groups = match &self.groups {
            Ok(groups) => groups,
            Err(why) => return Three::unknown(why),
        };
        let Some(group) = groups.get(id) else { return Three::unknown(format!("Access group {}", name(id.as_str()))) };
        if within.contains(id) {
            return Three::False;
        }
        within.push(id.clone());
        let holds = self.set_within(&group.rules, subject, within);
        within.pop();
        holds
    }
}

fn by_id<'a, K: std::hash::Hash + Eq, T>(
    listed: &'a Listed<T>,
    what: &str,
    id: impl Fn(&'a T) -> &'a K,
) -> Result<HashMap<&'a K, &'a T>, String> {
    match listed {
        Listed::Read(rows) => Ok(rows.iter().map(|row| (id(row), row)).collect()),
        Listed::Unread(why) => Err(not_read(what, why)),
    }
}

/// Why a list is not known, in words.
pub fn not_read(what: &str, why: &Unread) -> String {
    match why {
        Unread::NotNeeded => format!("the {what}, which were not read"),
        Unread::NotRecorded => format!("the {what}, which the recorded account does not have"),
        Unread::Refused(how) => format!("the {what}, which could not be read ({how})"),
    }
}

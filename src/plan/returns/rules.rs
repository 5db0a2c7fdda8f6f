//! One rule, one set of rules, groups within groups.

use std::collections::HashMap;

use super::doubts::{Doubt, Doubts};
use super::evaluate::Subject;
use super::truth::Truth;
use crate::model::account::{Listed, Unread};
use crate::model::enrollment::{GatewayList, Group, Rule, Rules};
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

/// How many groups are followed for one identity. Within one another they may be more than can ever be tried.
const MOST_GROUPS: usize = 10_000;

/// How deep groups within one another are followed.
const DEEPEST: usize = 200;

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
}

/// The rules, asked about one identity.
pub struct Asking<'a> {
    lookup: &'a Lookup<'a>,
    subject: &'a Subject<'a>,
    /// What was met that is unknown.
    pub doubts: Doubts<'a>,
    /// Groups whose answer is the same wherever they stand.
    known: HashMap<&'a GroupId, Truth>,
    within: Vec<&'a GroupId>,
    /// The outermost of the groups gone through that was met again further in.
    met_again: Option<usize>,
    groups_left: usize,
}

impl<'a> Asking<'a> {
    /// Nothing is asked yet.
    pub fn new(lookup: &'a Lookup<'a>, subject: &'a Subject<'a>) -> Self {
        Self {
            lookup,
            subject,
            doubts: Doubts::default(),
            known: HashMap::new(),
            within: Vec::new(),
            met_again: None,
            groups_left: MOST_GROUPS,
        }
    }

    /// Whether a set of rules holds: one of include, all of require, none of exclude.
    pub fn set(&mut self, rules: &'a Rules) -> Truth {
        let included = self.any(&rules.include);
        let required = rules.require.iter().fold(Truth::TRUE, |all, rule| all & self.rule(rule));
        included & required & !self.any(&rules.exclude)
    }

    fn any(&mut self, rules: &'a [Rule]) -> Truth {
        rules.iter().fold(Truth::FALSE, |any, rule| if any == Truth::TRUE { any } else { any | self.rule(rule) })
    }

    /// Whether one rule holds.
    pub fn rule(&mut self, rule: &'a Rule) -> Truth {
        let subject = self.subject;
        match rule {
            Rule::Everyone => Truth::TRUE,
            Rule::Email(address) => subject.has_email(|email| email.as_str().eq_ignore_ascii_case(address)).into(),
            Rule::EmailDomain(domain) => subject.has_email(|email| email.domain().eq_ignore_ascii_case(domain)).into(),
            Rule::EmailList(id) => self.list(id),
            Rule::Group(id) => self.group(id),
            Rule::ServiceToken(id) => match subject {
                Subject::Person(_) => Truth::FALSE,
                Subject::Token(own) => (*own == id).into(),
                Subject::SomeToken => self.doubts.ask(Doubt::Token(id)),
            },
            Rule::AnyValidServiceToken => subject.is_token().into(),
            Rule::Other { key, .. } if subject.is_token() && OF_A_LOGIN.contains(&&**key) => Truth::FALSE,
            Rule::Other { .. } => self.doubts.ask(Doubt::Rule(rule)),
        }
    }

    fn list(&mut self, id: &'a ListId) -> Truth {
        if self.subject.is_token() {
            return Truth::FALSE;
        }
        let lists = match &self.lookup.lists {
            Ok(lists) => lists,
            Err(why) => return self.doubts.ask(Doubt::List(id, Some(why))),
        };
        match lists.get(id).and_then(|list| list.items.as_ref()) {
            Some(items) => {
                let subject = self.subject;
                subject.has_email(|email| items.iter().any(|item| item.eq_ignore_ascii_case(email.as_str()))).into()
            }
            None => self.doubts.ask(Doubt::List(id, None)),
        }
    }

    /// A group within itself adds nobody.
    fn group(&mut self, id: &'a GroupId) -> Truth {
        let groups = match &self.lookup.groups {
            Ok(groups) => groups,
            Err(why) => return self.doubts.ask(Doubt::Group(id, Some(why))),
        };
        let Some(group) = groups.get(id) else { return self.doubts.ask(Doubt::Group(id, None)) };
        if let Some(known) = self.known.get(id) {
            return *known;
        }
        if let Some(depth) = self.within.iter().position(|outer| *outer == id) {
            self.met_again = Some(self.met_again.map_or(depth, |outermost| outermost.min(depth)));
            return Truth::FALSE;
        }
        if self.groups_left == 0 || self.within.len() == DEEPEST {
            return self.doubts.ask(Doubt::Depth(id));
        }
        self.groups_left -= 1;
        self.go_into(id, &group.rules)
    }

    /// Remembers the answer, unless the group is within itself: then it rests on where it was met first.
    fn go_into(&mut self, id: &'a GroupId, rules: &'a Rules) -> Truth {
        let before = self.met_again.take();
        let depth = self.within.len();
        self.within.push(id);
        let holds = self.set(rules);
        self.within.pop();
        if self.met_again.is_none_or(|outermost| outermost > depth) {
            self.known.insert(id, holds);
        }
        let outside = self.met_again.filter(|outermost| *outermost < depth);
        self.met_again = before.into_iter().chain(outside).min();
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

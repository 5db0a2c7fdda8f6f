//! All enrollment policies in Cloudflare's order, for one identity.

use std::collections::BTreeSet;

use super::remedy;
use super::rules::{Lookup, not_read};
use super::three::Three;
use crate::model::account::Listed;
use crate::model::enrollment::{Decision, Policy, Rule};
use crate::model::plan::{AdmittingPolicy, Returns, Verdict};
use crate::model::quote::quoted;
use crate::model::{Account, AppId, Email, TokenId};

/// Who might enroll again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Subject<'a> {
    /// A person.
    Person(&'a Email),
    /// A service token that is known.
    Token(&'a TokenId),
    /// A machine of which nobody says which token it has.
    SomeToken,
}

impl Subject<'_> {
    /// Whether it is a machine.
    pub fn is_token(&self) -> bool {
        matches!(self, Self::Token(_) | Self::SomeToken)
    }

    /// A question about the address; a machine has none.
    pub fn has_email(&self, holds: impl Fn(&Email) -> bool) -> Three {
        match self {
            Self::Person(email) => holds(email).into(),
            Self::Token(_) | Self::SomeToken => Three::False,
        }
    }

    /// Whether it has this token.
    pub fn has_token(&self, id: &TokenId) -> Three {
        match self {
            Self::Person(_) => Three::False,
            Self::Token(own) => (*own == id).into(),
            Self::SomeToken => Three::unknown("which service token the machine has"),
        }
    }
}

/// The enrollment side of an account, ready to be asked.
pub enum Enrollment<'a> {
    /// There is one.
    Known {
        /// The application's id.
        application: &'a AppId,
        /// Its policies, in the order in which they are evaluated.
        policies: Vec<&'a Policy>,
        /// Groups and lists.
        lookup: Lookup<'a>,
    },
    /// There is no enrollment application: nobody can enroll.
    Closed,
    /// It was not read.
    Unread(String),
}

impl<'a> Enrollment<'a> {
    /// Finds the application of type `warp` and orders its policies.
    pub fn new(account: &'a Account) -> Self {
        let applications = match &account.applications {
            Listed::Read(rows) => rows,
            Listed::Unread(why) => return Self::Unread(not_read("Access applications", why)),
        };
        let Some(warp) = applications.iter().find(|application| application.kind == "warp") else {
            return Self::Closed;
        };
        match &warp.policies {
            Listed::Read(policies) => {
                Self::Known { application: &warp.id, policies: in_order(policies), lookup: Lookup::new(account) }
            }
            Listed::Unread(why) => Self::Unread(not_read("policies of the enrollment application", why)),
        }
    }

    /// How many policies there are, where that is known.
    pub fn policy_count(&self) -> Option<usize> {
        match self {
            Self::Known { policies, .. } => Some(policies.len()),
            Self::Closed => Some(0),
            Self::Unread(_) => None,
        }
    }

    /// The application's id, where there is one.
    pub fn application_id(&self) -> Option<&'a str> {
        match self {
            Self::Known { application, .. } => Some(application.as_str()),
            Self::Closed | Self::Unread(_) => None,
        }
    }

    /// The policies, where they are known.
    pub fn policies(&self) -> &[&'a Policy] {
        match self {
            Self::Known { policies, .. } => policies,
            Self::Closed | Self::Unread(_) => &[],
        }
    }

    /// The policies that certainly admit this identity.
    pub fn admitting(&self, subject: &Subject<'_>) -> Vec<&'a Policy> {
        match self {
            Self::Known { policies, lookup, .. } => Walk::new(policies, lookup, subject).admitting,
            Self::Closed | Self::Unread(_) => Vec::new(),
        }
    }

    /// What would have to be known to say that none of these policies admits this identity, those of
    /// [`Self::admitting`] aside.
    pub fn doubts(&self, subject: &Subject<'_>, among: impl Fn(&Policy) -> bool) -> Vec<String> {
        match self {
            Self::Known { policies, lookup, .. } => {
                let asked: Vec<&Policy> = policies.iter().copied().filter(|policy| among(policy)).collect();
                Walk::new(&asked, lookup, subject).maybe_admitted.into_iter().collect()
            }
            Self::Closed => Vec::new(),
            Self::Unread(why) => vec![why.clone()],
        }
    }

    /// Whether this identity could enroll again.
    pub fn returns(&self, subject: &Subject<'_>) -> Returns {
        match self {
            Self::Closed => answer(Verdict::No),
            Self::Unread(why) => unknown([why.clone()]),
            Self::Known { policies, lookup, .. } => Walk::new(policies, lookup, subject).answer(lookup, subject),
        }
    }
}

impl Enrollment<'_> {
    /// Whether a token could still enroll once the Include rules that name it are out of these policies.
    pub fn returns_without(&self, id: &TokenId, changed: &[&Policy]) -> Returns {
        let subject = Subject::Token(id);
        let Self::Known { policies, lookup, .. } = self else { return self.returns(&subject) };
        let rule = Rule::ServiceToken(id.clone());
        let left = |policy: &&Policy| {
            let mut left = (*policy).clone();
            if changed.iter().any(|changed| changed.id == left.id) {
                left.rules.include.retain(|include| *include != rule);
            }
            left
        };
        let left: Vec<Policy> = policies.iter().map(left).collect();
        let left: Vec<&Policy> = left.iter().collect();
        Walk::new(&left, lookup, &subject).answer(lookup, &subject)
    }
}

/// An answer without anything beside it.
pub fn answer(verdict: Verdict) -> Returns {
    Returns { verdict, policies: Vec::new(), needs: Vec::new(), remedy: None }
}

/// Unknown, with what would have to be known.
pub fn unknown(needs: impl IntoIterator<Item = String>) -> Returns {
    let needs: Vec<String> = needs.into_iter().collect();
    Returns { remedy: Some(remedy::find_out(&needs)), needs, ..answer(Verdict::Unknown) }
}

/// The policies of an application in the order in which they are asked: bypass and Service Auth first, then allow and deny,
/// each by precedence (API page, section 6.4).
pub fn in_order(policies: &[Policy]) -> Vec<&Policy> {
    let mut ordered: Vec<&Policy> = policies.iter().collect();
    ordered.sort_by_key(|policy| (is_late(&policy.decision), policy.precedence.unwrap_or(i64::MAX), &policy.id));
    ordered
}

/// Whether a decision is asked after what bypasses or asks for a service token.
pub fn is_late(decision: &Decision) -> bool {
    match decision {
        Decision::Bypass | Decision::NonIdentity => false,
        Decision::Allow | Decision::Deny | Decision::Other(_) => true,
    }
}

/// What a policy means for a subject.
fn effect(policy: &Policy, lookup: &Lookup<'_>, subject: &Subject<'_>) -> (bool, Three) {
    let holds = match (&policy.decision, subject) {
        (Decision::Allow | Decision::Deny, Subject::Token(_) | Subject::SomeToken) => Three::False,
        (Decision::Other(word), _) => match lookup.set(&policy.rules, subject) {
            Three::False => Three::False,
            Three::True | Three::Unknown(_) => Three::unknown(format!("what the decision {} means", quoted(word))),
        },
        (Decision::Allow | Decision::Deny | Decision::NonIdentity | Decision::Bypass, _) => {
            lookup.set(&policy.rules, subject)
        }
    };
    (policy.decision != Decision::Deny, holds)
}

/// Whether whoever a later policy matches has met this deny before, whatever nobody can tell: the same rule has the
/// same answer twice, so what it may admit it denies.
fn stops(deny: &Policy, later: &Policy) -> bool {
    let (denied, admitted) = (&deny.rules, &later.rules);
    let narrowed = !denied.require.is_empty() || !denied.exclude.is_empty();
    let is_denied = |rule: &Rule| denied.include.contains(rule);
    denied == admitted
        || (!narrowed && (admitted.include.iter().all(is_denied) || admitted.require.iter().any(is_denied)))
}

/// One way through the policies. The first match ends Cloudflare's evaluation; this goes on to the first certain
/// deny, since every policy on the way would admit once those before it are closed.
struct Walk<'a> {
    admitting: Vec<&'a Policy>,
    maybe_admitted: BTreeSet<String>,
    /// What may deny before the first certain admission.
    maybe_denied: BTreeSet<String>,
}

impl<'a> Walk<'a> {
    fn new(policies: &[&'a Policy], lookup: &Lookup<'_>, subject: &Subject<'_>) -> Self {
        let mut walk = Self { admitting: Vec::new(), maybe_admitted: BTreeSet::new(), maybe_denied: BTreeSet::new() };
        let mut denies: Vec<&Policy> = Vec::new();
        for policy in policies {
            match effect(policy, lookup, subject) {
                (true, Three::True) => walk.admitting.push(policy),
                (false, Three::True) => break,
                (true, Three::Unknown(_)) if denies.iter().any(|deny| stops(deny, policy)) => {}
                (true, Three::Unknown(needs)) => walk.maybe_admitted.extend(needs),
                (false, Three::Unknown(needs)) => {
                    denies.push(policy);
                    if walk.admitting.is_empty() {
                        walk.maybe_denied.extend(needs);
                    }
                }
                (_, Three::False) => {}
            }
        }
        walk
    }

    /// What is unknown counts only where it changes the answer.
    fn answer(self, lookup: &Lookup<'_>, subject: &Subject<'_>) -> Returns {
        let Self { admitting, maybe_admitted, maybe_denied } = self;
        if !admitting.is_empty() && maybe_denied.is_empty() {
            let verdict = if subject.is_token() { Verdict::Unattended } else { Verdict::Yes };
            let policies = admitting.iter().map(|policy| admits(policy, lookup, subject)).collect();
            let remedy = remedy::close(&admitting, lookup, subject);
            return Returns { policies, remedy: Some(remedy), ..answer(verdict) };
        }
        if !admitting.is_empty() {
            return unknown(maybe_denied);
        }
        if maybe_admitted.is_empty() { answer(Verdict::No) } else { unknown(maybe_admitted) }
    }
}

fn admits(policy: &Policy, lookup: &Lookup<'_>, subject: &Subject<'_>) -> AdmittingPolicy {
    let rule = admitting_rule(policy, lookup, subject).map_or_else(|| "its rules".to_owned(), remedy::in_words);
    AdmittingPolicy { id: policy.id.to_string(), name: policy.name.clone(), rule }
}

/// The Include rule by which a policy admits a subject.
pub fn admitting_rule<'p>(policy: &'p Policy, lookup: &Lookup<'_>, subject: &Subject<'_>) -> Option<&'p Rule> {
    policy.rules.include.iter().find(|rule| lookup.rule(rule, subject) == Three::True)
}

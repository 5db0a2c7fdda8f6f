//! All enrollment policies in Cloudflare's order, for one identity.

use super::remedy;
use super::rules::{Lookup, not_read};
use super::walk::Walk;
use crate::model::account::Listed;
use crate::model::enrollment::{Decision, Policy, Rule};
use crate::model::plan::{Returns, Verdict};
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
    pub fn has_email(&self, holds: impl Fn(&Email) -> bool) -> bool {
        match self {
            Self::Person(email) => holds(email),
            Self::Token(_) | Self::SomeToken => false,
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
            Self::Known { policies, lookup, .. } => Walk::new(policies, lookup, subject).admitting(),
            Self::Closed | Self::Unread(_) => Vec::new(),
        }
    }

    /// What would have to be known to say that none of these policies admits this identity, those of
    /// [`Self::admitting`] aside.
    pub fn doubts(&self, subject: &Subject<'_>, among: impl Fn(&Policy) -> bool) -> Vec<String> {
        match self {
            Self::Known { policies, lookup, .. } => {
                let asked: Vec<&Policy> = policies.iter().copied().filter(|policy| among(policy)).collect();
                Walk::new(&asked, lookup, subject).doubts()
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
            Self::Known { policies, lookup, .. } => Walk::new(policies, lookup, subject).answer(),
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
        Walk::new(&left, lookup, &subject).answer()
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

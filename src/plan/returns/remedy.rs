//! The smallest change that would make a removal stick, in words.

use super::evaluate::Subject;
use super::rules::Lookup;
use super::walk::admitting_rule;
use crate::model::Email;
use crate::model::enrollment::{Policy, Rule};
use crate::model::quote::{name, quoted};

/// A rule in words.
pub fn in_words(rule: &Rule) -> String {
    match rule {
        Rule::Email(address) => format!("the address {}", name(address)),
        Rule::EmailDomain(domain) => format!("the domain {}", name(domain)),
        Rule::EmailList(id) => format!("Gateway list {}", name(id.as_str())),
        Rule::Everyone => "everyone".to_owned(),
        Rule::Group(id) => format!("Access group {}", name(id.as_str())),
        Rule::ServiceToken(id) => format!("service token {}", name(id.as_str())),
        Rule::AnyValidServiceToken => "any valid service token".to_owned(),
        Rule::Other { needs, .. } => needs.to_string(),
    }
}

/// What closes every policy that admits the subject.
pub fn close(policies: &[&Policy], lookup: &Lookup<'_>, subject: &Subject<'_>) -> String {
    let mut steps: Vec<String> = Vec::new();
    for policy in policies {
        let step = step(policy, admitting_rule(policy, lookup, subject), subject);
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    steps.join("; ")
}

fn step(policy: &Policy, rule: Option<&Rule>, subject: &Subject<'_>) -> String {
    let policy = quoted(&policy.name);
    let person = |email: &Email| name(email.as_str());
    match (subject, rule) {
        (Subject::Person(_), Some(Rule::Email(address))) => format!("take {} out of policy {policy}", name(address)),
        (Subject::Person(email), Some(Rule::EmailDomain(_) | Rule::Everyone | Rule::Group(_))) => {
            format!(
                "add an Exclude rule for {} to policy {policy}, or disable the account in the identity provider",
                person(email)
            )
        }
        (Subject::Person(email), _) => format!("add an Exclude rule for {} to policy {policy}", person(email)),
        (Subject::Token(_), Some(Rule::ServiceToken(_))) => format!("take the token out of policy {policy}"),
        (Subject::Token(_) | Subject::SomeToken, Some(Rule::AnyValidServiceToken)) => {
            format!("replace \"any valid service token\" in policy {policy} by the tokens that are meant")
        }
        (Subject::Token(_) | Subject::SomeToken, _) => format!("narrow policy {policy}, which admits every machine"),
    }
}

/// What has to be found out where the answer is unknown.
pub fn find_out(needs: &[String]) -> String {
    format!("find out {}", needs.join(", "))
}

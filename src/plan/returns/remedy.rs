//! The smallest change that would make a removal stick, in words.

use super::evaluate::{Subject, admitting_rule};
use super::rules::Lookup;
use crate::model::enrollment::{Policy, Rule};

/// A rule in words.
pub fn in_words(rule: &Rule) -> String {
    match rule {
        Rule::Email(address) => format!("the address {address}"),
        Rule::EmailDomain(domain) => format!("the domain {domain}"),
        Rule::EmailList(id) => format!("Gateway list {id}"),
        Rule::Everyone => "everyone".to_owned(),
        Rule::Group(id) => format!("Access group {id}"),
        Rule::ServiceToken(id) => format!("service token {id}"),
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
    let name = &policy.name;
    match (subject, rule) {
        (Subject::Person(_), Some(Rule::Email(address))) => format!("take {address} out of policy \"{name}\""),
        (Subject::Person(email), Some(Rule::EmailDomain(_) | Rule::Everyone | Rule::Group(_))) => {
            format!(
                "add an Exclude rule for {email} to policy \"{name}\", or disable the account in the identity provider"
            )
        }
        (Subject::Person(email), _) => format!("add an Exclude rule for {email} to policy \"{name}\""),
        (Subject::Token(_), Some(Rule::ServiceToken(_))) => format!("take the token out of policy \"{name}\""),
        (Subject::Token(_) | Subject::SomeToken, Some(Rule::AnyValidServiceToken)) => {
            format!("replace \"any valid service token\" in policy \"{name}\" by the tokens that are meant")
        }
        (Subject::Token(_) | Subject::SomeToken, _) => format!("narrow policy \"{name}\", which admits every machine"),
    }
}

/// What has to be found out where the answer is unknown.
pub fn find_out(needs: &[String]) -> String {
    format!("find out {}", needs.join(", "))
}

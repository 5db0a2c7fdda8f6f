//! One way through the policies.

use super::doubts::Doubt;
use super::evaluate::{Subject, answer, unknown};
use super::remedy;
use super::rules::{Asking, Lookup};
use super::truth::Truth;
use crate::model::enrollment::{Decision, Policy, Rule};
use crate::model::plan::{AdmittingPolicy, Returns, Verdict};

/// The first match ends Cloudflare's evaluation; this goes on to the first certain deny, since every policy on the way
/// would admit once those before it are closed.
pub struct Walk<'p, 'a> {
    asking: Asking<'p>,
    lookup: &'p Lookup<'p>,
    subject: &'p Subject<'p>,
    gates: Vec<Gate<'a>>,
    /// Whether the first match admits.
    admitted: Truth,
}

/// A policy on the way.
struct Gate<'a> {
    policy: &'a Policy,
    /// Whether it matches and admits.
    admits: Truth,
    /// Whether it matches and denies.
    denies: Truth,
    /// Whether a deny before it matches.
    denied: Truth,
}

impl<'p, 'a: 'p> Walk<'p, 'a> {
    /// Asks the policies in this order.
    pub fn new(policies: &[&'a Policy], lookup: &'p Lookup<'p>, subject: &'p Subject<'p>) -> Self {
        let mut asking = Asking::new(lookup, subject);
        let mut gates = Vec::new();
        let mut denied = Truth::FALSE;
        for policy in policies {
            let (admits, denies) = effect(&mut asking, subject, policy);
            gates.push(Gate { policy, admits, denies, denied });
            denied = denied | denies;
            if denied == Truth::TRUE {
                break;
            }
        }
        // From the last one on: so nothing that is not followed is asked twice.
        let admitted = gates.iter().rev().fold(Truth::FALSE, |later, gate| gate.admits | (!gate.denies & later));
        Self { asking, lookup, subject, gates, admitted }
    }

    /// The policies that certainly admit whoever gets to them. Where it is certain only that one of several does, those.
    pub fn admitting(&self) -> Vec<&'a Policy> {
        let possible = self.asking.doubts.possible();
        let is_reached = |gate: &&Gate<'_>| !gate.denied.is_certain(possible);
        let admits = |gate: &&Gate<'_>| is_reached(gate) && (gate.denied | gate.admits).is_certain(possible);
        let certain: Vec<&Policy> = self.gates.iter().filter(admits).map(|gate| gate.policy).collect();
        if certain.is_empty() && self.admitted.is_certain(possible) {
            let may = |gate: &&Gate<'_>| !gate.opens().is_excluded(possible);
            return self.gates.iter().filter(may).map(|gate| gate.policy).collect();
        }
        certain
    }

    /// What would have to be known to say that no policy admits the subject but those that certainly do.
    pub fn doubts(&self) -> Vec<String> {
        let admitting = self.admitting();
        let others =
            self.gates.iter().filter(|gate| !admitting.iter().any(|policy| std::ptr::eq(*policy, gate.policy)));
        let open = others.fold(Truth::FALSE, |open, gate| open | gate.opens());
        self.asking.doubts.that_decide(open).into_iter().collect()
    }

    /// What is unknown counts only where it changes the answer.
    pub fn answer(&self) -> Returns {
        let possible = self.asking.doubts.possible();
        if self.admitted.is_excluded(possible) {
            return answer(Verdict::No);
        }
        if !self.admitted.is_certain(possible) {
            return unknown(self.asking.doubts.that_decide(self.admitted));
        }
        let (lookup, subject) = (self.lookup, self.subject);
        let admitting = self.admitting();
        let verdict = if subject.is_token() { Verdict::Unattended } else { Verdict::Yes };
        let policies = admitting.iter().map(|policy| admits(policy, lookup, subject)).collect();
        Returns { policies, remedy: Some(remedy::close(&admitting, lookup, subject)), ..answer(verdict) }
    }
}

impl Gate<'_> {
    /// Whether it would admit if every policy before it that admits were closed.
    fn opens(&self) -> Truth {
        self.admits & !self.denied
    }
}

/// Whether a policy admits the subject and whether it denies it, once it is asked.
fn effect<'p>(asking: &mut Asking<'p>, subject: &Subject<'_>, policy: &'p Policy) -> (Truth, Truth) {
    match &policy.decision {
        Decision::Allow | Decision::Deny if subject.is_token() => (Truth::FALSE, Truth::FALSE),
        Decision::Allow | Decision::NonIdentity | Decision::Bypass => (asking.set(&policy.rules), Truth::FALSE),
        Decision::Deny => (Truth::FALSE, asking.set(&policy.rules)),
        Decision::Other(word) => {
            let holds = asking.set(&policy.rules);
            let lets_in = asking.doubts.ask(Doubt::LetsIn(word));
            let keeps_out = asking.doubts.ask(Doubt::KeepsOut(word));
            (holds & lets_in, holds & !lets_in & keeps_out)
        }
    }
}

fn admits(policy: &Policy, lookup: &Lookup<'_>, subject: &Subject<'_>) -> AdmittingPolicy {
    let rule = admitting_rule(policy, lookup, subject).map_or_else(|| "its rules".to_owned(), remedy::in_words);
    AdmittingPolicy { id: policy.id.to_string(), name: policy.name.clone(), rule }
}

/// The Include rule by which a policy admits a subject.
pub fn admitting_rule<'p>(policy: &'p Policy, lookup: &Lookup<'_>, subject: &Subject<'_>) -> Option<&'p Rule> {
    let mut asking = Asking::new(lookup, subject);
    policy.rules.include.iter().find(|rule| asking.rule(rule) == Truth::TRUE)
}

//! The evaluator of enrollment policies against one that tries every way in which the unknown could turn out.
//!
//! The answer is certain exactly where all ways agree, and then it is theirs. Of more unknown things than the evaluator
//! follows, it may be unknown where they agree, and never certain where they do not.

use std::collections::{BTreeMap, BTreeSet};

use doorlist::cloudflare::recording;
use doorlist::model::account::Needs;
use doorlist::model::plan::Verdict;
use doorlist::model::{Account, Email, TokenId};
use doorlist::plan::returns::truth::NUMBERED;
use doorlist::plan::returns::{Enrollment, Subject};
use serde_json::{Value, json};

use super::common::{ACCOUNT, Draw, now};

/// Choices.
pub fn target(bytes: &[u8]) {
    let door = Door::drawn(&mut Draw::new(bytes));
    let account = door.account();
    let alice = Email::new(ALICE);
    let token = TokenId::from(TOKENS[0]);
    judge(&door, &account, Who::Alice, &Subject::Person(&alice));
    judge(&door, &account, Who::Token, &Subject::Token(&token));
    judge(&door, &account, Who::SomeToken, &Subject::SomeToken);
}

const ALICE: &str = "alice@acme.example";

const TOKENS: [&str; 3] = ["t1", "t2", "t3"];

fn judge(door: &Door, account: &Account, who: Who, subject: &Subject<'_>) {
    let said = Enrollment::new(account).returns(subject).verdict;
    let mut unknown = Unknown::default();
    door.admits(who, &mut unknown);
    let asked: Vec<Asked> = unknown.asked.iter().cloned().collect();
    if asked.len() > 9 {
        return;
    }
    let mut ways = Vec::new();
    each_way(&asked, &mut BTreeMap::new(), &mut |turned_out: &BTreeMap<Asked, usize>| {
        ways.push(door.admits(who, &mut Unknown { turned_out: turned_out.clone(), ..Unknown::default() }));
    });
    let certain = if who == Who::Alice { Verdict::Yes } else { Verdict::Unattended };
    let agreed = match (ways.contains(&true), ways.contains(&false)) {
        (true, false) => certain,
        (false, true) => Verdict::No,
        _ => Verdict::Unknown,
    };
    let is_followed = asked.iter().map(Asked::things).sum::<usize>() <= NUMBERED;
    let is_right = said == agreed || (said == Verdict::Unknown && !is_followed);
    assert!(is_right, "{subject:?}: {said:?} instead of {agreed:?} for {door:#?}");
}

/// Who might enroll.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Alice,
    /// A machine with the first token.
    Token,
    /// A machine with one of the tokens, and nobody says which.
    SomeToken,
}

/// Something that the account does not tell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Asked {
    Posture(String),
    Group(&'static str),
    List(&'static str),
    Meaning(&'static str),
    WhichToken,
}

impl Asked {
    fn answers(&self) -> usize {
        match self {
            Self::WhichToken => TOKENS.len(),
            // It lets in, it keeps out, or it does neither.
            Self::Meaning(_) => 3,
            Self::Posture(_) | Self::Group(_) | Self::List(_) => 2,
        }
    }

    /// How many of the things that may be so or not it makes for the evaluator.
    fn things(&self) -> usize {
        self.answers() - 1
    }
}

#[derive(Default)]
struct Unknown {
    asked: BTreeSet<Asked>,
    turned_out: BTreeMap<Asked, usize>,
}

impl Unknown {
    fn ask(&mut self, what: &Asked) -> usize {
        self.asked.insert(what.clone());
        self.turned_out.get(what).copied().unwrap_or(0)
    }
}

fn each_way(asked: &[Asked], so_far: &mut BTreeMap<Asked, usize>, then: &mut impl FnMut(&BTreeMap<Asked, usize>)) {
    let Some((first, rest)) = asked.split_first() else { return then(so_far) };
    for answer in 0..first.answers() {
        so_far.insert(first.clone(), answer);
        each_way(rest, so_far, then);
    }
    so_far.remove(first);
}

/// A selector.
#[derive(Clone, Debug)]
enum Rule {
    Everyone,
    Email(&'static str),
    Domain(&'static str),
    List(&'static str),
    Group(&'static str),
    Token(&'static str),
    AnyToken,
    Posture(String),
}

#[derive(Clone, Debug)]
struct Rules {
    include: Vec<Rule>,
    require: Vec<Rule>,
    exclude: Vec<Rule>,
}

#[derive(Clone, Debug)]
struct Policy {
    id: String,
    decision: &'static str,
    precedence: usize,
    rules: Rules,
}

/// Nothing where they were not read.
type Items = Option<Vec<&'static str>>;

/// The enrollment side of an account.
#[derive(Clone, Debug)]
struct Door {
    application: &'static str,
    policies: Vec<Policy>,
    /// Nothing where they were not recorded.
    groups: Option<Vec<(&'static str, Rules)>>,
    lists: Option<Vec<(&'static str, Items)>>,
}

/// Whether somebody may enroll, where everything is known. Everything is asked, needed or not, so that what is unknown
/// is gathered on the way.
impl Door {
    /// The first policy that matches decides, those for machines before those for people.
    fn admits(&self, who: Who, unknown: &mut Unknown) -> bool {
        if self.application != "warp" {
            return false;
        }
        let is_late = |policy: &&Policy| !["bypass", "non_identity"].contains(&policy.decision);
        let mut policies: Vec<&Policy> = self.policies.iter().collect();
        policies.sort_by_key(|policy| (is_late(policy), policy.precedence, &policy.id));
        let mut decided = None;
        for policy in policies {
            if ["allow", "deny"].contains(&policy.decision) && who != Who::Alice {
                continue;
            }
            let matches = self.hold(&policy.rules, who, &mut Vec::new(), unknown);
            let meant = match policy.decision {
                "deny" => Some(false),
                "invite" => [Some(false), Some(true), None][unknown.ask(&Asked::Meaning("invite"))],
                _ => Some(true),
            };
            if matches && decided.is_none() {
                decided = meant;
            }
        }
        decided.unwrap_or(false)
    }

    fn hold(&self, rules: &Rules, who: Who, path: &mut Vec<&'static str>, unknown: &mut Unknown) -> bool {
        let mut each =
            |rules: &[Rule]| -> Vec<bool> { rules.iter().map(|rule| self.holds(rule, who, path, unknown)).collect() };
        let (include, require, exclude) = (each(&rules.include), each(&rules.require), each(&rules.exclude));
        include.contains(&true) && !require.contains(&false) && !exclude.contains(&true)
    }

    fn holds(&self, rule: &Rule, who: Who, path: &mut Vec<&'static str>, unknown: &mut Unknown) -> bool {
        let is_alice = who == Who::Alice;
        match rule {
            Rule::Everyone => true,
            Rule::Email(text) => is_alice && text.to_lowercase() == ALICE,
            Rule::Domain(domain) => is_alice && domain.to_lowercase() == "acme.example",
            Rule::AnyToken => !is_alice,
            Rule::Posture(check) => unknown.ask(&Asked::Posture(check.clone())) == 1,
            Rule::Token(id) => match who {
                Who::Alice => false,
                Who::Token => *id == TOKENS[0],
                Who::SomeToken => TOKENS[unknown.ask(&Asked::WhichToken)] == *id,
            },
            Rule::List(id) => {
                let list = self.lists.as_ref().and_then(|lists| lists.iter().find(|(own, _)| own == id));
                match list.and_then(|(_, items)| items.as_ref()) {
                    _ if !is_alice => false,
                    Some(items) => items.iter().any(|item| item.to_lowercase() == ALICE),
                    None => unknown.ask(&Asked::List(id)) == 1,
                }
            }
            Rule::Group(id) => match self.groups.as_ref().and_then(|groups| groups.iter().find(|(own, _)| own == id)) {
                None => unknown.ask(&Asked::Group(id)) == 1,
                Some((id, _)) if path.contains(id) => false,
                Some((id, rules)) => {
                    path.push(id);
                    let holds = self.hold(rules, who, path, unknown);
                    path.pop();
                    holds
                }
            },
        }
    }
}

/// The same as a recorded account.
impl Door {
    fn account(&self) -> Account {
        let policy = |policy: &Policy| {
            let Policy { id, decision, precedence, rules } = policy;
            let mut row = rules.json(id);
            row["decision"] = json!(decision);
            row["precedence"] = json!(precedence);
            row["reusable"] = json!(true);
            row
        };
        let policies: Vec<Value> = self.policies.iter().map(policy).collect();
        let mut document = json!({
            "account": { "id": ACCOUNT },
            "organization": { "auth_domain": "acme.cloudflareaccess.com" },
            "registrations": [],
            "policies": policies,
            "applications": [{ "id": "app", "type": self.application, "name": "Warp Login App", "policies": policies }],
        });
        if let Some(groups) = &self.groups {
            document["groups"] = groups.iter().map(|(id, rules)| rules.json(id)).collect();
        }
        if let Some(lists) = &self.lists {
            let items = |items: &Vec<&str>| -> Value { items.iter().map(|item| json!({ "value": item })).collect() };
            let list = |(id, own): &(&str, Option<Vec<&str>>)| match own {
                Some(own) => json!({ "id": id, "name": id, "type": "EMAIL", "items": items(own) }),
                None => json!({ "id": id, "name": id, "type": "EMAIL" }),
            };
            document["lists"] = lists.iter().map(list).collect();
        }
        let needs = Needs { devices: false, profiles: false, enrollment: true, tokens: false, users: false };
        recording::account(document.to_string().as_bytes(), needs, now()).expect("it is right")
    }
}

impl Rules {
    fn json(&self, id: &str) -> Value {
        let list = |rules: &[Rule]| -> Value { rules.iter().map(Rule::json).collect() };
        let Self { include, require, exclude } = self;
        json!({ "id": id, "name": id, "include": list(include), "require": list(require), "exclude": list(exclude) })
    }
}

impl Rule {
    fn json(&self) -> Value {
        match self {
            Self::Everyone => json!({ "everyone": {} }),
            Self::Email(text) => json!({ "email": { "email": text } }),
            Self::Domain(domain) => json!({ "email_domain": { "domain": domain } }),
            Self::List(id) => json!({ "email_list": { "id": id } }),
            Self::Group(id) => json!({ "group": { "id": id } }),
            Self::Token(id) => json!({ "service_token": { "token_id": id } }),
            Self::AnyToken => json!({ "any_valid_service_token": {} }),
            Self::Posture(check) => json!({ "device_posture": { "integration_uid": check } }),
        }
    }
}

/// Out of choices.
impl Door {
    fn drawn(draw: &mut Draw<'_>) -> Self {
        let mut number = 0;
        let policies = draw.several(4, |draw| {
            number += 1;
            let id = format!("p{number}");
            let decision = draw.one(&["allow", "allow", "deny", "non_identity", "bypass", "invite"]);
            Policy { id, decision, precedence: draw.below(4), rules: Rules::drawn(draw) }
        });
        let application = draw.one(&["warp", "warp", "warp", "self_hosted"]);
        let groups = ["g0", "g1", "g2"].map(|id| (id, Rules::drawn(draw))).to_vec();
        let items = draw.several(2, |draw| draw.one(&["ALICE@acme.example", "bob@acme.example"]));
        let lists = vec![("l0", Some(items)), ("l1", None)];
        let is_read = |draw: &mut Draw<'_>| draw.below(8) != 7;
        Self { application, policies, groups: is_read(draw).then_some(groups), lists: is_read(draw).then_some(lists) }
    }
}

impl Rules {
    fn drawn(draw: &mut Draw<'_>) -> Self {
        let mut some = |most| draw.several(most, Rule::drawn);
        Self { include: some(3), require: some(2), exclude: some(2) }
    }
}

impl Rule {
    fn drawn(draw: &mut Draw<'_>) -> Self {
        match draw.below(18) {
            0 => Self::Everyone,
            1 => Self::Email("Alice@acme.example"),
            2 => Self::Email("bob@acme.example"),
            3 => Self::Domain("ACME.example"),
            4 => Self::Domain("globex.example"),
            5 => Self::List("l0"),
            6 => Self::List("l1"),
            7 => Self::Group("g0"),
            8 => Self::Group("g1"),
            9 => Self::Group("g2"),
            10 => Self::Group("missing"),
            11 => Self::Token("t1"),
            12 => Self::Token("t2"),
            13 => Self::AnyToken,
            _ => Self::Posture(format!("check {}", draw.below(32))),
        }
    }
}

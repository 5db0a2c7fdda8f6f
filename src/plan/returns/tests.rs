//! The evaluation against the cases of fine print A13 and A22 and of the API page, section 6.4.

use jiff::Timestamp;

use super::{Enrollment, Subject};
use crate::model::account::{Account, Listed, Organization, Reading, Source, Unread};
use crate::model::enrollment::{Application, Decision, GatewayList, Group, Policy, Rule, Rules};
use crate::model::plan::Verdict;
use crate::model::{AccountId, AppId, Email, GroupId, ListId, PolicyId, TokenId};

fn account(policies: Vec<Policy>) -> Account {
    let application = Application {
        id: AppId::from("app"),
        kind: "warp".to_owned(),
        name: "Warp Login App".to_owned(),
        policies: Listed::Read(policies),
    };
    Account {
        id: AccountId::from("0123456789abcdef0123456789abcdef"),
        name: None,
        organization: Organization { name: None, auth_domain: "acme.cloudflareaccess.com".to_owned() },
        registrations: Vec::new(),
        devices: None,
        applications: Listed::Read(vec![application]),
        policies: Listed::Read(Vec::new()),
        groups: Listed::Read(Vec::new()),
        lists: Listed::Read(Vec::new()),
        tokens: Listed::Read(Vec::new()),
        users: Listed::Unread(Unread::NotNeeded),
        reading: Reading {
            source: Source::Offline,
            read_at: Timestamp::UNIX_EPOCH,
            pages: 0,
            page_size: 0,
            deleted_rows: 0,
        },
    }
}

fn policy(precedence: i64, decision: Decision, include: Vec<Rule>) -> Policy {
    let name = format!("P{precedence}");
    Policy {
        id: PolicyId::from(name.as_str()),
        name,
        decision,
        precedence: Some(precedence),
        rules: Rules { include, ..Rules::default() },
        reusable: Some(true),
        app_count: None,
    }
}

fn domain() -> Rule {
    Rule::EmailDomain("acme.example".into())
}

fn other(key: &str, detail: &str) -> Rule {
    Rule::Other { key: key.into(), needs: format!("{key} group \"eng\"").into(), detail: detail.into() }
}

fn idp_group() -> Rule {
    other("okta", "eng of provider 1")
}

fn token(id: &str) -> Rule {
    Rule::ServiceToken(TokenId::from(id))
}

fn person(policies: Vec<Policy>) -> Verdict {
    Enrollment::new(&account(policies)).returns(&Subject::Person(&Email::new("alice@acme.example"))).verdict
}

fn machine(policies: Vec<Policy>, id: &str) -> Verdict {
    Enrollment::new(&account(policies)).returns(&Subject::Token(&TokenId::from(id))).verdict
}

#[test]
fn the_first_match_by_precedence_decides() {
    let deny = || policy(1, Decision::Deny, vec![Rule::Email("Alice@acme.example".into())]);
    assert_eq!(person(vec![policy(2, Decision::Allow, vec![domain()]), deny()]), Verdict::No);
    assert_eq!(person(vec![policy(0, Decision::Allow, vec![domain()]), deny()]), Verdict::Yes);
    assert_eq!(person(vec![]), Verdict::No);
}

#[test]
fn what_is_unknown_counts_only_where_it_changes_the_answer() {
    let allow = |at| policy(at, Decision::Allow, vec![domain()]);
    let maybe = |at| policy(at, Decision::Allow, vec![idp_group()]);
    let maybe_not = |at| policy(at, Decision::Deny, vec![idp_group()]);
    let never = |at| policy(at, Decision::Deny, vec![Rule::Everyone]);
    assert_eq!(person(vec![maybe(1), allow(2)]), Verdict::Yes);
    assert_eq!(person(vec![maybe_not(1), allow(2)]), Verdict::Unknown);
    assert_eq!(person(vec![allow(1), maybe_not(2)]), Verdict::Yes);
    assert_eq!(person(vec![maybe_not(1)]), Verdict::No);
    assert_eq!(person(vec![maybe(1), never(2)]), Verdict::Unknown);
    assert_eq!(person(vec![never(1), maybe(2)]), Verdict::No);
}

#[test]
fn a_decision_that_is_not_known_may_let_in_or_keep_out() {
    let invite = |rules| policy(1, Decision::Other("invite".into()), rules);
    let allow = || policy(2, Decision::Allow, vec![domain()]);
    assert_eq!(person(vec![invite(vec![domain()])]), Verdict::Unknown);
    assert_eq!(person(vec![invite(vec![domain()]), allow()]), Verdict::Unknown, "it may keep out");
    assert_eq!(person(vec![invite(vec![Rule::Email("bob@acme.example".into())]), allow()]), Verdict::Yes);
    assert_eq!(person(vec![policy(0, Decision::Deny, vec![domain()]), invite(vec![domain()])]), Verdict::No);
}

#[test]
fn the_same_unknown_thing_has_one_answer() {
    let mut never = policy(1, Decision::Allow, vec![idp_group()]);
    never.rules.exclude = vec![idp_group()];
    assert_eq!(person(vec![never]), Verdict::No);
    let mut others = policy(2, Decision::Allow, vec![Rule::Everyone]);
    others.rules.exclude = vec![idp_group()];
    let either_way = vec![policy(1, Decision::Allow, vec![idp_group()]), others];
    let alice = Email::new("alice@acme.example");
    let account = account(either_way);
    let enrollment = Enrollment::new(&account);
    let returns = enrollment.returns(&Subject::Person(&alice));
    assert_eq!(returns.verdict, Verdict::Yes);
    let names: Vec<&str> = returns.policies.iter().map(|policy| policy.name.as_str()).collect();
    assert_eq!(names, ["P1", "P2"], "nobody can say which");
    assert_eq!(enrollment.admitting(&Subject::Person(&alice)).len(), 2);
}

#[test]
fn only_what_decides_would_have_to_be_known() {
    let returns = |policies| {
        let account = account(policies);
        Enrollment::new(&account).returns(&Subject::Person(&Email::new("alice@acme.example"))).needs
    };
    let geo = || other("geo", "HR");
    let mut shadowed = policy(2, Decision::Allow, vec![geo()]);
    shadowed.rules.require = vec![idp_group()];
    let deny = policy(1, Decision::Deny, vec![idp_group()]);
    let allow = policy(3, Decision::Allow, vec![domain()]);
    assert_eq!(
        returns(vec![deny, shadowed, allow]),
        ["okta group \"eng\""],
        "who passes the deny, the second does not admit"
    );
}

#[test]
fn more_unknown_things_than_are_followed_are_never_certain() {
    let many: Vec<Rule> = (0..20).map(|number| other("geo", &number.to_string())).collect();
    let deny = policy(1, Decision::Deny, many.clone());
    assert_eq!(person(vec![deny.clone()]), Verdict::No);
    assert_eq!(person(vec![deny, policy(2, Decision::Allow, vec![many[19].clone()])]), Verdict::Unknown);
    assert_eq!(
        person(vec![policy(1, Decision::Allow, many), policy(2, Decision::Allow, vec![domain()])]),
        Verdict::Yes
    );
}

fn group(id: &str, include: Vec<Rule>) -> Group {
    Group { id: GroupId::from(id), name: id.to_owned(), rules: Rules { include, ..Rules::default() } }
}

fn refers(id: &str) -> Rule {
    Rule::Group(GroupId::from(id))
}

/// A door whose only policy admits group `g0`.
fn admits_group(groups: Vec<Group>) -> Verdict {
    let mut account = account(vec![policy(1, Decision::Allow, vec![refers("g0")])]);
    account.groups = Listed::Read(groups);
    let alice = Email::new("alice@acme.example");
    Enrollment::new(&account).returns(&Subject::Person(&alice)).verdict
}

#[test]
fn groups_that_name_the_next_one_twice_are_asked_once() {
    let next = |number: usize| vec![refers(&format!("g{}", number + 1)), refers(&format!("g{}", number + 1))];
    let mut groups: Vec<Group> = (0..60).map(|number| group(&format!("g{number}"), next(number))).collect();
    groups.push(group("g60", vec![Rule::Email("bob@acme.example".into())]));
    assert_eq!(admits_group(groups.clone()), Verdict::No);
    groups[60].rules.include = vec![domain()];
    assert_eq!(admits_group(groups), Verdict::Yes);
}

#[test]
fn groups_that_all_name_one_another_end() {
    let names = || (0..40).map(|number| refers(&format!("g{number}"))).collect::<Vec<_>>();
    let mut groups: Vec<Group> = (0..40).map(|number| group(&format!("g{number}"), names())).collect();
    assert_eq!(admits_group(groups.clone()), Verdict::Unknown, "more ways than can be tried");
    groups[0].rules.include.insert(0, domain());
    assert_eq!(admits_group(groups), Verdict::Yes);
}

#[test]
fn a_long_chain_of_groups_overflows_nothing() {
    let next = |number: usize| vec![refers(&format!("g{}", number + 1))];
    let mut groups: Vec<Group> = (0..50_000).map(|number| group(&format!("g{number}"), next(number))).collect();
    groups.push(group("g50000", vec![domain()]));
    assert_eq!(admits_group(groups), Verdict::Unknown);
}

#[test]
fn what_may_be_denied_first_is_not_admitted_by_the_same_rule() {
    let deny = |rules| policy(1, Decision::Deny, rules);
    let allow = |rules| policy(2, Decision::Allow, rules);
    assert_eq!(person(vec![deny(vec![idp_group()]), allow(vec![idp_group()])]), Verdict::No);
    assert_eq!(person(vec![deny(vec![other("geo", "HR"), idp_group()]), allow(vec![idp_group()])]), Verdict::No);
    let mut required = allow(vec![Rule::Everyone]);
    required.rules.require = vec![idp_group()];
    assert_eq!(person(vec![deny(vec![idp_group()]), required]), Verdict::No);
    let mut narrowed = deny(vec![idp_group()]);
    narrowed.rules.exclude = vec![other("geo", "HR")];
    assert_eq!(person(vec![narrowed.clone(), allow(vec![idp_group()])]), Verdict::Unknown, "the deny is narrower");
    let same = Policy { decision: Decision::Allow, ..narrowed.clone() };
    assert_eq!(person(vec![narrowed, Policy { precedence: Some(2), ..same }]), Verdict::No);
    let another = other("okta", "eng of provider 2");
    assert_eq!(
        person(vec![deny(vec![idp_group()]), allow(vec![another])]),
        Verdict::Unknown,
        "said alike, and another"
    );
    assert_eq!(person(vec![deny(vec![idp_group()]), allow(vec![idp_group(), domain()])]), Verdict::Unknown);
    let early = policy(0, Decision::Allow, vec![idp_group()]);
    assert_eq!(person(vec![early, deny(vec![idp_group()])]), Verdict::Unknown, "it is asked first");
}

#[test]
fn a_token_logs_in_at_no_identity_provider() {
    let of_a_login = [
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
    for key in of_a_login {
        let service = policy(1, Decision::NonIdentity, vec![other(key, "eng")]);
        assert_eq!(machine(vec![service.clone()], "t1"), Verdict::No, "{key}");
        let any = Enrollment::new(&account(vec![service])).returns(&Subject::SomeToken).verdict;
        assert_eq!(any, Verdict::No, "{key}");
        let mut excluded = policy(1, Decision::NonIdentity, vec![token("t1")]);
        excluded.rules.exclude = vec![other(key, "eng")];
        assert_eq!(machine(vec![excluded], "t1"), Verdict::Unattended, "{key}");
    }
    let posture = policy(1, Decision::NonIdentity, vec![other("device_posture", "i")]);
    assert_eq!(machine(vec![posture], "t1"), Verdict::Unknown, "a machine has a posture");
}

#[test]
fn an_application_without_its_policies_is_unread() {
    let mut account = account(Vec::new());
    let Listed::Read(applications) = &mut account.applications else { panic!("read") };
    applications[0].policies = Listed::Unread(Unread::Refused("403".to_owned()));
    let alice = Email::new("alice@acme.example");
    let returns = Enrollment::new(&account).returns(&Subject::Person(&alice));
    assert_eq!(returns.verdict, Verdict::Unknown);
    assert_eq!(returns.needs, ["the policies of the enrollment application, which could not be read (403)"]);
}

#[test]
fn require_and_exclude_narrow_a_policy() {
    let mut narrowed = policy(1, Decision::Allow, vec![Rule::Everyone]);
    narrowed.rules.exclude = vec![Rule::Email("alice@ACME.example".into())];
    assert_eq!(person(vec![narrowed.clone()]), Verdict::No);
    narrowed.rules.exclude = vec![idp_group()];
    assert_eq!(person(vec![narrowed.clone()]), Verdict::Unknown);
    narrowed.rules.exclude.clear();
    narrowed.rules.require = vec![domain(), idp_group()];
    assert_eq!(person(vec![narrowed.clone()]), Verdict::Unknown);
    narrowed.rules.require = vec![Rule::EmailDomain("globex.example".into()), idp_group()];
    assert_eq!(person(vec![narrowed]), Verdict::No);
}

#[test]
fn service_auth_and_bypass_come_first_and_a_deny_stops_no_token() {
    let deny = policy(1, Decision::Deny, vec![Rule::Everyone]);
    let service = policy(2, Decision::NonIdentity, vec![token("t1")]);
    let bypass = policy(3, Decision::Bypass, vec![Rule::Everyone]);
    assert_eq!(machine(vec![deny.clone(), service.clone()], "t1"), Verdict::Unattended);
    assert_eq!(machine(vec![deny.clone(), service.clone()], "t2"), Verdict::No);
    assert_eq!(person(vec![deny.clone(), service]), Verdict::No);
    assert_eq!(person(vec![deny, bypass]), Verdict::Yes);
}

#[test]
fn a_token_in_an_allow_policy_never_matches() {
    assert_eq!(machine(vec![policy(1, Decision::Allow, vec![token("t1")])], "t1"), Verdict::No);
}

#[test]
fn a_machine_that_nobody_claims_has_some_token() {
    let ask = |policies| Enrollment::new(&account(policies)).returns(&Subject::SomeToken).verdict;
    let any = policy(1, Decision::NonIdentity, vec![Rule::AnyValidServiceToken]);
    assert_eq!(ask(vec![any]), Verdict::Unattended);
    assert_eq!(ask(vec![policy(1, Decision::NonIdentity, vec![token("t1")])]), Verdict::Unknown);
    assert_eq!(ask(vec![policy(1, Decision::Allow, vec![domain()])]), Verdict::No);
}

#[test]
fn groups_nest_and_a_cycle_adds_nobody() {
    let mut account = account(vec![policy(1, Decision::Allow, vec![refers("a")])]);
    let alice = Email::new("alice@acme.example");
    let ask = |account: &Account| Enrollment::new(account).returns(&Subject::Person(&alice)).verdict;
    account.groups = Listed::Read(vec![group("a", vec![refers("b")]), group("b", vec![domain(), refers("a")])]);
    assert_eq!(ask(&account), Verdict::Yes);
    account.groups = Listed::Read(vec![group("a", vec![refers("b")]), group("b", vec![refers("a")])]);
    assert_eq!(ask(&account), Verdict::No);
    account.groups = Listed::Read(vec![group("a", vec![refers("missing")])]);
    assert_eq!(ask(&account), Verdict::Unknown);
    account.groups = Listed::Unread(Unread::NotRecorded);
    assert_eq!(ask(&account), Verdict::Unknown);
}

#[test]
fn a_list_that_was_not_read_is_not_empty() {
    let id = ListId::from("l1");
    let mut account = account(vec![
        policy(1, Decision::Deny, vec![Rule::EmailList(id.clone())]),
        policy(2, Decision::Allow, vec![domain()]),
    ]);
    let alice = Email::new("alice@acme.example");
    let ask = |account: &Account| Enrollment::new(account).returns(&Subject::Person(&alice)).verdict;
    let list = |items| GatewayList { id: id.clone(), name: "offboarded".to_owned(), kind: "EMAIL".to_owned(), items };
    account.lists = Listed::Read(vec![list(Some(vec!["ALICE@acme.example".to_owned()]))]);
    assert_eq!(ask(&account), Verdict::No);
    account.lists = Listed::Read(vec![list(Some(Vec::new()))]);
    assert_eq!(ask(&account), Verdict::Yes);
    account.lists = Listed::Read(vec![list(None)]);
    assert_eq!(ask(&account), Verdict::Unknown);
}

#[test]
fn without_an_enrollment_application_nobody_returns_and_unread_is_unknown() {
    let mut account = account(Vec::new());
    let alice = Email::new("alice@acme.example");
    let ask = |account: &Account| Enrollment::new(account).returns(&Subject::Person(&alice)).verdict;
    account.applications = Listed::Read(Vec::new());
    assert_eq!(ask(&account), Verdict::No);
    account.applications = Listed::Unread(Unread::Refused("403".to_owned()));
    assert_eq!(ask(&account), Verdict::Unknown);
}

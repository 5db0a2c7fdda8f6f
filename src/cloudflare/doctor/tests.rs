//! Judging without asking.

use jiff::{SignedDuration, Timestamp};

use super::{Asked, judge, recorded};
use crate::cloudflare::ratelimit::{LimitItem, Limits};
use crate::cloudflare::{CredentialKind, DEFAULT_BASE_URL, Probed, ProbedList, Problem, ReadError, Verified};
use crate::model::AccountId;
use crate::model::account::Organization;
use crate::model::checkup::{Check, Checkup, Fitness, Mark};

const ACCOUNT: &str = "0123456789abcdef0123456789abcdef";

fn now() -> Timestamp {
    "2026-11-22T00:00:00Z".parse().expect("a time")
}

fn asked() -> Asked<'static> {
    Asked { doorlist: None, two_schemes: false, now: now() }
}

fn item(name: &str, numbers: &[(&str, u64)]) -> LimitItem {
    LimitItem {
        name: name.to_owned(),
        numbers: numbers.iter().map(|(key, value)| ((*key).to_owned(), *value)).collect(),
    }
}

fn limits(left: u64) -> Limits {
    Limits {
        state: vec![item("default", &[("r", left), ("t", 271)])],
        policy: vec![item("default", &[("q", 1_200), ("w", 300)])],
    }
}

fn active(expires_on: Option<&str>) -> Verified {
    let expires_on = expires_on.map(|text| text.parse().expect("a time"));
    Verified::Token { status: "active".to_owned(), expires_on, not_before: None }
}

fn probed() -> Probed {
    let list = |name, permission| ProbedList { name, permission, answer: Ok(()) };
    Probed {
        credential: CredentialKind::UserToken,
        base: DEFAULT_BASE_URL.to_owned(),
        account: AccountId::from(ACCOUNT),
        token: active(None),
        organization: Some(Ok(Organization { name: None, auth_domain: "acme.cloudflareaccess.com".to_owned() })),
        lists: vec![
            list("devices/registrations", "Zero Trust Read"),
            list("access/users", "Access: Audit Logs Read"),
            list("access/apps", "Access: Apps and Policies Read"),
        ],
        enrollment: Some(Some(3)),
        limits: limits(1_150),
        skew: Some(SignedDuration::from_millis(-800)),
    }
}

fn refused(problem: Problem) -> ReadError {
    ReadError::new(problem, "HTTP 403: 10000 Authentication error").with_help("the token needs the permission `X`")
}

fn judged(change: impl FnOnce(&mut Probed)) -> Checkup {
    let mut probed = probed();
    change(&mut probed);
    judge(&probed, &asked())
}

fn find<'a>(checkup: &'a Checkup, code: &str) -> &'a Check {
    checkup.checks.iter().find(|check| check.code == code).unwrap_or_else(|| panic!("no check {code}: {checkup:?}"))
}

#[test]
fn all_is_well() {
    let checkup = judged(|_| {});
    assert_eq!((checkup.fitness, checkup.team.as_deref()), (Fitness::Fit, Some("acme")));
    assert!(checkup.checks.iter().all(|check| check.mark == Mark::Ok && check.mend.is_none()), "{checkup:?}");
    assert_eq!(find(&checkup, "rate_budget").text, "1150 of 1200 requests are left for the next 271 s");
    assert_eq!(find(&checkup, "clock").text, "within 1 s of the API's");
}

#[test]
fn a_list_that_nothing_needs_may_be_refused() {
    let checkup = judged(|probed| probed.lists[1].answer = Err(refused(Problem::Inventory)));
    assert_eq!(checkup.fitness, Fitness::Fit);
    let users = find(&checkup, "access/users");
    assert_eq!((users.mark, users.permission.as_deref()), (Mark::Note, Some("Access: Audit Logs Read")));
    assert!(users.mend.is_some() && !users.features.is_empty());
}

#[test]
fn a_list_that_every_run_needs_may_not() {
    let checkup = judged(|probed| probed.lists[0].answer = Err(refused(Problem::Inventory)));
    assert_eq!((checkup.fitness, find(&checkup, "devices/registrations").mark), (Fitness::Refused, Mark::Problem));
}

#[test]
fn what_is_of_no_use_is_said_before_what_is_refused() {
    let checkup = judged(|probed| {
        probed.token = Verified::Failed(refused(Problem::Credential));
        probed.organization = Some(Err(refused(Problem::Account)));
    });
    assert_eq!(checkup.fitness, Fitness::Unusable);
    assert_eq!(judged(|probed| probed.organization = Some(Err(refused(Problem::Account)))).fitness, Fitness::Refused);
    for problem in [Problem::Unreachable, Problem::TooLong { seconds: 900 }] {
        assert_eq!(judged(|probed| probed.lists[2].answer = Err(refused(problem))).fitness, Fitness::Unusable);
    }
}

#[test]
fn a_token_that_is_not_active_is_of_no_use() {
    for status in ["disabled", "expired", "pondering"] {
        let token = Verified::Token { status: status.to_owned(), expires_on: None, not_before: None };
        let checkup = judged(|probed| probed.token = token);
        assert_eq!((checkup.fitness, find(&checkup, "token").mark), (Fitness::Unusable, Mark::Problem), "{status}");
    }
}

#[test]
fn a_token_that_cannot_be_verified_may_still_read() {
    let checkup = judged(|probed| probed.token = Verified::Failed(refused(Problem::Inventory)));
    assert_eq!((checkup.fitness, find(&checkup, "token").mark), (Fitness::Fit, Mark::Warning));
    let key = judged(|probed| (probed.credential, probed.token) = (CredentialKind::GlobalKey, Verified::NotAsked));
    assert_eq!((key.fitness, find(&key, "credential").mark), (Fitness::Fit, Mark::Warning));
}

#[test]
fn a_token_that_ends_within_two_weeks_is_told_of() {
    let mark = |end| find(&judged(|probed| probed.token = active(Some(end))), "token").mark;
    assert_eq!(mark("2026-12-06T00:00:00Z"), Mark::Ok);
    assert_eq!(mark("2026-12-05T23:59:59Z"), Mark::Warning);
}

#[test]
fn what_the_api_does_not_take_is_told_by_its_kind() {
    for kind in [CredentialKind::ServiceTokenSecret, CredentialKind::KeyAsToken] {
        let checkup = judged(|probed| {
            probed.credential = kind;
            probed.token = Verified::Failed(refused(Problem::Credential));
            probed.organization = None;
        });
        let credential = find(&checkup, "credential");
        assert_eq!((checkup.fitness, credential.mark), (Fitness::Unusable, Mark::Problem));
        assert!(credential.mend.is_some());
    }
}

#[test]
fn two_schemes_are_warned_of() {
    let checkup = judge(&probed(), &Asked { two_schemes: true, ..asked() });
    assert_eq!((checkup.fitness, find(&checkup, "two_schemes").mark), (Fitness::Fit, Mark::Warning));
}

#[test]
fn a_clock_may_be_five_minutes_off() {
    let clock = |seconds| {
        let checkup = judged(|probed| probed.skew = Some(SignedDuration::from_secs(seconds)));
        let check = find(&checkup, "clock");
        (check.mark, check.text.clone())
    };
    assert_eq!(clock(300).0, Mark::Ok);
    assert_eq!(clock(301), (Mark::Warning, "this clock is 301 s ahead of the API's".to_owned()));
    assert_eq!(clock(-3_600), (Mark::Warning, "this clock is 3600 s behind the API's".to_owned()));
}

#[test]
fn the_reserve_is_left_to_others() {
    let mark = |left| find(&judged(|probed| probed.limits = limits(left)), "rate_budget").mark;
    assert_eq!([mark(241), mark(240), mark(0)], [Mark::Ok, Mark::Warning, Mark::Warning]);
    let silent = judged(|probed| probed.limits = Limits::default());
    assert_eq!((find(&silent, "rate_budget").mark, silent.fitness), (Mark::Note, Fitness::Fit));
}

#[test]
fn without_an_enrollment_application_nobody_can_enroll() {
    let text =
        |policies| find(&judged(|probed| probed.enrollment = Some(policies)), "enrollment_application").text.clone();
    assert_eq!(text(Some(1)), "the enrollment application has 1 policy");
    assert!(text(None).contains("nobody can enroll") && text(Some(0)).contains("nobody can enroll"));
    let unread = judged(|probed| probed.enrollment = None);
    assert!(unread.checks.iter().all(|check| check.code != "enrollment_application"));
}

#[test]
fn a_recording_tells_what_was_recorded() {
    let text = format!(
        r#"{{"recorded_at":"2026-11-22T00:00:00Z","account":{{"id":"{ACCOUNT}"}},"lists":[],
            "organization":{{"auth_domain":"acme.cloudflareaccess.com"}},"registrations":[]}}"#
    );
    let checkup = recorded(text.as_bytes(), &asked()).expect("a recording");
    assert_eq!((checkup.fitness, checkup.team.as_deref()), (Fitness::Fit, Some("acme")));
    assert_eq!(find(&checkup, "gateway/lists").mark, Mark::Ok);
    assert_eq!(find(&checkup, "access/users").mark, Mark::Note, "what is missing was not read");
    assert!(recorded(b"{}", &asked()).is_err());
    let null = text.replacen("\"lists\":[]", "\"lists\":null", 1);
    assert!(recorded(null.as_bytes(), &asked()).is_err(), "null is no list");
}

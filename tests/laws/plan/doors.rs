//! Accounts with a door of every variety, seats and tokens, and door lists that close it: every mode of `offboarding`.

use doorlist::model::account::Listed;
use doorlist::model::doorlist::{EnrollmentStep, Offboarding, TokenStep};
use doorlist::model::enrollment::{Application, Decision, GatewayList, Policy, Rule, Rules};
use doorlist::model::{AccessUser, Account, AppId, DoorList, Email, ListId, PolicyId, ServiceToken, TokenId, UserId};
use proptest::prelude::*;

use super::accounts::{EMAILS, account};
use super::doorlists::doorlist;

const LIST: &str = "offboarded";

/// The policies of an application.
pub(super) fn attached(application: &mut Application) -> &mut Vec<Policy> {
    match &mut application.policies {
        Listed::Read(policies) => policies,
        Listed::Unread(why) => panic!("these accounts are read whole: {why:?}"),
    }
}

fn enrollment_application(policies: Vec<Policy>) -> Application {
    Application {
        id: AppId::from("app"),
        kind: "warp".to_owned(),
        name: "Warp Login App".to_owned(),
        policies: Listed::Read(policies),
    }
}

/// A policy without its place.
#[derive(Clone, Debug)]
struct Draft {
    decision: Decision,
    rules: Vec<Rule>,
    exclude: Vec<Rule>,
    require: Vec<Rule>,
    /// Of the application's own, or reusable with so many applications.
    applications: Option<u64>,
}

fn draft(decision: Decision, rules: Vec<Rule>) -> Draft {
    Draft { decision, rules, exclude: Vec::new(), require: Vec::new(), applications: Some(1) }
}

fn token(number: usize) -> Rule {
    Rule::ServiceToken(TokenId::from(format!("token-{number}")))
}

fn people() -> impl Strategy<Value = Draft> {
    let rule = prop_oneof![
        4 => Just(Rule::EmailDomain("acme.example".into())),
        2 => (0..6usize).prop_map(|index| Rule::Email(EMAILS[index].into())),
        1 => Just(Rule::Everyone),
        1 => Just(Rule::Other { key: "okta".into(), needs: "okta group \"eng\"".into(), detail: "eng".into() }),
    ];
    let exclude = prop::option::weighted(0.2, (0..6usize).prop_map(|index| Rule::Email(EMAILS[index].into())));
    let require = prop::option::weighted(0.1, Just(Rule::EmailDomain("acme.example".into())));
    let decision = prop_oneof![8 => Just(Decision::Allow), 1 => Just(Decision::Bypass), 1 => Just(Decision::Deny)];
    (decision, prop::collection::vec(rule, 1..3), exclude, require).prop_map(|(decision, rules, exclude, require)| {
        Draft {
            exclude: exclude.into_iter().collect(),
            require: require.into_iter().collect(),
            ..draft(decision, rules)
        }
    })
}

fn machines() -> impl Strategy<Value = Draft> {
    let rules = prop_oneof![
        3 => Just(vec![token(1)]),
        1 => Just(vec![token(1), token(3)]),
        2 => Just(vec![token(1), token(2)]),
        2 => Just(vec![token(1), token(2), token(3)]),
        1 => Just(vec![token(2), Rule::Other { key: "geo".into(), needs: "the country".into(), detail: "PT".into() }]),
        1 => Just(vec![Rule::AnyValidServiceToken]),
    ];
    rules.prop_map(|rules| draft(Decision::NonIdentity, rules))
}

fn policies() -> impl Strategy<Value = Vec<Draft>> {
    let one = prop_oneof![2 => people(), 1 => machines()];
    let placed = (one, prop::option::weighted(0.7, 1u64..3));
    prop::collection::vec(placed, 0..5).prop_map(|drafts| {
        let listed = draft(Decision::Deny, vec![Rule::EmailList(ListId::from(LIST))]);
        let rest = drafts.into_iter().map(|(draft, applications)| Draft { applications, ..draft });
        // Ahead of every allow, or the list would block nobody and be refused (fine print A41).
        std::iter::once(listed).chain(rest).collect()
    })
}

fn policy(place: usize, draft: Draft, attached: bool) -> Policy {
    let Draft { decision, rules, exclude, require, applications } = draft;
    Policy {
        id: PolicyId::from(format!("policy-{place}")),
        name: format!("Policy {place}"),
        decision,
        precedence: attached.then(|| i64::try_from(place).expect("few")),
        rules: Rules { include: rules, exclude, require },
        reusable: Some(applications.is_some()),
        app_count: applications.filter(|_| !attached),
    }
}

fn users() -> impl Strategy<Value = Vec<AccessUser>> {
    let seats = prop::collection::vec(prop::option::weighted(0.7, (any::<bool>(), any::<bool>())), 6);
    seats.prop_map(|seats| {
        let with_seats = seats.into_iter().enumerate().filter_map(|(index, seats)| Some((index, seats?)));
        with_seats
            .map(|(index, (access_seat, gateway_seat))| AccessUser {
                id: UserId::from(format!("user-{index}")),
                email: Some(Email::new(EMAILS[index])),
                seat_uid: Some(format!("seat-{index}")),
                access_seat,
                gateway_seat,
            })
            .collect()
    })
}

fn tokens() -> impl Strategy<Value = Vec<ServiceToken>> {
    prop::collection::vec(prop::bool::weighted(0.8), 3).prop_map(|enabled| {
        let named = ["ci", "kiosk", "spare"].into_iter().zip(enabled).enumerate();
        named
            .map(|(index, (name, enabled))| ServiceToken {
                id: TokenId::from(format!("token-{}", index + 1)),
                name: name.to_owned(),
                enabled,
                expires_at: None,
                last_seen_at: None,
            })
            .collect()
    })
}

/// An account whose door, seats and tokens are read.
pub(super) fn housed() -> impl Strategy<Value = Account> {
    (account(), policies(), users(), tokens(), prop::collection::vec(0..6usize, 0..2)).prop_map(
        |(account, drafts, users, tokens, blocked)| {
            let each = || drafts.iter().cloned().enumerate();
            let reusable = each().filter(|(_, draft)| draft.applications.is_some());
            let list = GatewayList {
                id: ListId::from(LIST),
                name: LIST.to_owned(),
                kind: "EMAIL".to_owned(),
                items: Some(blocked.into_iter().map(|index| EMAILS[index].to_owned()).collect()),
            };
            let attached = each().map(|(place, draft)| policy(place, draft, true)).collect();
            Account {
                applications: Listed::Read(vec![enrollment_application(attached)]),
                policies: Listed::Read(reusable.map(|(place, draft)| policy(place, draft, false)).collect()),
                lists: Listed::Read(vec![list]),
                tokens: Listed::Read(tokens),
                users: Listed::Read(users),
                ..account
            }
        },
    )
}

fn offboarding() -> impl Strategy<Value = Offboarding> {
    let enrollment = prop_oneof![
        1 => Just(EnrollmentStep::Report),
        3 => Just(EnrollmentStep::Exclude),
        2 => Just(EnrollmentStep::BlockList(LIST.to_owned())),
    ];
    let tokens = prop_oneof![
        1 => Just(TokenStep::Report),
        1 => Just(TokenStep::Detach),
        1 => Just(TokenStep::Disable),
        3 => Just(TokenStep::Delete),
    ];
    let often = || prop::bool::weighted(0.8);
    (enrollment, often(), often(), tokens, often()).prop_map(
        |(enrollment, revoke_sessions, release_seats, service_tokens, delete_devices)| Offboarding {
            enrollment,
            revoke_sessions,
            release_seats,
            service_tokens,
            delete_devices,
        },
    )
}

/// A door list with a mode for everything, in which the second token is named, too.
pub(super) fn closing() -> impl Strategy<Value = DoorList> {
    (doorlist(), offboarding()).prop_map(|(list, offboarding)| {
        let mut list = DoorList { offboarding, ..list };
        for entry in &mut list.service_tokens {
            if entry.token.as_str() == "gone" {
                entry.token = doorlist::model::doorlist::TokenName::Name("kiosk".to_owned());
            }
        }
        list
    })
}

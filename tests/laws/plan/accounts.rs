//! Accounts of every variety: each kind of owner, null and odd values, shared and unknown machines.

use std::collections::HashMap;
use std::sync::Arc;

use doorlist::model::account::{Listed, Organization, Reading, Source, Unread};
use doorlist::model::enrollment::{Application, Decision, Policy, Rule, Rules};
use doorlist::model::registration::Profile;
use doorlist::model::selector::normal_serial;
use doorlist::model::{
    Account, AccountId, AppId, DeviceId, Email, PhysicalDevice, PolicyId, Registration, RegistrationId,
    RegistrationType, RowUser, Seen, ServiceToken, Status, TokenId, UserId,
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

pub(crate) const NOW: &str = "2026-11-22T00:00:00Z";
pub(crate) const ACCOUNT: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const EMAILS: &[&str] = &[
    "alice@acme.example",
    "bob@acme.example",
    "Carol@Partner.example",
    "dave@acme.example",
    "mallory@gmail.example",
    "x@acme.example.evil.test",
    "non_identity@acme.cloudflareaccess.com",
    "warp_connector@acme.cloudflareaccess.com",
    "non_identity@globex.cloudflareaccess.com",
    "warp_connector@globex.cloudflareaccess.com",
];
pub(crate) const DEVICES: usize = 7;

fn now() -> Timestamp {
    NOW.parse().expect("a constant")
}

fn user() -> impl Strategy<Value = Option<Arc<RowUser>>> {
    let named = (0..EMAILS.len()).prop_map(|index| {
        Some(Arc::new(RowUser {
            id: Some(UserId::from(format!("user-{index}"))),
            email: Some(EMAILS[index].into()),
            folded: Some(Email::new(EMAILS[index])),
            name: "".into(),
        }))
    });
    let nameless = Just(Some(Arc::new(RowUser { id: None, email: None, folded: None, name: "".into() })));
    prop_oneof![20 => named, 1 => Just(None), 1 => nameless]
}

/// Ages around the boundaries of the rules: before, at and after 14, 90 and 174 days, and in the future.
fn instant() -> impl Strategy<Value = Timestamp> {
    let days = prop::sample::select(vec![-1i64, 0, 1, 13, 14, 15, 89, 90, 91, 174, 400]);
    (days, -1i64..=1).prop_map(|(days, second)| {
        now().checked_sub(SignedDuration::from_hours(days * 24) + SignedDuration::from_secs(second)).expect("near")
    })
}

fn seen() -> impl Strategy<Value = Seen> {
    prop_oneof![8 => instant().prop_map(Seen::At), 1 => Just(Seen::Never), 1 => Just(Seen::Unreadable)]
}

fn status() -> impl Strategy<Value = Status> {
    prop_oneof![
        6 => Just(Status::Active),
        2 => instant().prop_map(|at| Status::Revoked(Some(at))),
        1 => Just(Status::Revoked(None)),
    ]
}

fn kind() -> impl Strategy<Value = RegistrationType> {
    prop_oneof![
        12 => Just(RegistrationType::Warp),
        1 => Just(RegistrationType::BrowserExtension),
        1 => Just(RegistrationType::Other("toaster".into())),
    ]
}

fn registrations() -> impl Strategy<Value = Vec<Registration>> {
    let row = (user(), 0..DEVICES + 1, seen(), status(), kind(), prop::option::of(instant()), prop::bool::ANY);
    prop::collection::vec(row, 0..24).prop_map(|rows| {
        rows.into_iter()
            .enumerate()
            .map(|(index, (user, device, last_seen, status, kind, created_at, profile))| Registration {
                id: RegistrationId::from(format!("r{index:03}")),
                device_id: DeviceId::from(format!("d{device}")),
                device_name: format!("machine-{device}").into(),
                user,
                kind,
                created_at,
                last_seen,
                status,
                profile: profile.then(|| Arc::new(Profile { id: "p1".into(), name: "Kiosk".into() })),
                virtual_ips: 2,
            })
            .collect()
    })
}

/// Some machines share a serial or a hardware id, some have placeholders, and the last is in no list.
fn devices() -> HashMap<DeviceId, PhysicalDevice> {
    let serials = [Some("AAA"), Some(" aaa "), Some("BBB"), Some("Default string"), Some("0"), None, Some("CCC")];
    let hardware = [None, Some("HW1"), Some("hw1"), None, Some("HW2"), Some("HW2"), Some("n/a")];
    (0..DEVICES)
        .map(|index| {
            let id = DeviceId::from(format!("d{index}"));
            let device = PhysicalDevice {
                id: id.clone(),
                name: format!("machine-{index}").into(),
                serial: serials[index].map(Into::into),
                serial_key: serials[index].and_then(normal_serial).map(Into::into),
                hardware_id: hardware[index].map(Into::into),
                os: Some(["windows", "mac", "linux"][index % 3].into()),
                tags: vec![("site".into(), "lobby".into())],
                active_registrations: 0,
            };
            (id, device)
        })
        .collect()
}

fn enrollment() -> Application {
    let policy = |at: i64, decision, rule| Policy {
        id: PolicyId::from(format!("policy-{at}")),
        name: format!("Policy {at}"),
        decision,
        precedence: Some(at),
        rules: Rules { include: vec![rule], ..Rules::default() },
        reusable: Some(true),
        app_count: Some(1),
    };
    Application {
        id: AppId::from("app"),
        kind: "warp".to_owned(),
        name: "Warp Login App".to_owned(),
        policies: Listed::Read(vec![
            policy(1, Decision::Allow, Rule::EmailDomain("acme.example".into())),
            policy(2, Decision::NonIdentity, Rule::ServiceToken(TokenId::from("token-1"))),
        ]),
    }
}

pub(crate) fn account() -> impl Strategy<Value = Account> {
    registrations().prop_map(|registrations| Account {
        id: AccountId::from(ACCOUNT),
        name: Some("Acme".to_owned()),
        organization: Organization { name: None, auth_domain: "acme.cloudflareaccess.com".to_owned() },
        registrations,
        devices: Some(devices()),
        applications: Listed::Read(vec![enrollment()]),
        policies: Listed::Read(Vec::new()),
        groups: Listed::Read(Vec::new()),
        lists: Listed::Read(Vec::new()),
        tokens: Listed::Read(vec![ServiceToken {
            id: TokenId::from("token-1"),
            name: "ci".to_owned(),
            enabled: true,
            expires_at: None,
            last_seen_at: None,
        }]),
        users: Listed::Unread(Unread::NotNeeded),
        reading: Reading { source: Source::Offline, read_at: now(), pages: 0, page_size: 0, deleted_rows: 0 },
    })
}

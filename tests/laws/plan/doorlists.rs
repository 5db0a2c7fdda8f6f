//! Door lists of every variety.

use std::collections::{BTreeMap, HashSet};
use std::num::NonZeroU32;
use std::sync::Arc;

use doorlist::model::doorlist::{
    AccountPin, AgeRule, Cleanup, CleanupAction, DeviceEntry, Fate, Limit, Limits, Notes, Offboarding, Placed,
    ProtectedEntry, SourceFile, State, TokenEntry, TokenName, Unlisted, Until, UserEntry, Who,
};
use doorlist::model::plan::Action;
use doorlist::model::selector::Selector;
use doorlist::model::{AccountId, DoorList, Email, Origin, Pattern};
use jiff::SignedDuration;
use proptest::prelude::*;

use super::accounts::{ACCOUNT, EMAILS, NOW};

fn origin(line: u32) -> Origin {
    Origin { file: Arc::from("doorlist.yaml"), line, column: 1 }
}

fn notes() -> impl Strategy<Value = Notes> {
    let now: jiff::Timestamp = NOW.parse().expect("a constant");
    let until = prop::sample::select(vec![-1i64, 0, 1, 20]).prop_map(move |days| Until {
        date: jiff::civil::date(2026, 11, 22),
        ends_at: now.checked_add(SignedDuration::from_hours(days * 24)).expect("near"),
    });
    prop::option::weighted(0.25, until).prop_map(|until| Notes { until, ..Notes::default() })
}

fn state() -> impl Strategy<Value = State> {
    prop_oneof![4 => Just(State::Permitted), 1 => Just(State::Revoked), 1 => Just(State::Absent)]
}

/// `until` with another state than permitted is an error in a file (fine print A27).
fn standing() -> impl Strategy<Value = (State, Notes)> {
    (state(), notes()).prop_map(
        |(state, notes)| {
            if state == State::Permitted { (state, notes) } else { (state, Notes::default()) }
        },
    )
}

fn selector() -> impl Strategy<Value = Selector> {
    let base = Selector::default;
    prop_oneof![
        (0..8usize).prop_map(move |d| Selector { id: Some(vec![format!("d{d}").into()]), ..base() }),
        prop::sample::select(vec!["aaa", "bbb", "ccc"])
            .prop_map(move |s| Selector { serial: Some(HashSet::from([s.to_owned()])), ..base() }),
        prop::sample::select(vec!["*", "machine-1", "machine-*", "nothing*"])
            .prop_map(move |p| Selector { name: Some(vec![Pattern::new(p)]), ..base() }),
        prop::sample::select(vec!["windows", "mac", "ios"])
            .prop_map(move |os| Selector { os: Some(vec![os.to_owned()]), ..base() }),
        Just(Selector { tag: Some(vec![("site".into(), "lobby".into())]), ..base() }),
        Just(Selector { hardware_id: Some(vec!["hw2".to_owned()]), ..base() }),
        Just(Selector { profile: Some(vec!["kiosk".to_owned()]), ..base() }),
        Just(Selector { kind: Some(vec!["browser_extension".to_owned()]), ..base() }),
        Just(Selector { serial: Some(HashSet::new()), ..base() }),
    ]
}

fn who() -> impl Strategy<Value = Who> {
    prop_oneof![
        (0..6usize).prop_map(|index| Who::Exact(Email::new(EMAILS[index]))),
        prop::sample::select(vec!["*", "*@acme.example", "*@partner.example", "a*"])
            .prop_map(|pattern| Who::Pattern(Pattern::new(pattern))),
        Just(Who::Group("eng".to_owned())),
    ]
}

fn class() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["corporate".to_owned(), "kiosk".to_owned()])
}

fn user() -> impl Strategy<Value = UserEntry> {
    let except = prop::collection::vec((0..5usize).prop_map(|index| Pattern::new(EMAILS[index])), 0..2);
    let devices = prop::option::weighted(0.3, prop::collection::vec(class(), 1..3));
    let max = prop::option::weighted(0.4, (1u32..4).prop_map(|max| NonZeroU32::new(max).expect("positive")));
    (who(), except, devices, max, standing(), any::<bool>(), prop::bool::weighted(0.2)).prop_map(
        |(who, except, devices, max_registrations, (state, notes), restore, require_closed)| UserEntry {
            who,
            except,
            devices,
            max_registrations,
            state,
            restore,
            require_closed,
            notes,
            origin: origin(10),
        },
    )
}

fn token() -> impl Strategy<Value = TokenEntry> {
    (prop::sample::select(vec!["ci", "gone"]), prop::collection::vec(class(), 0..2), standing(), any::<bool>())
        .prop_map(|(name, devices, (state, notes), restore)| TokenEntry {
            token: TokenName::Name(name.to_owned()),
            devices,
            state,
            restore,
            require_closed: false,
            notes,
            origin: origin(20),
        })
}

fn device() -> impl Strategy<Value = DeviceEntry> {
    let stated = (selector(), prop_oneof![Just(State::Revoked), Just(State::Absent)]).prop_map(|(select, state)| {
        DeviceEntry { class: None, select, state, require_closed: false, notes: Notes::default(), origin: origin(30) }
    });
    let member = (selector(), class(), notes()).prop_map(|(select, class, notes)| DeviceEntry {
        class: Some(class),
        select,
        state: State::Permitted,
        require_closed: false,
        notes,
        origin: origin(31),
    });
    prop_oneof![3 => member, 1 => stated]
}

fn protected() -> impl Strategy<Value = ProtectedEntry> {
    let entry = |email, device, group, notes| ProtectedEntry { email, device, group, notes, origin: origin(40) };
    prop_oneof![
        ((0..EMAILS.len()), notes()).prop_map(move |(index, notes)| entry(
            Some(Pattern::new(EMAILS[index])),
            None,
            None,
            notes
        )),
        (selector(), notes()).prop_map(move |(select, notes)| entry(None, Some(select), None, notes)),
        notes().prop_map(move |notes| entry(None, None, Some("eng".to_owned()), notes)),
    ]
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![Just(Fate::Keep), Just(Fate::Report), Just(Fate::Revoke), Just(Fate::Delete)]
}

fn unlisted() -> impl Strategy<Value = Unlisted> {
    let connectors = prop_oneof![Just(Fate::Keep), Just(Fate::Report)];
    (fate(), fate(), fate(), connectors).prop_map(|(users, tokens, devices, connectors)| {
        let placed = |value, line| Placed { value, origin: origin(line) };
        Unlisted {
            users: placed(users, 2),
            service_tokens: placed(tokens, 3),
            devices: placed(devices, 4),
            connectors: placed(connectors, 5),
        }
    })
}

fn cleanup() -> impl Strategy<Value = Cleanup> {
    let action = || prop_oneof![Just(CleanupAction::Report), Just(CleanupAction::Revoke), Just(CleanupAction::Delete)];
    let age = |days: i64, action, line| AgeRule {
        after: SignedDuration::from_hours(days * 24),
        written: format!("{days}d"),
        action,
        origin: origin(line),
    };
    let stale = action().prop_map(move |action| age(90, action, 50));
    let revoked =
        prop_oneof![Just(CleanupAction::Report), Just(CleanupAction::Delete)].prop_map(move |a| age(14, a, 52));
    let duplicates = action().prop_map(|value| Placed { value, origin: origin(51) });
    (prop::option::of(stale), prop::option::of(duplicates), prop::option::of(revoked))
        .prop_map(|(stale, duplicates, revoked)| Cleanup { stale, duplicates, revoked })
}

fn many<T: std::fmt::Debug>(entries: impl Strategy<Value = T>, most: usize) -> impl Strategy<Value = Vec<T>> {
    prop::collection::vec(entries, 0..=most)
}

pub(crate) fn doorlist() -> impl Strategy<Value = DoorList> {
    let entries = (many(user(), 4), many(token(), 2), many(device(), 4), many(protected(), 1));
    (unlisted(), entries, cleanup(), any::<bool>()).prop_map(
        |(unlisted, (users, service_tokens, devices, protected), cleanup, delete_devices)| DoorList {
            files: vec![SourceFile { name: Arc::from("doorlist.yaml"), sha256: "0".repeat(64) }],
            account: AccountPin { id: AccountId::from(ACCOUNT), team: "acme".to_owned(), origin: origin(1) },
            timezone: "UTC".to_owned(),
            unlisted,
            users,
            service_tokens,
            devices,
            protected,
            cleanup,
            limits: Limits { removals: Limit::Unlimited, percent: Limit::Unlimited, people: Limit::Unlimited },
            offboarding: Offboarding { delete_devices, ..Offboarding::default() },
            requires_approver: false,
            groups: BTreeMap::from([(
                "eng".to_owned(),
                HashSet::from([Email::new("alice@acme.example"), Email::new("dave@acme.example")]),
            )]),
        },
    )
}

/// A door list that permits or reports, and removes nothing.
pub(crate) fn quiet() -> impl Strategy<Value = DoorList> {
    doorlist().prop_map(|mut list| {
        for fate in [&mut list.unlisted.users, &mut list.unlisted.service_tokens, &mut list.unlisted.devices] {
            fate.value = Fate::Report;
        }
        for entry in &mut list.users {
            (entry.state, entry.max_registrations, entry.restore) = (State::Permitted, None, false);
            entry.notes.until = None;
        }
        for entry in &mut list.service_tokens {
            (entry.state, entry.restore) = (State::Permitted, false);
            entry.notes.until = None;
        }
        list.devices.retain(|entry| entry.state == State::Permitted);
        for rule in list.cleanup.stale.iter_mut().chain(&mut list.cleanup.revoked) {
            rule.action = CleanupAction::Report;
        }
        if let Some(rule) = &mut list.cleanup.duplicates {
            rule.value = CleanupAction::Report;
        }
        list
    })
}

/// The same list with the machine of one removal protected, and whose row that is.
pub(crate) fn protecting(list: &DoorList, removal: &Action) -> (DoorList, String) {
    let mut wider = list.clone();
    let device = removal.target.device.as_ref().expect("a registration is on a device");
    let email = removal.target.identity.as_ref().and_then(|identity| identity.email.clone()).unwrap_or_default();
    wider.protected.push(ProtectedEntry {
        email: Some(Pattern::new(&email)),
        device: Some(Selector { id: Some(vec![device.id.as_str().into()]), ..Selector::default() }),
        group: None,
        notes: Notes::default(),
        origin: origin(60),
    });
    (wider, email.to_ascii_lowercase())
}

//! L1: an account that satisfies its door list gives an empty plan. The account is made from the list: who is permitted
//! has what is permitted, and nobody else has anything, while everything that could remove is on.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

use doorlist::model::doorlist::{
    AgeRule, Cleanup, CleanupAction, DeviceEntry, Fate, Notes, Placed, State, TokenEntry, TokenName, UserEntry, Who,
};
use doorlist::model::selector::Selector;
use doorlist::model::{
    Account, DeviceId, DoorList, Email, Origin, Pattern, Registration, RegistrationId, RegistrationType, RowUser, Seen,
    Status, UserId,
};
use jiff::SignedDuration;
use proptest::prelude::*;

use super::accounts::EMAILS;
use super::doors::{closing, housed};
use super::{now, planned};

/// Machines of which no two share a serial or a hardware id.
const MACHINES: [usize; 4] = [0, 3, 5, 6];

/// One person of the file.
#[derive(Clone, Debug)]
struct Person {
    state: State,
    /// Whether an entry names them; else the pattern permits them.
    named: bool,
    most: Option<u32>,
    classes: bool,
    rows: usize,
    /// Days since each row was seen; nothing = never.
    seen: Vec<Option<i64>>,
}

fn person() -> impl Strategy<Value = Person> {
    let state = prop_oneof![4 => Just(State::Permitted), 1 => Just(State::Revoked), 1 => Just(State::Absent)];
    let seen = prop::collection::vec(prop::option::weighted(0.9, 0i64..=90), MACHINES.len());
    (state, any::<bool>(), prop::option::of(1u32..5), any::<bool>(), 0..=MACHINES.len(), seen)
        .prop_map(|(state, named, most, classes, rows, seen)| Person { state, named, most, classes, rows, seen })
}

fn origin(line: u32) -> Origin {
    Origin { file: Arc::from("doorlist.yaml"), line, column: 1 }
}

fn entry(who: Who, person: &Person) -> UserEntry {
    UserEntry {
        who,
        except: Vec::new(),
        devices: person.classes.then(|| vec!["corporate".to_owned()]),
        max_registrations: person.most.and_then(NonZeroU32::new).filter(|_| person.state == State::Permitted),
        state: person.state,
        restore: true,
        require_closed: false,
        notes: Notes::default(),
        origin: origin(10),
    }
}

fn machine(class: &str, device: usize, line: u32) -> DeviceEntry {
    DeviceEntry {
        class: Some(class.to_owned()),
        select: Selector { id: Some(vec![format!("d{device}").into()]), ..Selector::default() },
        state: State::Permitted,
        require_closed: false,
        notes: Notes::default(),
        origin: origin(line),
    }
}

fn token(name: &str, devices: &[&str], state: State) -> TokenEntry {
    TokenEntry {
        token: TokenName::Name(name.to_owned()),
        devices: devices.iter().map(|class| (*class).to_owned()).collect(),
        state,
        restore: true,
        require_closed: false,
        notes: Notes::default(),
        origin: origin(20),
    }
}

/// Everything that removes, removes.
fn strict(list: DoorList, people: &[Person]) -> DoorList {
    let fate = |line| Placed { value: Fate::Delete, origin: origin(line) };
    let after = |days: i64, line| AgeRule {
        after: SignedDuration::from_hours(days * 24),
        written: format!("{days}d"),
        action: CleanupAction::Delete,
        origin: origin(line),
    };
    let named = people.iter().enumerate().filter(|(_, person)| person.named || person.state != State::Permitted);
    let mut users: Vec<UserEntry> =
        named.map(|(index, person)| entry(Who::Exact(Email::new(EMAILS[index])), person)).collect();
    let anybody =
        Person { state: State::Permitted, named: true, most: None, classes: false, rows: 0, seen: Vec::new() };
    users.push(entry(Who::Pattern(Pattern::new("*")), &anybody));
    let mut unlisted = list.unlisted;
    unlisted.users = fate(2);
    unlisted.service_tokens = fate(3);
    unlisted.devices = fate(4);
    DoorList {
        unlisted,
        users,
        service_tokens: vec![token("ci", &["kiosk"], State::Permitted), token("gone", &[], State::Absent)],
        devices: MACHINES.iter().map(|at| machine("corporate", *at, 30)).chain([machine("kiosk", 1, 31)]).collect(),
        protected: Vec::new(),
        cleanup: Cleanup {
            stale: Some(after(90, 50)),
            duplicates: Some(Placed { value: CleanupAction::Delete, origin: origin(51) }),
            revoked: Some(after(14, 52)),
        },
        groups: BTreeMap::new(),
        ..list
    }
}

fn row(email: &str, user: &str, device: usize, seen: Option<i64>, status: Status) -> Registration {
    let ago = |days: i64| now().checked_sub(SignedDuration::from_hours(days * 24)).expect("near");
    Registration {
        id: RegistrationId::from(format!("r-{user}-{device}")),
        device_id: DeviceId::from(format!("d{device}")),
        device_name: format!("machine-{device}").into(),
        user: Some(Arc::new(RowUser {
            id: Some(UserId::from(user)),
            email: Some(email.into()),
            folded: Some(Email::new(email)),
            name: "".into(),
        })),
        kind: RegistrationType::Warp,
        created_at: Some(ago(300)),
        last_seen: seen.map_or(Seen::Never, |days| Seen::At(ago(days))),
        status,
        profile: None,
        virtual_ips: 2,
    }
}

/// What the file permits, and nothing else.
fn rows(people: &[Person]) -> Vec<Registration> {
    let mut rows = Vec::new();
    for (index, person) in people.iter().enumerate() {
        let most = person.most.filter(|_| person.named).map_or(MACHINES.len(), |most| most as usize);
        let (count, status) = match person.state {
            State::Permitted => (person.rows.min(most), Status::Active),
            // A revoke of what is revoked already is no change, and the row stays.
            State::Revoked => (person.rows, Status::Revoked(Some(now()))),
            State::Absent => (0, Status::Active),
        };
        for (device, seen) in MACHINES.iter().zip(&person.seen).take(count) {
            rows.push(row(EMAILS[index], &format!("user-{index}"), *device, *seen, status));
        }
    }
    rows.push(row(EMAILS[6], "service", 1, Some(1), Status::Active));
    rows.push(row(EMAILS[7], "connector", 2, Some(200), Status::Active));
    rows.sort_by(|a, b| a.id.cmp(&b.id));
    rows
}

proptest! {
    #![proptest_config(crate::cases(500))]

    /// L1, with every mode of `offboarding`.
    #[test]
    fn what_satisfies_the_file_needs_no_plan(
        list in closing(), account in housed(), people in prop::collection::vec(person(), 6)
    ) {
        let list = strict(list, &people);
        let account = Account { registrations: rows(&people), ..account };
        let plan = planned(&list, &account);
        let planned: Vec<&str> = plan.actions.iter().map(|action| action.id.as_str()).collect();
        prop_assert_eq!(planned, Vec::<&str>::new());
    }
}

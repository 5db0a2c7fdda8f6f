//! One small account and plan for the tests of all parts: Erin leaves, with a laptop of her own and a workstation that
//! she shares with Frank; a kiosk is cut off; Alice has nothing to do with it.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use crate::evidence::change::{Change, CiRun, Consent, Told};
use crate::evidence::request::Request;
use crate::model::account::{Organization, Reading, Source};
use crate::model::enrollment::{Application, Decision, Policy, Rule, Rules};
use crate::model::plan::{
    Action, ActionKind, Expect, IdentityKind, Inventory, Phase, Plan, PlanAccount, PlanDoorlist, PlanOrigin,
    PlanSource, Reason, Summary, Target, TargetDevice, TargetIdentity,
};
use crate::model::report::{Became, Outcome, Report, Verification};
use crate::model::selector::normal_serial;
use crate::model::{
    AccessUser, Account, AccountId, AppId, DeviceId, Email, Listed, PhysicalDevice, PolicyId, ReasonCode, Registration,
    RegistrationId, RegistrationType, RowUser, Seen, Status, Unread, UserId,
};
use crate::plan::digest::digest;

pub(in crate::evidence) const ACCOUNT: &str = "0123456789abcdef0123456789abcdef";
const SERVICE: &str = "non_identity@acme.cloudflareaccess.com";

pub(in crate::evidence) fn time(text: &str) -> Timestamp {
    text.parse().expect("written by a test")
}

pub(in crate::evidence) fn told() -> Told {
    Told {
        ticket: Some("HR-1042".to_owned()),
        requested_by: Some("hr@acme.example".to_owned()),
        approved_by: vec!["dana@acme.example".to_owned()],
        run_by: Some("ci-bot".to_owned()),
        requested_at: Some(time("2026-11-21T17:00:00Z")),
        sla: Some(SignedDuration::from_hours(24)),
        started_at: time("2026-11-22T00:00:00Z"),
        consent: Consent::AutoApprove,
        acknowledged: None,
        ci: Some(CiRun { name: "GitHub Actions".to_owned(), url: Some("https://ci.example/acme/runs/7".to_owned()) }),
        commit: Some("5f1c0de".to_owned()),
    }
}

pub(in crate::evidence) fn change() -> Change {
    Change::new(&told(), &plan(), Vec::new())
}

fn user(id: &str, email: &str, name: &str) -> Arc<RowUser> {
    Arc::new(RowUser {
        id: Some(UserId::from(id)),
        email: Some(email.into()),
        folded: Some(Email::new(email)),
        name: name.into(),
    })
}

pub(in crate::evidence) fn row(id: &str, device: &str, owner: (&str, &str, &str)) -> Registration {
    Registration {
        id: RegistrationId::from(id),
        device_id: DeviceId::from(device),
        device_name: device.trim_start_matches("d-").into(),
        user: Some(user(owner.0, owner.1, owner.2)),
        kind: RegistrationType::Warp,
        created_at: Some(time("2026-01-01T00:00:00Z")),
        last_seen: Seen::At(time("2026-11-20T00:00:00Z")),
        status: Status::Active,
        profile: None,
        virtual_ips: 2,
    }
}

pub(in crate::evidence) const ERIN: (&str, &str, &str) = ("u-erin", "Erin@acme.example", "Erin Example");
pub(in crate::evidence) const FRANK: (&str, &str, &str) = ("u-frank", "frank@acme.example", "Frank");

pub(in crate::evidence) fn device(id: &str, name: &str, serial: &str, hardware: &str) -> PhysicalDevice {
    PhysicalDevice {
        id: DeviceId::from(id),
        name: name.into(),
        serial: Some(serial.into()),
        serial_key: normal_serial(serial).map(Into::into),
        hardware_id: Some(hardware.into()),
        os: Some("windows".into()),
        tags: Vec::new(),
        active_registrations: 1,
    }
}

pub(in crate::evidence) fn account() -> Account {
    let registrations = vec![
        row("r-alice", "d-alice", ("u-alice", "alice@acme.example", "Alice")),
        row("r-erin-1", "d-erin", ERIN),
        row("r-erin-2", "d-shared", ERIN),
        row("r-frank", "d-shared", FRANK),
        row("r-kiosk", "d-kiosk", ("u-service", SERVICE, "")),
        row("r-other-kiosk", "d-other-kiosk", ("u-service", SERVICE, "")),
    ];
    let devices = [
        device("d-alice", "alice-mac", "C02ZZZ999", "hw-9"),
        device("d-erin", "erin-xps", "C02AAA111", "hw-1"),
        device("d-shared", "shared-ws-02", "Default string", "hw-2"),
        device("d-kiosk", "kiosk-lobby", "PF3CCC333", "hw-3"),
        device("d-other-kiosk", "kiosk-roof", "PF3CCC334", "hw-4"),
    ];
    Account {
        id: AccountId::from(ACCOUNT),
        name: Some("Acme".to_owned()),
        organization: Organization { name: None, auth_domain: "acme.cloudflareaccess.com".to_owned() },
        registrations,
        devices: Some(devices.into_iter().map(|device| (device.id.clone(), device)).collect::<HashMap<_, _>>()),
        applications: Listed::Read(vec![enrollment()]),
        policies: Listed::Read(Vec::new()),
        groups: Listed::Read(Vec::new()),
        lists: Listed::Read(Vec::new()),
        tokens: Listed::Unread(Unread::Refused("access/service_tokens: HTTP 403".to_owned())),
        users: Listed::Read(vec![seat("u-frank", "frank@acme.example"), seat("u-erin", "erin@acme.example")]),
        reading: Reading {
            source: Source::Live,
            read_at: time("2026-11-22T00:00:00Z"),
            pages: 3,
            page_size: 1_000,
            deleted_rows: 0,
        },
    }
}

fn seat(id: &str, email: &str) -> AccessUser {
    AccessUser {
        id: UserId::from(id),
        email: Some(Email::new(email)),
        seat_uid: Some(id.replace("u-", "seat-")),
        access_seat: true,
        gateway_seat: true,
    }
}

fn enrollment() -> Application {
    let rules = Rules { include: vec![Rule::EmailDomain("acme.example".into())], ..Rules::default() };
    Application {
        id: AppId::from("app"),
        kind: "warp".to_owned(),
        name: "Warp Login App".to_owned(),
        policies: Listed::Read(vec![Policy {
            id: PolicyId::from("p-1"),
            name: "Employees".to_owned(),
            decision: Decision::Allow,
            precedence: Some(1),
            rules,
            reusable: Some(true),
            app_count: Some(1),
        }]),
    }
}

/// What the plan does, done.
pub(in crate::evidence) fn carry_out(account: &mut Account) {
    account.registrations.retain(|row| !row.id.as_str().starts_with("r-erin"));
    for row in account.registrations.iter_mut().filter(|row| row.id.as_str() == "r-kiosk") {
        row.status = Status::Revoked(Some(time("2026-11-22T00:01:00Z")));
    }
    account.users = Listed::Read(vec![seat("u-frank", "frank@acme.example")]);
    account.reading.read_at = time("2026-11-22T00:02:00Z");
}

/// Erin enrolls again.
pub(in crate::evidence) fn come_back(account: &mut Account) {
    let mut row = row("r-new", "d-new", ERIN);
    row.created_at = Some(time("2026-11-23T00:01:00Z"));
    account.registrations.push(row);
    account.registrations.sort_by(|a, b| a.id.cmp(&b.id));
}

fn target(id: &str, device: (&str, &str, &str), kind: IdentityKind, owner: (&str, &str)) -> Target {
    Target {
        registration_id: Some(id.to_owned()),
        device: Some(TargetDevice {
            id: device.0.to_owned(),
            name: device.1.to_owned(),
            serial: Some(device.2.to_owned()),
        }),
        identity: Some(TargetIdentity { kind, email: Some(owner.1.to_owned()), id: Some(owner.0.to_owned()) }),
        active: Some(true),
        ..Target::default()
    }
}

fn action(kind: ActionKind, phase: Phase, name: &str, target: Target, code: ReasonCode, text: &str) -> Action {
    Action {
        id: format!("{}:{name}", kind.as_str()),
        kind,
        phase,
        target,
        reason: Reason {
            code,
            text: text.to_owned(),
            file: Some("doorlist.yaml".to_owned()),
            line: Some(14),
            ticket: (code == ReasonCode::UserAbsent).then(|| "HR-1042".to_owned()),
            owner: None,
            also: Vec::new(),
        },
        returns: None,
        expect: Expect::default(),
    }
}

fn actions() -> Vec<Action> {
    let erin = (ERIN.0, ERIN.1);
    let laptop = target("r-erin-1", ("d-erin", "erin-xps", "C02AAA111"), IdentityKind::Person, erin);
    let shared = target("r-erin-2", ("d-shared", "shared-ws-02", "Default string"), IdentityKind::Person, erin);
    let kiosk =
        target("r-kiosk", ("d-kiosk", "kiosk-lobby", "PF3CCC333"), IdentityKind::Service, ("u-service", SERVICE));
    let person = Target { identity: laptop.identity.clone(), ..Target::default() };
    let seat = Target { seat_uid: Some("seat-erin".to_owned()), ..person.clone() };
    let absent = "the entry erin@acme.example is absent";
    let step = "disable erin@acme.example in the identity provider";
    vec![
        action(ActionKind::HumanStep, Phase::Enrollment, "idp:erin", person, ReasonCode::UserAbsent, step),
        action(
            ActionKind::DeleteRegistration,
            Phase::Registrations,
            "r-erin-1",
            laptop,
            ReasonCode::UserAbsent,
            absent,
        ),
        action(
            ActionKind::DeleteRegistration,
            Phase::Registrations,
            "r-erin-2",
            shared,
            ReasonCode::UserAbsent,
            absent,
        ),
        action(
            ActionKind::RevokeRegistration,
            Phase::Registrations,
            "r-kiosk",
            kiosk,
            ReasonCode::DeviceRevoked,
            "stolen 2026-11-20",
        ),
        action(ActionKind::ReleaseSeat, Phase::Seats, "seat-erin", seat, ReasonCode::UserAbsent, absent),
    ]
}

fn plan_account() -> PlanAccount {
    PlanAccount { id: ACCOUNT.to_owned(), name: Some("Acme".to_owned()), team: "acme".to_owned() }
}

pub(in crate::evidence) fn plan() -> Plan {
    let actions = actions();
    Plan {
        format_version: "1.0".to_owned(),
        generator: "doorlist 0.1.0".to_owned(),
        account: plan_account(),
        doorlist: PlanDoorlist {
            paths: vec!["doorlist.yaml".to_owned()],
            sha256: "ab".repeat(32),
            approver_required: false,
        },
        inventory: Inventory {
            counts: crate::model::plan::Counts::default(),
            pages: 3,
            sha256: "cd".repeat(32),
            read_at: time("2026-11-22T00:00:00Z"),
        },
        origin: PlanOrigin { source: PlanSource::Live, speculative: false, redacted: Vec::new() },
        remaining: Vec::new(),
        findings: Vec::new(),
        guards: Vec::new(),
        summary: Summary::default(),
        digest: digest(ACCOUNT, &actions),
        actions,
        created_at: time("2026-11-22T00:00:00Z"),
        expires_at: time("2026-11-23T00:00:00Z"),
    }
}

/// A report in which everything went well.
pub(in crate::evidence) fn report() -> Report {
    let plan = plan();
    let outcome = |action: &Action| {
        let became = if action.kind.is_effect() { Became::Done } else { Became::ForAPerson };
        let finished_at = action.kind.is_effect().then(|| time("2026-11-22T00:01:00Z"));
        Outcome { action: action.clone(), became, detail: None, finished_at }
    };
    Report {
        format_version: "1.0".to_owned(),
        account: plan_account(),
        digest: plan.digest.clone(),
        outcomes: plan.actions.iter().map(outcome).collect(),
        verification: Verification::Converged,
        interrupted: false,
        left_out: 0,
        requests: 9,
        started_at: time("2026-11-22T00:00:00Z"),
        finished_at: time("2026-11-22T00:02:00Z"),
    }
}

pub(in crate::evidence) fn request(method: &str, target: &str) -> Request {
    Request {
        number: 1,
        method: method.to_owned(),
        target: target.to_owned(),
        status: Some(200),
        cf_ray: Some("8c1f00000000-TXL".to_owned()),
        started_at: time("2026-11-22T00:00:30Z"),
        duration_ms: 120,
        attempt: 1,
        error: None,
    }
}

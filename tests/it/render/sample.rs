//! Plans, reports and explanations as rich as real ones, for the renderers to show.

use doorlist::model::ReasonCode;
use doorlist::model::explain::{Decision, ExplainedEntry, ExplainedRow, Explanation};
use doorlist::model::plan::{
    Action, ActionKind, AdmittingPolicy, Amount, BlastRadius, Cost, Counts, Expect, FORMAT_VERSION, Finding, Guard,
    GuardName, GuardVerdict, IdentityKind, Inventory, Kept, Level, Mentions, NamedId, Phase, Plan, PlanAccount,
    PlanDoorlist, PlanOrigin, PlanSource, Reason, Returns, Summary, Target, TargetDevice, TargetIdentity, TargetPolicy,
    Verdict,
};
use doorlist::model::registration::RegistrationType;
use doorlist::model::report::{Became, Outcome, Report, Verification};
use jiff::{SignedDuration, Timestamp};

pub(crate) fn now() -> Timestamp {
    "2026-11-22T00:00:00Z".parse().expect("a time")
}

pub(crate) fn days_ago(days: i64) -> Timestamp {
    now() - SignedDuration::from_hours(24 * days)
}

pub(crate) fn person(email: &str) -> TargetIdentity {
    let number: u32 = email.bytes().map(u32::from).sum();
    let id = Some(format!("05e40000-0000-4000-8000-{number:012}"));
    TargetIdentity { kind: IdentityKind::Person, email: Some(email.to_owned()), id }
}

pub(crate) fn service() -> TargetIdentity {
    let email = Some("non_identity@acme.cloudflareaccess.com".to_owned());
    TargetIdentity { kind: IdentityKind::Service, email, id: None }
}

/// A registration: its number, owner, machine, serial and age in days.
pub(crate) fn row(number: u32, identity: TargetIdentity, device: &str, serial: Option<&str>, days: i64) -> Target {
    Target {
        registration_id: Some(format!("4e600000-0000-4000-8000-{number:012}")),
        device: Some(TargetDevice {
            id: format!("de000000-0000-4000-8000-{number:012}"),
            name: device.to_owned(),
            serial: serial.map(str::to_owned),
        }),
        identity: Some(identity),
        active: Some(true),
        last_seen_at: Some(days_ago(days)),
        ..Target::default()
    }
}

pub(crate) fn why(code: ReasonCode, text: &str, line: u32) -> Reason {
    Reason {
        code,
        text: text.to_owned(),
        file: Some("doorlist.yaml".to_owned()),
        line: Some(line),
        ticket: None,
        owner: None,
        also: Vec::new(),
    }
}

pub(crate) fn action(kind: ActionKind, phase: Phase, target: Target, reason: Reason) -> Action {
    let key = target.registration_id.clone().or_else(|| target.identity.as_ref()?.email.clone()).unwrap_or_default();
    let expect = Expect {
        email: Some(target.identity.as_ref().and_then(|identity| identity.email.clone())),
        device_id: target.device.as_ref().map(|device| device.id.clone()),
        revoked: target.active.map(|active| !active),
        ..Expect::default()
    };
    let step = if kind.is_effect() { String::new() } else { format!("{}:", phase.as_str()) };
    Action { id: format!("{}:{step}{key}", kind.as_str()), kind, phase, target, reason, returns: None, expect }
}

pub(crate) fn admitted(policy: &str, rule: &str, remedy: &str) -> Returns {
    Returns {
        verdict: Verdict::Yes,
        policies: vec![AdmittingPolicy { id: "90110000".to_owned(), name: policy.to_owned(), rule: rule.to_owned() }],
        needs: Vec::new(),
        remedy: Some(remedy.to_owned()),
    }
}

pub(crate) fn stays_away() -> Returns {
    Returns { verdict: Verdict::No, policies: Vec::new(), needs: Vec::new(), remedy: None }
}

fn registrations() -> Vec<Action> {
    let delete = |target, reason| action(ActionKind::DeleteRegistration, Phase::Registrations, target, reason);
    let revoke = |target, reason| action(ActionKind::RevokeRegistration, Phase::Registrations, target, reason);
    let employees =
        || admitted("Employees", "email domain acme.example", "disable the person in the identity provider");
    let lost = || Reason {
        ticket: Some("SEC-77".to_owned()),
        ..why(ReasonCode::DeviceRevoked, "every registration on this machine is revoked: stolen 2026-11-20", 24)
    };
    let bob = Reason {
        also: vec![ReasonCode::Stale],
        ..why(
            ReasonCode::Duplicate,
            "bob@acme.example has a newer registration on the same machine, 4e600000-0000-4000-8000-000000000003",
            31,
        )
    };
    let carol = Reason {
        ticket: Some("VEND-310".to_owned()),
        owner: Some("dana@acme.example".to_owned()),
        ..why(ReasonCode::UserExpired, "the permission of carol@partner.example ended after 2026-11-21: SOW 2026-Q4", 9)
    };
    let extension = Target {
        registration_type: Some(RegistrationType::BrowserExtension),
        ..row(14, person("grace@acme.example"), "Chrome on grace-mbp", None, 2)
    };
    let unknown = Returns {
        verdict: Verdict::Unknown,
        policies: Vec::new(),
        needs: vec!["okta group \"eng\"".to_owned()],
        remedy: Some("find out okta group \"eng\"".to_owned()),
    };
    let unattended = Returns {
        verdict: Verdict::Unattended,
        ..admitted("CI", "service token ci-runners", "take the token out of policy \"CI\"")
    };
    vec![
        Action {
            returns: Some(employees()),
            ..delete(row(2, person("bob@acme.example"), "bob-xps", Some("5CG0BBB222"), 284), bob)
        },
        Action {
            returns: Some(admitted(
                "Contractors",
                "email carol@partner.example",
                "action exclude_from_enrollment:carol@partner.example of this plan closes it",
            )),
            ..delete(row(5, person("Carol@partner.example"), "carol-thinkpad", Some("PF3CCC333"), 3), carol)
        },
        Action {
            returns: Some(unknown),
            ..delete(
                extension,
                why(
                    ReasonCode::DeviceNotListed,
                    "grace@acme.example is permitted on corporate machines, and this is none",
                    7,
                ),
            )
        },
        Action {
            returns: Some(stays_away()),
            ..delete(
                row(13, person("mallory@gmail.example"), "mallory-pc", Some("X1MMM"), 21),
                why(ReasonCode::UserNotListed, "no entry permits mallory@gmail.example", 5),
            )
        },
        Action {
            returns: Some(unattended),
            ..delete(
                row(7, service(), "gh-runner-91bc", None, 51),
                why(ReasonCode::TokenAbsent, "service token ci-runners is to have no registration", 18),
            )
        },
        Action {
            returns: Some(employees()),
            ..revoke(row(10, person("erin@acme.example"), "shared-ws-02", Some("5CG0SSS999"), 4), lost())
        },
        Action {
            returns: Some(employees()),
            ..revoke(row(11, person("frank@acme.example"), "shared-ws-02", Some("5CG0SSS999"), 0), lost())
        },
        action(
            ActionKind::UnrevokeRegistration,
            Phase::Registrations,
            Target { active: Some(false), ..row(9, person("dave@acme.example"), "Dave’s iPhone", None, 24) },
            why(ReasonCode::Restore, "dave@acme.example is permitted again", 12),
        ),
    ]
}

fn others() -> Vec<Action> {
    let carol = || Target { identity: Some(person("carol@partner.example")), ..Target::default() };
    let expired = |text: &str| why(ReasonCode::UserExpired, text, 9);
    let policy = |name: &str, apps| TargetPolicy {
        id: "90110003".to_owned(),
        name: name.to_owned(),
        app_count: apps,
        app_id: None,
    };
    let token = || Target {
        identity: Some(service()),
        token: Some(NamedId { id: "70ce0001".to_owned(), name: "ci-runners".to_owned() }),
        ..Target::default()
    };
    vec![
        action(
            ActionKind::ExcludeFromEnrollment,
            Phase::Enrollment,
            Target { policies: vec![policy("Contractors", Some(3))], ..carol() },
            expired("the permission of carol@partner.example ended after 2026-11-21"),
        ),
        action(
            ActionKind::RemoveTokenFromEnrollment,
            Phase::Enrollment,
            Target { policies: vec![policy("CI", None)], ..token() },
            why(ReasonCode::TokenAbsent, "service token ci-runners is to have no registration", 18),
        ),
        action(
            ActionKind::HumanStep,
            Phase::Enrollment,
            carol(),
            expired("disable carol@partner.example in the identity provider, if the account is still there"),
        ),
        action(
            ActionKind::RevokeSessions,
            Phase::Sessions,
            carol(),
            expired("the permission of carol@partner.example ended after 2026-11-21"),
        ),
        action(
            ActionKind::DeleteDevice,
            Phase::Devices,
            Target {
                registration_id: None,
                ..row(5, person("carol@partner.example"), "carol-thinkpad", Some("PF3CCC333"), 3)
            },
            expired("nothing is left on the machine"),
        ),
        action(
            ActionKind::ReleaseSeat,
            Phase::Seats,
            carol(),
            expired(
                "the permission of carol@partner.example ended after 2026-11-21; Cloudflare also deletes registrations that are left",
            ),
        ),
        action(
            ActionKind::DisableServiceToken,
            Phase::Tokens,
            token(),
            why(ReasonCode::TokenAbsent, "service token ci-runners is to have no registration", 18),
        ),
        action(
            ActionKind::HumanStep,
            Phase::Verify,
            carol(),
            expired("look again after a day whether carol@partner.example is back: doorlist plan"),
        ),
    ]
}

pub(crate) fn finding(code: &str, level: Level, text: &str, line: u32) -> Finding {
    Finding {
        code: code.to_owned(),
        level,
        text: text.to_owned(),
        registration_id: None,
        identity: None,
        device: None,
        subject: None,
        mentions: Mentions::default(),
        file: Some("doorlist.yaml".to_owned()),
        line: Some(line),
    }
}

fn findings() -> Vec<Finding> {
    let home = row(12, person("alice@acme.example"), "alice-home-pc", Some("To be filled by O.E.M."), 12);
    vec![
        finding(
            "entry_ends_soon",
            Level::Note,
            "the permission of \"*@acme.example\" ends after 2026-12-01 (in 9 days)",
            6,
        ),
        Finding {
            registration_id: home.registration_id,
            identity: home.identity,
            device: home.device,
            ..finding(
                "device_not_listed",
                Level::Warning,
                "alice@acme.example is permitted on corporate machines, and this is none",
                7,
            )
        },
        finding(
            "not_closed",
            Level::Error,
            "henry@acme.example could enroll again by policy \"Employees\", so the removal is left out",
            15,
        ),
        Finding {
            file: None,
            line: None,
            ..finding("deleted_rows", Level::Note, "2 rows marked as deleted left out", 0)
        },
    ]
}

pub(crate) fn guard(name: GuardName, value: Amount, limit: Amount, verdict: GuardVerdict, text: &str) -> Guard {
    Guard { name, value, limit, verdict, text: text.to_owned() }
}

pub(crate) fn guards(removals: u64, share: f64, people: u64, limits: (u64, u64, u64)) -> Vec<Guard> {
    let verdict = |tripped| if tripped { GuardVerdict::Tripped } else { GuardVerdict::Ok };
    let count = Amount::Count;
    let word = || Amount::Word("acme".to_owned());
    let (most, percent, most_people) = limits;
    vec![
        guard(
            GuardName::Inventory,
            count(0),
            count(0),
            GuardVerdict::Ok,
            "every list that is needed was read to its end",
        ),
        guard(
            GuardName::Account,
            word(),
            word(),
            GuardVerdict::Ok,
            "the account and the team are those of the door list",
        ),
        guard(
            GuardName::Removals,
            count(removals),
            count(most),
            verdict(removals > most),
            "registrations deleted or revoked",
        ),
        guard(
            GuardName::Percent,
            Amount::Share(share),
            count(percent),
            verdict(share > percent as f64),
            "of all active registrations, in per cent",
        ),
        guard(
            GuardName::People,
            count(people),
            count(most_people),
            verdict(people > most_people),
            "people who lose their last active registration",
        ),
        guard(
            GuardName::All,
            count(removals),
            count(13),
            GuardVerdict::Ok,
            "of 14 active registrations; never all of them",
        ),
        guard(GuardName::Connectors, count(0), count(0), GuardVerdict::Ok, "connectors deleted or revoked"),
        guard(GuardName::Protected, count(0), count(0), GuardVerdict::Ok, "protected registrations deleted or revoked"),
    ]
}

fn kept(code: ReasonCode, text: &str, count: u64, line: Option<u32>) -> Kept {
    Kept {
        code,
        text: text.to_owned(),
        count,
        mentions: Mentions::default(),
        file: line.map(|_| "doorlist.yaml".to_owned()),
        line,
    }
}

fn count(actions: &[Action], of: impl Fn(ActionKind) -> bool) -> u64 {
    actions.iter().filter(|action| of(action.kind)).count() as u64
}

pub(crate) fn summary(actions: &[Action], kept: Vec<Kept>, blast_radius: BlastRadius, cost: Cost) -> Summary {
    let of = |kind| count(actions, |each| each == kind);
    let changes = count(actions, ActionKind::is_effect);
    let (deletes, revokes) = (of(ActionKind::DeleteRegistration), of(ActionKind::RevokeRegistration));
    let restores = of(ActionKind::UnrevokeRegistration);
    Summary {
        changes,
        deletes,
        revokes,
        restores,
        others: changes - deletes - revokes - restores,
        human_steps: of(ActionKind::HumanStep),
        kept,
        reported: 1,
        blast_radius,
        cost,
    }
}

/// A plan with every kind of change for the account of fifteen registrations.
pub(crate) fn rich() -> Plan {
    let mut actions: Vec<Action> = others().into_iter().chain(registrations()).collect();
    actions.sort_by_key(|action| action.phase);
    let blast_radius = BlastRadius {
        people: 7,
        people_losing_last: 5,
        online_within_hour: 1,
        headless_machines: 1,
        virtual_ips_freed: 10,
        virtual_ips_held: 4,
        seats_freed: 1,
        seats_kept: Some(4),
        returning: 5,
        returning_unattended: 1,
        returning_unknown: 1,
    };
    let kept = vec![
        kept(ReasonCode::Protected, "protected henry@acme.example", 1, Some(40)),
        kept(ReasonCode::Connector, "unlisted.connectors: keep", 1, None),
        kept(ReasonCode::DeviceNotListed, "unlisted.devices: report", 1, Some(7)),
        kept(ReasonCode::Permitted, "\"*@acme.example\"", 4, Some(6)),
    ];
    Plan {
        format_version: FORMAT_VERSION.to_owned(),
        generator: "doorlist 0.1.0".to_owned(),
        account: PlanAccount {
            id: "0123456789abcdef0123456789abcdef".to_owned(),
            name: Some("Acme".to_owned()),
            team: "acme".to_owned(),
        },
        doorlist: PlanDoorlist {
            paths: vec!["doorlist.yaml".to_owned(), "shared/leavers.yaml".to_owned()],
            sha256: "5e".repeat(32),
            approver_required: false,
        },
        inventory: Inventory {
            counts: Counts {
                registrations: 15,
                active: 14,
                revoked: 1,
                people: 9,
                physical_devices: Some(14),
                service_tokens: Some(3),
                enrollment_policies: Some(4),
            },
            pages: 4,
            sha256: "1a".repeat(32),
            read_at: now(),
        },
        origin: PlanOrigin { source: PlanSource::Live, speculative: false, redacted: Vec::new() },
        remaining: vec![row(3, person("bob@acme.example"), "bob-xps", Some("5CG0BBB222"), 2)],
        findings: findings(),
        guards: guards(7, 50.0, 5, (25, 60, 5)),
        summary: summary(&actions, kept, blast_radius, Cost { requests: 19, seconds: 0 }),
        digest: format!("sha256:{}", "d1".repeat(32)),
        actions,
        created_at: now(),
        expires_at: now() + SignedDuration::from_hours(24),
    }
}

/// The same, refused by two limits, made for review on a recorded account.
pub(crate) fn refused() -> Plan {
    let mut plan = rich();
    plan.guards = guards(7, 50.0, 5, (5, 60, 3));
    plan.origin = PlanOrigin { source: PlanSource::Offline, speculative: true, redacted: Vec::new() };
    plan.inventory.pages = 0;
    plan
}

/// Nothing to do, nothing to look at.
pub(crate) fn empty() -> Plan {
    let kept = vec![kept(ReasonCode::Permitted, "\"*@acme.example\"", 15, Some(6))];
    Plan {
        actions: Vec::new(),
        remaining: Vec::new(),
        findings: Vec::new(),
        guards: guards(0, 0.0, 0, (25, 10, 5)),
        summary: Summary { reported: 0, ..summary(&[], kept, BlastRadius::default(), Cost::default()) },
        ..rich()
    }
}

/// A removal for each number; below 50 of machines, from there on of people.
pub(crate) fn removals(numbers: std::ops::Range<u32>) -> Vec<Action> {
    let remove = |number: u32| {
        let (kind, code, text, line) = match number % 4 {
            0 => (ActionKind::RevokeRegistration, ReasonCode::UserNotListed, "no entry permits this person", 5),
            1 => (
                ActionKind::DeleteRegistration,
                ReasonCode::OverLimit,
                "may have 2 registrations, and more recent ones stay",
                6,
            ),
            _ => (ActionKind::DeleteRegistration, ReasonCode::Stale, "last seen 120 days ago, the limit is 90d", 31),
        };
        let owner = if number < 50 { service() } else { person(&format!("person-{:04}@acme.example", number % 1_150)) };
        let target = row(number, owner, &format!("laptop-{number:05}"), Some(&format!("SN{number:08}")), 120);
        let returns = admitted("Employees", "email domain acme.example", "disable the person in the identity provider");
        Action { returns: Some(returns), ..action(kind, Phase::Registrations, target, why(code, text, line)) }
    };
    numbers.map(remove).collect()
}

/// 3,000 removals of 1,150 people and of machines.
pub(crate) fn large() -> Plan {
    let actions = removals(0..3_000);
    let blast_radius = BlastRadius {
        people: 1_150,
        people_losing_last: 700,
        headless_machines: 50,
        virtual_ips_freed: 4_500,
        virtual_ips_held: 1_500,
        seats_kept: Some(700),
        returning: 3_000,
        ..BlastRadius::default()
    };
    let cost = Cost { requests: 3_140, seconds: 700 };
    Plan {
        guards: guards(3_000, 25.0, 700, (25, 10, 5)),
        summary: summary(
            &actions,
            vec![kept(ReasonCode::Permitted, "\"*@acme.example\"", 9_000, Some(6))],
            blast_radius,
            cost,
        ),
        actions,
        remaining: Vec::new(),
        findings: (0..400)
            .map(|line| {
                finding("entry_unmatched", Level::Note, "this entry matches nobody who has a registration", 100 + line)
            })
            .collect(),
        ..rich()
    }
}

/// The same plan for another account.
pub(crate) fn globex(plan: &Plan) -> Plan {
    let account =
        PlanAccount { id: "fedcba9876543210fedcba9876543210".to_owned(), name: None, team: "globex".to_owned() };
    Plan { account, digest: format!("sha256:{}", "d2".repeat(32)), ..plan.clone() }
}

/// Every outcome there is.
pub(crate) fn report() -> Report {
    let outcomes = rich().actions.into_iter().enumerate().map(|(index, action)| {
        let (became, detail) = match (action.kind, index % 7) {
            (ActionKind::HumanStep, _) => (Became::ForAPerson, None),
            (_, 3) => (Became::Failed, Some("403 Forbidden: the token lacks Zero Trust Write")),
            (_, 4) => (Became::Superseded, Some("seen since it was judged: 2026-11-21T23:58:00Z")),
            (_, 5) => (Became::AlreadyDone, Some("already gone")),
            (_, 6) => (Became::Unverified, Some("502 Bad Gateway, and the row could not be read again")),
            _ => (Became::Done, None),
        };
        let finished_at = became.is_settled().then(|| now() + SignedDuration::from_secs(10));
        Outcome { action, became, detail: detail.map(str::to_owned), finished_at }
    });
    Report {
        format_version: FORMAT_VERSION.to_owned(),
        account: rich().account,
        digest: rich().digest,
        outcomes: outcomes.collect(),
        verification: Verification::Remaining { actions: registrations().into_iter().take(2).collect() },
        interrupted: false,
        left_out: 0,
        requests: 31,
        started_at: now(),
        finished_at: now() + SignedDuration::from_secs(42),
    }
}

/// All done, and verified.
pub(crate) fn converged() -> Report {
    let outcomes = registrations().into_iter().map(|action| Outcome {
        action,
        became: Became::Done,
        detail: None,
        finished_at: Some(now()),
    });
    Report { outcomes: outcomes.collect(), verification: Verification::Converged, ..report() }
}

/// Stopped half-way, and the account could not be read again.
pub(crate) fn interrupted() -> Report {
    let mut report = report();
    for outcome in report.outcomes.iter_mut().skip(6) {
        outcome.became = Became::NotAttempted;
        outcome.detail = Some("the run was interrupted".to_owned());
        outcome.finished_at = None;
    }
    let why = "no answer within 30 seconds".to_owned();
    Report { interrupted: true, verification: Verification::Unverified { why }, ..report }
}

pub(crate) fn explanation() -> Explanation {
    let entry = |text: &str, decides, line| ExplainedEntry {
        text: text.to_owned(),
        mentions: Mentions::default(),
        decides,
        file: "doorlist.yaml".to_owned(),
        line,
    };
    let removed = registrations().swap_remove(0);
    let kept = ExplainedRow {
        target: row(3, person("bob@acme.example"), "bob-xps", Some("5CG0BBB222"), 2),
        decision: Decision::Keep,
        reason: why(ReasonCode::Permitted, "permitted by \"*@acme.example\"", 6),
        returns: None,
    };
    let removed = ExplainedRow {
        target: removed.target,
        decision: Decision::Delete,
        reason: removed.reason,
        returns: removed.returns,
    };
    Explanation {
        subject: "bob@acme.example".to_owned(),
        rows: vec![removed, kept],
        entries: vec![
            entry("\"*@acme.example\", permitted, until 2026-12-01", true, 6),
            entry("group contractors, absent", false, 14),
        ],
    }
}

//! Who is offboarded (fine print A40), and how their door is closed.

use doorlist::model::Plan;
use doorlist::model::plan::{ActionKind, Verdict};
use doorlist::render::{Format, Style};
use serde_json::{Value, json};

use crate::support::company::{Company, door_list, effects, erin_leaves, human_steps, policy, the};

const ALL: &str = "enrollment: exclude, sessions: revoke, seats: release, devices: delete";

/// Nothing is done about a person beside their registrations.
fn is_not_offboarded(plan: &Plan) {
    let others = plan.actions.iter().filter(|action| !action.kind.removes_registration());
    assert_eq!(others.map(|action| action.id.as_str()).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn a_person_who_leaves_is_closed_out_in_the_order_of_the_phases() {
    let plan = Company::new().plan(&erin_leaves(ALL, ""));
    let expected = [
        "exclude_from_enrollment:erin@acme.example",
        "revoke_sessions:erin@acme.example",
        "delete_registration:r-erin-1",
        "delete_registration:r-erin-2",
        "delete_device:d-erin",
        "release_seat:erin@acme.example",
    ];
    assert_eq!(effects(&plan), expected, "the shared machine is Bob's, too");
    for action in &plan.actions {
        assert_eq!(action.reason.code.as_str(), "user_absent", "{}", action.id);
        assert_eq!(action.reason.ticket.as_deref(), Some("HR-1"), "{}", action.id);
    }
}

#[test]
fn somebody_who_is_cut_off_and_not_deleted_is_not_offboarded() {
    let rest = "unlisted: { users: revoke }\nusers: [{ email: \"*@acme.example\" }]\nservice_tokens: []\ndevices: []\n";
    let plan = Company::new().plan(&door_list(&format!("{rest}offboarding: {{ {ALL} }}\n")));
    assert_eq!(effects(&plan), ["revoke_registration:r-carol"]);
    is_not_offboarded(&plan);
}

#[test]
fn somebody_who_keeps_a_protected_registration_is_not_offboarded() {
    let rest = "protected: [{ device: { name: shared-ws }, reason: site machine }]\n";
    let plan = Company::new().plan(&erin_leaves(ALL, rest));
    assert_eq!(effects(&plan), ["delete_registration:r-erin-1"], "the record of her laptop stays, too");
    is_not_offboarded(&plan);
}

#[test]
fn an_entry_without_any_registration_offboards_nobody() {
    let gone = Company::new().with(|account| {
        account["registrations"].as_array_mut().expect("a list").retain(|row| row["user"]["id"] != "u-erin");
    });
    let plan = gone.plan(&erin_leaves(ALL, ""));
    assert!(plan.actions.is_empty(), "{:?}", effects(&plan));
}

#[test]
fn hygiene_that_takes_the_last_registration_offboards_nobody() {
    let rest = "users: [{ email: \"*\" }]\nservice_tokens: []\ndevices: []\ncleanup: { stale: { after: 1d, action: delete } }\n";
    let plan = Company::new().plan(&door_list(&format!("{rest}offboarding: {{ {ALL} }}\n")));
    assert!(effects(&plan).contains(&"delete_registration:r-carol"));
    is_not_offboarded(&plan);
}

#[test]
fn somebody_who_is_absent_is_offboarded_whatever_stage_decides() {
    let list = door_list(&format!(
        "users:\n  - {{ email: erin@acme.example, state: absent, ticket: HR-1 }}\n  - {{ email: \"*\" }}\nservice_tokens: []\n\
         devices: [{{ name: erin-mbp, state: absent }}, {{ name: shared-ws, state: absent }}]\noffboarding: {{ {ALL} }}\n"
    ));
    let plan = Company::new().plan(&list);
    let expected = [
        "exclude_from_enrollment:erin@acme.example",
        "revoke_sessions:erin@acme.example",
        "delete_registration:r-bob",
        "delete_registration:r-erin-1",
        "delete_registration:r-erin-2",
        "delete_device:d-erin",
        "delete_device:d-shared",
        "release_seat:erin@acme.example",
    ];
    assert_eq!(effects(&plan), expected, "and Bob keeps his seat");
    let closing = the(&plan, ActionKind::ExcludeFromEnrollment);
    assert_eq!((closing.reason.code.as_str(), closing.reason.ticket.as_deref()), ("device_absent", Some("HR-1")));
    let why = "no registration may be on this machine; Erin@acme.example is to have no registration";
    assert_eq!(closing.reason.text, why);
    let hers = plan.actions.iter().find(|action| action.id == "delete_registration:r-erin-1").expect("hers");
    let remedy = hers.returns.as_ref().and_then(|returns| returns.remedy.as_deref());
    assert_eq!(remedy, Some("action exclude_from_enrollment:erin@acme.example of this plan closes it"));
    assert_eq!(hers.reason.also.iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["user_absent"]);
}

#[test]
fn somebody_whose_machines_go_is_offboarded_only_where_nobody_permits_them() {
    let unlisted = |fate| {
        door_list(&format!(
            "unlisted: {{ users: {fate} }}\nusers: [{{ email: \"*@acme.example\" }}]\nservice_tokens: []\n\
             devices: [{{ name: carol-thinkpad, state: absent }}]\noffboarding: {{ {ALL} }}\n"
        ))
    };
    for fate in ["keep", "report"] {
        let plan = Company::new().plan(&unlisted(fate));
        assert_eq!(effects(&plan), ["delete_registration:r-carol"], "{fate}");
        is_not_offboarded(&plan);
    }
    for fate in ["revoke", "delete"] {
        let plan = Company::new().plan(&unlisted(fate));
        assert!(effects(&plan).contains(&"exclude_from_enrollment:carol@partner.example"), "{fate}");
        assert!(effects(&plan).contains(&"release_seat:carol@partner.example"), "{fate}");
    }
}

#[test]
fn the_end_of_a_quarantine_offboards() {
    let list = |offboarding: &str| {
        door_list(&format!(
            "unlisted: {{ users: revoke }}\nusers: [{{ email: \"*@acme.example\" }}]\nservice_tokens: []\ndevices: []\n\
             cleanup: {{ revoked: {{ after: 14d, action: delete }} }}\noffboarding: {{ {offboarding} }}\n"
        ))
    };
    let company =
        Company::new().with(|account| account["registrations"][3]["revoked_at"] = json!("2026-11-01T00:00:00Z"));
    let plan = company.plan(&list(ALL));
    let expected = [
        "exclude_from_enrollment:carol@partner.example",
        "revoke_sessions:carol@partner.example",
        "delete_registration:r-carol",
        "delete_device:d-carol",
        "release_seat:carol@partner.example",
    ];
    assert_eq!(effects(&plan), expected);
    for action in &plan.actions {
        assert_eq!(action.reason.code.as_str(), "revoked_too_long", "{}", action.id);
    }
    let plan = company.plan(&list("enrollment: report"));
    let returns = the(&plan, ActionKind::DeleteRegistration).returns.as_ref().expect("a removal");
    assert_eq!(returns.remedy.as_deref(), Some("take carol@partner.example out of policy \"Partners\""));
}

#[test]
fn whoever_is_permitted_needs_no_closed_door() {
    let rest = "users: [{ email: \"*\" }]\nservice_tokens: []\ndevices: []\ncleanup: { revoked: { after: 14d, action: delete } }\n";
    let company =
        Company::new().with(|account| account["registrations"][3]["revoked_at"] = json!("2026-11-01T00:00:00Z"));
    let remedy = |rest: &str| {
        let plan = company.plan(&door_list(rest));
        let returns = the(&plan, ActionKind::DeleteRegistration).returns.clone().expect("a removal");
        returns.remedy.expect("one")
    };
    assert_eq!(remedy(rest), "none is wanted: whoever is permitted may enroll again");
    let elsewhere = "unlisted: { devices: revoke }\nusers: [{ email: carol@partner.example, devices: [own] }, { email: \"*\" }]\n\
                     service_tokens: []\ndevices: [{ class: own, name: another }]\ncleanup: { revoked: { after: 14d, action: delete } }\n";
    assert_eq!(
        remedy(elsewhere),
        "enrollment policies cannot tell machines apart: permit the machine, or take it away"
    );
}

#[test]
fn a_removal_that_waits_for_a_closed_door_offboards_nobody_yet() {
    let list = door_list(&format!(
        "users: [{{ email: erin@acme.example, state: absent, require_closed: true }}, {{ email: \"*\" }}]\n\
         service_tokens: []\ndevices: []\noffboarding: {{ {ALL} }}\n"
    ));
    let plan = Company::new().plan(&list);
    assert!(plan.actions.is_empty(), "{:?}", effects(&plan));
    assert!(plan.has_refused_removals());
}

#[test]
fn the_verdict_stays_and_the_remedy_names_the_action_that_closes() {
    let plan = Company::new().plan(&erin_leaves("enrollment: exclude", ""));
    for action in plan.actions.iter().filter(|action| action.kind == ActionKind::DeleteRegistration) {
        let returns = action.returns.as_ref().expect("a removal");
        assert_eq!(returns.verdict, Verdict::Yes);
        let expected = "action exclude_from_enrollment:erin@acme.example of this plan closes it";
        assert_eq!(returns.remedy.as_deref(), Some(expected));
    }
}

#[test]
fn every_policy_that_admits_is_named_with_what_must_still_be_true() {
    let everyone = policy("p-everyone", "bypass", &json!([{ "everyone": {} }]));
    let plan = Company::new().attach(&everyone, 9).plan(&erin_leaves("enrollment: exclude", ""));
    let action = the(&plan, ActionKind::ExcludeFromEnrollment);
    let policies = |value: Value| value.as_array().cloned().unwrap_or_default();
    let target = policies(serde_json::to_value(&action.target.policies).expect("plain"));
    let expected = [
        json!({ "id": "p-everyone", "name": "Everyone", "app_count": 1 }),
        json!({ "id": "p-staff", "name": "Staff", "app_count": 2 }),
    ];
    assert_eq!(target, expected);
    let expected = [
        json!({ "id": "p-everyone", "name": "Everyone", "decision": "bypass", "app_count": 1 }),
        json!({ "id": "p-staff", "name": "Staff", "decision": "allow", "app_count": 2 }),
    ];
    assert_eq!(policies(serde_json::to_value(&action.expect.policies).expect("plain")), expected);
}

#[test]
fn a_policy_of_the_applications_own_is_named_with_its_application() {
    let own = policy("p-own", "allow", &json!([{ "email": { "email": "ERIN@acme.example" } }]));
    let plan = Company::new().own(&own, 9).plan(&erin_leaves("enrollment: exclude", ""));
    let action = the(&plan, ActionKind::ExcludeFromEnrollment);
    let places: Vec<(&str, Option<&str>)> =
        action.target.policies.iter().map(|policy| (policy.id.as_str(), policy.app_id.as_deref())).collect();
    assert_eq!(places, [("p-staff", None), ("p-own", Some("a-warp"))]);
}

#[test]
fn a_shared_policy_is_announced_with_the_number_of_its_applications() {
    let plan = Company::new().plan(&erin_leaves("enrollment: exclude", ""));
    for format in [Format::Text, Format::Markdown] {
        let shown = doorlist::render::plan(&plan, format, Style::default());
        assert!(shown.contains("used by 2 applications"), "{format:?}: {shown}");
    }
}

#[test]
fn what_only_may_admit_is_left_to_a_person() {
    let eng = policy("p-eng", "allow", &json!([{ "okta": { "name": "eng", "identity_provider_id": "i" } }]));
    let plan = Company::new().attach(&eng, 9).plan(&erin_leaves("enrollment: exclude", ""));
    assert_eq!(the(&plan, ActionKind::ExcludeFromEnrollment).target.policies.len(), 1);
    let doubt = "find out okta group \"eng\": by that, erin@acme.example could still enroll";
    assert!(human_steps(&plan).contains(&doubt), "{:?}", human_steps(&plan));
    let returns = plan.actions.iter().find_map(|action| action.returns.as_ref()).expect("a removal");
    let remedy = returns.remedy.as_deref().expect("one");
    assert!(remedy.ends_with("closes what certainly admits; find out okta group \"eng\""), "{remedy}");
}

#[test]
fn where_nobody_can_tell_nothing_is_excluded() {
    let eng = json!([{ "okta": { "name": "eng", "identity_provider_id": "i" } }]);
    let plan = Company::new().with_policy("p-staff", "include", &eng).plan(&erin_leaves("enrollment: exclude", ""));
    assert_eq!(effects(&plan), ["delete_registration:r-erin-1", "delete_registration:r-erin-2"]);
    let step = "close enrollment for erin@acme.example: find out okta group \"eng\"";
    assert!(human_steps(&plan).contains(&step), "{:?}", human_steps(&plan));
}

#[test]
fn a_closed_door_needs_no_closing() {
    let plan = Company::new().without_policy("p-staff").plan(&erin_leaves("enrollment: exclude", ""));
    assert!(effects(&plan).iter().all(|id| id.starts_with("delete_registration")), "{:?}", effects(&plan));
    assert!(human_steps(&plan).iter().all(|text| !text.contains("close enrollment")));
}

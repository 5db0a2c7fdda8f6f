//! Service tokens: out of the enrollment policies, disabled, deleted only where nothing refers to them.

use doorlist::model::Plan;
use doorlist::model::account::{Listed, Unread};
use doorlist::model::plan::{ActionKind, Verdict};
use doorlist::plan::{Settings, plan, violations};
use serde_json::{Value, json};

use crate::support::company::{Company, door_list, effects, human_steps, kiosk_retires, now, policy, the, token_rule};

const DETACH: &str = "remove_token_from_enrollment:t-kiosk";
const DISABLE: &str = "disable_service_token:t-kiosk";
const MACHINE: &str = "delete_registration:r-kiosk";
const DELETE: &str = "delete_service_token:t-kiosk";

fn retired(company: &Company, step: &str) -> Plan {
    let list = kiosk_retires(step);
    let plan = company.plan(&list);
    assert_eq!(violations(&plan, &list, &company.account(list.needs()), now()), []);
    plan
}

/// Changed policies: id, the application's own, whether the token is their only Include rule.
fn detached(plan: &Plan) -> Vec<(&str, bool, bool)> {
    let action = the(plan, ActionKind::RemoveTokenFromEnrollment);
    let policies = action.target.policies.iter().zip(&action.expect.policies);
    policies.map(|(target, expected)| (target.id.as_str(), target.app_id.is_some(), expected.only_rule)).collect()
}

/// The one step about deleting the token.
fn not_deleted(plan: &Plan) -> &str {
    assert!(!effects(plan).contains(&DELETE), "{:?}", effects(plan));
    human_steps(plan).into_iter().find(|step| step.contains("then delete it")).expect("a step for a person")
}

#[test]
fn each_mode_adds_one_step() {
    let of = |step| effects(&retired(&Company::new(), step)).into_iter().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(of("report"), [MACHINE]);
    assert_eq!(of("detach"), [DETACH, MACHINE]);
    assert_eq!(of("disable"), [DETACH, DISABLE, MACHINE]);
    assert_eq!(of("delete"), [DETACH, DISABLE, MACHINE, DELETE]);
}

#[test]
fn report_leaves_it_to_a_person() {
    let plan = retired(&Company::new(), "report");
    let expected =
        "retire service token kiosk-2025: take it out of policy \"Kiosks\", \"Machines\", disable it, and delete it";
    assert_eq!(human_steps(&plan), [expected]);
}

#[test]
fn a_policy_that_names_nothing_else_goes_and_that_is_said() {
    let plan = retired(&Company::new(), "delete");
    assert_eq!(detached(&plan), [("p-kiosks", false, true), ("p-machines", false, false)]);
    let action = the(&plan, ActionKind::RemoveTokenFromEnrollment);
    assert_eq!(action.expect.application_id.as_deref(), Some("a-warp"));
    let said = "; policy \"Kiosks\" names nothing else and is taken out of the enrollment application";
    assert!(action.reason.text.ends_with(said), "{}", action.reason.text);
    let action = the(&plan, ActionKind::DeleteServiceToken);
    assert_eq!(action.target.policies.iter().map(|policy| policy.id.as_str()).collect::<Vec<_>>(), ["p-kiosks"]);
    let said = "; policy \"Kiosks\", which names nothing else, is deleted first";
    assert!(action.reason.text.ends_with(said), "{}", action.reason.text);
}

#[test]
fn a_policy_of_the_applications_own_is_deleted_at_once() {
    let own = policy("p-own", "non_identity", &json!([token_rule("t-kiosk")]));
    let company = Company::new().without_policy("p-kiosks").without_policy("p-machines").own(&own, 9);
    let plan = retired(&company, "delete");
    assert_eq!(detached(&plan), [("p-own", true, true)]);
    let action = the(&plan, ActionKind::RemoveTokenFromEnrollment);
    assert!(action.reason.text.ends_with("; policy \"Own\" names nothing else and is deleted"));
    assert!(the(&plan, ActionKind::DeleteServiceToken).target.policies.is_empty());
}

#[test]
fn one_link_is_not_taken_out_of_an_application_with_policies_of_its_own() {
    let own = policy("p-own", "allow", &json!([{ "email": { "email": "bob@acme.example" } }]));
    let plan = retired(&Company::new().own(&own, 9), "delete");
    assert_eq!(detached(&plan), [("p-machines", false, false)]);
    let step =
        "take policy \"Kiosks\", which names nothing but service token kiosk-2025, out of the enrollment application";
    assert!(human_steps(&plan).contains(&step), "{:?}", human_steps(&plan));
    assert_eq!(not_deleted(&plan), "take service token kiosk-2025 out of policy \"Kiosks\", then delete it");
}

#[test]
fn a_shared_policy_that_names_nothing_else_still_names_the_token() {
    let shared = Company::new().with_policy("p-kiosks", "app_count", &json!(3));
    let plan = retired(&shared, "delete");
    assert_eq!(detached(&plan)[0], ("p-kiosks", false, true), "out of enrollment it goes all the same");
    assert_eq!(not_deleted(&plan), "take service token kiosk-2025 out of policy \"Kiosks\", then delete it");
}

#[test]
fn any_valid_service_token_is_replaced_by_a_person() {
    let any = policy("p-any", "non_identity", &json!([{ "any_valid_service_token": {} }]));
    let plan = retired(&Company::new().attach(&any, 9), "disable");
    assert_eq!(effects(&plan), [DETACH, DISABLE, MACHINE]);
    let step = "replace \"any valid service token\" in policy \"Any\" by the tokens that are meant";
    assert_eq!(human_steps(&plan), [step]);
    let verdict = plan.actions.iter().find_map(|action| action.returns.as_ref()).map(|returns| returns.verdict);
    assert_eq!(verdict, Some(Verdict::Unattended));
}

#[test]
fn a_group_that_holds_the_token_is_closed_by_a_person() {
    let robots = policy("p-robots", "non_identity", &json!([{ "group": { "id": "g-robots" } }]));
    let company = Company::new().attach(&robots, 9).with(|account| {
        account["groups"] = json!([{ "id": "g-robots", "name": "Robots", "include": [token_rule("t-kiosk")] }]);
    });
    let plan = retired(&company, "delete");
    let step = "close policy \"Robots\" for service token kiosk-2025: it admits it by Access group g-robots";
    assert!(human_steps(&plan).contains(&step), "{:?}", human_steps(&plan));
    assert_eq!(not_deleted(&plan), "take service token kiosk-2025 out of group \"Robots\", then delete it");
}

#[test]
fn a_token_that_is_used_elsewhere_is_not_deleted_and_whom_disabling_hits_is_said() {
    let wiki = |account: &mut Value| {
        let mut robots = policy("p-wiki-robots", "non_identity", &json!([token_rule("t-kiosk")]));
        robots["precedence"] = json!(2);
        account["applications"][0]["policies"].as_array_mut().expect("a list").push(robots);
    };
    let plan = retired(&Company::new().with(wiki), "delete");
    assert_eq!(effects(&plan), [DETACH, DISABLE, MACHINE]);
    assert_eq!(not_deleted(&plan), "take service token kiosk-2025 out of policy \"Wiki-robots\", then delete it");
    let disable = the(&plan, ActionKind::DisableServiceToken);
    assert!(disable.reason.text.ends_with("; it stops working for policy \"Wiki-robots\", too"));
}

#[test]
fn a_require_or_exclude_rule_refers_to_the_token_too() {
    for key in ["require", "exclude"] {
        let company = Company::new().with_policy("p-ci", key, &json!([token_rule("t-kiosk")]));
        let plan = retired(&company, "delete");
        assert_eq!(not_deleted(&plan), "take service token kiosk-2025 out of policy \"Ci\", then delete it", "{key}");
    }
}

#[test]
fn what_was_not_read_may_refer_to_it() {
    for list in ["applications", "groups"] {
        let plan = Company::new().without(list).plan(&kiosk_retires("delete"));
        assert!(not_deleted(&plan).starts_with("find out whether anything refers to service token kiosk-2025"));
    }
    let plan = Company::new().without("applications").plan(&kiosk_retires("detach"));
    assert_eq!(effects(&plan), [MACHINE]);
    assert!(
        human_steps(&plan)[0].starts_with("take service token kiosk-2025 out of the enrollment policies; that takes")
    );
}

#[test]
fn a_token_that_is_off_or_out_is_not_planned_again() {
    let off = Company::new().with(|account| account["service_tokens"][0]["enabled"] = json!(false));
    assert_eq!(effects(&retired(&off, "disable")), [DETACH, MACHINE]);
    let out = off.without_policy("p-kiosks").without_policy("p-machines");
    assert_eq!(effects(&retired(&out, "disable")), [MACHINE]);
    let gone = Company::new().with(|account| drop(account["service_tokens"].as_array_mut().expect("a list").remove(0)));
    assert_eq!(effects(&gone.plan(&kiosk_retires("delete"))), [MACHINE]);
    let list = kiosk_retires("delete");
    let mut unread = Company::new().account(list.needs());
    unread.tokens = Listed::Unread(Unread::Refused("403".to_owned()));
    let unread = plan(&list, &unread, now(), &Settings::default()).expect("a plan");
    assert_eq!(effects(&unread), [MACHINE]);
}

#[test]
fn an_entry_that_has_ended_retires_its_token() {
    let list = "users: [{ email: \"*\" }]\nservice_tokens: [{ name: kiosk-2025, until: 2026-11-01 }]\ndevices: []\n";
    let plan = Company::new().plan(&door_list(&format!("{list}offboarding: {{ service_tokens: disable }}\n")));
    assert_eq!(effects(&plan), [DETACH, DISABLE]);
    assert_eq!(the(&plan, ActionKind::DisableServiceToken).reason.code.as_str(), "token_expired");
}

#[test]
fn a_machine_of_the_token_names_it() {
    let plan = retired(&Company::new(), "detach");
    let machine = the(&plan, ActionKind::DeleteRegistration);
    assert_eq!(machine.target.token.as_ref().map(|token| token.id.as_str()), Some("t-kiosk"));
}

/// What the kiosk's removal says of its return.
fn remedy(plan: &Plan) -> Option<&str> {
    let removal = the(plan, ActionKind::DeleteRegistration);
    removal.returns.as_ref().expect("a removal").remedy.as_deref()
}

#[test]
fn the_remedy_names_the_action_that_closes_the_door() {
    let plan = retired(&Company::new(), "detach");
    assert_eq!(remedy(&plan), Some("action remove_token_from_enrollment:t-kiosk of this plan closes it"));
    assert_eq!(
        the(&plan, ActionKind::DeleteRegistration).returns.as_ref().map(|r| r.verdict),
        Some(Verdict::Unattended)
    );
    assert_eq!(
        remedy(&retired(&Company::new(), "report")),
        Some("take the token out of policy \"Kiosks\"; take the token out of policy \"Machines\"")
    );
    let any = policy("p-any", "non_identity", &json!([{ "any_valid_service_token": {} }]));
    let open = Company::new().attach(&any, 9);
    let half = "action remove_token_from_enrollment:t-kiosk of this plan closes what names it; replace \"any valid service \
                token\" in policy \"Any\" by the tokens that are meant";
    assert_eq!(remedy(&retired(&open, "detach")), Some(half));
    assert_eq!(remedy(&retired(&open, "disable")), Some("action disable_service_token:t-kiosk of this plan closes it"));
    let off = Company::new().with(|account| account["service_tokens"][0]["enabled"] = json!(false));
    assert_eq!(remedy(&retired(&off, "delete")), None, "it is closed");
}

/// A door list in which the kiosk's token is absent, its entry has more, and other entries follow.
fn kiosk_retires_with(entry: &str, tokens: &str, rest: &str) -> doorlist::model::DoorList {
    door_list(&format!(
        "users: [{{ email: \"*\" }}]\nservice_tokens:\n  - {{ name: kiosk-2025, devices: [kiosk], state: absent{entry} }}\n{tokens}\
         devices: [{{ class: kiosk, name: \"lobby-kiosk-*\" }}]\noffboarding: {{ service_tokens: delete }}\n{rest}"
    ))
}

#[test]
fn a_token_is_not_deleted_before_its_registrations() {
    let left =
        "service token kiosk-2025 has 1 registration that this plan does not delete; when it is gone, delete the token";
    let stays = |plan: &Plan, why: &str| {
        assert_eq!(effects(plan), [DETACH, DISABLE], "{why}");
        assert_eq!(human_steps(plan), [left], "{why}");
    };
    let refused = Company::new().plan(&kiosk_retires_with(", require_closed: true", "", ""));
    stays(&refused, "the removal is refused");
    assert!(refused.has_refused_removals());
    let finding = refused.findings.iter().find(|finding| finding.code == "not_closed").expect("it says so");
    assert!(
        finding.text.ends_with("; action remove_token_from_enrollment:t-kiosk of this plan closes it"),
        "{}",
        finding.text
    );
    let protection = "protected: [{ device: { name: lobby-kiosk-01 } }]\n";
    stays(&Company::new().plan(&kiosk_retires_with("", "", protection)), "it is protected");
    let another = "  - { name: ci-runners, devices: [kiosk] }\n";
    stays(&Company::new().plan(&kiosk_retires_with("", another, "")), "another entry claims it as permitted");
    let closed = Company::new().without_policy("p-kiosks").without_policy("p-machines");
    let plan = closed.plan(&kiosk_retires_with(", require_closed: true", "", ""));
    assert_eq!(effects(&plan), [DISABLE, MACHINE, DELETE], "once the door is closed, it goes");
}

#[test]
fn a_policy_that_a_run_took_out_and_left_behind_goes_with_the_token() {
    let left_behind = Company::new().without_policy("p-machines").with(|account| {
        account["applications"][1]["policies"]
            .as_array_mut()
            .expect("a list")
            .retain(|policy| policy["id"] != "p-kiosks");
    });
    let plan = retired(&left_behind.clone().with_policy("p-kiosks", "app_count", &json!(0)), "delete");
    assert_eq!(effects(&plan), [DISABLE, MACHINE, DELETE]);
    let action = the(&plan, ActionKind::DeleteServiceToken);
    assert_eq!(action.target.policies.iter().map(|policy| policy.id.as_str()).collect::<Vec<_>>(), ["p-kiosks"]);
    assert_eq!(action.expect.policies.iter().map(|policy| policy.only_rule).collect::<Vec<_>>(), [true]);
    assert!(!the(&plan, ActionKind::DisableServiceToken).reason.text.contains("stops working"));
    let used = retired(&left_behind.clone().with_policy("p-kiosks", "app_count", &json!(1)), "delete");
    assert_eq!(not_deleted(&used), "take service token kiosk-2025 out of policy \"Kiosks\", then delete it");
    let both = json!([token_rule("t-kiosk"), token_rule("t-ci")]);
    let beside = left_behind.with_policy("p-kiosks", "app_count", &json!(0)).with_policy("p-kiosks", "include", &both);
    assert_eq!(
        not_deleted(&retired(&beside, "delete")),
        "take service token kiosk-2025 out of policy \"Kiosks\", then delete it"
    );
}

/// The plan where the list of tokens was refused.
fn unread(list: &doorlist::model::DoorList) -> Plan {
    let mut account = Company::new().account(list.needs());
    account.tokens = Listed::Unread(Unread::Refused("403".to_owned()));
    plan(list, &account, now(), &Settings::default()).expect("a plan")
}

#[test]
fn a_token_that_nobody_could_look_up_is_retired_by_a_person() {
    let takes = "that takes the service tokens, which could not be read (403)";
    let expected = [
        ("report", "take service token kiosk-2025 out of the enrollment policies, disable it, and delete it"),
        ("detach", "take service token kiosk-2025 out of the enrollment policies"),
        ("disable", "take service token kiosk-2025 out of the enrollment policies and disable it"),
        ("delete", "take service token kiosk-2025 out of the enrollment policies, disable it, and delete it"),
    ];
    for (step, text) in expected {
        let plan = unread(&kiosk_retires(step));
        assert_eq!(effects(&plan), [MACHINE], "{step}");
        assert_eq!(human_steps(&plan), [format!("{text}; {takes}")], "{step}");
    }
}

#[test]
fn a_token_by_its_id_is_taken_out_all_the_same() {
    let by_id = |step: &str| {
        door_list(&format!(
            "users: [{{ email: \"*\" }}]\nservice_tokens:\n  - {{ id: t-kiosk, devices: [kiosk], state: absent }}\n\
             devices: [{{ class: kiosk, name: \"lobby-kiosk-*\" }}]\noffboarding: {{ service_tokens: {step} }}\n"
        ))
    };
    let takes = "that takes the service tokens, which could not be read (403)";
    let plan = unread(&by_id("report"));
    let expected =
        "retire service token t-kiosk: take it out of policy \"Kiosks\", \"Machines\", disable it, and delete it";
    assert_eq!((effects(&plan), human_steps(&plan)), (vec![MACHINE], vec![expected]));
    let plan = unread(&by_id("detach"));
    assert_eq!((effects(&plan), human_steps(&plan)), (vec![DETACH, MACHINE], vec![]));
    assert_eq!(remedy(&plan), Some("action remove_token_from_enrollment:t-kiosk of this plan closes it"));
    for (step, rest) in [("disable", "disable it"), ("delete", "disable it, and delete it")] {
        let plan = unread(&by_id(step));
        let expected = format!("find out whether service token t-kiosk is still enabled, {rest}; {takes}");
        assert_eq!((effects(&plan), human_steps(&plan)), (vec![DETACH, MACHINE], vec![expected.as_str()]));
    }
}

#[test]
fn whom_disabling_hits_is_said_of_shared_enrollment_policies_too() {
    let text =
        |company: Company| the(&retired(&company, "disable"), ActionKind::DisableServiceToken).reason.text.clone();
    let counted = text(Company::new().with_policy("p-kiosks", "app_count", &json!(3)));
    assert!(counted.ends_with("; it stops working for policy \"Kiosks\" of 2 other applications, too"), "{counted}");
    let attached = text(Company::new().with(|account| {
        let kiosks = account["applications"][1]["policies"][3].clone();
        account["applications"][0]["policies"].as_array_mut().expect("a list").push(kiosks);
    }));
    assert!(
        attached.ends_with("; it stops working for policy \"Kiosks\" of application \"a-wiki\", too"),
        "{attached}"
    );
    assert!(!text(Company::new()).contains("stops working"));
}

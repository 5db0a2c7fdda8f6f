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

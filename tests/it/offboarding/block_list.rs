//! The block list: refused where it would block nobody (fine print A41).

use doorlist::model::plan::{ActionKind, GuardName};
use serde_json::json;

use crate::support::company::{Company, effects, erin_leaves, human_steps, policy, the};

const BLOCK: &str = "enrollment: { block_list: offboarded }";

/// Why there is no plan.
fn refusal(company: &Company) -> String {
    let refusal = company.try_plan(&erin_leaves(BLOCK, "")).expect_err("it would block nobody");
    assert_eq!(refusal.guard, GuardName::Account);
    assert!(refusal.help.is_some_and(|help| help.contains("type EMAIL")));
    refusal.text
}

#[test]
fn the_address_goes_on_the_list_as_the_account_spells_it() {
    let plan = Company::new().plan(&erin_leaves(BLOCK, ""));
    let action = the(&plan, ActionKind::BlockEnrollment);
    assert_eq!(action.target.list.as_ref().map(|list| list.id.as_str()), Some("l-offboarded"));
    assert_eq!(action.target.identity.as_ref().and_then(|who| who.email.as_deref()), Some("Erin@acme.example"));
    assert_eq!(action.expect.name.as_deref(), Some("offboarded"));
    assert_eq!(action.expect.application_id.as_deref(), Some("a-warp"));
    assert!(plan.actions.iter().any(|action| {
        let remedy = action.returns.as_ref().and_then(|returns| returns.remedy.as_deref());
        remedy == Some("action block_enrollment:erin@acme.example of this plan closes it")
    }));
}

#[test]
fn a_list_that_is_missing_or_of_another_type_is_refused() {
    let missing = Company::new().with(|account| account["lists"] = json!([]));
    assert!(refusal(&missing).ends_with("there is no list of this name"), "{}", refusal(&missing));
    let serials = Company::new().with(|account| account["lists"][0]["type"] = json!("SERIAL"));
    assert!(refusal(&serials).ends_with("it is of type SERIAL"));
}

#[test]
fn what_was_not_read_is_a_gap_in_the_inventory() {
    let gap = |company: &Company| {
        let refusal = company.try_plan(&erin_leaves(BLOCK, "")).expect_err("nobody can tell");
        assert_eq!(refusal.guard, GuardName::Inventory);
        refusal.text
    };
    let named = "offboarding.enrollment names the block list \"offboarded\", and whether it blocks anybody takes";
    for (list, what) in [("lists", "the Gateway lists"), ("applications", "the Access applications")] {
        let expected = format!("{named} {what}, which the recorded account does not have");
        assert_eq!(gap(&Company::new().without(list)), expected);
    }
    let bare = Company::new().with(|account| account["applications"][1]["policies"] = json!(null));
    assert!(gap(&bare).contains("the policies of the enrollment application"), "{}", gap(&bare));
    let linked = Company::new().without("policies").with(|account| {
        account["applications"][1]["policies"] = json!(["p-offboarded", "p-staff"]);
    });
    assert_eq!(gap(&linked), format!("{named} policy p-offboarded, which was not read"));
}

#[test]
fn a_list_that_no_deny_ahead_of_every_allow_refers_to_is_refused() {
    let staff = json!([{ "email_domain": { "domain": "acme.example" } }]);
    let wrong = [
        ("no deny", Company::new().without_policy("p-offboarded")),
        ("an allow", Company::new().with_policy("p-offboarded", "decision", &json!("allow"))),
        ("of others", Company::new().with_policy("p-offboarded", "include", &staff)),
        (
            "narrowed",
            Company::new().with_policy("p-offboarded", "require", &json!([{ "geo": { "country_code": "HR" } }])),
        ),
        ("excepted", Company::new().with_policy("p-offboarded", "exclude", &staff)),
        ("behind an allow", Company::new().attach(&policy("p-early", "allow", &staff), 0)),
    ];
    for (why, company) in wrong {
        assert!(refusal(&company).ends_with("no deny policy ahead of every allow policy refers to it"), "{why}");
    }
}

#[test]
fn without_an_enrollment_application_nothing_is_blocked() {
    let none = Company::new().with(|account| drop(account["applications"].as_array_mut().expect("a list").pop()));
    assert!(refusal(&none).ends_with("there is no enrollment application"));
}

#[test]
fn the_refusal_comes_before_anything_is_planned() {
    let list = erin_leaves("enrollment: { block_list: offbaorded }", "");
    let bob_only = Company::new().with(|account| account["registrations"] = json!([]));
    assert!(bob_only.try_plan(&list).is_err(), "nobody leaves, and still it is wrong");
}

#[test]
fn a_policy_that_bypasses_is_asked_before_any_list() {
    let everyone = policy("p-everyone", "bypass", &json!([{ "everyone": {} }]));
    let plan = Company::new().attach(&everyone, 9).plan(&erin_leaves(BLOCK, ""));
    assert!(!effects(&plan).iter().any(|id| id.starts_with("block_enrollment")), "{:?}", effects(&plan));
    let steps = human_steps(&plan);
    assert!(steps.iter().any(|step| step.starts_with("close enrollment for erin@acme.example")), "{steps:?}");
}

#[test]
fn a_list_that_denies_first_also_settles_what_nobody_can_tell() {
    let eng = json!([{ "okta": { "name": "eng", "identity_provider_id": "i" } }]);
    let plan = Company::new().with_policy("p-staff", "include", &eng).plan(&erin_leaves(BLOCK, ""));
    the(&plan, ActionKind::BlockEnrollment);
    assert!(human_steps(&plan).iter().all(|step| !step.contains("find out")), "{:?}", human_steps(&plan));
}

//! Steps for people (fine print A7, A28).

use doorlist::model::Plan;
use doorlist::model::plan::ActionKind;
use doorlist::plan::verify;

use crate::support::company::{Company, door_list, effects, erin_leaves, human_steps};

fn without_steps(plan: &Plan) -> Plan {
    let mut plan = plan.clone();
    plan.actions.retain(|action| action.kind != ActionKind::HumanStep);
    plan
}

#[test]
fn report_yields_steps_and_no_effect() {
    let plan = Company::new().plan(&erin_leaves("", ""));
    assert_eq!(effects(&plan), ["delete_registration:r-erin-1", "delete_registration:r-erin-2"]);
    let expected = [
        "close enrollment for erin@acme.example: add an Exclude rule for erin@acme.example to policy \"Staff\", or \
         disable the account in the identity provider",
        "disable erin@acme.example in the identity provider, if the account is still there",
        "end the sessions of erin@acme.example; they outlive the registrations",
        "release the seat of erin@acme.example, if there is one",
        "look again after a day whether erin@acme.example is back: doorlist plan",
    ];
    assert_eq!(human_steps(&plan), expected);
}

#[test]
fn steps_are_in_no_digest_and_no_count_and_break_no_guard() {
    let plan = Company::new().plan(&erin_leaves("", ""));
    let bare = without_steps(&plan);
    assert_eq!(verify(&bare), Ok(()), "the digest is over effects alone");
    assert_eq!((plan.summary.changes, plan.summary.human_steps), (2, 5));
    assert_eq!(plan.removals(), 2);
    let removals = plan.guards.iter().find(|guard| guard.name.as_str() == "removals").expect("a guard");
    assert_eq!(removals.value.to_string(), "2");
}

#[test]
fn steps_alone_are_no_pending_change() {
    // The token has been taken out by hand and is still enabled: retiring it is somebody's task.
    let company = Company::new().without_policy("p-kiosks").without_policy("p-machines").with(|account| {
        account["registrations"].as_array_mut().expect("a list").retain(|row| row["id"] != "r-kiosk");
    });
    let list = "users: [{ email: \"*\" }]\nservice_tokens: [{ name: kiosk-2025, state: absent }]\ndevices: []\n";
    let plan = company.plan(&door_list(list));
    assert_eq!(human_steps(&plan).len(), 1);
    assert!(!plan.has_changes());
}

#[test]
fn only_who_is_offboarded_has_steps() {
    let rest = "users: [{ email: bob@acme.example }, { email: erin@acme.example }]\nservice_tokens: []\ndevices: []\n";
    let plan = Company::new().plan(&door_list(rest));
    assert!(plan.findings.iter().any(|finding| finding.code == "user_not_listed"), "Carol is reported");
    assert!(plan.actions.is_empty());
}

#[test]
fn a_plan_whose_expectations_were_emptied_is_another_plan() {
    let mut plan = Company::new().plan(&erin_leaves("enrollment: exclude, seats: release", ""));
    assert_eq!(verify(&plan), Ok(()));
    for action in &mut plan.actions {
        if action.kind == ActionKind::ExcludeFromEnrollment {
            action.expect.policies[0].decision = "deny".to_owned();
        }
    }
    assert!(verify(&plan).is_err());
}

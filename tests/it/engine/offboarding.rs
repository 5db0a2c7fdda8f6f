//! Offboarding over the API: what each mode changes, that nothing else changes, and that a second run has nothing to do.

use doorlist::model::plan::{Action, ActionKind};
use doorlist::model::report::Became;
use doorlist::model::{DoorList, Plan};
use doorlist::sandbox::Sandbox;
use serde_json::{Value, json};

use super::run::{applied, became, carried_out, changes, outcome, planned, writes};
use crate::support::company::{Company, both_retire, effects, erin_leaves, kiosk_retires, policy, token_rule};

const ERINS_ROWS: [&str; 2] = ["- /registrations/r-erin-1", "- /registrations/r-erin-2"];
const EXCLUDED: [&str; 3] = [
    "+ /applications/a-warp/policies/p-staff/exclude/{\"email\":{\"email\":\"Erin@acme.example\"}}",
    "+ /applications/a-wiki/policies/p-staff/exclude/{\"email\":{\"email\":\"Erin@acme.example\"}}",
    "+ /policies/p-staff/exclude/{\"email\":{\"email\":\"Erin@acme.example\"}}",
];

/// Applies, and gives the sandbox, the plan and everything that changed, in order.
async fn offboard(company: &Company, list: &DoorList) -> (Sandbox, Plan, Vec<String>) {
    let sandbox = company.sandbox();
    let before = sandbox.snapshot();
    let plan = applied(&sandbox, list).await;
    let mut changed = changes(&before, &sandbox.snapshot());
    changed.sort();
    (sandbox, plan, changed)
}

/// A plan made again has no effect; the same plan again changes nothing.
async fn is_finished(sandbox: &Sandbox, list: &DoorList, plan: &Plan) {
    assert_eq!(effects(&planned(sandbox, list).await), [""; 0]);
    let before = sandbox.snapshot();
    let again = carried_out(sandbox, plan).await;
    for outcome in again.outcomes.iter().filter(|outcome| outcome.action.kind.is_effect()) {
        // Whether a session is open cannot be read.
        let expected =
            if outcome.action.kind == ActionKind::RevokeSessions { Became::Done } else { Became::AlreadyDone };
        assert_eq!(outcome.became, expected, "{}: {:?}", outcome.action.id, outcome.detail);
    }
    assert_eq!(changes(&before, &sandbox.snapshot()), [""; 0]);
}

fn sorted(parts: &[&[&str]]) -> Vec<String> {
    let mut all: Vec<String> = parts.iter().flat_map(|part| part.iter().map(|line| (*line).to_owned())).collect();
    all.sort();
    all
}

#[tokio::test(start_paused = true)]
async fn an_exclude_rule_is_all_that_changes_in_a_shared_policy() {
    let list = erin_leaves("enrollment: exclude", "");
    let (sandbox, plan, changed) = offboard(&Company::new(), &list).await;
    assert_eq!(changed, sorted(&[&ERINS_ROWS, &EXCLUDED]));
    assert_eq!(writes(&sandbox), ["PUT access/policies/p-staff", "DELETE devices/registrations"]);
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn policies_of_both_kinds_get_the_rule_and_keep_everything() {
    let mut own = policy(
        "p-own",
        "allow",
        &json!([{ "email": { "email": "erin@acme.example" } }, { "geo": { "country_code": "HR" } }]),
    );
    own["approval_required"] = json!(true);
    own["key_of_next_year"] = json!({ "deep": [true] });
    own["purpose_justification_prompt"] = json!("why?");
    let list = erin_leaves("enrollment: exclude", "");
    let (sandbox, plan, changed) = offboard(&Company::new().own(&own, 9), &list).await;
    let rule = "+ /applications/a-warp/policies/p-own/exclude/{\"email\":{\"email\":\"Erin@acme.example\"}}";
    assert_eq!(changed, sorted(&[&ERINS_ROWS, &EXCLUDED, &[rule]]));
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn an_address_on_the_block_list_is_all_that_changes() {
    let list = erin_leaves("enrollment: { block_list: offboarded }", "");
    // More items than one page holds.
    let company = Company::new().with(|account| {
        let items = (0..1_200).map(|n| json!({ "value": format!("u{n}@acme.example") }));
        account["lists"][0]["items"] = items.collect();
    });
    let (sandbox, plan, changed) = offboard(&company, &list).await;
    assert_eq!(changed, sorted(&[&ERINS_ROWS, &["+ /lists/l-offboarded/items/Erin@acme.example"]]));
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn sessions_end_and_no_registration_is_revoked_for_it() {
    let list = erin_leaves("sessions: revoke", "");
    let (sandbox, plan, changed) = offboard(&Company::new(), &list).await;
    assert_eq!(changed, sorted(&[&ERINS_ROWS]));
    let call = sandbox.log().into_iter().find(|request| request.method == "POST").expect("a call");
    assert_eq!(call.body, Some(json!({ "email": "Erin@acme.example", "warp_session_reauth": true })));
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn a_seat_is_freed_and_nobody_elses() {
    let list = erin_leaves("enrollment: exclude, seats: release", "");
    let (sandbox, plan, changed) = offboard(&Company::new(), &list).await;
    let seat = ["/users/u-erin/access_seat: true became false", "/users/u-erin/gateway_seat: true became false"];
    assert_eq!(changed, sorted(&[&ERINS_ROWS, &EXCLUDED, &seat]));
    let call = sandbox.log().into_iter().rfind(|request| request.method == "PATCH").expect("a call");
    assert_eq!(call.body, Some(json!([{ "seat_uid": "seat-erin", "access_seat": false, "gateway_seat": false }])));
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn only_a_machine_on_which_nothing_is_left_goes() {
    let list = erin_leaves("devices: delete", "");
    let (sandbox, plan, changed) = offboard(&Company::new(), &list).await;
    assert_eq!(changed, sorted(&[&ERINS_ROWS, &["- /physical_devices/d-erin"]]));
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn everything_at_once_is_everything_once() {
    let list = erin_leaves("enrollment: exclude, sessions: revoke, seats: release, devices: delete", "");
    let (sandbox, plan, _) = offboard(&Company::new(), &list).await;
    let expected = [
        "PUT access/policies/p-staff",
        "POST access/organizations/revoke_user",
        "DELETE devices/registrations",
        "DELETE devices/physical-devices/d-erin",
        "PATCH access/seats",
    ];
    assert_eq!(writes(&sandbox), expected);
    assert_eq!(effects(&plan).len(), 6);
    is_finished(&sandbox, &list, &plan).await;
}

const KIOSK_OUT: [&str; 3] = [
    "- /applications/a-warp/policies/p-kiosks",
    "- /applications/a-warp/policies/p-machines/include/{\"service_token\":{\"token_id\":\"t-kiosk\"}}",
    "- /policies/p-machines/include/{\"service_token\":{\"token_id\":\"t-kiosk\"}}",
];
const KIOSK_ROW: [&str; 1] = ["- /registrations/r-kiosk"];

#[tokio::test(start_paused = true)]
async fn a_token_leaves_the_policies_and_nobody_elses_rule_does() {
    let list = kiosk_retires("detach");
    let (sandbox, plan, changed) = offboard(&Company::new(), &list).await;
    assert_eq!(changed, sorted(&[&KIOSK_ROW, &KIOSK_OUT]));
    let put = sandbox.log().into_iter().find(|request| request.path.ends_with("/a-warp") && request.method == "PUT");
    let body = put.and_then(|request| request.body).expect("a body");
    assert_eq!(body["session_duration"], "12h");
    assert_eq!(body["allowed_idps"], json!(["idp-1"]));
    assert_eq!(body["policies"][3], json!({ "id": "p-ci", "precedence": 5 }));
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn a_policy_of_the_applications_own_goes_with_its_only_rule() {
    let own = policy("p-own", "non_identity", &json!([token_rule("t-kiosk")]));
    let company = Company::new().without_policy("p-kiosks").without_policy("p-machines").own(&own, 9);
    let list = kiosk_retires("detach");
    let (sandbox, plan, changed) = offboard(&company, &list).await;
    assert_eq!(changed, sorted(&[&KIOSK_ROW, &["- /applications/a-warp/policies/p-own"]]));
    assert_eq!(writes(&sandbox)[0], "DELETE access/apps/a-warp/policies/p-own");
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn a_policy_goes_with_the_last_token_that_it_names() {
    let list = both_retire("delete");
    let (sandbox, plan, _) = offboard(&Company::new(), &list).await;
    let about = |request: &&String| request.contains("p-machines") || request.ends_with("a-warp");
    let expected = [
        "PUT access/apps/a-warp",
        "PUT access/policies/p-machines",
        "PUT access/apps/a-warp",
        "PUT access/apps/a-warp",
        "DELETE access/policies/p-machines",
    ];
    assert_eq!(writes(&sandbox).iter().filter(about).collect::<Vec<_>>(), expected);
    assert!(plan.actions.iter().all(|action| action.kind.is_effect()), "nothing is left to a person");
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn links_are_taken_out_when_every_policy_of_the_applications_own_is_gone() {
    let own = |id: &str, token: &str| policy(id, "non_identity", &json!([token_rule(token)]));
    let company = Company::new().own(&own("p-own-ci", "t-ci"), 8).own(&own("p-own-kiosk", "t-kiosk"), 9);
    let list = both_retire("detach");
    let (sandbox, plan, _) = offboard(&company, &list).await;
    let detach = |action: &&Action| action.kind == ActionKind::RemoveTokenFromEnrollment;
    let ids: Vec<&str> = plan.actions.iter().filter(detach).map(|action| action.id.as_str()).collect();
    let expected = [
        "remove_token_from_enrollment:t-ci/edit",
        "remove_token_from_enrollment:t-kiosk/edit",
        "remove_token_from_enrollment:t-ci",
        "remove_token_from_enrollment:t-kiosk",
    ];
    assert_eq!(ids, expected);
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn a_token_is_disabled_and_keeps_its_name() {
    let list = kiosk_retires("disable");
    let (sandbox, plan, changed) = offboard(&Company::new(), &list).await;
    let off = ["/service_tokens/t-kiosk/enabled: true became false"];
    assert_eq!(changed, sorted(&[&KIOSK_ROW, &KIOSK_OUT, &off]));
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn a_token_is_deleted_with_the_policy_that_named_nothing_else() {
    let list = kiosk_retires("delete");
    let (sandbox, plan, changed) = offboard(&Company::new(), &list).await;
    let gone = ["- /policies/p-kiosks", "- /service_tokens/t-kiosk"];
    assert_eq!(changed, sorted(&[&KIOSK_ROW, &KIOSK_OUT, &gone]));
    let expected = [
        "PUT access/apps/a-warp",
        "PUT access/policies/p-machines",
        "PUT access/service_tokens/t-kiosk",
        "DELETE devices/registrations/r-kiosk",
        "DELETE access/policies/p-kiosks",
        "DELETE access/service_tokens/t-kiosk",
    ];
    assert_eq!(writes(&sandbox), expected);
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn a_retirement_that_ended_after_the_policies_is_finished_by_the_next_run() {
    let sandbox = Company::new().sandbox();
    applied(&sandbox, &kiosk_retires("detach")).await;
    let list = kiosk_retires("delete");
    let plan = applied(&sandbox, &list).await;
    assert_eq!(effects(&plan), ["disable_service_token:t-kiosk", "delete_service_token:t-kiosk"]);
    let all = writes(&sandbox);
    assert_eq!(all[all.len() - 2..], ["DELETE access/policies/p-kiosks", "DELETE access/service_tokens/t-kiosk"]);
    is_finished(&sandbox, &list, &plan).await;
}

#[tokio::test(start_paused = true)]
async fn a_run_costs_what_the_plan_says() {
    let modes = [
        erin_leaves("enrollment: exclude, sessions: revoke, seats: release, devices: delete", ""),
        erin_leaves("enrollment: { block_list: offboarded }", ""),
        kiosk_retires("detach"),
        kiosk_retires("delete"),
    ];
    for list in modes {
        let sandbox = Company::new().sandbox();
        let plan = planned(&sandbox, &list).await;
        // As many requests as the plan took read the account again afterwards.
        let read = sandbox.log().len();
        carried_out(&sandbox, &plan).await;
        let sent = sandbox.log().len() - read;
        let said = usize::try_from(plan.summary.cost.requests).expect("few")
            - usize::try_from(plan.inventory.pages).expect("few");
        assert!((said..=said + 1).contains(&sent), "{:?}: {sent} sent, {said} said", effects(&plan));
    }
}

/// Applies the plan of a token's retirement after somebody else did something.
async fn retired_after(change: impl FnOnce(&mut Value)) -> (Sandbox, doorlist::apply::Ending) {
    let list = kiosk_retires("delete");
    let plan = planned(&Company::new().sandbox(), &list).await;
    let sandbox = Company::new().with(change).sandbox();
    let ending = carried_out(&sandbox, &plan).await;
    (sandbox, ending)
}

#[tokio::test(start_paused = true)]
async fn a_token_that_something_new_refers_to_stays_and_it_is_said_what() {
    let (sandbox, ending) = retired_after(|account| {
        account["groups"] = json!([{
            "id": "g-robots", "name": "Robots", "include": [token_rule("t-kiosk")], "exclude": [], "require": []
        }]);
        account["applications"][0]["scim_config"] = json!({ "authentication": { "client_id": "t-kiosk" } });
    })
    .await;
    let (became, detail) = outcome(&ending, "delete_service_token:t-kiosk");
    assert_eq!(became, Became::Failed);
    assert!(detail.contains("12139"), "{detail}");
    assert!(detail.ends_with("take the token out of application \"a-wiki\", group \"Robots\" first"), "{detail}");
    let tokens = sandbox.snapshot()["service_tokens"].as_array().map(Vec::len);
    assert_eq!(tokens, Some(2));
}

#[tokio::test(start_paused = true)]
async fn a_token_that_became_somebody_elses_keeps_its_machines() {
    let (sandbox, ending) = retired_after(|account| account["service_tokens"][0]["name"] = json!("payments")).await;
    assert_eq!(outcome(&ending, "disable_service_token:t-kiosk").0, Became::Superseded);
    assert_eq!(outcome(&ending, "delete_registration:r-kiosk").0, Became::NotAttempted);
    assert_eq!(outcome(&ending, "delete_service_token:t-kiosk").0, Became::NotAttempted);
    assert!(sandbox.snapshot()["registrations"].as_array().is_some_and(|rows| rows.len() == 6));
}

/// Applies the plan of Erin's way out after somebody else did something.
async fn left_after(offboarding: &str, company: &Company) -> (Sandbox, doorlist::apply::Ending) {
    let plan = planned(&Company::new().sandbox(), &erin_leaves(offboarding, "")).await;
    let sandbox = company.sandbox();
    let ending = carried_out(&sandbox, &plan).await;
    (sandbox, ending)
}

#[tokio::test(start_paused = true)]
async fn a_door_that_cannot_be_closed_keeps_her_registrations() {
    let denies = Company::new().with_policy("p-staff", "decision", &json!("deny"));
    let (sandbox, ending) = left_after("enrollment: exclude, sessions: revoke, seats: release", &denies).await;
    let expected =
        [Became::Superseded, Became::NotAttempted, Became::NotAttempted, Became::NotAttempted, Became::NotAttempted];
    assert_eq!(became(&ending), expected);
    assert_eq!(writes(&sandbox), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_list_that_blocks_nobody_any_more_is_not_appended_to() {
    let (sandbox, ending) =
        left_after("enrollment: { block_list: offboarded }", &Company::new().without_policy("p-offboarded")).await;
    assert_eq!(became(&ending)[0], Became::Superseded);
    assert_eq!(writes(&sandbox), [""; 0]);
}

#[tokio::test(start_paused = true)]
async fn a_registration_that_she_made_since_keeps_her_seat() {
    let back = Company::new().with(|account| {
        let mut row = account["registrations"][0].clone();
        row["id"] = json!("r-erin-3");
        account["registrations"].as_array_mut().expect("a list").push(row);
    });
    let (sandbox, ending) = left_after("enrollment: exclude, seats: release", &back).await;
    let (became, detail) = outcome(&ending, "release_seat:erin@acme.example");
    assert_eq!(became, Became::Superseded);
    assert!(detail.starts_with("one registration of the user is there"), "{detail}");
    let rows = sandbox.snapshot()["registrations"].clone();
    assert!(rows.as_array().is_some_and(|rows| rows.iter().any(|row| row["id"] == "r-erin-3")));
}

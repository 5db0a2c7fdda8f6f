//! What the plan says of a registration beside what happens to it: later stages, reports, findings (product.md,
//! section 2; fine print A10, A16, A21, A45).

use doorlist::cloudflare::recording;
use doorlist::model::Plan;
use doorlist::model::plan::Finding;
use doorlist::plan::{Settings, plan};
use serde_json::json;

use crate::support::Recorded;
use crate::support::company::{door_list, now};

const SERVICE: &str = "non_identity@acme.cloudflareaccess.com";
const LONG_AGO: &str = "2026-04-30T00:00:00Z";
const PERMITTED: &str = "users: [{ email: \"*\" }]\n";
const NOTHING_ELSE: &str = "service_tokens: []\ndevices: []\n";

fn planned(account: &Recorded, rest: &str) -> Plan {
    let list = door_list(rest);
    let account = recording::account(account.json().as_bytes(), list.needs(), now()).expect("a recording");
    plan(&list, &account, now(), &Settings::default()).expect("a plan")
}

/// What happens to registrations: id, reason, what else.
fn judged(plan: &Plan) -> Vec<(&str, &str, Vec<&str>)> {
    let on_rows = plan.actions.iter().filter(|action| action.kind.is_effect());
    on_rows
        .filter_map(|action| {
            let also = action.reason.also.iter().map(|code| code.as_str()).collect();
            Some((action.target.registration_id.as_deref()?, action.reason.code.as_str(), also))
        })
        .collect()
}

fn found<'a>(plan: &'a Plan, code: &str) -> Vec<&'a Finding> {
    plan.findings.iter().filter(|finding| finding.code == code).collect()
}

/// A machine of a token, and a person.
fn kiosk() -> Recorded {
    ["tok1", "tok2", "tok3"].into_iter().fold(
        Recorded::empty().row("k", SERVICE, "kiosk-1").row("a", "ann@acme.example", "ann-mbp"),
        |account, token| account.token(token, "2027-09-01T00:00:00Z"),
    )
}

fn claims(states: [&str; 3], devices: &str) -> String {
    let entry = |(number, state): (usize, &&str)| {
        format!("  - {{ name: tok{}, devices: [kiosk], state: {state} }}\n", number + 1)
    };
    let entries: String = states.iter().enumerate().map(entry).collect();
    format!("{PERMITTED}service_tokens:\n{entries}devices:\n  - {{ class: kiosk, name: kiosk-1 }}\n{devices}")
}

#[test]
fn a_machine_that_any_entry_claims_differently_is_reported() {
    for states in
        [["absent", "absent", "permitted"], ["absent", "permitted", "absent"], ["permitted", "permitted", "absent"]]
    {
        let plan = planned(&kiosk(), &claims(states, ""));
        assert_eq!(judged(&plan), [], "{states:?}");
        assert_eq!(found(&plan, "token_conflict").len(), 1, "{states:?}");
        let expected = "service_tokens entries tok1 (doorlist.yaml:6), tok2 (doorlist.yaml:7) and tok3 (doorlist.yaml:8) all \
                        claim this machine; their states differ, so none of them has it";
        assert_eq!(found(&plan, "claimed_twice")[0].text, expected);
    }
}

#[test]
fn what_several_entries_say_alike_is_named() {
    let plan = planned(&kiosk(), &claims(["absent"; 3], "  - { name: kiosk-1, state: revoked }\n"));
    assert_eq!(judged(&plan), [("k", "device_revoked", vec!["token_absent"])]);
    assert!(found(&plan, "claimed_twice")[0].text.ends_with(" all claim this machine; the first has it"));
    let old = kiosk().with("k", "last_seen_at", json!(LONG_AGO));
    let stale = "cleanup: { stale: { after: 90d, action: delete } }\n";
    let plan = planned(&old, &claims(["absent"; 3], stale));
    assert_eq!(judged(&plan), [("k", "token_absent", vec!["stale"])]);
}

/// A row of today and one that was revoked long ago, on one machine or on two.
fn ann(one_machine: bool) -> Recorded {
    let account = Recorded::empty()
        .row("new", "ann@acme.example", "ann-mbp")
        .row("old", "ann@acme.example", "ann-mbp")
        .with("old", "last_seen_at", json!(LONG_AGO))
        .with("old", "revoked_at", json!("2026-05-01T00:00:00Z"));
    if one_machine { account.device_with("old", "serial_number", json!("SN-new")) } else { account }
}

#[test]
fn a_row_that_would_be_restored_counts_as_active_in_what_else_is_named() {
    let list = |cleanup: &str| {
        format!(
            "users: [{{ email: \"*\", restore: true, max_registrations: 1 }}]\n{NOTHING_ELSE}cleanup: {{ {cleanup} }}\n"
        )
    };
    let hygiene = "stale: { after: 90d, action: delete }, revoked: { after: 14d, action: delete }";
    let plan = planned(&ann(false), &list(hygiene));
    assert_eq!(judged(&plan), [("old", "over_limit", vec!["stale"])]);
    let plan = planned(&ann(true), &list(&format!("duplicates: {{ action: delete }}, {hygiene}")));
    assert_eq!(judged(&plan), [("old", "over_limit", vec!["duplicate", "stale"])]);
}

#[test]
fn a_row_that_is_restored_stays_for_those_before_it() {
    let account = Recorded::empty()
        .row("new", "ann@acme.example", "ann-mbp")
        .row("old", "ann@acme.example", "ann-mbp")
        .device_with("old", "serial_number", json!("SN-new"))
        .with("new", "revoked_at", json!("2026-11-21T00:00:00Z"))
        .with("old", "last_seen_at", json!("2026-11-01T00:00:00Z"));
    let list = format!(
        "users: [{{ email: \"*\", restore: true, max_registrations: 1 }}]\n{NOTHING_ELSE}cleanup: {{ duplicates: {{ action: delete }} }}\n"
    );
    let plan = planned(&account, &list);
    assert_eq!(judged(&plan), [("old", "over_limit", vec!["duplicate"]), ("new", "restore", vec![])]);
}

#[test]
fn a_row_that_a_machine_entry_deletes_is_named_as_restored_or_not() {
    let list = |restore| {
        format!(
            "users: [{{ email: \"*\", restore: {restore} }}]\nservice_tokens: []\ndevices: [{{ id: d-old, state: absent }}]\n\
             cleanup: {{ stale: {{ after: 90d, action: delete }}, revoked: {{ after: 14d, action: delete }} }}\n"
        )
    };
    let also = |restore| planned(&ann(false), &list(restore)).actions[0].reason.also.clone();
    assert_eq!(also("true").iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["stale"]);
    assert_eq!(also("false").iter().map(|code| code.as_str()).collect::<Vec<_>>(), ["revoked_too_long"]);
}

#[test]
fn what_is_kept_or_reported_goes_on_to_no_hygiene() {
    let old = Recorded::empty()
        .row("a", "ann@acme.example", "ann-mbp")
        .row("k", SERVICE, "kiosk-1")
        .with("a", "last_seen_at", json!(LONG_AGO))
        .with("k", "last_seen_at", json!(LONG_AGO));
    let rest = "devices:\n  - { class: corporate, name: nothing }\n  - { name: \"*\", state: absent }\n\
                cleanup: { stale: { after: 90d, action: delete } }\n";
    let unlisted = |fate| format!("unlisted: {{ users: {fate}, service_tokens: {fate}, devices: {fate} }}\n");
    let strangers = |fate| planned(&old, &format!("{}users: []\nservice_tokens: []\n{rest}", unlisted(fate)));
    let elsewhere = |fate| {
        let users = "users: [{ email: \"*\", devices: [corporate] }]\nservice_tokens: []\n";
        planned(&old, &format!("{}{users}{rest}", unlisted(fate)))
    };
    for fate in ["keep", "report"] {
        assert_eq!(judged(&strangers(fate)), [("a", "device_absent", vec![]), ("k", "device_absent", vec![])]);
        assert_eq!(judged(&elsewhere(fate)), [("a", "device_absent", vec![]), ("k", "device_absent", vec![])]);
    }
    let named = |code| vec![code, "stale"];
    let expected =
        [("a", "device_absent", named("user_not_listed")), ("k", "device_absent", named("token_not_listed"))];
    let allowed = "allow_empty: { users: nobody }\n";
    let plan = planned(&old, &format!("{allowed}{}users: []\nservice_tokens: []\n{rest}", unlisted("delete")));
    assert_eq!(judged(&plan), expected);
    assert_eq!(judged(&elsewhere("delete"))[0], ("a", "device_absent", named("device_not_listed")));
}

#[test]
fn hygiene_that_leaves_a_row_revoked_says_so() {
    let list = format!(
        "users: [{{ email: \"*\", restore: true }}]\n{NOTHING_ELSE}cleanup: {{ stale: {{ after: 90d, action: revoke }} }}\n"
    );
    let plan = planned(&ann(false), &list);
    assert_eq!(judged(&plan), []);
    assert_eq!(found(&plan, "permitted_but_revoked").len(), 0, "restore is written");
    let expected = "left revoked, though its entry restores: last seen 206 days ago, the limit is 90d";
    assert_eq!(found(&plan, "stale").iter().map(|finding| finding.text.as_str()).collect::<Vec<_>>(), [expected]);
}

#[test]
fn a_permitted_row_that_is_revoked_is_a_finding_where_it_is_deleted_too() {
    let list = format!("{PERMITTED}{NOTHING_ELSE}cleanup: {{ revoked: {{ after: 14d, action: delete }} }}\n");
    let plan = planned(&ann(false), &list);
    assert_eq!(judged(&plan), [("old", "revoked_too_long", vec![])]);
    let expected = "ann@acme.example is permitted, and this registration is revoked and deleted by this plan; write \
                    restore: true into the entry to restore it instead";
    assert_eq!(found(&plan, "permitted_but_revoked")[0].text, expected);
    let quarantine = "unlisted: { users: revoke }\nusers: [{ email: \"*@globex.example\" }]\n";
    let plan = planned(
        &ann(false),
        &format!("{quarantine}{NOTHING_ELSE}cleanup: {{ revoked: {{ after: 14d, action: delete }} }}\n"),
    );
    assert_eq!(found(&plan, "permitted_but_revoked").len(), 0, "nobody permits her");
}

#[test]
fn what_a_rule_only_reports_is_reported_beside_what_another_does() {
    let list =
        |cleanup: &str| format!("users: [{{ email: \"*\", restore: true }}]\n{NOTHING_ELSE}cleanup: {{ {cleanup} }}\n");
    let plan = planned(&ann(false), &list("stale: { after: 90d, action: report }"));
    assert_eq!(judged(&plan), [("old", "restore", vec![])]);
    assert_eq!(found(&plan, "stale")[0].text, "last seen 206 days ago, the limit is 90d");
    let both = "duplicates: { action: report }, stale: { after: 90d, action: delete }";
    let plan = planned(&ann(true), &list(both));
    assert_eq!(judged(&plan), [("old", "stale", vec![])]);
    let text = "ann@acme.example has a newer registration on the same machine, new";
    assert_eq!(found(&plan, "duplicate")[0].text, text);
    assert_eq!(found(&plan, "stale").len(), 0, "that one is done");
}

#[test]
fn a_lookalike_is_said_to_be_permitted_only_where_it_is() {
    let account = Recorded::empty().row("a", "\u{430}lice@acme.example", "pc").row("b", "bob@globex.example", "pc");
    let text = |rest: &str| found(&planned(&account, rest), "lookalike")[0].text.clone();
    let permitted = format!("users: [{{ email: \"*@acme.example\" }}, {{ email: \"*\" }}]\n{NOTHING_ELSE}");
    assert!(text(&permitted).ends_with(" mixes scripts and is permitted by \"*@acme.example\""));
    let absent = format!("users: [{{ email: \"*@acme.example\", state: absent }}, {{ email: \"*\" }}]\n{NOTHING_ELSE}");
    assert!(text(&absent).ends_with(" mixes scripts and matches \"*@acme.example\""));
    let lost = "users: [{ email: \"*\" }]\nservice_tokens: []\ndevices: [{ id: d-a, state: absent }]\n";
    assert!(text(lost).ends_with(" mixes scripts and matches \"*\""));
}

#[test]
fn an_enrollment_application_without_its_policies_leaves_it_unknown_who_comes_back() {
    let list =
        "unlisted: { users: delete }\nusers: [{ email: \"bob@acme.example\" }]\nservice_tokens: []\ndevices: []\n";
    for policies in [None, Some(json!(null))] {
        let account = Recorded::acme().application_with("policies", policies);
        let plan = planned(&account, list);
        let removal = plan.actions.iter().find(|action| action.returns.is_some()).expect("a removal");
        let returns = serde_json::to_value(&removal.returns).expect("plain");
        assert_eq!(returns["verdict"], "unknown");
        let needs = "the policies of the enrollment application, which the recorded account does not have";
        assert_eq!(returns["needs"], json!([needs]));
        let off = &found(&plan, "feature_off")[0].text;
        assert!(off.contains("the policies of the enrollment application could not be read"), "{off}");
    }
    let none = planned(&Recorded::acme().application_with("policies", Some(json!([]))), list);
    let removal = none.actions.iter().find_map(|action| action.returns.as_ref()).expect("a removal");
    assert_eq!(serde_json::to_value(removal).expect("plain")["verdict"], "no", "none is none");
}

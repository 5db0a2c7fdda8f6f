//! A company with a door: who works there, what their machines are enrolled by, and who could come back. Ids say what
//! they are: `r-` registrations, `d-` devices, `u-` users, `t-` tokens, `p-` policies.

use doorlist::cloudflare::recording;
use doorlist::config::{FileData, FileProblem, Files, load};
use doorlist::model::account::Needs;
use doorlist::model::plan::{Action, ActionKind};
use doorlist::model::{Account, DoorList, Plan};
use doorlist::plan::{Refusal, Settings, plan};
use doorlist::sandbox::{Options, Sandbox};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::account::{ACCOUNT, NOW};

/// The account, to be changed before it is read.
#[derive(Clone)]
pub(crate) struct Company(pub(crate) Value);

/// The instant of every test.
pub(crate) fn now() -> Timestamp {
    NOW.parse().expect("a time")
}

impl Company {
    /// * Erin has a laptop, and shares a workstation with Bob; Carol is a partner with a laptop.
    /// * A kiosk and a build machine are enrolled by tokens.
    /// * The enrollment application denies who is on the list `offboarded`, admits acme.example (a policy that the wiki
    ///   uses, too), Carol, and the two tokens, each by a policy of its own and both by `Machines`.
    pub(crate) fn new() -> Self {
        let service = "non_identity@acme.cloudflareaccess.com";
        Self(json!({
            "recorded_at": NOW,
            "account": { "id": ACCOUNT, "name": "Acme" },
            "organization": { "name": "Acme", "auth_domain": "acme.cloudflareaccess.com" },
            "registrations": [
                registration("r-erin-1", "u-erin", "Erin@acme.example", "d-erin", "erin-mbp"),
                registration("r-erin-2", "u-erin", "Erin@acme.example", "d-shared", "shared-ws"),
                registration("r-bob", "u-bob", "bob@acme.example", "d-shared", "shared-ws"),
                registration("r-carol", "u-carol", "carol@partner.example", "d-carol", "carol-thinkpad"),
                registration("r-kiosk", "u-service", service, "d-kiosk", "lobby-kiosk-01"),
                registration("r-ci", "u-service", service, "d-ci", "gh-runner-01"),
            ],
            "physical_devices": [
                device("d-erin", "erin-mbp"),
                device("d-shared", "shared-ws"),
                device("d-carol", "carol-thinkpad"),
                device("d-kiosk", "lobby-kiosk-01"),
                device("d-ci", "gh-runner-01"),
            ],
            "users": [user("erin", "Erin@acme.example"), user("bob", "bob@acme.example"), user("carol", "carol@partner.example")],
            "service_tokens": [token("t-kiosk", "kiosk-2025"), token("t-ci", "ci-runners")],
            "applications": [
                application("a-wiki", "self_hosted", &json!([attached("p-staff", 1)])),
                application("a-warp", "warp", &json!([
                    attached("p-offboarded", 1), attached("p-staff", 2), attached("p-partners", 3),
                    attached("p-kiosks", 4), attached("p-ci", 5), attached("p-machines", 6)
                ])),
            ],
            "policies": policies(),
            "groups": [],
            "lists": [{
                "id": "l-offboarded", "name": "offboarded", "type": "EMAIL", "description": "", "count": 1,
                "items": [{ "value": "former@acme.example", "created_at": "2026-06-01T09:00:00Z" }],
                "created_at": "2026-06-01T09:00:00Z", "updated_at": "2026-06-01T09:00:00Z"
            }]
        }))
    }

    /// With something else.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Value)) -> Self {
        change(&mut self.0);
        self
    }

    /// With a reusable policy changed, wherever it is attached.
    pub(crate) fn with_policy(self, id: &str, key: &str, value: &Value) -> Self {
        self.with(|account| {
            for policy in everywhere(account, id) {
                policy[key] = value.clone();
            }
        })
    }

    /// With a reusable policy among the policies of the enrollment application.
    pub(crate) fn attach(self, policy: &Value, precedence: i64) -> Self {
        self.with(|account| {
            let mut link = policy.clone();
            link["precedence"] = json!(precedence);
            account["policies"].as_array_mut().expect("a list").push(policy.clone());
            warp(account).push(link);
        })
    }

    /// With a policy of the enrollment application's own.
    pub(crate) fn own(self, policy: &Value, precedence: i64) -> Self {
        self.with(|account| {
            let mut own = policy.clone();
            own["precedence"] = json!(precedence);
            own["reusable"] = json!(false);
            own.as_object_mut().expect("an object").remove("app_count");
            warp(account).push(own);
        })
    }

    /// Without a policy, attached or not.
    pub(crate) fn without_policy(self, id: &str) -> Self {
        self.with(|account| {
            account["policies"].as_array_mut().expect("a list").retain(|policy| policy["id"] != id);
            for application in account["applications"].as_array_mut().expect("a list") {
                application["policies"].as_array_mut().expect("a list").retain(|policy| policy["id"] != id);
            }
        })
    }

    /// Without a list: it was not read.
    pub(crate) fn without(self, list: &str) -> Self {
        self.with(|account| drop(account.as_object_mut().expect("an object").remove(list)))
    }

    pub(crate) fn account(&self, needs: Needs) -> Account {
        recording::account(self.0.to_string().as_bytes(), needs, now()).expect("a recording of ours")
    }

    pub(crate) fn sandbox(&self) -> Sandbox {
        Sandbox::from_recording(self.0.to_string().as_bytes(), Options { quota: None, ..Options::default() })
            .expect("a recording of ours")
    }

    /// Plans a door list on it.
    pub(crate) fn plan(&self, door_list: &DoorList) -> Plan {
        self.try_plan(door_list).expect("a plan")
    }

    pub(crate) fn try_plan(&self, door_list: &DoorList) -> Result<Plan, Refusal> {
        plan(door_list, &self.account(door_list.needs()), now(), &Settings::default())
    }
}

/// A door list of the company from which Erin is absent; `rest` may have any keys but those that are here.
pub(crate) fn erin_leaves(offboarding: &str, rest: &str) -> DoorList {
    door_list(&format!(
        "users:\n  - {{ email: erin@acme.example, state: absent, ticket: HR-1 }}\n  - {{ email: \"*\" }}\n\
         service_tokens: []\ndevices: []\noffboarding: {{ {offboarding} }}\n{rest}"
    ))
}

/// A door list of the company in which the kiosk's token is absent.
pub(crate) fn kiosk_retires(step: &str) -> DoorList {
    door_list(&format!(
        "users: [{{ email: \"*\" }}]\nservice_tokens:\n  - {{ name: kiosk-2025, devices: [kiosk], state: absent }}\n\
         devices: [{{ class: kiosk, name: \"lobby-kiosk-*\" }}]\noffboarding: {{ service_tokens: {step} }}\n"
    ))
}

/// A door list of the company in which both tokens are absent.
pub(crate) fn both_retire(step: &str) -> DoorList {
    door_list(&format!(
        "users: [{{ email: \"*\" }}]\nservice_tokens:\n  - {{ name: kiosk-2025, devices: [kiosk], state: absent }}\n  \
         - {{ name: ci-runners, devices: [runner], state: absent }}\n\
         devices:\n  - {{ class: kiosk, name: \"lobby-kiosk-*\" }}\n  - {{ class: runner, name: \"gh-runner-*\" }}\n\
         offboarding: {{ service_tokens: {step} }}\n"
    ))
}

/// A door list of the company, without limits.
pub(crate) fn door_list(rest: &str) -> DoorList {
    struct Text(String);

    impl Files for Text {
        fn read(&self, _: &str, _: u64) -> Result<FileData, FileProblem> {
            Ok(FileData { bytes: self.0.clone().into_bytes(), modified: None })
        }
    }

    let limits = "limits: { removals: unlimited, percent: unlimited, people: unlimited }\n";
    let text = format!("version: 1\naccount: {{ id: {ACCOUNT}, team: acme }}\n{limits}{rest}");
    load("doorlist.yaml", &Text(text), now()).expect("a door list").list
}

/// The effects of a plan, as `kind:target`.
pub(crate) fn effects(plan: &Plan) -> Vec<&str> {
    plan.actions.iter().filter(|action| action.kind.is_effect()).map(|action| action.id.as_str()).collect()
}

/// The sentences for people.
pub(crate) fn human_steps(plan: &Plan) -> Vec<&str> {
    let human = plan.actions.iter().filter(|action| action.kind == ActionKind::HumanStep);
    human.map(|action| action.reason.text.as_str()).collect()
}

/// The one action of a kind.
pub(crate) fn the(plan: &Plan, kind: ActionKind) -> &Action {
    let mut found = plan.actions.iter().filter(|action| action.kind == kind);
    let action = found.next().unwrap_or_else(|| panic!("no {} in {:?}", kind.as_str(), effects(plan)));
    assert!(found.next().is_none(), "more than one {}", kind.as_str());
    action
}

/// A policy as the account has it.
pub(crate) fn policy(id: &str, decision: &str, include: &Value) -> Value {
    json!({
        "id": id, "name": name(id), "decision": decision, "reusable": true, "app_count": 1,
        "include": include, "exclude": [], "require": [], "session_duration": "24h",
        "created_at": "2026-01-05T09:00:00Z", "updated_at": "2026-06-01T09:00:00Z"
    })
}

pub(crate) fn token_rule(id: &str) -> Value {
    json!({ "service_token": { "token_id": id } })
}

/// `p-staff` is called `Staff`.
fn name(id: &str) -> String {
    let name = id.trim_start_matches("p-");
    name[..1].to_ascii_uppercase() + &name[1..]
}

fn policies() -> Value {
    let mut staff = policy("p-staff", "allow", &json!([{ "email_domain": { "domain": "acme.example" } }]));
    staff["app_count"] = json!(2);
    staff["exclude"] = json!([{ "email": { "email": "former@acme.example" } }]);
    json!([
        policy("p-offboarded", "deny", &json!([{ "email_list": { "id": "l-offboarded" } }])),
        staff,
        policy("p-partners", "allow", &json!([{ "email": { "email": "carol@partner.example" } }])),
        policy("p-kiosks", "non_identity", &json!([token_rule("t-kiosk")])),
        policy("p-ci", "non_identity", &json!([token_rule("t-ci")])),
        policy("p-machines", "non_identity", &json!([token_rule("t-kiosk"), token_rule("t-ci")])),
    ])
}

fn attached(id: &str, precedence: i64) -> Value {
    let mut policy = policies().as_array().expect("a list").iter().find(|policy| policy["id"] == id).expect(id).clone();
    policy["precedence"] = json!(precedence);
    policy.as_object_mut().expect("an object").remove("app_count");
    policy
}

fn warp(account: &mut Value) -> &mut Vec<Value> {
    account["applications"][1]["policies"].as_array_mut().expect("a list")
}

/// A policy among the reusable ones and in every application.
fn everywhere<'a>(account: &'a mut Value, id: &str) -> Vec<&'a mut Value> {
    let account = account.as_object_mut().expect("an object");
    let mut found = Vec::new();
    for (key, rows) in account {
        let rows = rows.as_array_mut().into_iter().flatten();
        match key.as_str() {
            "policies" => found.extend(rows.filter(|policy| policy["id"] == id)),
            "applications" => {
                let policies = rows.filter_map(|application| application["policies"].as_array_mut()).flatten();
                found.extend(policies.filter(|policy| policy["id"] == id));
            }
            _ => {}
        }
    }
    found
}

fn registration(id: &str, user: &str, email: &str, device: &str, name: &str) -> Value {
    json!({
        "id": id, "created_at": "2026-03-01T09:00:00Z", "updated_at": "2026-11-20T10:00:00Z",
        "last_seen_at": "2026-11-20T10:00:00Z", "deleted_at": null, "revoked_at": null,
        "key": "cHVibGlj", "key_type": "secp256r1", "tunnel_type": "masque", "registration_type": "warp",
        "device": { "id": device, "name": name }, "user": { "id": user, "email": email, "name": "" }
    })
}

fn device(id: &str, name: &str) -> Value {
    json!({
        "id": id, "name": name, "created_at": "2026-03-01T09:00:00Z", "updated_at": "2026-11-20T10:00:00Z",
        "last_seen_at": "2026-11-20T10:00:00Z", "active_registrations": 1, "tags": {}, "device_type": "windows",
        "serial_number": format!("SN-{id}"), "hardware_id": format!("HW-{id}"), "deleted_at": null
    })
}

fn user(name: &str, email: &str) -> Value {
    json!({
        "id": format!("u-{name}"), "uid": format!("u-{name}"), "seat_uid": format!("seat-{name}"), "email": email,
        "name": name, "access_seat": true, "gateway_seat": true, "active_device_count": 1,
        "created_at": "2025-01-07T08:00:00Z", "updated_at": "2026-11-20T16:59:00Z"
    })
}

fn token(id: &str, name: &str) -> Value {
    json!({
        "id": id, "name": name, "client_id": format!("{id}.access"), "duration": "8760h", "enabled": true,
        "expires_at": "2027-03-01T00:00:00Z", "created_at": "2025-12-05T00:00:00Z", "updated_at": "2025-12-05T00:00:00Z"
    })
}

fn application(id: &str, kind: &str, policies: &Value) -> Value {
    json!({
        "id": id, "type": kind, "name": id, "domain": format!("{id}.acme.example"), "aud": "aa",
        "session_duration": "12h", "allowed_idps": ["idp-1"], "auto_redirect_to_identity": true, "policies": policies,
        "created_at": "2025-01-07T08:00:00Z", "updated_at": "2026-06-01T09:00:00Z"
    })
}

//! Who may enroll: reusable policies, shared or not, and policies of the application's own.

use serde_json::{Value, json};

use super::{Dice, Draft};

pub(super) struct Policies {
    pub(super) applications: Value,
    pub(super) reusable: Vec<Value>,
    /// Of the enrollment application, in their order.
    attached: Vec<Value>,
}

/// The list of addresses that the first policy denies.
pub(super) fn block_list() -> Value {
    json!({
        "id": "l-offboarded", "name": "offboarded", "type": "EMAIL", "description": "", "count": 1,
        "items": [{ "value": "former@acme.example", "created_at": "2026-06-01T09:00:00Z" }],
        "created_at": "2026-06-01T09:00:00Z", "updated_at": "2026-06-01T09:00:00Z"
    })
}

impl Policies {
    pub(super) fn new(dice: &mut Dice, draft: &Draft) -> Self {
        let mut made = Self { applications: json!([]), reusable: Vec::new(), attached: Vec::new() };
        made.shared("p-offboarded", "deny", &json!([{ "email_list": { "id": "l-offboarded" } }]), 1);
        let staff = made.shared("p-staff", "allow", &json!([{ "email_domain": { "domain": "acme.example" } }]), 2);
        for (id, people) in [("p-partners", &draft.contractors), ("p-guests", &draft.strangers)] {
            let rules: Vec<Value> = people.iter().map(|email| json!({ "email": { "email": email } })).collect();
            if !rules.is_empty() && dice.percent(80) {
                made.either(dice, id, "allow", &json!(rules));
            }
        }
        made.tokens(dice);
        made.applications = json!([
            application("a-wiki", "self_hosted", &json!([staff])),
            application("a-warp", "warp", &json!(made.attached)),
        ]);
        made
    }

    fn tokens(&mut self, dice: &mut Dice) {
        let all = json!([rule("kiosk"), rule("runner"), rule("spare")]);
        self.shared("p-machines", "non_identity", &all, 1);
        if dice.percent(50) {
            self.own("p-runners", "non_identity", &json!([rule("runner")]));
        }
        if dice.percent(50) {
            self.shared("p-kiosks", "non_identity", &json!([rule("kiosk")]), 1);
        }
        if dice.percent(30) {
            self.either(dice, "p-both", "non_identity", &json!([rule("kiosk"), rule("runner")]));
        }
    }

    fn either(&mut self, dice: &mut Dice, id: &str, decision: &str, include: &Value) {
        if dice.percent(50) {
            self.own(id, decision, include);
        } else {
            self.shared(id, decision, include, 1);
        }
    }

    /// A reusable policy that so many applications use, this one among them.
    fn shared(&mut self, id: &str, decision: &str, include: &Value, applications: u64) -> Value {
        let mut policy = policy(id, decision, include);
        policy["reusable"] = json!(true);
        let attached = self.attach(policy.clone());
        policy["app_count"] = json!(applications);
        self.reusable.push(policy);
        attached
    }

    fn own(&mut self, id: &str, decision: &str, include: &Value) {
        let mut policy = policy(id, decision, include);
        policy["reusable"] = json!(false);
        self.attach(policy);
    }

    fn attach(&mut self, mut policy: Value) -> Value {
        policy["precedence"] = json!(self.attached.len() + 1);
        self.attached.push(policy.clone());
        policy
    }
}

fn rule(token: &str) -> Value {
    json!({ "service_token": { "token_id": format!("t-{token}") } })
}

fn policy(id: &str, decision: &str, include: &Value) -> Value {
    json!({
        "id": id, "name": id, "decision": decision, "include": include, "exclude": [], "require": [],
        "session_duration": "24h", "created_at": "2026-01-05T09:00:00Z", "updated_at": "2026-06-01T09:00:00Z"
    })
}

fn application(id: &str, kind: &str, policies: &Value) -> Value {
    json!({
        "id": id, "type": kind, "name": id, "domain": format!("{id}.acme.example"), "aud": "aa",
        "session_duration": "12h", "allowed_idps": ["idp-1"], "auto_redirect_to_identity": true, "policies": policies,
        "created_at": "2025-01-07T08:00:00Z", "updated_at": "2026-06-01T09:00:00Z"
    })
}

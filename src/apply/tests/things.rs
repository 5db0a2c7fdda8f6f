//! Policies, applications, lists, tokens and users of the fake account. Policies and applications are kept as JSON, as
//! the API has them.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::apply::{Effect, WriteFailure};
use crate::cloudflare::{ApplicationDocument, PolicyDocument, PolicyPlace};
use crate::model::enrollment::{Decision, GatewayList, Policy, Rule, Rules};
use crate::model::{AccessUser, AppId, Email, ListId, PolicyId, ServiceToken, TokenId, UserId};

#[derive(Default)]
pub(super) struct Things {
    /// Reusable ones by id.
    pub(super) policies: BTreeMap<String, Value>,
    /// Applications' own by id.
    pub(super) own: BTreeMap<String, Value>,
    pub(super) applications: BTreeMap<String, Value>,
    /// The enrollment policies as they are judged.
    pub(super) judged: Vec<Policy>,
    pub(super) lists: BTreeMap<String, GatewayList>,
    pub(super) tokens: BTreeMap<String, ServiceToken>,
    pub(super) users: BTreeMap<String, AccessUser>,
    /// Addresses whose sessions were ended, each time.
    pub(super) ended: Vec<String>,
    /// Something refers to these tokens.
    pub(super) referred_to: Vec<String>,
    version: u64,
}

/// A policy as the API has it, with a key that nobody knows.
pub(super) fn policy(id: &str, decision: &str, include: &Value) -> Value {
    json!({
        "id": id, "name": id, "decision": decision, "include": include, "exclude": [], "require": null,
        "session_duration": "24h", "unheard_of": { "deep": 1 }, "app_count": 1, "updated_at": "v0"
    })
}

pub(super) fn token_rule(id: &str) -> Value {
    json!({ "service_token": { "token_id": id } })
}

impl Things {
    pub(super) fn policy(&self, place: &PolicyPlace) -> Option<PolicyDocument> {
        let kept = if place.application.is_some() { &self.own } else { &self.policies };
        let json = kept.get(place.id.as_str())?.clone();
        Some(PolicyDocument::new(place.clone(), json).expect("a policy of ours"))
    }

    pub(super) fn application(&self, id: &AppId) -> Option<ApplicationDocument> {
        let json = self.applications.get(id.as_str())?.clone();
        Some(ApplicationDocument::new(id.clone(), json).expect("an application of ours"))
    }

    /// The user whose seat it was.
    pub(super) fn release(&mut self, seat_uid: &str) -> Result<UserId, WriteFailure> {
        let user = self.users.values_mut().find(|user| user.seat_uid.as_deref() == Some(seat_uid));
        let user = user.ok_or_else(missing)?;
        (user.access_seat, user.gateway_seat) = (false, false);
        Ok(user.id.clone())
    }

    pub(super) fn carry_out(&mut self, effect: &Effect) -> Result<(), WriteFailure> {
        self.version += 1;
        match effect {
            Effect::ReplacePolicy(wanted) => {
                let place = wanted.place().clone();
                let mut json = Value::Object(wanted.fields().clone());
                json["updated_at"] = json!(format!("v{}", self.version));
                self.kept(&place).insert(place.id.to_string(), json).map(drop).ok_or_else(missing)
            }
            Effect::DeletePolicy(place) => self.kept(place).remove(place.id.as_str()).map(drop).ok_or_else(missing),
            Effect::ReplaceApplication(wanted) => self.relink(wanted),
            Effect::AppendToList { list, address } => {
                let items = self.lists.get_mut(list.as_str()).and_then(|list| list.items.as_mut());
                items.ok_or_else(missing)?.push(address.clone());
                Ok(())
            }
            Effect::RevokeSessions { email } => {
                self.ended.push(email.clone());
                Ok(())
            }
            Effect::DisableToken { id, .. } => {
                self.tokens.get_mut(id.as_str()).ok_or_else(missing)?.enabled = false;
                Ok(())
            }
            Effect::DeleteToken(id) if self.referred_to.iter().any(|token| token == id.as_str()) => {
                Err(WriteFailure::Refused("400: 12139 access.api.error.service_token_in_use".to_owned()))
            }
            Effect::DeleteToken(id) => self.tokens.remove(id.as_str()).map(drop).ok_or_else(missing),
            Effect::DeleteDevice(_) | Effect::ReleaseSeats(_) => unreachable!("these are not among the things"),
        }
    }

    fn relink(&mut self, wanted: &ApplicationDocument) -> Result<(), WriteFailure> {
        let live = self.applications.get_mut(wanted.id().as_str()).ok_or_else(missing)?;
        let policies = live["policies"].as_array_mut().expect("ours");
        policies.retain(|policy| wanted.has(&PolicyId::from(policy["id"].as_str().expect("ours"))));
        live["updated_at"] = json!(format!("v{}", self.version));
        for (id, policy) in &mut self.policies {
            policy["app_count"] = json!(u64::from(wanted.has(&PolicyId::from(id.as_str()))));
        }
        Ok(())
    }

    fn kept(&mut self, place: &PolicyPlace) -> &mut BTreeMap<String, Value> {
        if place.application.is_some() { &mut self.own } else { &mut self.policies }
    }

    pub(super) fn with_policy(&mut self, json: Value) {
        let id = json["id"].as_str().expect("ours").to_owned();
        self.policies.insert(id, json);
    }

    /// The enrollment application with these reusable policies.
    pub(super) fn with_application(&mut self, policies: &[&str]) {
        let links: Vec<Value> = policies
            .iter()
            .enumerate()
            .map(|(at, id)| json!({ "id": id, "precedence": at, "reusable": true }))
            .collect();
        let json =
            json!({ "id": "app", "type": "warp", "session_duration": "24h", "policies": links, "updated_at": "v0" });
        self.applications.insert("app".to_owned(), json);
    }

    pub(super) fn with_token(&mut self, id: &str, name: &str) {
        let token = ServiceToken {
            id: TokenId::from(id),
            name: name.to_owned(),
            enabled: true,
            expires_at: None,
            last_seen_at: None,
        };
        self.tokens.insert(id.to_owned(), token);
    }

    pub(super) fn with_user(&mut self, id: &str, email: &str) {
        let user = AccessUser {
            id: UserId::from(id),
            email: Some(Email::new(email)),
            seat_uid: Some(format!("seat-{id}")),
            access_seat: true,
            gateway_seat: true,
        };
        self.users.insert(id.to_owned(), user);
    }

    /// An e-mail list with a policy that denies it first.
    pub(super) fn with_block_list(&mut self, items: &[&str]) {
        let list = GatewayList {
            id: ListId::from("l1"),
            name: "offboarded".to_owned(),
            kind: "EMAIL".to_owned(),
            items: Some(items.iter().map(|item| (*item).to_owned()).collect()),
        };
        self.lists.insert("l1".to_owned(), list);
        let judged = |at, decision, rule| Policy {
            id: PolicyId::from(format!("p{at}")),
            name: format!("P{at}"),
            decision,
            precedence: Some(at),
            rules: Rules { include: vec![rule], ..Rules::default() },
            reusable: Some(true),
            app_count: Some(1),
        };
        self.judged = vec![
            judged(1, Decision::Deny, Rule::EmailList(ListId::from("l1"))),
            judged(2, Decision::Allow, Rule::EmailDomain("acme.example".into())),
        ];
    }
}

fn missing() -> WriteFailure {
    WriteFailure::NotFound("404 not found".to_owned())
}

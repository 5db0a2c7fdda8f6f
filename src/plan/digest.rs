//! The digest: what a reviewer approves (product.md, section 5; fine print B1). It covers each effect with its
//! target's identity and its expectation, and the account; not the wording, the time, or how a plan is shown.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::model::Plan;
use crate::model::plan::{Action, NamedId, Target, TargetPolicy};

/// The first line of the canonical form. Another encoding gets another version.
const ENCODING: &str = "doorlist-effects/1";

/// `sha256:` and 64 hexadecimal digits.
pub fn digest(account_id: &str, actions: &[Action]) -> String {
    let mut hash = Sha256::new();
    hash.update(ENCODING);
    hash.update(format!("\naccount {account_id}\n"));
    for action in actions.iter().filter(|action| action.kind.is_effect()) {
        hash.update(effect(action).to_string());
        hash.update("\n");
    }
    format!("sha256:{}", hex(&hash.finalize()))
}

/// One effect; the keys of a JSON object come out sorted.
fn effect(action: &Action) -> Value {
    let Action { id: _, kind, phase, target, reason: _, returns: _, expect } = action;
    json!({ "kind": kind, "phase": phase, "target": identity(target), "expect": expect })
}

/// What of a target decides where the effect goes; names and times are for readers.
fn identity(target: &Target) -> Value {
    let Target {
        registration_id,
        device,
        identity,
        policies,
        list,
        token,
        seat_uid,
        active: _,
        last_seen_at: _,
        registration_type: _,
    } = target;
    let id = |named: &Option<NamedId>| named.as_ref().map(|named| named.id.clone());
    let policy = |policy: &TargetPolicy| json!([policy.id, policy.app_id]);
    json!({
        "registration": registration_id,
        "device": device.as_ref().map(|device| &device.id),
        "email": identity.as_ref().and_then(|identity| identity.email.as_ref()),
        "policies": policies.iter().map(policy).collect::<Vec<_>>(),
        "list": id(list),
        "token": id(token),
        "seat": seat_uid,
    })
}

/// Computes the digest again and compares it.
///
/// # Errors
///
/// Says what the digest should have been: the effects or their expectations were edited.
pub fn verify(plan: &Plan) -> Result<(), String> {
    let computed = digest(&plan.account.id, &plan.actions);
    if computed == plan.digest {
        return Ok(());
    }
    Err(format!("the plan says {}, its effects are {computed}", plan.digest))
}

/// Lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

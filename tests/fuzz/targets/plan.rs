//! Saved plans and reports: what is accepted comes back from what is written of it, shows in every format, and no edit
//! of an effect passes for what was approved.

use doorlist::model::plan::{Action, ActionKind, Expect, NamedId, Phase, Reason, TargetPolicy};
use doorlist::model::{Plan, ReasonCode};
use doorlist::plan::digest::digest;
use doorlist::plan::verify;
use doorlist::render::{self, Format, Saved, Style, json_documents, parse_saved};

use super::hidden::is_hidden;

/// A saved plan or report, or an array of them.
pub fn target(bytes: &[u8]) {
    match parse_saved(bytes) {
        Err(error) => assert!(!error.to_string().is_empty()),
        Ok(saved) => {
            let written = match &saved {
                Saved::Plans(plans) => json_documents(plans),
                Saved::Reports(reports) => json_documents(reports),
            };
            assert!(!written.chars().any(is_hidden), "{written}");
            assert_eq!(parse_saved(written.as_bytes()).expect("it is read again"), saved);
            shown(&saved);
            if let Saved::Plans(plans) = saved {
                plans.into_iter().for_each(sealed);
            }
        }
    }
}

fn shown(saved: &Saved) {
    for format in Format::ALL {
        let text = match saved {
            Saved::Plans(plans) => render::plans(plans, *format, Style::PLAIN),
            Saved::Reports(reports) => render::reports(reports, *format, Style::PLAIN),
        };
        assert!(!text.chars().any(is_hidden), "{format}: {text:?}");
        assert!(*format != Format::Markdown || text.chars().count() <= 65_536);
    }
}

/// One way to change what an action does.
type Edit = fn(&mut Action);

const EDITS: &[Edit] = &[
    |action| appended(&mut action.target.registration_id),
    |action| appended(&mut action.target.seat_uid),
    |action| action.target.token = Some(other(action.target.token.take())),
    |action| action.target.list = Some(other(action.target.list.take())),
    |action| {
        action.target.policies.push(TargetPolicy {
            id: "p".into(),
            name: String::new(),
            app_count: None,
            app_id: None,
        });
    },
    |action| action.target.policies.iter_mut().for_each(|policy| appended(&mut policy.app_id)),
    |action| action.target.device.iter_mut().for_each(|device| device.id.push('x')),
    |action| action.target.identity.iter_mut().for_each(|identity| appended(&mut identity.email)),
    |action| action.kind = another(action.kind),
    |action| action.phase = if action.phase == Phase::Seats { Phase::Tokens } else { Phase::Seats },
    |action| action.expect = Expect::default(),
    |action| action.expect.revoked = Some(action.expect.revoked != Some(true)),
    |action| action.expect.user_id = Some(None),
    |action| action.expect.email = None,
    |action| action.expect.registrations_left = action.expect.registrations_left.map_or(Some(0), |_| None),
    |action| appended(&mut action.expect.device_id),
    |action| appended(&mut action.expect.name),
    |action| action.expect.policies.clear(),
    |action| action.target.seat_uid = action.target.registration_id.take(),
];

fn appended(text: &mut Option<String>) {
    text.get_or_insert_default().push('x');
}

fn other(named: Option<NamedId>) -> NamedId {
    let NamedId { id, name } = named.unwrap_or(NamedId { id: String::new(), name: String::new() });
    NamedId { id: id + "x", name }
}

fn another(kind: ActionKind) -> ActionKind {
    if kind == ActionKind::DeleteRegistration { ActionKind::RevokeRegistration } else { ActionKind::DeleteRegistration }
}

fn no_reason() -> Reason {
    let (file, ticket, owner) = (None, None, None);
    Reason { code: ReasonCode::Stale, text: String::new(), file, line: None, ticket, owner, also: Vec::new() }
}

/// What of a plan is done: everything but words, names and times of actions that are effects.
fn effects(plan: &Plan) -> Vec<Action> {
    let mut effects: Vec<Action> = plan.actions.iter().filter(|action| action.kind.is_effect()).cloned().collect();
    for action in &mut effects {
        (action.reason, action.returns) = (no_reason(), None);
        let target = &mut action.target;
        (target.active, target.last_seen_at, target.registration_type) = (None, None, None);
        target.device.iter_mut().for_each(|device| (device.name, device.serial) = (String::new(), None));
        target.policies.iter_mut().for_each(|policy| (policy.name, policy.app_count) = (String::new(), None));
        target.list.iter_mut().chain(&mut target.token).for_each(|named| named.name.clear());
        let email = target.identity.take().and_then(|identity| identity.email);
        // In the place of the id, which says the same as the rest.
        action.id = format!("{email:?}");
    }
    effects
}

/// The plan as it would be approved, then with each of the edits.
fn sealed(mut plan: Plan) {
    plan.actions.truncate(6);
    plan.digest = digest(&plan.account.id, &plan.actions);
    assert_eq!(verify(&plan), Ok(()));
    let approved = effects(&plan);
    let refused = |edited: &Plan| {
        let is_changed = effects(edited) != approved || edited.account.id != plan.account.id;
        assert_eq!(verify(edited).is_err(), is_changed, "{edited:?}");
    };
    for at in 0..plan.actions.len() {
        for edit in EDITS {
            let mut edited = plan.clone();
            edit(&mut edited.actions[at]);
            refused(&edited);
        }
        let (mut less, mut more, mut turned) = (plan.clone(), plan.clone(), plan.clone());
        less.actions.remove(at);
        more.actions.push(plan.actions[at].clone());
        turned.actions.swap(0, at);
        [less, more, turned].iter().for_each(refused);
    }
    let mut elsewhere = plan.clone();
    elsewhere.account.id.push('x');
    refused(&elsewhere);
}

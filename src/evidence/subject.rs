//! The outcomes by whom they are about: one person, machine or token after the other, in the order of the plan.

use std::collections::HashMap;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::after::{After, Standing};
use super::request::Writes;
use super::state::{Door, Row, State};
use crate::model::Email;
use crate::model::plan::{Action, ActionKind, IdentityKind, Reason, Returns, TargetDevice, TargetIdentity};
use crate::model::report::{Became, Outcome};

/// What a subject is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SubjectKind {
    /// A person, by address.
    Person,
    /// A service token, by name.
    Token,
    /// A machine, by name.
    Machine,
    /// What is none of them.
    Other,
}

/// One person, machine or token and everything that became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Its address or name.
    pub name: String,
    /// Its id, or the address folded.
    pub key: String,
    /// Why, of its first effect, else of its first step.
    pub reason: Reason,
    /// What was done and what was not, in the order of the plan.
    pub steps: Vec<Step>,
    /// When the last effect was done; nothing where one is not, or where the account contradicts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Timestamp>,
    /// Whether the person or token could enroll before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub could_enroll_before: Option<Returns>,
    /// Whether it could after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can_enroll_after: Option<Returns>,
    /// Registrations that were not there before.
    pub new_registrations: Vec<String>,
}

/// One action of a subject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// The action.
    pub action_id: String,
    /// Its kind.
    pub kind: ActionKind,
    /// The registration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration_id: Option<String>,
    /// The machine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<TargetDevice>,
    /// The policies, the list or the token that is changed, by name.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub changed: Vec<String>,
    /// What a person is to do, or why it was done.
    pub text: String,
    /// What became of it.
    pub became: Became,
    /// Why, where that is not plain.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// When it was settled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// What the account says afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// The writes that named the target.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub requests: Vec<Proof>,
}

/// A request that named a target.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Its line in `requests.jsonl`.
    pub number: u64,
    /// Its status.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Cloudflare's id of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cf_ray: Option<String>,
}

impl Step {
    /// Whether nothing is left of it to do for the program, and the account does not contradict.
    pub(super) fn is_done(&self) -> bool {
        let contradicted = match self.kind {
            ActionKind::DeleteRegistration
            | ActionKind::DeleteDevice
            | ActionKind::DeleteServiceToken
            | ActionKind::ReleaseSeat => {
                matches!(self.standing, Some(Standing::Revoked | Standing::Active | Standing::Present))
            }
            ActionKind::RevokeRegistration | ActionKind::DisableServiceToken => self.standing == Some(Standing::Active),
            ActionKind::UnrevokeRegistration => self.standing == Some(Standing::Revoked),
            ActionKind::BlockEnrollment
            | ActionKind::ExcludeFromEnrollment
            | ActionKind::RemoveTokenFromEnrollment
            | ActionKind::RevokeSessions
            | ActionKind::HumanStep => false,
        };
        matches!(self.became, Became::Done | Became::AlreadyDone) && !contradicted
    }
}

/// All subjects, each where its first action stands.
pub(super) fn subjects(outcomes: &[Outcome], before: &State, after: &After, writes: &Writes<'_>) -> Vec<Subject> {
    let standings: HashMap<&str, Standing> =
        after.targets.iter().map(|target| (target.action_id.as_str(), target.standing)).collect();
    let mut subjects: Vec<Subject> = Vec::new();
    let mut places: HashMap<(SubjectKind, String), usize> = HashMap::new();
    for outcome in outcomes {
        let (kind, key, name) = owner(&outcome.action);
        let place = *places.entry((kind, key.clone())).or_insert(subjects.len());
        if place == subjects.len() {
            subjects.push(subject(kind, key, name, outcome, before, after));
        }
        let subject = &mut subjects[place];
        if outcome.action.kind.is_effect() && !subject.steps.iter().any(|step| step.kind.is_effect()) {
            subject.reason = outcome.action.reason.clone();
        }
        subject.steps.push(step(outcome, &standings, writes));
    }
    for subject in &mut subjects {
        subject.done_at = done_at(&subject.steps);
        subject.new_registrations = new_registrations(subject, &after.new_registrations);
    }
    subjects
}

fn subject(kind: SubjectKind, key: String, name: String, first: &Outcome, before: &State, after: &After) -> Subject {
    Subject {
        kind,
        name,
        reason: first.action.reason.clone(),
        steps: Vec::new(),
        done_at: None,
        could_enroll_before: door(&before.enrollment, kind, &key),
        can_enroll_after: after.read().and_then(|state| door(&state.enrollment, kind, &key)),
        new_registrations: Vec::new(),
        key,
    }
}

fn owner(action: &Action) -> (SubjectKind, String, String) {
    let target = &action.target;
    if let Some(TargetIdentity { kind: IdentityKind::Person, email: Some(email), .. }) = &target.identity {
        return (SubjectKind::Person, Email::new(email).to_string(), email.clone());
    }
    if let Some(token) = &target.token {
        return (SubjectKind::Token, token.id.clone(), token.name.clone());
    }
    match (&target.device, &target.registration_id) {
        (Some(device), _) => (SubjectKind::Machine, device.id.clone(), device.name.clone()),
        (None, Some(id)) => (SubjectKind::Other, id.clone(), id.clone()),
        (None, None) => (SubjectKind::Other, action.id.clone(), action.id.clone()),
    }
}

fn step(outcome: &Outcome, standings: &HashMap<&str, Standing>, writes: &Writes<'_>) -> Step {
    let Outcome { action, became, detail, finished_at } = outcome;
    Step {
        action_id: action.id.clone(),
        kind: action.kind,
        registration_id: action.target.registration_id.clone(),
        device: action.target.device.clone(),
        changed: changed(action),
        text: action.reason.text.clone(),
        became: *became,
        detail: detail.clone(),
        finished_at: *finished_at,
        standing: standings.get(action.id.as_str()).copied(),
        requests: proofs(action, writes),
    }
}

fn changed(action: &Action) -> Vec<String> {
    let policies = action.target.policies.iter().map(|policy| policy.name.clone());
    let named = action.target.list.iter().chain(&action.target.token).map(|named| named.name.clone());
    policies.chain(named).collect()
}

/// The writes that named what the action changes.
fn proofs(action: &Action, writes: &Writes<'_>) -> Vec<Proof> {
    let target = &action.target;
    let device = || target.device.as_ref().map(|device| device.id.as_str());
    let list = || target.list.as_ref().map(|list| list.id.as_str());
    let token = || target.token.as_ref().map(|token| token.id.as_str());
    let ids: Vec<&str> = match action.kind {
        ActionKind::DeleteRegistration | ActionKind::RevokeRegistration | ActionKind::UnrevokeRegistration => {
            target.registration_id.as_deref().into_iter().collect()
        }
        ActionKind::DeleteDevice => device().into_iter().collect(),
        ActionKind::BlockEnrollment => list().into_iter().collect(),
        ActionKind::DisableServiceToken | ActionKind::DeleteServiceToken => token().into_iter().collect(),
        ActionKind::ExcludeFromEnrollment | ActionKind::RemoveTokenFromEnrollment => {
            target.policies.iter().map(|policy| policy.id.as_str()).collect()
        }
        ActionKind::RevokeSessions | ActionKind::ReleaseSeat | ActionKind::HumanStep => Vec::new(),
    };
    let named = ids.into_iter().flat_map(|id| writes.naming(id));
    named.map(|write| Proof { number: write.number, status: write.status, cf_ray: write.cf_ray.clone() }).collect()
}

fn door(doors: &[Door], kind: SubjectKind, key: &str) -> Option<Returns> {
    let is_its = |door: &&Door| match kind {
        SubjectKind::Person => door.email.as_deref() == Some(key),
        SubjectKind::Token => door.token.as_ref().is_some_and(|token| token.id == key),
        SubjectKind::Machine | SubjectKind::Other => false,
    };
    doors.iter().find(is_its).map(|door| door.returns.clone())
}

fn done_at(steps: &[Step]) -> Option<Timestamp> {
    let effects = || steps.iter().filter(|step| step.kind.is_effect());
    if effects().all(Step::is_done) { effects().filter_map(|step| step.finished_at).max() } else { None }
}

/// Who is new: of the person, or on one of the machines of a subject that is no person.
fn new_registrations(subject: &Subject, rows: &[Row]) -> Vec<String> {
    let on_its_machine = |row: &Row| {
        let devices = subject.steps.iter().filter_map(|step| step.device.as_ref());
        devices.into_iter().any(|device| device.id == row.device_id)
    };
    let is_its = |row: &&Row| match subject.kind {
        SubjectKind::Person => row.email.as_deref().is_some_and(|email| Email::new(email).as_str() == subject.key),
        SubjectKind::Token | SubjectKind::Machine | SubjectKind::Other => on_its_machine(row),
    };
    rows.iter().filter(is_its).map(|row| row.id.clone()).collect()
}

//! Who came back: what an evidence folder says was removed, held against the account of today.
//!
//! A row that was removed may itself be there again; or there is a row that was not there before. A new row of the same
//! person counts where the person was removed for who they are, and on any machine; where a row was removed for
//! hygiene, a new laptop is no return, the same machine is. On a machine of nobody in particular – stolen, a kiosk, a
//! runner – a new row of anybody counts. Where it is another person's, on a machine that was handed on, it is noted.

use std::collections::{HashMap, HashSet};

use super::since::Since;
use super::state::{Device, plan_account};
use super::{FORMAT_VERSION, affected::Machines};
use crate::model::plan::{ActionKind, IdentityKind, PlanSource, Target, TargetDevice, TargetIdentity};
use crate::model::report::Outcome;
use crate::model::selector::normal_serial;
use crate::model::watch::{self, How, Removed, Returned, WatchNote, Watched};
use crate::model::{Account, Email, Identity, ReasonCode, Registration, RegistrationType};
use crate::render::{Redact, Redactor};

/// Holds the folder against an account, which must be the folder's.
pub fn watch(since: &Since, account: &Account) -> Watched {
    let keys = Keys::of(since, account);
    let (returned, in_use) = returns(since, account, &keys);
    let mut notes = notes(since, account);
    notes.extend(in_use);
    let mut tickets: Vec<String> = since.change.ticket.iter().chain(&since.change.entry_tickets).cloned().collect();
    tickets.dedup();
    Watched {
        format_version: FORMAT_VERSION.to_owned(),
        account: plan_account(account),
        since: watch::Since {
            plan_digest: since.change.plan_digest.clone(),
            tickets,
            started_at: since.change.started_at,
            finished_at: since.finished_at,
        },
        read_at: account.reading.read_at,
        removed: since.removed.len() as u64,
        returned,
        notes,
    }
}

/// The names of live rows as the folder writes them: with its stand-ins, where it has any.
struct Keys<'a> {
    redactor: Redactor,
    account: &'a Account,
}

impl<'a> Keys<'a> {
    fn of(since: &Since, account: &'a Account) -> Self {
        let what: Vec<Redact> = since.change.redacted.iter().filter_map(|word| word.parse().ok()).collect();
        Self { redactor: Redactor::new(account.id.as_str(), &what, [], [], []), account }
    }

    fn email(&self, row: &Registration) -> Option<String> {
        row.email().map(|email| Email::new(&self.redactor.address(email.as_str())).to_string())
    }

    fn serial(&self, row: &Registration) -> Option<String> {
        let serial = self.account.device_of(row)?.serial_key.as_deref()?;
        normal_serial(&self.redactor.serial(serial))
    }

    fn hardware(&self, row: &Registration) -> Option<String> {
        Some(self.redactor.serial(self.account.device_of(row)?.hardware_id.as_deref()?))
    }

    fn is_person(&self, row: &Registration) -> bool {
        matches!(Identity::of(row, &self.account.organization.auth_domain), Identity::Person(_))
    }
}

/// A removed row by what it is recognised by.
struct Gone<'a> {
    outcome: &'a Outcome,
    email: Option<Email>,
    user: Option<&'a str>,
    machine: Machines,
}

impl<'a> Gone<'a> {
    fn of(outcome: &'a Outcome, devices: &HashMap<&str, &Device>) -> Self {
        let target = &outcome.action.target;
        let person = target.identity.as_ref().filter(|identity| identity.kind == IdentityKind::Person);
        let mut machine = Machines::default();
        if let Some(id) = target.device.as_ref().map(|device| device.id.as_str()) {
            let device = devices.get(id);
            let serial = device.and_then(|device| device.serial.as_deref()).and_then(normal_serial);
            machine.add(id, serial.as_deref(), device.and_then(|device| device.hardware_id.as_deref()));
        }
        Self {
            outcome,
            email: person.and_then(|person| person.email.as_deref()).map(Email::new),
            user: person.and_then(|person| person.id.as_deref()),
            machine,
        }
    }

    fn is_person(&self) -> bool {
        self.email.is_some() || self.user.is_some()
    }

    /// What a new row is to this one.
    fn relation(&self, row: &New<'_>) -> Relation {
        let same_user = self.user.is_some() && self.user == row.user;
        let same_email = self.email.is_some() && self.email.as_ref().map(Email::as_str) == row.email.as_deref();
        let machine = self.machine.has(row.row.device_id.as_str(), row.serial.as_deref(), row.hardware.as_deref());
        let person = row.is_person && (same_user || same_email);
        let code = self.outcome.action.reason.code;
        match (person, machine) {
            (true, true) => Relation::Back(How::SamePersonAndMachine),
            (true, false) if is_about_the_person(code) => Relation::Back(How::SamePerson),
            (false, true) if is_about_the_machine(code) || !self.is_person() => Relation::Back(How::SameMachine),
            (false, true) => Relation::InUse,
            (true | false, false) => Relation::None,
        }
    }
}

/// What a new row is to a removed one; the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Relation {
    Back(How),
    /// Somebody else uses the machine.
    InUse,
    None,
}

fn is_about_the_person(code: ReasonCode) -> bool {
    matches!(
        code,
        ReasonCode::UserNotListed | ReasonCode::UserRevoked | ReasonCode::UserAbsent | ReasonCode::UserExpired
    )
}

fn is_about_the_machine(code: ReasonCode) -> bool {
    matches!(code, ReasonCode::DeviceRevoked | ReasonCode::DeviceAbsent)
}

/// A live row that was not there before.
struct New<'a> {
    row: &'a Registration,
    email: Option<String>,
    user: Option<&'a str>,
    serial: Option<String>,
    hardware: Option<String>,
    is_person: bool,
}

impl<'a> New<'a> {
    fn of(row: &'a Registration, keys: &Keys<'_>) -> Self {
        Self {
            row,
            email: keys.email(row),
            user: row.user.as_ref().and_then(|user| user.id.as_ref()).map(crate::model::UserId::as_str),
            serial: keys.serial(row),
            hardware: keys.hardware(row),
            is_person: keys.is_person(row),
        }
    }
}

/// Who came back, and machines that others use now.
fn returns(since: &Since, account: &Account, keys: &Keys<'_>) -> (Vec<Returned>, Vec<WatchNote>) {
    let devices = since.devices();
    let gone: Vec<Gone<'_>> = since.removed.iter().map(|outcome| Gone::of(outcome, &devices)).collect();
    let by_id: HashMap<&str, &Gone<'_>> =
        gone.iter().filter_map(|gone| Some((gone.outcome.action.target.registration_id.as_deref()?, gone))).collect();
    let before: HashSet<&str> = since.before.registrations.iter().map(|row| row.id.as_str()).collect();
    let index = Index::of(&gone);
    let (mut returned, mut notes) = (Vec::new(), Vec::new());
    for row in &account.registrations {
        if let Some(gone) = by_id.get(row.id.as_str()) {
            returned.extend(again(gone, row).map(|how| back(since, account, gone, row, how)));
        } else if !before.contains(row.id.as_str()) {
            let new = New::of(row, keys);
            match index.nearest(&gone, &new) {
                Some((Relation::Back(how), gone)) if row.status.is_active() => {
                    returned.push(back(since, account, gone, row, how));
                }
                Some((Relation::Back(_), gone)) => notes.push(was_back(gone, row)),
                Some((Relation::InUse, gone)) => notes.push(in_use(gone, row)),
                Some((Relation::None, _)) | None => {}
            }
        }
    }
    (returned, notes)
}

/// Where to look for the removed rows that a new one may stand for, so that not every pair is compared.
#[derive(Default)]
struct Index {
    places: HashMap<String, Vec<usize>>,
}

impl Index {
    fn of(gone: &[Gone<'_>]) -> Self {
        let mut index = Self::default();
        for (place, one) in gone.iter().enumerate() {
            let person = one.email.iter().map(|email| format!("email {email}"));
            let user = one.user.iter().map(|user| format!("user {user}"));
            for key in person.chain(user).chain(one.machine.keys()) {
                index.places.entry(key).or_default().push(place);
            }
        }
        index
    }

    /// The nearest removed row, of equals the first in the order of the plan.
    fn nearest<'g>(&self, gone: &'g [Gone<'g>], new: &New<'_>) -> Option<(Relation, &'g Gone<'g>)> {
        let mut machine = Machines::default();
        machine.add(new.row.device_id.as_str(), new.serial.as_deref(), new.hardware.as_deref());
        let person = new.email.iter().map(|email| format!("email {email}"));
        let user = new.user.iter().map(|user| format!("user {user}"));
        let keys = person.chain(user).chain(machine.keys());
        let places = keys.filter_map(|key| self.places.get(&key)).flatten();
        let near = places.map(|place| (gone[*place].relation(new), *place));
        near.min().map(|(relation, place)| (relation, &gone[place]))
    }
}

/// Whether a removed row itself is back.
fn again(gone: &Gone<'_>, row: &Registration) -> Option<How> {
    match gone.outcome.action.kind {
        ActionKind::RevokeRegistration => row.status.is_active().then_some(How::ActiveAgain),
        _ => Some(How::ThereAgain),
    }
}

fn back(since: &Since, account: &Account, gone: &Gone<'_>, row: &Registration, how: How) -> Returned {
    let action = &gone.outcome.action;
    let at = gone.outcome.finished_at;
    let is_new = !matches!(how, How::ThereAgain | How::ActiveAgain);
    let seconds = at.zip(row.created_at).map(|(gone, made)| made.duration_since(gone).as_secs());
    Returned {
        how,
        target: target(account, row),
        created_at: row.created_at,
        removed: Removed {
            registration_id: action.target.registration_id.clone().unwrap_or_default(),
            kind: action.kind,
            code: action.reason.code,
            ticket: action.reason.ticket.clone().or_else(|| since.change.ticket.clone()),
            at,
        },
        seconds_after: seconds.filter(|seconds| is_new && *seconds >= 0),
    }
}

fn target(account: &Account, row: &Registration) -> Target {
    let device = account.device_of(row);
    let user = row.user.as_deref();
    Target {
        registration_id: Some(row.id.to_string()),
        device: Some(TargetDevice {
            id: row.device_id.to_string(),
            name: device.map_or(&row.device_name, |device| &device.name).to_string(),
            serial: device.and_then(|device| device.serial.as_deref()).map(str::to_owned),
        }),
        identity: Some(TargetIdentity {
            kind: kind(Identity::of(row, &account.organization.auth_domain)),
            email: user.and_then(|user| user.email.as_deref()).map(str::to_owned),
            id: user.and_then(|user| user.id.as_ref()).map(ToString::to_string),
        }),
        active: Some(row.status.is_active()),
        last_seen_at: row.last_seen.at(),
        registration_type: (row.kind != RegistrationType::Warp).then(|| row.kind.clone()),
        ..Target::default()
    }
}

fn kind(identity: Identity<'_>) -> IdentityKind {
    match identity {
        Identity::Person(_) => IdentityKind::Person,
        Identity::Service(_) => IdentityKind::Service,
        Identity::Connector(_) => IdentityKind::Connector,
        Identity::Foreign(_) => IdentityKind::Foreign,
        Identity::Nobody => IdentityKind::Unknown,
    }
}

fn note(code: &str, text: String) -> WatchNote {
    WatchNote { code: code.to_owned(), text }
}

fn in_use(gone: &Gone<'_>, row: &Registration) -> WatchNote {
    let id = gone.outcome.action.target.registration_id.as_deref().unwrap_or_default();
    let owner = row.user.as_ref().and_then(|user| user.email.as_deref()).unwrap_or("somebody unknown");
    note("machine_in_use", format!("the machine of {id} is used by {owner} now, registration {}", row.id))
}

fn was_back(gone: &Gone<'_>, row: &Registration) -> WatchNote {
    let id = gone.outcome.action.target.registration_id.as_deref().unwrap_or_default();
    note("was_back", format!("registration {} came for {id} and is revoked now", row.id))
}

fn notes(since: &Since, account: &Account) -> Vec<WatchNote> {
    let mut notes = Vec::new();
    if since.finished_at.is_none() {
        let text = "the run was cut off: nothing proves that the folder is as it was written".to_owned();
        notes.push(note("cut_off", text));
    }
    if since.before.source == PlanSource::Sandbox {
        notes.push(note("rehearsal", "the folder is of a rehearsal on the sandbox".to_owned()));
    }
    if matches!(since.before.devices, super::state::Part::NotRead(_)) || account.devices.is_none() {
        let text = "machines were not read, so a machine is recognised by its id alone".to_owned();
        notes.push(note("machines_by_id", text));
    }
    notes.extend(since.added.iter().map(|file| note("file_added", format!("{file} was laid into the folder"))));
    notes
}

//! One action in words.

use jiff::Timestamp;

use crate::model::plan::{Action, ActionKind, Reason, Returns, Target, TargetDevice, TargetPolicy, Verdict};
use crate::model::registration::RegistrationType;
use crate::render::phrase::{Phrase, Tone};
use crate::render::words;

/// An action, ready for any layout.
#[derive(Clone, Debug)]
pub(in crate::render) struct Change<'a> {
    /// What kind of change, in one character, so that nothing hangs on colour: `-` delete, `~` revoke, `+` restore,
    /// `!` anything else, `?` a step for a person.
    pub(in crate::render) sigil: char,
    pub(in crate::render) tone: Tone,
    /// `delete`; empty for a step, which is a sentence of its own.
    pub(in crate::render) verb: &'static str,
    /// What it is done to.
    pub(in crate::render) object: Phrase,
    /// The registration, or the device record.
    pub(in crate::render) id: Option<Phrase>,
    /// `last seen 284 days ago`.
    pub(in crate::render) seen: Option<String>,
    /// The sentence; none for a step, which is the sentence.
    pub(in crate::render) why: Option<&'a str>,
    /// `doorlist.yaml:14`.
    pub(in crate::render) place: Option<String>,
    pub(in crate::render) reason: &'a Reason,
    /// `yes (policy "Employees")`.
    pub(in crate::render) returns: Option<Phrase>,
    pub(in crate::render) remedy: Option<&'a str>,
    /// `duplicate, stale`.
    pub(in crate::render) also: Option<String>,
}

impl Change<'_> {
    /// Verb and object as one phrase; a step for a person is all object.
    pub(in crate::render) fn what(&self) -> Phrase {
        if self.verb.is_empty() {
            return self.object.clone();
        }
        Phrase::of(Tone::Strong, self.verb).plain(" ").then(self.object.clone())
    }
}

/// An action in words. `now` is the plan's own time.
pub(in crate::render) fn change(action: &Action, now: Timestamp) -> Change<'_> {
    let Action { id: _, kind, phase: _, target, reason, returns, expect: _ } = action;
    let is_step = *kind == ActionKind::HumanStep;
    Change {
        sigil: sigil(*kind),
        tone: kind_tone(*kind),
        verb: verb(*kind),
        object: object(*kind, target, reason),
        id: id(*kind, target),
        seen: on_registration(*kind).then(|| seen(target, now)),
        why: (!is_step).then_some(reason.text.as_str()),
        place: place(reason.file.as_deref(), reason.line),
        reason,
        returns: returns.as_ref().map(verdict),
        remedy: returns.as_ref().and_then(|returns| returns.remedy.as_deref()),
        also: also(reason),
    }
}

const fn on_registration(kind: ActionKind) -> bool {
    kind.removes_registration() || matches!(kind, ActionKind::UnrevokeRegistration)
}

const fn sigil(kind: ActionKind) -> char {
    match kind {
        ActionKind::DeleteRegistration => '-',
        ActionKind::RevokeRegistration => '~',
        ActionKind::UnrevokeRegistration => '+',
        ActionKind::HumanStep => '?',
        ActionKind::DeleteDevice
        | ActionKind::BlockEnrollment
        | ActionKind::ExcludeFromEnrollment
        | ActionKind::RemoveTokenFromEnrollment
        | ActionKind::DisableServiceToken
        | ActionKind::DeleteServiceToken
        | ActionKind::RevokeSessions
        | ActionKind::ReleaseSeat => '!',
    }
}

/// The tone of a kind of action.
pub(in crate::render) const fn kind_tone(kind: ActionKind) -> Tone {
    match sigil(kind) {
        '-' => Tone::Bad,
        '+' => Tone::Good,
        '?' => Tone::Strong,
        _ => Tone::Warn,
    }
}

const fn verb(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::DeleteRegistration => "delete",
        ActionKind::RevokeRegistration => "revoke",
        ActionKind::UnrevokeRegistration => "restore",
        ActionKind::DeleteDevice => "delete device record",
        ActionKind::BlockEnrollment => "block",
        ActionKind::ExcludeFromEnrollment => "exclude",
        ActionKind::RemoveTokenFromEnrollment => "detach token",
        ActionKind::DisableServiceToken => "disable token",
        ActionKind::DeleteServiceToken => "delete token",
        ActionKind::RevokeSessions => "end the sessions of",
        ActionKind::ReleaseSeat => "release the seat of",
        ActionKind::HumanStep => "",
    }
}

fn object(kind: ActionKind, target: &Target, reason: &Reason) -> Phrase {
    match kind {
        ActionKind::DeleteRegistration
        | ActionKind::RevokeRegistration
        | ActionKind::UnrevokeRegistration
        | ActionKind::DeleteDevice => on_device(target),
        ActionKind::BlockEnrollment => match &target.list {
            Some(list) => whom(target).plain(" from enrolling, by list ").quoted(&list.name),
            None => whom(target),
        },
        ActionKind::ExcludeFromEnrollment => whom(target).then(policies(" in enrollment ", &target.policies)),
        ActionKind::RemoveTokenFromEnrollment => token(target).then(policies(" from enrollment ", &target.policies)),
        ActionKind::DisableServiceToken | ActionKind::DeleteServiceToken => token(target),
        ActionKind::RevokeSessions | ActionKind::ReleaseSeat => whom(target),
        ActionKind::HumanStep => Phrase::sentence(&reason.text),
    }
}

/// The machine, and what registered on it where it is not the client.
fn on_device(target: &Target) -> Phrase {
    let machine = target.device.as_ref().map_or_else(|| Phrase::say("an unknown device"), device);
    match &target.registration_type {
        None | Some(RegistrationType::Warp) => machine,
        Some(RegistrationType::BrowserExtension) => machine.plain(", browser extension"),
        Some(RegistrationType::Other(kind)) => machine.plain(", type ").quoted(&**kind),
    }
}

/// `bob-xps (serial 5CG0BBB222)`.
pub(in crate::render) fn device(device: &TargetDevice) -> Phrase {
    let name = Phrase::new().name(&device.name);
    match &device.serial {
        Some(serial) => name.plain(" (serial ").name(serial).plain(")"),
        None => name,
    }
}

fn whom(target: &Target) -> Phrase {
    match target.identity.as_ref().and_then(|identity| identity.email.as_deref()) {
        Some(address) => Phrase::new().name(address),
        None => Phrase::say("an unknown user"),
    }
}

fn token(target: &Target) -> Phrase {
    target.token.as_ref().map_or_else(|| Phrase::say("a token"), |token| Phrase::new().quoted(&token.name))
}

/// ` in policy "Employees" (used by 3 applications)`.
fn policies(before: &str, policies: &[TargetPolicy]) -> Phrase {
    let policy = |policy: &TargetPolicy| {
        let named = Phrase::say("policy ").quoted(&policy.name);
        match policy.app_count {
            Some(count) if count > 1 => named.plain(format!(" (used by {})", words::APPLICATION.count(count))),
            _ => named,
        }
    };
    if policies.is_empty() {
        return Phrase::new();
    }
    Phrase::say(before).then(Phrase::join(policies.iter().map(policy), ", "))
}

fn id(kind: ActionKind, target: &Target) -> Option<Phrase> {
    if kind == ActionKind::DeleteDevice {
        return target.device.as_ref().map(|device| Phrase::say("device ").code(&device.id));
    }
    target.registration_id.as_ref().map(|id| Phrase::say("registration ").code(id))
}

fn seen(target: &Target, now: Timestamp) -> String {
    let seen =
        target.last_seen_at.map_or_else(|| "never seen".to_owned(), |at| format!("last seen {}", words::ago(at, now)));
    if target.active == Some(false) { format!("revoked, {seen}") } else { seen }
}

/// `doorlist.yaml:14`.
pub(in crate::render) fn place(file: Option<&str>, line: Option<u32>) -> Option<String> {
    match (file?, line) {
        (file, Some(line)) => Some(format!("{file}:{line}")),
        (file, None) => Some(file.to_owned()),
    }
}

/// The verdict with what it rests on, in the contract's form (product.md, section 3).
pub(in crate::render) fn verdict(returns: &Returns) -> Phrase {
    let tone = match returns.verdict {
        Verdict::No => Tone::Good,
        Verdict::Yes | Verdict::Unattended => Tone::Bad,
        Verdict::Unknown => Tone::Warn,
    };
    let word = Phrase::of(tone, returns.verdict.as_str());
    let policies =
        Phrase::join(returns.policies.iter().map(|policy| Phrase::say("policy ").quoted(&policy.name)), ", ");
    let grounds = match returns.verdict {
        Verdict::No => Phrase::new(),
        Verdict::Yes | Verdict::Unattended => policies,
        Verdict::Unknown if returns.needs.is_empty() => policies,
        Verdict::Unknown => Phrase::sentence(&format!("needs {}", words::list(&returns.needs))),
    };
    if grounds.is_empty() { word } else { word.plain(" (").then(grounds).plain(")") }
}

pub(super) fn also(reason: &Reason) -> Option<String> {
    let codes: Vec<&str> = reason.also.iter().map(|code| code.as_str()).collect();
    (!codes.is_empty()).then(|| codes.join(", "))
}

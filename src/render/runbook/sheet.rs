//! The lines of a runbook, made of phrases: each layout escapes the parts and joins them.

use crate::config::edit;
use crate::model::plan::{Action, ActionKind, Guard};
use crate::model::runbook::{Keeper, Runbook, Stay, Step};
use crate::render::phrase::{Phrase, Tone};
use crate::render::view;
use crate::render::words;

/// A runbook, ready for any layout.
pub(super) struct Sheet<'a> {
    /// `erin@acme.example leaves: 2 registrations to remove`.
    pub(super) title: &'a str,
    /// `team acme, account 0123…`.
    pub(super) account: Phrase,
    /// Why nothing of it can be applied as it stands; empty where it can.
    pub(super) refusal: Vec<Phrase>,
    /// What stays, each in parts.
    pub(super) stays: Vec<Vec<Phrase>>,
    pub(super) steps: Vec<Line>,
    /// The list of the door list, and the entry as YAML.
    pub(super) entries: Vec<(&'static str, String)>,
    /// What to do with it.
    pub(super) next: &'static str,
}

/// A step.
pub(super) struct Line {
    pub(super) by: &'static str,
    pub(super) text: Phrase,
    /// What it would change now, each in parts.
    pub(super) changes: Vec<Vec<Phrase>>,
}

/// Above what stays.
pub(super) const STAYS: &str = "Stays, whatever is done below:";

/// Above the entries.
pub(super) const ENTRIES: &str = "In the door list, before anything is applied:";

impl<'a> Sheet<'a> {
    pub(super) fn of(runbook: &'a Runbook) -> Self {
        let Runbook { account, subject: _, kind: _, title, ticket: _, additions, guards, stays, steps } = runbook;
        Self {
            title,
            account: Phrase::say("team ").name(&account.team).plain(", account ").code(&account.id),
            refusal: refusal(runbook, guards),
            stays: stays.iter().map(stay).collect(),
            steps: steps.iter().map(step).collect(),
            entries: additions.iter().map(edit::line).collect(),
            next: next(runbook),
        }
    }
}

fn refusal(runbook: &Runbook, guards: &[Guard]) -> Vec<Phrase> {
    if !runbook.is_refused() {
        return Vec::new();
    }
    let title = if guards.is_empty() {
        "removals are left out: their owners could enroll again, and the door list wants that closed first \
         (require_closed)"
    } else {
        "the plan of the door list with the entry below is refused, so that nothing of this is done"
    };
    let mut lines = vec![Phrase::of(Tone::Bad, "REFUSED as it stands").plain(format!(": {title}."))];
    lines.extend(guards.iter().map(|guard| {
        let seen = view::guard(guard);
        let passes =
            if guard.name.can_be_acknowledged() { "doorlist plan says what passes it" } else { "no --ack passes it" };
        Phrase::say("guard ")
            .code(seen.name)
            .plain(format!(": {}, limit {} (", seen.value, seen.limit))
            .then(Phrase::sentence(seen.text))
            .plain(format!("); {passes}"))
    }));
    lines
}

fn next(runbook: &Runbook) -> &'static str {
    if runbook.is_dead_end() {
        return "This cannot be applied: while the entry is in the door list, every plan of it is refused.";
    }
    if runbook.is_refused() {
        return "Mend what refuses it first; then write it with --write, have the change reviewed, and apply: doorlist \
                plan, doorlist apply.";
    }
    if runbook.stays.iter().any(|stay| stay.keeper == Keeper::Protection) {
        return "What is protected stays, with this entry and without it. What is left: write it with --write, have the \
                change reviewed, then apply: doorlist plan, doorlist apply.";
    }
    "Write it with --write, have the change reviewed, then apply: doorlist plan, doorlist apply."
}

fn stay(stay: &Stay) -> Vec<Phrase> {
    let Stay { target, keeper: _, reason } = stay;
    let device = target.device.as_ref().map(view::device).unwrap_or_default();
    let place = view::place(reason.file.as_deref(), reason.line).map(|place| Phrase::new().code(place));
    let parts = [
        Some(Phrase::of(Tone::Strong, "=").plain(" ").then(device)),
        target.identity.as_ref().and_then(|identity| identity.email.as_ref()).map(|email| Phrase::new().name(email)),
        target.registration_id.as_ref().map(|id| Phrase::say("registration ").code(id)),
        Some(Phrase::sentence(&reason.text)),
        Some(place.unwrap_or_default().plain(format!(" ({})", reason.code.as_str()))),
    ];
    parts.into_iter().flatten().collect()
}

fn step(step: &Step) -> Line {
    Line {
        by: step.by.as_str(),
        text: Phrase::sentence(&step.text),
        changes: step.actions.iter().map(change).collect(),
    }
}

/// What one action would change, and whether it would come back.
fn change(action: &Action) -> Vec<Phrase> {
    let target = &action.target;
    let mut parts: Vec<Phrase> = Vec::new();
    parts.extend(target.device.as_ref().map(view::device));
    parts.extend(
        target.identity.as_ref().and_then(|identity| identity.email.as_ref()).map(|email| Phrase::new().name(email)),
    );
    parts.extend(target.registration_id.as_ref().map(|id| Phrase::say("registration ").code(id)));
    parts.extend(
        target
            .token
            .as_ref()
            .map(|token| Phrase::say("token ").name(&token.name).plain(" (").code(&token.id).plain(")")),
    );
    parts.extend(target.list.as_ref().map(|list| Phrase::say("list ").quoted(&list.name)));
    parts.extend(target.policies.iter().map(|policy| {
        let named = Phrase::say("policy ").quoted(&policy.name);
        match policy.app_count {
            Some(count) if count > 1 => named.plain(format!(", which {} share", words::APPLICATION.count(count))),
            _ => named,
        }
    }));
    parts.extend(action.returns.as_ref().map(|returns| Phrase::say("returns: ").then(view::verdict(returns))));
    let sigil = Phrase::say(format!("{} ", sigil(action.kind)));
    match parts.first_mut() {
        Some(first) => *first = sigil.then(std::mem::take(first)),
        None => parts.push(sigil),
    }
    parts
}

fn sigil(kind: ActionKind) -> &'static str {
    match kind {
        ActionKind::DeleteRegistration | ActionKind::DeleteDevice | ActionKind::DeleteServiceToken => "-",
        ActionKind::RevokeRegistration | ActionKind::RevokeSessions => "~",
        ActionKind::UnrevokeRegistration => "+",
        ActionKind::BlockEnrollment
        | ActionKind::ExcludeFromEnrollment
        | ActionKind::RemoveTokenFromEnrollment
        | ActionKind::DisableServiceToken
        | ActionKind::ReleaseSeat => "!",
        ActionKind::HumanStep => "?",
    }
}

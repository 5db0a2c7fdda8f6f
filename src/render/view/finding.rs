//! What a person should look at.

use super::change::{device, place};
use crate::model::Plan;
use crate::model::plan::{Finding, Level};
use crate::model::quote;
use crate::render::phrase::{Phrase, Tone};

/// A finding, ready for any layout.
#[derive(Clone, Debug)]
pub(in crate::render) struct FindingView<'a> {
    pub(in crate::render) level: Level,
    pub(in crate::render) code: &'a str,
    pub(in crate::render) text: &'a str,
    /// Owner and machine, as far as the sentence does not name them.
    pub(in crate::render) about: Option<Phrase>,
    pub(in crate::render) registration_id: Option<&'a str>,
    pub(in crate::render) place: Option<String>,
}

/// All findings, errors before warnings before notes.
pub(in crate::render) fn findings(plan: &Plan) -> Vec<FindingView<'_>> {
    let mut findings: Vec<FindingView<'_>> = plan.findings.iter().map(finding).collect();
    findings.sort_by_key(|finding| finding.level);
    findings
}

/// The tone of a level.
pub(in crate::render) const fn level_tone(level: Level) -> Tone {
    match level {
        Level::Error => Tone::Bad,
        Level::Warning => Tone::Warn,
        Level::Note => Tone::Strong,
    }
}

/// One finding.
pub(in crate::render) fn finding(finding: &Finding) -> FindingView<'_> {
    let Finding { code, level, text, registration_id, identity, device: machine, subject: _, mentions: _, file, line } =
        finding;
    let is_named = |name: &str| !name.is_empty() && text.contains(&quote::name(name));
    let owner = identity.as_ref().and_then(|identity| identity.email.as_deref()).filter(|email| !is_named(email));
    let machine = machine.as_ref().filter(|machine| !is_named(&machine.name));
    let about = match (owner, machine) {
        (None, None) => None,
        (Some(owner), None) => Some(Phrase::new().name(owner)),
        (None, Some(machine)) => Some(Phrase::say("on ").then(device(machine))),
        (Some(owner), Some(machine)) => Some(Phrase::new().name(owner).plain(" on ").then(device(machine))),
    };
    FindingView {
        level: *level,
        code,
        text,
        about,
        registration_id: registration_id.as_deref(),
        place: place(file.as_deref(), *line),
    }
}

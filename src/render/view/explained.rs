//! Why one row is kept or removed.

use jiff::Timestamp;

use super::change::{also, device, place, verdict};
use super::owner::Owner;
use crate::model::ReasonCode;
use crate::model::explain::{Decision, ExplainedEntry, ExplainedRow, Explanation};
use crate::render::phrase::{Phrase, Tone};

/// A row with its verdict, ready for any layout.
#[derive(Clone, Debug)]
pub(in crate::render) struct ExplainedView<'a> {
    pub(in crate::render) sigil: char,
    pub(in crate::render) tone: Tone,
    /// `deleted`.
    pub(in crate::render) decision: &'static str,
    /// Machine and owner.
    pub(in crate::render) what: Phrase,
    row: &'a ExplainedRow,
}

impl ExplainedView<'_> {
    /// What there is to say about the row, each under its label.
    pub(in crate::render) fn details(&self) -> Vec<(&'static str, Phrase)> {
        let ExplainedRow { target, decision, reason, returns } = self.row;
        let state = state(target.active, target.last_seen_at);
        let registration = match &target.registration_id {
            Some(id) => Phrase::new().code(id).plain(", ").plain(state),
            None => Phrase::say(state),
        };
        let (stays, returning) = (matches!(decision, Decision::Keep | Decision::Report), returns.as_ref());
        let remedy = returning.filter(|_| !stays).and_then(|returns| returns.remedy.as_ref());
        let details = [
            ("registration", Some(registration)),
            ("why", Some(Phrase::sentence(&reason.text))),
            (
                "rule",
                Some(Phrase::new().code(reason.code.as_str()).plain(format!(", decided at {}", stage(reason.code)))),
            ),
            ("entry", place(reason.file.as_deref(), reason.line).map(|place| Phrase::new().code(place))),
            ("ticket", reason.ticket.as_ref().map(|ticket| Phrase::new().name(ticket))),
            ("owner", reason.owner.as_ref().map(|owner| Phrase::new().name(owner))),
            ("otherwise", also(reason).map(|also| Phrase::say("it would be removed by ").code(also))),
            (if stays { "if it were removed, returns" } else { "returns" }, returning.map(verdict)),
            ("remedy", remedy.map(|remedy| Phrase::sentence(remedy))),
        ];
        details.into_iter().filter_map(|(label, phrase)| Some((label, phrase?))).collect()
    }
}

/// All rows of an explanation.
pub(in crate::render) fn explained(explanation: &Explanation) -> Vec<ExplainedView<'_>> {
    explanation.rows.iter().map(row).collect()
}

fn row(row: &ExplainedRow) -> ExplainedView<'_> {
    let target = &row.target;
    let machine = target.device.as_ref().map_or_else(|| Phrase::say("an unknown device"), device);
    let (sigil, tone) = sigil(row.decision);
    let what = machine.plain(" of ").then(Owner::of(target).title(target));
    ExplainedView { sigil, tone, decision: decision_words(row.decision), what, row }
}

const fn sigil(decision: Decision) -> (char, Tone) {
    match decision {
        Decision::Keep => ('=', Tone::Good),
        Decision::Report => ('!', Tone::Warn),
        Decision::Delete => ('-', Tone::Bad),
        Decision::Revoke => ('~', Tone::Warn),
        Decision::Restore => ('+', Tone::Good),
    }
}

/// What happens to a row, as a participle.
const fn decision_words(decision: Decision) -> &'static str {
    match decision {
        Decision::Keep => "kept",
        Decision::Report => "kept and reported",
        Decision::Delete => "deleted",
        Decision::Revoke => "revoked",
        Decision::Restore => "restored",
    }
}

fn state(active: Option<bool>, seen: Option<Timestamp>) -> String {
    let state = if active == Some(false) { "revoked" } else { "active" };
    match seen {
        Some(at) => format!("{state}, last seen {at}"),
        None => format!("{state}, never seen"),
    }
}

/// Where in the order of product.md, section 2, the code decides.
const fn stage(code: ReasonCode) -> &'static str {
    match code {
        ReasonCode::Protected => "stage 1 of 7 (protected)",
        ReasonCode::DeviceRevoked | ReasonCode::DeviceAbsent => "stage 2 of 7 (the machine's state)",
        ReasonCode::Connector
        | ReasonCode::IdentityUnknown
        | ReasonCode::TokenNotListed
        | ReasonCode::TokenRevoked
        | ReasonCode::TokenAbsent
        | ReasonCode::TokenExpired
        | ReasonCode::TokenConflict
        | ReasonCode::UserNotListed
        | ReasonCode::UserRevoked
        | ReasonCode::UserAbsent
        | ReasonCode::UserExpired => "stage 3 of 7 (who it is)",
        ReasonCode::DeviceNotListed => "stage 4 of 7 (on which machine)",
        ReasonCode::Restore => "stage 5 of 7 (permitted, but revoked live)",
        ReasonCode::OverLimit => "stage 6 of 7 (how many)",
        ReasonCode::Duplicate | ReasonCode::Stale | ReasonCode::RevokedTooLong => "stage 7 of 7 (cleanup)",
        ReasonCode::Permitted => "the end: all 7 stages let it pass",
    }
}

/// What is said where nothing live matches: the entry that would decide, else that the entries only name the subject.
pub(in crate::render) fn no_rows(explanation: &Explanation) -> Phrase {
    let nothing = Phrase::of(Tone::Warn, "Nothing is registered.");
    match explanation.entries.iter().find(|entry| entry.decides) {
        Some(ExplainedEntry { text, mentions: _, decides: _, file, line }) => nothing
            .plain(" The entry that would decide is ")
            .code(format!("{file}:{line}"))
            .plain(": ")
            .then(Phrase::sentence(text)),
        None if explanation.entries.is_empty() => nothing,
        None => nothing.plain(" The entries below name it, and none of them would decide by that alone."),
    }
}

//! Guards, findings, and what is kept.

use super::write::{boxed, fold, lines, phrase, pill, sentence, small, table};
use crate::model::Plan;
use crate::model::plan::GuardVerdict;
use crate::render::escape::html;
use crate::render::phrase::{Phrase, Tone};
use crate::render::view::{self, FindingView, GuardView};
use crate::render::words::{self, number};

/// More findings are folded.
const UNFOLDED: usize = 12;

/// What refuses the plan or a part of it, with what would pass it.
pub(super) fn refusal(plan: &Plan) -> String {
    let pass = |ack| Phrase::say("If it is meant, this very plan passes with ").code(format!("--ack {ack}")).plain(".");
    let paragraphs = [view::refusal(plan), view::ack(plan).map(pass), view::left_out(plan)];
    let paragraphs: Vec<String> = paragraphs.iter().flatten().map(phrase).collect();
    if paragraphs.is_empty() { String::new() } else { boxed(Tone::Bad, paragraphs) }
}

/// All guards, unfolded where one trips.
pub(super) fn guards(plan: &Plan) -> String {
    let guards = view::guards(plan);
    let row = |guard: &GuardView<'_>| {
        let [name, value, limit] = [guard.name, &guard.value, &guard.limit].map(html);
        [pill(guard.tone, guard.verdict.as_str()), name, value, limit, sentence(guard.text)]
    };
    let table = table("guards", ["Verdict", "Guard", "Value", "Limit", "Of what"], guards.iter().map(row));
    let holds = guards.iter().all(|guard| guard.verdict == GuardVerdict::Ok);
    if holds {
        return fold(&format!("Guards <small>all {} hold</small>", number(words::len(&guards))), &table);
    }
    format!("<section>\n<h2>Guards</h2>\n{table}</section>\n")
}

/// What a person should look at.
pub(super) fn findings(plan: &Plan) -> String {
    let findings = view::findings(plan);
    if findings.is_empty() {
        return String::new();
    }
    let table = table("findings", ["Level", "What", "Where"], findings.iter().map(finding));
    let count = words::FINDING.count(words::len(&findings));
    let body = if findings.len() > UNFOLDED { fold(&format!("Show the {count}"), &table) } else { table };
    format!("<section>\n<h2>To look at: {count}</h2>\n{body}</section>\n")
}

fn finding(finding: &FindingView<'_>) -> [String; 3] {
    let registration = finding.registration_id.map(|id| Phrase::say("registration ").code(id));
    let about = Phrase::join([finding.about.clone(), registration].into_iter().flatten(), ", ");
    let place = finding.place.as_ref().map(|place| Phrase::new().code(place)).unwrap_or_default();
    [
        pill(view::level_tone(finding.level), finding.level.as_str()),
        lines([sentence(finding.text), small(&phrase(&about))]),
        lines([phrase(&place), small(&phrase(&Phrase::new().code(finding.code)))]),
    ]
}

/// What stays and why, folded.
pub(super) fn kept(plan: &Plan) -> String {
    let (total, reasons) = view::kept(plan);
    if total == 0 {
        return String::new();
    }
    let rows = reasons.iter().map(|kept| {
        let place = kept.place.as_ref().map(|place| Phrase::new().code(place)).unwrap_or_default();
        let code = Phrase::new().code(kept.code);
        [number(kept.count), phrase(&code), sentence(kept.text), phrase(&place)]
    });
    let table = table("kept", ["Registrations", "Why", "By", "Entry"], rows);
    fold(&format!("Kept <small>{}</small>", words::REGISTRATION.count(total)), &table)
}

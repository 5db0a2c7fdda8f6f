//! Guards, findings, and what is kept.

use super::blocks::{Block, Rows};
use super::write::{UNFOLD, fold, head, lines, phrase, row};
use crate::model::Plan;
use crate::model::plan::GuardVerdict;
use crate::render::phrase::Phrase;
use crate::render::view::{self, FindingView, GuardView};
use crate::render::words;

/// More findings are folded.
const UNFOLDED: usize = 8;

/// What refuses the plan or a part of it, with what would pass it.
pub(super) fn refusal(plan: &Plan) -> Option<String> {
    let pass = |ack| Phrase::say("If it is meant, this very plan passes with ").code(format!("--ack {ack}")).plain(".");
    let lines = [view::refusal(plan), view::ack(plan).map(pass), view::left_out(plan)];
    let lines: Vec<String> = lines.iter().flatten().map(phrase).collect();
    (!lines.is_empty()).then(|| format!("> [!CAUTION]\n> {}\n\n", lines.join("\n>\n> ")))
}

/// All guards; folded where all hold.
pub(super) fn guards(plan: &Plan) -> Block {
    let guards = view::guards(plan);
    let cell = |text: &str| phrase(&Phrase::say(text));
    let of = |guard: &GuardView<'_>| {
        let verdict = Phrase::of(guard.tone, guard.verdict.as_str());
        row([
            phrase(&verdict),
            guard.name.to_owned(),
            cell(&guard.value),
            cell(&guard.limit),
            phrase(&Phrase::sentence(guard.text)),
        ])
    };
    let rows = guards.iter().map(of);
    let titles = head(["Verdict", "Guard", "Value", "Limit", "Of what"]);
    let holds = guards.iter().all(|guard| guard.verdict == GuardVerdict::Ok);
    let (open, close) = if holds {
        let summary = format!("Guards: all {} hold", rows.len());
        (format!("{}{titles}", fold(&summary)), UNFOLD)
    } else {
        (format!("### Guards\n\n{titles}"), "\n")
    };
    Block::Rows(Rows::new(open, rows, close, words::GUARD))
}

/// What a person should look at; folded where it is much.
pub(super) fn findings(plan: &Plan) -> Option<Block> {
    let findings = view::findings(plan);
    if findings.is_empty() {
        return None;
    }
    let rows = findings.iter().map(finding);
    let title = format!("To look at: {}", words::FINDING.count(words::len(&findings)));
    let titles = head(["Level", "What", "Where"]);
    let (open, close) = if rows.len() > UNFOLDED {
        (format!("{}{titles}", fold(&title)), UNFOLD)
    } else {
        (format!("### {title}\n\n{titles}"), "\n")
    };
    Some(Block::Rows(Rows::new(open, rows, close, words::FINDING)))
}

fn finding(finding: &FindingView<'_>) -> String {
    let registration = finding.registration_id.map(|id| Phrase::say("registration ").code(id));
    let what = [Some(Phrase::sentence(finding.text)), finding.about.clone(), registration];
    let place = finding.place.as_ref().map(|place| Phrase::new().code(place)).unwrap_or_default();
    row([
        phrase(&Phrase::of(view::level_tone(finding.level), finding.level.as_str())),
        lines(what.iter().flatten().map(phrase)),
        lines([phrase(&place), phrase(&Phrase::new().code(finding.code))]),
    ])
}

/// What stays and why, folded.
pub(super) fn kept(plan: &Plan) -> Option<Block> {
    let (total, reasons) = view::kept(plan);
    if total == 0 {
        return None;
    }
    let rows = reasons.iter().map(|kept| {
        let place = kept.place.as_ref().map(|place| Phrase::new().code(place)).unwrap_or_default();
        let code = Phrase::new().code(kept.code);
        row([words::number(kept.count), phrase(&code), phrase(&Phrase::sentence(kept.text)), phrase(&place)])
    });
    let summary = format!("Kept: {}", words::REGISTRATION.count(total));
    let open = format!("{}{}", fold(&summary), head(["Registrations", "Why", "By", "Entry"]));
    Some(Block::Rows(Rows::new(open, rows, UNFOLD, words::ENTRY)))
}

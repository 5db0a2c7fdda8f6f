//! The guards, and what a tripped one asks for.

use crate::model::plan::{Guard, GuardName, GuardVerdict};
use crate::model::{FindingCode, Plan};
use crate::render::phrase::{Phrase, Tone};
use crate::render::words;

/// A guard, ready for any layout.
#[derive(Clone, Debug)]
pub(in crate::render) struct GuardView<'a> {
    pub(in crate::render) verdict: GuardVerdict,
    pub(in crate::render) tone: Tone,
    pub(in crate::render) name: &'static str,
    pub(in crate::render) value: String,
    pub(in crate::render) limit: String,
    pub(in crate::render) text: &'a str,
}

/// All guards, those that tripped first.
pub(in crate::render) fn guards(plan: &Plan) -> Vec<GuardView<'_>> {
    let mut guards: Vec<GuardView<'_>> = plan.guards.iter().map(guard).collect();
    guards.sort_by_key(|guard| guard.verdict != GuardVerdict::Tripped);
    guards
}

/// One guard.
pub(in crate::render) fn guard(guard: &Guard) -> GuardView<'_> {
    let Guard { name, value, limit, verdict, text } = guard;
    let unit = if *name == GuardName::Percent { "%" } else { "" };
    let with_unit = |amount: &crate::model::plan::Amount| match amount {
        crate::model::plan::Amount::Word(word) => word.clone(),
        number => format!("{number}{unit}"),
    };
    GuardView {
        verdict: *verdict,
        tone: match verdict {
            GuardVerdict::Ok => Tone::Good,
            GuardVerdict::Passed => Tone::Warn,
            GuardVerdict::Tripped => Tone::Bad,
        },
        name: name.as_str(),
        value: with_unit(value),
        limit: with_unit(limit),
        text,
    }
}

/// `Refused by 2 guards: removals, people.`, where one tripped.
pub(in crate::render) fn refusal(plan: &Plan) -> Option<Phrase> {
    let tripped = tripped(plan);
    let names: Vec<String> = tripped.iter().map(|guard| guard.name.as_str().to_owned()).collect();
    let count = words::len(&tripped);
    (count > 0).then(|| {
        Phrase::of(Tone::Bad, format!("Refused by {}", words::GUARD.count(count)))
            .plain(format!(": {}. Nothing is applied.", words::list(&names)))
    })
}

/// Removals that `require_closed` keeps out of the plan: everything else proceeds, the run ends refused (fine print
/// A14).
pub(in crate::render) fn left_out(plan: &Plan) -> Option<Phrase> {
    let code = FindingCode::NotClosed.as_str();
    let count = plan.findings.iter().filter(|finding| finding.code == code).count() as u64;
    (count > 0).then(|| {
        let owners = words::agree(count, "its owner could enroll again", "their owners could enroll again");
        Phrase::of(Tone::Bad, format!("{} left out", words::REMOVAL.count(count))).plain(format!(
            ": {owners}, and the door list wants that closed first (require_closed). See the findings ({code})."
        ))
    })
}

/// What passes this very plan, where that is possible: `11@sha256:…`.
pub(in crate::render) fn ack(plan: &Plan) -> Option<String> {
    let tripped = tripped(plan);
    let can_pass = !tripped.is_empty() && tripped.iter().all(|guard| guard.name.can_be_acknowledged());
    can_pass.then(|| format!("{}@{}", plan.removals(), plan.digest))
}

fn tripped(plan: &Plan) -> Vec<&Guard> {
    plan.guards.iter().filter(|guard| guard.verdict == GuardVerdict::Tripped).collect()
}

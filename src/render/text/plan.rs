//! A plan as text: header, removals before the rest, findings, guards, what is kept, what it means, counts.

use super::page::{Page, pad};
use crate::model::Plan;
use crate::model::plan::GuardVerdict;
use crate::render::Style;
use crate::render::phrase::{Phrase, Tone};
use crate::render::view::{self, Change, Group, GuardView, SectionKind, Step};
use crate::render::words::{self, number};

/// The plans of one run, one after the other.
pub(in crate::render) fn plans(plans: &[Plan], style: Style) -> String {
    let mut page = Page::new(style);
    for (index, plan) in plans.iter().enumerate() {
        if index > 0 {
            page.blank();
        }
        one(&mut page, plan);
    }
    if plans.len() > 1 {
        totals(&mut page, plans);
    }
    page.finish()
}

fn one(page: &mut Page, plan: &Plan) {
    head(page, plan);
    changes(page, plan);
    findings(page, plan);
    guards(page, plan);
    kept(page, plan);
    bullets(page, "What this means", view::blast(plan));
    bullets(page, "To undo it", view::undo(plan).into_iter().map(Phrase::say));
    page.blank();
    let valid = Phrase::of(Tone::Dim, format!("valid until {}", plan.expires_at));
    page.segments(0, 0, vec![Phrase::of(Tone::Dim, &plan.digest), valid]);
    let start = if plan.is_refused() { Phrase::of(Tone::Bad, "Refused: ") } else { Phrase::of(Tone::Strong, "Plan: ") };
    page.line(0, start.plain(view::counts(plan)));
}

fn head(page: &mut Page, plan: &Plan) {
    page.line(0, Phrase::of(Tone::Strong, "Plan for ").then(view::account(&plan.account)));
    page.line(0, view::inventory(plan));
    page.line(0, view::doorlist(plan));
    for caveat in view::caveats(plan) {
        page.line(0, Phrase::of(Tone::Warn, caveat));
    }
}

fn changes(page: &mut Page, plan: &Plan) {
    if !plan.has_changes() {
        page.blank();
        page.line(0, view::no_changes(plan));
    }
    for section in view::sections(&plan.actions, &plan.remaining) {
        let subtitle = section.kind.subtitle().map_or_else(String::new, |text| format!(" ({text})"));
        page.heading(section.kind.title(), Phrase::say(format!(": {}{subtitle}", section.size())));
        match view::many_steps(&section).filter(|_| section.kind == SectionKind::Steps) {
            Some(steps) => put_together(page, &steps),
            None => section.groups.iter().for_each(|group| changes_of(page, group, plan)),
        }
    }
}

fn put_together(page: &mut Page, steps: &[Step<'_>]) {
    page.blank();
    for step in steps {
        let what = Phrase::of(Tone::Strong, "?").plain(" ").then(step.what());
        page.segments(2, 4, [what].into_iter().chain(step.notes()).collect());
    }
}

fn changes_of(page: &mut Page, group: &Group<'_>, plan: &Plan) {
    page.blank();
    let title = match &group.note {
        Some(note) => group.title.clone().plain(": ").then(note.clone()),
        None => group.title.clone(),
    };
    page.line(0, title);
    for action in &group.actions {
        page.segments(2, 4, segments(view::change(action, plan.created_at)));
    }
}

/// A change as the segments of its line.
pub(super) fn segments(change: Change<'_>) -> Vec<Phrase> {
    let Change { sigil, tone, verb, object, id, seen, why, place, reason, returns, remedy, also } = change;
    let what = Phrase::of(tone, format!("{sigil} {verb}").trim_end()).plain(" ").then(object);
    let labelled = |label: &str, text: Option<&str>| text.map(|text| Phrase::say(label).name(text));
    [
        Some(what),
        id,
        seen.map(Phrase::say),
        why.map(Phrase::sentence),
        Some(rule(place, reason.code.as_str())),
        labelled("ticket ", reason.ticket.as_deref()),
        labelled("owner ", reason.owner.as_deref()),
        returns.map(|returns| Phrase::say("returns: ").then(returns)),
        remedy.map(|remedy| Phrase::say("remedy: ").then(Phrase::sentence(remedy))),
        also.map(|also| Phrase::say(format!("also: {also}"))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// `doorlist.yaml:14 (stale)`.
fn rule(place: Option<String>, code: &str) -> Phrase {
    match place {
        Some(place) => Phrase::new().code(place).plain(format!(" ({code})")),
        None => Phrase::say(code),
    }
}

fn findings(page: &mut Page, plan: &Plan) {
    let findings = view::findings(plan);
    if findings.is_empty() {
        return;
    }
    page.heading("To look at", Phrase::say(format!(": {}", words::FINDING.count(words::len(&findings)))));
    for finding in findings {
        let level = Phrase::of(view::level_tone(finding.level), format!("! {}", finding.level.as_str()));
        let registration = finding.registration_id.map(|id| Phrase::say("registration ").code(id));
        let text = level.plain(": ").then(Phrase::sentence(finding.text));
        let segments = [Some(text), finding.about, registration, Some(rule(finding.place, finding.code))];
        page.segments(2, 4, segments.into_iter().flatten().collect());
    }
}

fn guards(page: &mut Page, plan: &Plan) {
    let guards = view::guards(plan);
    page.heading("Guards", Phrase::new());
    if page.width().is_some_and(|width| width < 80) {
        guard_lines(page, &guards);
    } else {
        guard_table(page, &guards);
    }
    if let Some(refusal) = view::refusal(plan) {
        page.line(2, refusal);
    }
    if let Some(left_out) = view::left_out(plan) {
        page.line(2, left_out);
    }
    if let Some(ack) = view::ack(plan) {
        page.line(2, Phrase::say("If it is meant, this very plan passes with ").code(format!("--ack {ack}")));
    }
}

fn guard_table(page: &mut Page, guards: &[GuardView<'_>]) {
    let widest = |title: &str, of: &dyn Fn(&GuardView<'_>) -> usize| {
        guards.iter().map(of).max().unwrap_or(0).clamp(title.len(), 24) + 2
    };
    let (value, limit) = (widest("value", &|guard| guard.value.len()), widest("limit", &|guard| guard.limit.len()));
    let row = |name: &str, of: &str, most: &str| format!("{}{}{}", pad(name, 12), pad(of, value), pad(most, limit));
    page.line(2, Phrase::of(Tone::Dim, format!("{}{}", pad("", 9), row("guard", "value", "limit").trim_end())));
    for guard in guards {
        let verdict = verdict(guard);
        let gap = " ".repeat(9_usize.saturating_sub(verdict.len()));
        let cells = row(guard.name, &guard.value, &guard.limit);
        let line = Phrase::of(guard.tone, verdict).plain(gap).plain(cells).then(Phrase::sentence(guard.text));
        page.segments(2, 2 + 9 + 12 + value + limit, vec![line]);
    }
}

fn guard_lines(page: &mut Page, guards: &[GuardView<'_>]) {
    for guard in guards {
        let value = Phrase::say(format!("{}, limit {}", guard.value, guard.limit));
        let name = Phrase::of(guard.tone, verdict(guard)).plain(" ").plain(guard.name);
        page.segments(2, 4, vec![name, value, Phrase::sentence(guard.text)]);
    }
}

const fn verdict(guard: &GuardView<'_>) -> &'static str {
    match guard.verdict {
        GuardVerdict::Tripped => "TRIPPED",
        GuardVerdict::Ok | GuardVerdict::Passed => guard.verdict.as_str(),
    }
}

fn kept(page: &mut Page, plan: &Plan) {
    let (total, reasons) = view::kept(plan);
    if total == 0 {
        return;
    }
    page.heading("Kept", Phrase::say(format!(": {}", words::REGISTRATION.count(total))));
    let widest = reasons.iter().map(|reason| number(reason.count).len()).max().unwrap_or(0);
    for reason in reasons {
        let count = Phrase::say(format!("{:>widest$} {}", number(reason.count), reason.code));
        let place = reason.place.map_or_else(Phrase::new, |place| Phrase::new().code(place));
        page.segments(2, 4, vec![count, Phrase::sentence(reason.text), place]);
    }
}

fn bullets(page: &mut Page, title: &str, phrases: impl IntoIterator<Item = Phrase>) {
    let mut phrases = phrases.into_iter().peekable();
    if phrases.peek().is_some() {
        page.heading(title, Phrase::new());
    }
    for phrase in phrases {
        page.segments(2, 4, vec![Phrase::say("* ").then(phrase)]);
    }
}

fn totals(page: &mut Page, plans: &[Plan]) {
    page.blank();
    page.line(0, Phrase::of(Tone::Strong, "All: ").plain(view::totals(plans)));
}

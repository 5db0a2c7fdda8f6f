//! The changes: a table for each owner.

use jiff::Timestamp;

use super::write::{fold, lines, list, phrase, pill, sentence, small, table};
use crate::model::Plan;
use crate::model::plan::Action;
use crate::render::escape::html;
use crate::render::phrase::Phrase;
use crate::render::view::{self, Change, Group, Section, SectionKind, Step};
use crate::render::words;

/// With more owners than this, each is folded.
const UNFOLDED: usize = 25;

/// All parts of a plan.
pub(super) fn changes(plan: &Plan) -> String {
    view::sections(&plan.actions, &plan.remaining).iter().map(|section| part(section, plan.created_at)).collect()
}

fn part(section: &Section<'_>, now: Timestamp) -> String {
    let heading = format!("<h2>{}: {}</h2>\n", section.kind.title(), html(&section.size()));
    let body = match section.kind {
        SectionKind::Removals | SectionKind::Restores => {
            let folded = section.groups.len() > UNFOLDED;
            section.groups.iter().map(|group| registrations(group, now, folded)).collect()
        }
        SectionKind::Others => others(section, now),
        SectionKind::Steps => steps(section, now),
    };
    format!("<section>\n{heading}{body}</section>\n")
}

fn registrations(group: &Group<'_>, now: Timestamp, folded: bool) -> String {
    let rows = group.actions.iter().map(|action| registration(&view::change(action, now)));
    let table = table("changes", ["Change", "Device", "Last seen", "Why", "Comes back?"], rows);
    let note = group.note.as_ref().map(|note| small(&phrase(note))).unwrap_or_default();
    let title = format!("{} {note}", phrase(&group.title));
    if folded { fold(&title, &table) } else { format!("<h3>{title}</h3>\n{table}") }
}

fn registration(change: &Change<'_>) -> [String; 5] {
    let id = change.id.as_ref().map(phrase).unwrap_or_default();
    let seen = change.seen.as_deref().unwrap_or_default().replace("last seen ", "");
    let remedy = change.remedy.map(sentence).unwrap_or_default();
    let returns = change.returns.as_ref().map(phrase).unwrap_or_default();
    [
        pill(change.tone, change.verb),
        lines([phrase(&change.object), small(&id)]),
        html(&seen),
        why(change),
        lines([returns, small(&remedy)]),
    ]
}

/// The sentence, the entry that it comes from, and its annotations.
fn why(change: &Change<'_>) -> String {
    let reason = change.reason;
    let rule = match &change.place {
        Some(place) => Phrase::new().code(place).plain(" (").code(reason.code.as_str()).plain(")"),
        None => Phrase::new().code(reason.code.as_str()),
    };
    let ticket = reason.ticket.as_ref().map(|ticket| Phrase::say("ticket ").name(ticket));
    let owner = reason.owner.as_ref().map(|owner| Phrase::say("owner ").name(owner));
    let also = change.also.as_ref().map(|also| Phrase::say("also: ").code(also));
    let notes = Phrase::join([Some(rule), ticket, owner, also].into_iter().flatten(), " · ");
    lines([change.why.map(sentence).unwrap_or_default(), small(&phrase(&notes))])
}

fn others(section: &Section<'_>, now: Timestamp) -> String {
    let rows = actions(section).map(|action| {
        let change = view::change(action, now);
        let id = change.id.as_ref().map(phrase).unwrap_or_default();
        [lines([phrase(&change.what()), small(&id)]), why(&change)]
    });
    let rows: Vec<[String; 2]> = rows.collect();
    let (count, table) = (words::len(&rows), table("others", ["Change", "Why"], rows));
    if count > UNFOLDED as u64 { fold(&format!("Show the {}", words::OTHER.count(count)), &table) } else { table }
}

fn steps(section: &Section<'_>, now: Timestamp) -> String {
    let subtitle = section.kind.subtitle().map(words::capital).unwrap_or_default();
    let intro = format!("<p class=\"dim\">{}.</p>\n", html(&subtitle));
    if let Some(steps) = view::many_steps(section) {
        let item = |step: &Step<'_>| {
            let notes = small(&phrase(&Phrase::join(step.notes(), " · ")));
            format!("{}<br>{notes}", phrase(&step.what()))
        };
        return intro + &list(steps.iter().map(item));
    }
    let items = actions(section).map(|action| {
        let change = view::change(action, now);
        let place = change.place.as_ref().map(|place| small(&phrase(&Phrase::new().code(place)))).unwrap_or_default();
        format!("{} {place}", phrase(&change.what()))
    });
    intro + &list(items)
}

fn actions<'a>(section: &Section<'a>) -> impl Iterator<Item = &'a Action> {
    section.groups.iter().flat_map(|group| group.actions.iter().copied())
}

//! The changes: a table for each owner, or one table with the owners as rows when they are many.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::blocks::{Block, Rows};
use super::write::{UNFOLD, fold, head, lines, phrase, row};
use crate::model::Plan;
use crate::model::plan::Action;
use crate::render::phrase::Phrase;
use crate::render::view::{self, Change, Group, Owner, Section, SectionKind, Step};
use crate::render::words::{self, number};

/// More owners than this share one table, where a comment is of one account.
pub(super) const TABLES: usize = 12;
/// Entries that are named as causes.
const ENTRIES: usize = 12;
/// Longer tables are folded.
const UNFOLDED: usize = 30;

/// All parts of a plan. More owners than `tables` share one table.
pub(super) fn changes(plan: &Plan, tables: usize) -> Vec<Block> {
    let sections = view::sections(&plan.actions, &plan.remaining);
    sections.iter().flat_map(|section| part(section, plan.created_at, tables)).collect()
}

fn part(section: &Section<'_>, now: Timestamp, tables: usize) -> Vec<Block> {
    let mut blocks = vec![Block::Always(format!("### {}: {}\n\n", section.kind.title(), section.size()))];
    match section.kind {
        SectionKind::Steps => blocks.push(steps(section, now)),
        SectionKind::Removals | SectionKind::Restores if section.groups.len() > tables => {
            blocks.push(Block::Always(reasons(section)));
            blocks.push(one_table(section, now));
        }
        SectionKind::Removals | SectionKind::Restores => {
            blocks.extend(section.groups.iter().map(|group| table(group, section.kind, now)));
        }
        SectionKind::Others => blocks.push(others(section, now)),
    }
    blocks
}

/// One owner's registrations.
fn table(group: &Group<'_>, kind: SectionKind, now: Timestamp) -> Block {
    let title = match &group.note {
        Some(note) => group.title.clone().plain(": ").then(note.clone()),
        None => group.title.clone(),
    };
    let rows = group.actions.iter().map(|action| registration(&view::change(action, now)));
    let titles = head(["Change", "Device", "Last seen", "Why", "Comes back?"]);
    folded(&format!("#### {}\n\n", phrase(&title)), &titles, rows, kind)
}

/// All owners' registrations, in short rows: identifiers and entries are in the full plan.
fn one_table(section: &Section<'_>, now: Timestamp) -> Block {
    let all: Vec<(&Phrase, &Action)> =
        section.groups.iter().flat_map(|group| group.actions.iter().map(|action| (&group.title, *action))).collect();
    let rows = all.iter().map(|(owner, action)| {
        let change = view::change(action, now);
        row([
            phrase(&Phrase::of(change.tone, change.verb)),
            phrase(owner),
            phrase(&change.object),
            seen(&change),
            phrase(&change.why.map(Phrase::sentence).unwrap_or_default()),
            change.returns.as_ref().map(phrase).unwrap_or_default(),
        ])
    });
    folded("", &head(["Change", "Whose", "Device", "Last seen", "Why", "Comes back?"]), rows, section.kind)
}

fn folded(before: &str, titles: &str, rows: impl ExactSizeIterator<Item = String>, kind: SectionKind) -> Block {
    let noun = match kind {
        SectionKind::Removals => words::REMOVAL,
        SectionKind::Restores => words::REGISTRATION,
        SectionKind::Others => words::OTHER,
        SectionKind::Steps => words::STEP,
    };
    if rows.len() <= UNFOLDED {
        return Block::Rows(Rows::new(format!("{before}{titles}"), rows, "\n", noun));
    }
    let summary = format!("Show the {}", noun.count(rows.len() as u64));
    Block::Rows(Rows::new(format!("{before}{}{titles}", fold(&summary)), rows, UNFOLD, noun))
}

fn registration(change: &Change<'_>) -> String {
    let verb = Phrase::of(change.tone, change.verb);
    let id = change.id.as_ref().map(phrase).unwrap_or_default();
    let returns = change.returns.as_ref().map(phrase).unwrap_or_default();
    let remedy = change.remedy.map(|remedy| phrase(&Phrase::sentence(remedy))).unwrap_or_default();
    row([phrase(&verb), lines([phrase(&change.object), id]), seen(change), why(change), lines([returns, remedy])])
}

/// `284 days ago`.
fn seen(change: &Change<'_>) -> String {
    phrase(&Phrase::say(change.seen.as_deref().unwrap_or_default().replace("last seen ", "")))
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
    let notes = Phrase::join([ticket, owner, also].into_iter().flatten(), ", ");
    lines([change.why.map(Phrase::sentence).unwrap_or_default(), rule, notes].iter().map(phrase))
}

/// An entry, and the reason that it gave.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry<'a> {
    code: &'a str,
    file: Option<&'a str>,
    line: Option<u32>,
}

/// What the removals of many people come from, so that nobody has to count rows.
fn reasons(section: &Section<'_>) -> String {
    let mut by_entry: BTreeMap<Entry<'_>, (u64, BTreeSet<&Owner>)> = BTreeMap::new();
    for group in &section.groups {
        for reason in group.actions.iter().map(|action| &action.reason) {
            let entry = Entry { code: reason.code.as_str(), file: reason.file.as_deref(), line: reason.line };
            let (count, owners) = by_entry.entry(entry).or_default();
            *count += 1;
            owners.insert(&group.owner);
        }
    }
    let mut entries: Vec<_> = by_entry.into_iter().collect();
    entries.sort_by_key(|(entry, (count, _))| (Reverse(*count), *entry));
    let shown = entries.iter().take(ENTRIES).map(|(entry, (count, owners))| {
        let place = entry.file.map(|file| format!("{file}:{}", entry.line.unwrap_or(1)));
        let people = owners.iter().filter(|owner| owner.is_person()).count() as u64;
        let place = Phrase::new().code(place.unwrap_or_default());
        row([number(*count), number(people), phrase(&Phrase::new().code(entry.code)), phrase(&place)])
    });
    let table = format!("{}{}", head(["Registrations", "People", "Why", "Entry"]), shown.collect::<String>());
    match entries.len().saturating_sub(ENTRIES) as u64 {
        0 => format!("{table}\n"),
        more => format!("{table}\n… and {} more.\n\n", words::ENTRY.count(more)),
    }
}

fn others(section: &Section<'_>, now: Timestamp) -> Block {
    let actions = actions(section);
    let rows = actions.iter().map(|action| {
        let change = view::change(action, now);
        let id = change.id.as_ref().map(phrase).unwrap_or_default();
        row([lines([phrase(&change.what()), id]), why(&change)])
    });
    folded("", &head(["Change", "Why"]), rows, section.kind)
}

fn steps(section: &Section<'_>, now: Timestamp) -> Block {
    let intro = section.kind.subtitle().map(|text| format!("{}:\n\n", words::capital(text))).unwrap_or_default();
    if let Some(steps) = view::many_steps(section) {
        let item = |step: &Step<'_>| {
            let all = [step.what()].into_iter().chain(step.notes());
            format!("- {}\n", phrase(&Phrase::join(all, " – ")))
        };
        return folded(&intro, "", steps.iter().map(item), section.kind);
    }
    let actions = actions(section);
    let items = actions.iter().map(|action| {
        let change = view::change(action, now);
        let place = change.place.as_ref().map(|place| Phrase::say(" (").code(place).plain(")"));
        format!("- {}\n", phrase(&change.what().then(place.unwrap_or_default())))
    });
    folded(&intro, "", items, section.kind)
}

fn actions<'a>(section: &Section<'a>) -> Vec<&'a Action> {
    section.groups.iter().flat_map(|group| group.actions.iter().copied()).collect()
}

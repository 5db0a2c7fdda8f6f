//! Checks over all files of a door list, made after every entry has been read.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::codes;
use super::draft::{Draft, Marked, Subject};
use super::keys;
use super::reader::{Fields, Reader};
use super::section::{ANNOTATIONS, Annotation, Directory, Occasion, Require};
use super::trouble::{Place, Problems, Trouble};
use super::words::Suggestions;
use crate::model::doorlist::{Fate, State, Unlisted};

/// Runs every check. Where a file is missing, what it may have defined is not missed.
pub(super) fn all(
    reader: &mut Reader<'_, '_>,
    fields: &Fields<'_>,
    unlisted: &Unlisted,
    draft: &Draft,
    directory: Option<&Directory>,
    require: Option<&Require>,
) {
    let problems = &mut *reader.problems;
    duplicates(problems, &draft.facts.subjects);
    if problems.is_complete() {
        classes(problems, draft);
    }
    groups(problems, draft, directory, fields.mentions("directory"));
    if let Some(require) = require {
        draft.facts.marked.iter().for_each(|entry| annotations(problems, entry, require));
    }
    empty_users(reader, fields, unlisted, draft);
}

/// The same address, pattern or group twice: the second could never be reached (fine print A48).
fn duplicates(problems: &mut Problems, subjects: &[(Subject, Place)]) {
    let mut seen: HashMap<&Subject, &Place> = HashMap::with_capacity(subjects.len());
    for (subject, place) in subjects {
        match seen.entry(subject) {
            Entry::Vacant(free) => {
                free.insert(place);
            }
            Entry::Occupied(first) => {
                let (Subject::Email(name) | Subject::Group(name)) = subject;
                let message = format!("`{name}` is in `users` twice, here and at {}", first.get().origin());
                let trouble = Trouble::new(codes::DUPLICATE_ENTRY, place.span.clone(), message);
                let trouble = trouble.related(first.get(), "the first is here, and the first that matches is final");
                problems.push(&place.source, trouble.help("keep one of the two"));
            }
        }
    }
}

/// Classes that nothing defines (fine print A33).
fn classes(problems: &mut Problems, draft: &Draft) {
    let defined = &draft.facts.classes;
    let mut suggestions = Suggestions::from(defined.iter().map(String::as_str));
    for (name, place) in draft.facts.class_uses.iter().filter(|(name, _)| !defined.contains(name)) {
        let message = format!("no device entry defines the class `{name}`");
        let help = suggestions
            .for_word(name)
            .unwrap_or_else(|| format!("add `- {{ class: {name}, serial: […] }}` to `devices`"));
        let trouble = Trouble::new(codes::UNDEFINED_CLASS, place.span.clone(), message);
        problems.push(&place.source, trouble.help(help));
    }
}

/// Groups without a directory, and groups that it does not have (fine print A33).
fn groups(problems: &mut Problems, draft: &Draft, directory: Option<&Directory>, mentioned: bool) {
    let names = directory.into_iter().flat_map(|known| known.keys().map(String::as_str));
    let mut suggestions = Suggestions::from(names);
    for (name, place) in &draft.facts.group_uses {
        let trouble = match directory {
            Some(known) if known.contains_key(name) => continue,
            Some(_) => {
                let message = format!("the directory has no group `{name}`");
                let near = suggestions.for_word(name);
                Trouble::new(codes::UNKNOWN_GROUP, place.span.clone(), message).maybe_help(near)
            }
            // Its own problem has been noted.
            None if mentioned => continue,
            None => {
                let message = format!("the group `{name}` has no members: there is no `directory`");
                let help = "add `directory: { file: groups.csv, email_column: email, group_column: group }`";
                Trouble::new(codes::NO_DIRECTORY, place.span.clone(), message).help(help)
            }
        };
        problems.push(&place.source, trouble);
    }
}

/// What `require` asks of one entry (fine print A49).
fn annotations(problems: &mut Problems, entry: &Marked, require: &Require) {
    let Some(why) = require.on.iter().copied().find(|occasion| is_on(entry, *occasion)) else { return };
    for wanted in require.fields.iter().filter(|wanted| !has(entry, **wanted)) {
        let name = word(ANNOTATIONS, *wanted);
        let message = format!("the entry {} and has no `{name}`, which `require` asks for", because(why));
        let trouble = Trouble::new(codes::MISSING_ANNOTATION, entry.place.span.clone(), message);
        problems.push(&entry.place.source, trouble.help(format!("add `{name}`")));
    }
    let (Some(pattern), Some(ticket), Some(place)) = (&require.ticket_pattern, &entry.notes.ticket, &entry.ticket)
    else {
        return;
    };
    if !pattern.is_match(ticket) {
        let message = format!("the ticket `{ticket}` does not match `{pattern}`");
        problems.push(&place.source, Trouble::new(codes::BAD_TICKET, place.span.clone(), message));
    }
}

fn is_on(entry: &Marked, occasion: Occasion) -> bool {
    match occasion {
        Occasion::Absent => entry.state == State::Absent,
        Occasion::Revoked => entry.state == State::Revoked,
        Occasion::Until => entry.notes.until.is_some(),
        Occasion::Protected => entry.protected,
    }
}

fn because(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::Absent => "is absent",
        Occasion::Revoked => "is revoked",
        Occasion::Until => "has an end",
        Occasion::Protected => "protects",
    }
}

fn has(entry: &Marked, annotation: Annotation) -> bool {
    match annotation {
        Annotation::Reason => entry.notes.reason.is_some(),
        Annotation::Ticket => entry.notes.ticket.is_some(),
        Annotation::Owner => entry.notes.owner.is_some(),
        Annotation::Until => entry.notes.until.is_some(),
        Annotation::Approver => true,
    }
}

fn word<T: PartialEq + Copy>(words: &[(&'static str, T)], wanted: T) -> &'static str {
    words.iter().find(|(_, meaning)| *meaning == wanted).map_or("", |(word, _)| word)
}

/// Nobody listed, and whoever is not listed is removed.
fn empty_users(reader: &mut Reader<'_, '_>, fields: &Fields<'_>, unlisted: &Unlisted, draft: &Draft) {
    let excused = fields.get("allow_empty").and_then(|field| {
        let fields = reader.fields(field.value, &keys::ALLOW_EMPTY)?;
        reader.text(fields.get("users")?)
    });
    let Some(users) = fields.get("users") else { return };
    let read_all = reader.problems.is_complete() && reader.list(users).is_empty() && draft.users.is_empty();
    if !read_all || excused.is_some() || !unlisted.users.value.removes() {
        return;
    }
    let fate = if unlisted.users.value == Fate::Delete { "delete" } else { "revoke" };
    let message = format!("`users` is empty and `unlisted.users` is `{fate}`: everybody would be removed");
    let trouble = Trouble::new(codes::EMPTY_USERS, users.key.range(), message);
    reader.report(trouble.help("if that is meant, add `allow_empty: { users: \"why\" }`"));
}

//! A runbook as a page, to be printed or sent.

use super::sheet::{ENTRIES, Line, STAYS, Sheet};
use crate::render::escape::html;
use crate::render::html::{boxed, list, page, phrase};
use crate::render::phrase::{Phrase, Tone};

/// One page.
pub(super) fn sheet(sheet: &Sheet<'_>) -> String {
    let Sheet { title, account, refusal, stays, steps, entries, next } = sheet;
    let mut body = format!("<h1>Runbook: {}</h1>\n<p>{}</p>\n", phrase(&Phrase::sentence(title)), phrase(account));
    if !refusal.is_empty() {
        body.push_str(&boxed(Tone::Bad, refusal.iter().map(phrase)));
    }
    if !stays.is_empty() {
        body.extend(["<p>", &html(STAYS), "</p>\n", &list(stays.iter().map(|parts| joined(parts)))]);
    }
    let steps: String = steps.iter().map(step).collect();
    let entries = entries.iter().map(|(section, entry)| format!("{section}: <code>{}</code>", html(entry)));
    body.extend(["<ol>\n", &steps, "</ol>\n<p>", &html(ENTRIES), "</p>\n", &list(entries)]);
    body.extend(["<p>", &html(next), "</p>\n"]);
    page(&format!("doorlist runbook: {title}"), &body)
}

fn step(step: &Line) -> String {
    let changes = list(step.changes.iter().map(|parts| joined(parts)));
    format!("<li><b>{}</b> – {}{changes}</li>\n", html(step.by), phrase(&step.text))
}

fn joined(parts: &[Phrase]) -> String {
    parts.iter().map(phrase).collect::<Vec<_>>().join(" | ")
}

//! A runbook for a terminal or a pipe.

use super::sheet::{ENTRIES, STAYS, Sheet};
use crate::render::Style;
use crate::render::phrase::{Phrase, Tone};
use crate::render::text::Page;

/// Numbered lines, what each changes below it.
pub(super) fn sheet(sheet: &Sheet<'_>, style: Style) -> String {
    let Sheet { title, account, refusal, stays, steps, entries, next } = sheet;
    let mut page = Page::new(style);
    page.line(0, Phrase::of(Tone::Strong, "Runbook: ").then(Phrase::sentence(title)));
    page.line(0, account.clone());
    for (index, line) in refusal.iter().enumerate() {
        if index == 0 {
            page.blank();
        }
        page.segments(if index == 0 { 0 } else { 2 }, 4, vec![line.clone()]);
    }
    if !stays.is_empty() {
        page.blank();
        page.line(0, Phrase::say(STAYS));
        for parts in stays {
            page.segments(2, 4, parts.clone());
        }
    }
    page.blank();
    for (index, step) in steps.iter().enumerate() {
        let number = format!("{:>3}. [{}] ", index + 1, step.by);
        page.segments(0, 5, vec![Phrase::say(number).then(step.text.clone())]);
        for parts in &step.changes {
            page.segments(7, 9, parts.clone());
        }
    }
    page.blank();
    page.line(0, Phrase::say(ENTRIES));
    for (section, entry) in entries {
        page.line(2, Phrase::say(format!("{section}:")));
        page.segments(4, 6, vec![Phrase::say("- ").code(entry)]);
    }
    page.blank();
    page.line(0, Phrase::say(*next));
    page.finish()
}

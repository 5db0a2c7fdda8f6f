//! A runbook for a ticket: a box for each step.

use super::sheet::{ENTRIES, STAYS, Sheet};
use crate::render::escape::{code, sentence};
use crate::render::markdown::phrase;
use crate::render::phrase::Phrase;

/// A checklist.
pub(super) fn sheet(sheet: &Sheet<'_>) -> String {
    let Sheet { title, account, refusal, stays, steps, entries, next } = sheet;
    let mut lines = vec![format!("## Runbook: {}", sentence(title)), String::new(), phrase(account), String::new()];
    if !refusal.is_empty() {
        let refusal: Vec<String> = refusal.iter().map(phrase).collect();
        lines.push(format!("> [!CAUTION]\n> {}\n", refusal.join("\n>\n> ")));
    }
    if !stays.is_empty() {
        lines.extend([STAYS.to_owned(), String::new()]);
        lines.extend(stays.iter().map(|parts| format!("- {}", joined(parts))));
        lines.push(String::new());
    }
    for (index, step) in steps.iter().enumerate() {
        lines.push(format!("{}. [ ] **{}** – {}", index + 1, step.by, sentence(step.text)));
        lines.extend(step.changes.iter().map(|parts| format!("   - {}", joined(parts))));
    }
    lines.extend([String::new(), ENTRIES.to_owned(), String::new()]);
    lines.extend(entries.iter().map(|(section, entry)| format!("- {}: {}", sentence(section), code(entry))));
    lines.extend([String::new(), sentence(next)]);
    lines.join("\n") + "\n"
}

/// The parts are escaped, the bars between them are ours.
fn joined(parts: &[Phrase]) -> String {
    parts.iter().map(phrase).collect::<Vec<_>>().join(" | ")
}

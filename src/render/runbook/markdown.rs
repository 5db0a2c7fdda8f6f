//! A runbook for a ticket or a comment: a box for each step.

use super::sheet::{ENTRIES, Line, STAYS, Sheet};
use crate::render::escape::{is_hidden, sentence};
use crate::render::markdown::{Block, Rows, comment, phrase};
use crate::render::phrase::Phrase;
use crate::render::words;

/// A checklist. What it would change is left out where GitHub would not take it, the steps and the entry never are.
pub(super) fn sheet(sheet: &Sheet<'_>) -> String {
    let Sheet { title, account, refusal, stays, steps, entries, next } = sheet;
    let heading = phrase(&Phrase::sentence(title));
    let mut blocks = vec![Block::Always(format!("## Runbook: {heading}\n\n{}\n\n", phrase(account)))];
    if !refusal.is_empty() {
        let refusal: Vec<String> = refusal.iter().map(phrase).collect();
        blocks.push(Block::Always(format!("> [!CAUTION]\n> {}\n\n", refusal.join("\n>\n> "))));
    }
    let stays = stays.iter().map(|parts| format!("- {}\n", joined(parts)));
    if stays.len() > 0 {
        blocks.push(Block::Rows(Rows::new(format!("{STAYS}\n\n"), stays, "\n", words::REGISTRATION)));
    }
    for (index, line) in steps.iter().enumerate() {
        blocks.extend(step(index + 1, line));
    }
    blocks.push(Block::Always(format!("\n{ENTRIES}\n\n{}\n{}\n", fenced(entries), sentence(next))));
    comment(&blocks, "runbook")
}

fn step(number: usize, line: &Line) -> [Block; 2] {
    let changes = line.changes.iter().map(|parts| format!("   - {}\n", joined(parts)));
    [
        Block::Always(format!("{number}. [ ] **{}** – {}\n", line.by, phrase(&line.text))),
        Block::Rows(Rows::new(String::new(), changes, "", words::CHANGE)),
    ]
}

/// The parts are escaped, the bars between them are ours.
fn joined(parts: &[Phrase]) -> String {
    parts.iter().map(phrase).collect::<Vec<_>>().join(" | ")
}

/// The entries as a file has them, to be copied. No line of them begins like the end of the fence.
fn fenced(entries: &[(&'static str, String)]) -> String {
    let mut out = "```yaml\n".to_owned();
    for (section, entry) in entries {
        out.extend([section, ":\n  - ", &copied(entry), "\n"]);
    }
    out + "```\n"
}

/// YAML that reads back the same: what cannot be seen, and the second sign of what could open a workflow command, stands
/// in double quotes there, and is written by its number.
fn copied(entry: &str) -> String {
    let mut out = String::with_capacity(entry.len());
    for c in entry.chars() {
        match u32::from(c) {
            number if is_hidden(c) && number > 0xffff => out.extend(["\\U", &format!("{number:08X}")]),
            number if is_hidden(c) || (c == '#' && out.ends_with('#')) => out.extend(["\\u", &format!("{number:04X}")]),
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_can_be_copied() {
        let long = "x".repeat(700);
        assert_eq!(copied(&long), long);
        assert_eq!(copied("{ email: \"a|`b@x\" }"), "{ email: \"a|`b@x\" }");
        assert_eq!(copied("\"##[x] \u{fe0f} \u{e0041}\""), r##""#\u0023[x] \uFE0F \U000E0041""##);
    }
}

//! A runbook for people: numbered steps, who does each, what it would change now, what stays all the same, and the
//! entry for the door list. What stands in the way of it comes first, so that no runbook reads like one that works and
//! does not.
//!
//! * [`sheet`] – the lines, before any layout
//! * [`text`], [`markdown`], [`html`] – one layout each

mod html;
mod markdown;
mod sheet;
#[cfg(test)]
mod tests;
mod text;

use super::{Format, Style, json};
use crate::model::runbook::Runbook;
use sheet::Sheet;

/// A runbook in a format. It is no change of an account: the formats about changes give the text.
pub fn runbook(runbook: &Runbook, format: Format, style: Style) -> String {
    match format {
        Format::Json => json::pretty(runbook),
        Format::Markdown => markdown::sheet(&Sheet::of(runbook)),
        Format::Html => html::sheet(&Sheet::of(runbook)),
        Format::Text | Format::Diff | Format::Github | Format::Sarif => text::sheet(&Sheet::of(runbook), style),
    }
}

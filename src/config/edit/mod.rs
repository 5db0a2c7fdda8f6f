//! New entries in the text of a door list, which keeps its comments and its layout (product.md, section 4, `offboard
//! --write`).
//!
//! The text is parsed only to know where things stand; what changes are the bytes there and nothing else. Whoever
//! calls this loads the result before writing it, so that an edit that does not read back is never saved.

mod entry;
mod insert;
mod scalar;

use super::node::{Kind, Node};
use super::parse::parse;
use crate::model::runbook::Addition;
use entry::Fields;

/// Why a text cannot be edited.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditProblem {
    /// It is no YAML.
    #[error("the file cannot be read as YAML: {0}")]
    Syntax(String),
    /// It is no mapping.
    #[error("the file is no mapping")]
    NoMapping,
    /// A section is there and is no list.
    #[error("`{0}` is no list")]
    NoList(&'static str),
}

/// The text with these entries added, or with the entries of the same address or token changed.
///
/// # Errors
///
/// See [`EditProblem`]; nothing is half done.
pub fn edit(text: &str, additions: &[Addition]) -> Result<String, EditProblem> {
    let mut text = text.to_owned();
    for addition in additions {
        text = add(&text, addition)?;
    }
    Ok(text)
}

/// The list that an entry belongs to, and the entry on one line of YAML.
pub fn line(addition: &Addition) -> (&'static str, String) {
    let fields = Fields::of(addition);
    (fields.section, fields.flow())
}

fn add(text: &str, addition: &Addition) -> Result<String, EditProblem> {
    let root = parse(text).map_err(|trouble| EditProblem::Syntax(trouble.message().to_owned()))?;
    let Kind::Map(sections) = &root.kind else { return Err(EditProblem::NoMapping) };
    let fields = Fields::of(addition);
    let section = sections.iter().find(|(key, _)| key.as_text() == Some(fields.section));
    let Some((key, list)) = section else { return Ok(insert::section(text, &fields)) };
    match &list.kind {
        Kind::Null => Ok(insert::under_key(text, key, list, &fields)),
        Kind::List(items) => Ok(match items.iter().find(|item| is_about(item, &fields)) {
            Some(item) => entry::change(text, item, &fields),
            None => insert::item(text, key, list, items, &fields),
        }),
        Kind::Bool(_) | Kind::Number | Kind::Text(_) | Kind::Map(_) => Err(EditProblem::NoList(fields.section)),
    }
}

/// Whether an entry names what the addition names, so that a second one could never be reached.
fn is_about(item: &Node, fields: &Fields) -> bool {
    let Kind::Map(pairs) = &item.kind else { return false };
    pairs.iter().any(|(key, value)| {
        fields.same.iter().any(|(name, wanted)| {
            key.as_text() == Some(name) && value.as_text().is_some_and(|text| text.eq_ignore_ascii_case(wanted))
        })
    })
}

/// The bytes of a text replaced.
fn splice(text: &str, at: std::ops::Range<usize>, with: &str) -> String {
    let (before, after) = (text.get(..at.start).unwrap_or(""), text.get(at.end..).unwrap_or(""));
    format!("{before}{with}{after}")
}

#[cfg(test)]
mod tests;

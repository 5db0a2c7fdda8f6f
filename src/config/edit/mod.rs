//! New entries in the text of a door list, which keeps its comments and its layout (product.md, section 4, `offboard
//! --write`).
//!
//! The text is parsed only to know where things stand; what changes are the bytes there and nothing else. Whoever calls
//! this loads the result before writing it and compares what it says, so that an edit that says anything else is never
//! saved.
//!
//! * [`layout`] – where the parts of a text stand
//! * [`page`] – a text with its layout, and changes in it
//! * [`fields`] – what an addition writes
//! * [`insert`], [`change`] – a new entry, an entry that is there
//! * [`same`] – whether the result says what it should

mod change;
mod fields;
mod insert;
mod layout;
mod page;
mod same;
mod scalar;

pub use same::says_the_same;

use super::parse::parse;
use crate::model::runbook::Addition;
use fields::{Fields, Style};
use layout::{Layout, Part, Shape};
use page::{Page, Splice};

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
    /// What has to change is written elsewhere.
    #[error("{0} is an alias (`*`) of what stands elsewhere")]
    Alias(String),
    /// What has to change is meant elsewhere, too.
    #[error("{0} has an anchor (`&`) that an alias repeats, so it would change elsewhere, too")]
    Repeated(String),
    /// The way in which it is written has no place for the change.
    #[error("{0} is laid out in a way that cannot be changed")]
    Layout(String),
}

/// The text with these entries added, or with the entries of the same address or token changed. A text that says all
/// of that already comes back as it is, machines and protections apart: whether those are there is not seen here.
///
/// # Errors
///
/// See [`EditProblem`]; nothing is half done.
pub fn edit(text: &str, additions: &[Addition]) -> Result<String, EditProblem> {
    let (mark, text) = text.strip_prefix('\u{feff}').map_or(("", text), |text| ("\u{feff}", text));
    let mut text = text.to_owned();
    for addition in additions {
        text = add(&text, addition)?;
    }
    Ok(format!("{mark}{text}"))
}

/// The list that an entry belongs to, and the entry on one line of YAML.
pub fn line(addition: &Addition) -> (&'static str, String) {
    let fields = Fields::of(addition);
    (fields.section, fields.flow(Style::Yaml))
}

fn add(text: &str, addition: &Addition) -> Result<String, EditProblem> {
    parse(text).map_err(|trouble| EditProblem::Syntax(trouble.message().to_owned()))?;
    let layout = Layout::of(text).ok_or(EditProblem::NoMapping)?;
    let page = Page::new(text, &layout);
    let splices = splices(&page, &Fields::of(addition))?;
    Ok(page.with(splices))
}

fn splices(page: &Page<'_>, fields: &Fields) -> Result<Vec<Splice>, EditProblem> {
    let Shape::Map { pairs: sections, .. } = &page.layout.root.shape else { return Err(EditProblem::NoMapping) };
    let section = sections.iter().find(|(key, _)| page.layout.text(key) == Some(fields.section));
    let Some((key, list)) = section else { return Ok(insert::section(page, fields)) };
    page.own(list, &format!("`{}`", fields.section))?;
    match &list.shape {
        Shape::List { items, .. } => match items.iter().find(|item| is_about(page.layout, item, fields)) {
            Some(item) => change::entry(page, item, fields),
            None => insert::item(page, key, list, fields),
        },
        Shape::Scalar { .. } if list.span.is_empty() => insert::under_key(page, key, fields),
        Shape::Scalar { .. } | Shape::Alias(_) | Shape::Map { .. } => Err(EditProblem::NoList(fields.section)),
    }
}

/// Whether an entry names what the addition names, so that a second one could never be reached.
fn is_about(layout: &Layout, item: &Part, fields: &Fields) -> bool {
    let Shape::Map { pairs, .. } = &layout.meant(item).shape else { return false };
    pairs.iter().any(|(key, value)| {
        let texts = layout.text(key).zip(layout.text(value));
        texts.is_some_and(|(key, text)| fields.is_about(key, text))
    })
}

#[cfg(test)]
mod tests;

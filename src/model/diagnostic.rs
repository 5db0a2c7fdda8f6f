//! Problems of door lists as data: no layout, no colour (product.md, sections 1 and 7).

use std::ops::Range;
use std::sync::Arc;

/// A file's text under the name that messages use.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceText {
    /// As the user wrote it, or relative to the including file.
    pub name: Arc<str>,
    /// The whole text.
    pub text: Arc<str>,
}

/// What a diagnostic does to the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// The file is wrong: exit 1.
    Problem,
    /// The file is right, but something it relies on is stale, short or missing: exit 3 (fine print A18).
    Refusal,
    /// The run goes on.
    Warning,
}

/// A second place that a diagnostic is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The text that the place is in.
    pub source: SourceText,
    /// Bytes in that text.
    pub span: Range<usize>,
    /// What the place has to do with it.
    pub message: String,
}

/// One problem with its place and its mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Stable, in kebab-case, for example `unknown-key`; listed by `config::codes`.
    pub code: &'static str,
    /// What it does to the run.
    pub class: Class,
    /// One sentence without a full stop.
    pub message: String,
    /// The main place; its line is shown with a caret. Without a text the name alone is shown.
    pub source: SourceText,
    /// Bytes in the source's text; empty where the whole file is meant.
    pub span: Range<usize>,
    /// What stands beside the caret.
    pub label: String,
    /// Further places.
    pub related: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Line and column of the main place, both from 1, the column in characters.
    pub fn position(&self) -> (u32, u32) {
        position(&self.source.text, self.span.start)
    }
}

/// Line and column of a byte in a text, both from 1, the column in characters.
pub fn position(text: &str, byte: usize) -> (u32, u32) {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
    (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(column).unwrap_or(u32::MAX))
}

//! A text with its layout, and the changes to be made in it.

use std::ops::Range;

use super::EditProblem;
use super::fields::Style;
use super::layout::{Layout, Part, Shape};

/// A text that is being edited.
pub(super) struct Page<'t> {
    pub(super) text: &'t str,
    pub(super) layout: &'t Layout,
    pub(super) style: Style,
    /// How its lines end.
    pub(super) newline: &'static str,
}

/// Bytes and what takes their place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Splice {
    pub(super) at: Range<usize>,
    pub(super) with: String,
}

impl Splice {
    pub(super) fn insert(at: usize, with: String) -> Self {
        Self { at: at..at, with }
    }
}

impl<'t> Page<'t> {
    pub(super) fn new(text: &'t str, layout: &'t Layout) -> Self {
        Self { text, layout, style: style(text, layout), newline: newline(text) }
    }

    /// The text with all changes made. They do not overlap.
    pub(super) fn with(&self, mut splices: Vec<Splice>) -> String {
        splices.sort_by_key(|splice| (splice.at.start, splice.at.end));
        let (mut edited, mut done) = (String::with_capacity(self.text.len()), 0);
        for Splice { at, with } in splices {
            edited.push_str(self.text.get(done..at.start).unwrap_or(""));
            edited.push_str(&with);
            done = done.max(at.end);
        }
        edited + self.text.get(done..).unwrap_or("")
    }

    /// Refuses what an alias has a part in: changed here, it would change elsewhere.
    pub(super) fn own(&self, part: &Part, what: &str) -> Result<(), EditProblem> {
        if let Shape::Alias(_) = part.shape {
            return Err(EditProblem::Alias(what.to_owned()));
        }
        self.not_repeated(part, what)
    }

    /// Refuses what an alias repeats elsewhere.
    pub(super) fn not_repeated(&self, part: &Part, what: &str) -> Result<(), EditProblem> {
        if self.layout.is_repeated(part) { Err(EditProblem::Repeated(what.to_owned())) } else { Ok(()) }
    }

    pub(super) fn behind_colon(&self, key: &Part, what: &str) -> Result<usize, EditProblem> {
        self.layout.behind_colon(self.text, key).ok_or_else(|| EditProblem::Layout(what.to_owned()))
    }

    pub(super) fn line_start(&self, byte: usize) -> usize {
        self.text[..byte].rfind(['\r', '\n']).map_or(0, |at| at + 1)
    }

    /// The end of the line, its line break left out.
    pub(super) fn line_end(&self, byte: usize) -> usize {
        self.text[byte..].find(['\r', '\n']).map_or(self.text.len(), |at| byte + at)
    }

    /// The start of the next line.
    pub(super) fn next_line(&self, byte: usize) -> usize {
        let end = self.line_end(byte);
        let rest = &self.text[end..];
        end + if rest.starts_with("\r\n") { 2 } else { rest.len().min(1) }
    }

    /// The end of the line, where nothing but a comment stands before it.
    pub(super) fn rest_of_line(&self, byte: usize) -> Option<usize> {
        let end = self.line_end(byte);
        let rest = self.text[byte..end].trim_start();
        (rest.is_empty() || rest.starts_with('#')).then_some(end)
    }

    /// The white space before something that begins its line.
    pub(super) fn own_line(&self, byte: usize) -> Option<&'t str> {
        let before = &self.text[self.line_start(byte)..byte];
        before.chars().all(|c| c == ' ').then_some(before)
    }

    /// White space up to the column of a byte.
    pub(super) fn indent(&self, byte: usize) -> String {
        " ".repeat(self.text[self.line_start(byte)..byte].chars().count())
    }

    /// The comments in these bytes, each on a line of its own.
    pub(super) fn comments(&self, bytes: &Range<usize>, indent: &str) -> Option<String> {
        let texts: Vec<&str> = self.layout.comments_in(bytes).map(|at| self.text[at.clone()].trim_end()).collect();
        (!texts.is_empty()).then(|| texts.join(&format!("{}{indent}", self.newline)))
    }
}

/// JSON where the document is one mapping in braces whose first key is in double quotes.
fn style(text: &str, layout: &Layout) -> Style {
    let first = match &layout.root.shape {
        Shape::Map { flow: true, pairs } => pairs.first(),
        Shape::Map { flow: false, .. } | Shape::List { .. } | Shape::Scalar { .. } | Shape::Alias(_) => None,
    };
    let quoted = first.is_some_and(|(key, _)| text[key.span.clone()].starts_with('"'));
    if quoted { Style::Json } else { Style::Yaml }
}

/// How the first line ends.
fn newline(text: &str) -> &'static str {
    match text.find(['\r', '\n']).map(|at| &text[at..]) {
        Some(rest) if rest.starts_with("\r\n") => "\r\n",
        Some(rest) if rest.starts_with('\r') => "\r",
        Some(_) | None => "\n",
    }
}

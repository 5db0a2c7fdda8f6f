//! A YAML document as a tree in which every value knows its place.
//!
//! A derived `Deserialize` stops at the first problem; this tree is read by hand so that all of them are found.

use std::ops::Range;

/// Bytes of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Span {
    pub(super) fn range(self) -> Range<usize> {
        // Door lists have at most 16 MB.
        self.start as usize..self.end as usize
    }
}

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) span: Span,
    /// From 1.
    pub(super) line: u32,
    /// From 1, in characters.
    pub(super) column: u32,
    /// Whether a YAML tag stands before it.
    pub(super) tagged: bool,
}

/// What a value is to YAML.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    /// Read from the text where it is wanted.
    Number,
    Text(Box<str>),
    List(Vec<Node>),
    /// In file order, with keys that are there twice.
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// The bytes to point at: for a mapping or list in block style, which have no text of their own, its first part.
    pub(super) fn range(&self) -> Range<usize> {
        match &self.kind {
            Kind::Map(pairs) if self.is_block() => pairs.first().map_or(self.span.range(), |(key, _)| key.range()),
            Kind::List(_) if self.is_block() => self.span.start as usize..self.span.start as usize + 1,
            _ => self.span.range(),
        }
    }

    fn is_block(&self) -> bool {
        self.span.start == self.span.end
    }

    pub(super) fn is_empty_list(&self) -> bool {
        matches!(&self.kind, Kind::List(items) if items.is_empty())
    }

    /// The key's own text, where it is one.
    pub(super) fn as_text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            Kind::Null | Kind::Bool(_) | Kind::Number | Kind::List(_) | Kind::Map(_) => None,
        }
    }

    /// What it is, in words that fit after "not".
    pub(super) fn described(&self) -> &'static str {
        match self.kind {
            Kind::Null => "nothing",
            Kind::Bool(_) => "a boolean",
            Kind::Number => "a number",
            Kind::Text(_) => "text",
            Kind::List(_) => "a list",
            Kind::Map(_) => "a mapping",
        }
    }
}

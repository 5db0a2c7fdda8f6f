//! A sentence in pieces, each with what it is. How it looks, and how it is escaped, is for each format to say.

use unicode_width::UnicodeWidthStr as _;

use super::escape;
use crate::model::quote::{Part, parts};

/// What a piece of a phrase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tone {
    /// Our words, or words of a sentence.
    Plain,
    /// Words that matter.
    Strong,
    /// Words that can be passed over.
    Dim,
    /// A loss or a refusal.
    Bad,
    /// Something to look at.
    Warn,
    /// All is well.
    Good,
    /// A name from outside, of a device or a person.
    Name,
    /// The same, always shown as a quotation: of a policy, a list, a token.
    Quoted,
    /// What a sentence of a document has in quotes: a part of it, and nothing to stand out.
    Cited,
    /// An identifier, a place in a file, a command: never shortened, never broken.
    Code,
}

impl Tone {
    /// Whether it is a name from outside, which is kept whole.
    pub(super) const fn is_name(self) -> bool {
        matches!(self, Self::Name | Self::Quoted | Self::Cited)
    }
}

/// Text with its tone. Nothing is escaped yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) tone: Tone,
    pub(super) text: String,
}

impl Piece {
    /// As one line of text: names in quotes where they need them, and nothing hidden.
    pub(super) fn to_text(&self) -> String {
        match self.tone {
            Tone::Name => escape::name(&self.text),
            Tone::Quoted | Tone::Cited => escape::quoted(&self.text),
            Tone::Plain | Tone::Strong | Tone::Dim | Tone::Bad | Tone::Warn | Tone::Good => escape::words(&self.text),
            Tone::Code => escape::inline(&self.text),
        }
    }

    /// The same in at most so many columns, where it is a name in quotes: a longer one loses its middle. One without
    /// quotes is a single plain word.
    pub(super) fn to_text_within(&self, columns: usize) -> String {
        let shortened = |most: &usize| Self { tone: self.tone, text: escape::shorten(&self.text, *most) }.to_text();
        let whole = self.to_text();
        let is_quoted = self.tone.is_name() && whole.starts_with('"');
        if whole.width() <= columns || !is_quoted {
            return whole;
        }
        let fits = |text: &String| text.width() <= columns;
        (1..columns).rev().map(|most| shortened(&most)).find(fits).unwrap_or_else(|| shortened(&1))
    }
}

/// Pieces that follow each other without anything between them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Phrase {
    pub(super) pieces: Vec<Piece>,
}

impl Phrase {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// A phrase of one piece.
    pub(super) fn of(tone: Tone, text: impl Into<String>) -> Self {
        Self::new().with(tone, text)
    }

    /// Our own words.
    pub(super) fn say(text: impl Into<String>) -> Self {
        Self::of(Tone::Plain, text)
    }

    /// A sentence of a document: what stands in quotes there is a name.
    pub(super) fn sentence(text: &str) -> Self {
        parts(text).into_iter().fold(Self::new(), |phrase, part| match part {
            Part::Words(words) => phrase.plain(words),
            Part::Name(name) => phrase.with(Tone::Cited, name),
        })
    }

    /// With one piece more; an empty piece is only kept where it is a name.
    pub(super) fn with(mut self, tone: Tone, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.is_empty() || tone.is_name() {
            self.pieces.push(Piece { tone, text });
        }
        self
    }

    pub(super) fn plain(self, text: impl Into<String>) -> Self {
        self.with(Tone::Plain, text)
    }

    pub(super) fn name(self, text: impl Into<String>) -> Self {
        self.with(Tone::Name, text)
    }

    pub(super) fn quoted(self, text: impl Into<String>) -> Self {
        self.with(Tone::Quoted, text)
    }

    pub(super) fn code(self, text: impl Into<String>) -> Self {
        self.with(Tone::Code, text)
    }

    /// With all pieces of another.
    pub(super) fn then(mut self, other: Self) -> Self {
        self.pieces.extend(other.pieces);
        self
    }

    /// As one line of text.
    pub(super) fn to_text(&self) -> String {
        self.pieces.iter().map(Piece::to_text).collect()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// Phrases in one, with words between them.
    pub(super) fn join(phrases: impl IntoIterator<Item = Self>, between: &str) -> Self {
        phrases
            .into_iter()
            .filter(|phrase| !phrase.is_empty())
            .fold(Self::new(), |all, next| if all.is_empty() { next } else { all.plain(between).then(next) })
    }
}

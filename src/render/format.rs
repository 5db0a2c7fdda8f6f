//! The formats by name, and what a terminal is like.

use std::fmt;
use std::str::FromStr;

/// The written formats (product.md, section 4).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// For a terminal or a pipe.
    #[default]
    Text,
    /// For programs, and what `apply` and `show` read.
    Json,
    /// A pull-request comment of at most 65,536 characters.
    Markdown,
    /// A unified diff of the account before and after.
    Diff,
    /// GitHub workflow annotations on the door list's lines.
    Github,
    /// SARIF 2.1.0.
    Sarif,
    /// One self-contained page.
    Html,
}

impl Format {
    /// All formats, in the order of the contract.
    pub const ALL: &'static [Self] =
        &[Self::Text, Self::Json, Self::Markdown, Self::Diff, Self::Github, Self::Sarif, Self::Html];

    /// The word on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Markdown => "markdown",
            Self::Diff => "diff",
            Self::Github => "github",
            Self::Sarif => "sarif",
            Self::Html => "html",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no format {0:?}; the formats are text, json, markdown, diff, github, sarif and html")]
pub struct UnknownFormat(pub String);

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL.iter().copied().find(|format| format.as_str() == text).ok_or_else(|| UnknownFormat(text.to_owned()))
    }
}

/// What `text` may use. The other formats take no notice of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Style {
    /// Whether colours may be used. Nothing is said by colour alone.
    pub color: bool,
    /// Columns of the terminal, to wrap at; nothing for a pipe, where a change is exactly one line.
    pub width: Option<usize>,
}

impl Style {
    /// For a pipe or a file: no colour, no wrapping.
    pub const PLAIN: Self = Self { color: false, width: None };
}

//! `require`: annotations that are compulsory (product.md, section 1; fine print A49).

use regex::{Regex, RegexBuilder};

use super::super::codes;
use super::super::keys;
use super::super::reader::{Field, Fields, Reader};
use super::super::trouble::Trouble;
use super::super::words::Words;

/// Bytes that a compiled pattern may take.
const REGEX_LIMIT: usize = 1024 * 1024;

/// What `require` asks, and of which entries.
pub(in super::super) struct Require {
    pub(in super::super) on: Vec<Occasion>,
    pub(in super::super) fields: Vec<Annotation>,
    pub(in super::super) ticket_pattern: Option<Regex>,
}

impl Require {
    /// Whether nothing is applied without an approver.
    pub(in super::super) fn asks_for_an_approver(&self) -> bool {
        self.fields.contains(&Annotation::Approver)
    }
}

/// What makes an entry one that `require` asks about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Occasion {
    Absent,
    Revoked,
    Until,
    Protected,
}

/// An annotation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Annotation {
    Reason,
    Ticket,
    Owner,
    Until,
    /// Of the run, not of an entry: `apply --approved-by`.
    Approver,
}

pub(in super::super) const OCCASIONS: Words<Occasion> = &[
    ("absent", Occasion::Absent),
    ("revoked", Occasion::Revoked),
    ("until", Occasion::Until),
    ("protected", Occasion::Protected),
];

pub(in super::super) const ANNOTATIONS: Words<Annotation> = &[
    ("reason", Annotation::Reason),
    ("ticket", Annotation::Ticket),
    ("owner", Annotation::Owner),
    ("until", Annotation::Until),
    ("approver", Annotation::Approver),
];

impl Reader<'_, '_> {
    /// `require`.
    pub(in super::super) fn require(&mut self, field: Field<'_>) -> Option<Require> {
        let fields = self.fields(field.value, &keys::REQUIRE)?;
        Some(Require {
            on: self.listed_words(&fields, "on", OCCASIONS),
            fields: self.listed_words(&fields, "fields", ANNOTATIONS),
            ticket_pattern: fields.get("ticket_pattern").and_then(|field| self.ticket_pattern(field)),
        })
    }

    fn listed_words<T: Copy>(&mut self, fields: &Fields<'_>, name: &str, words: Words<T>) -> Vec<T> {
        let Some(field) = fields.get(name) else { return Vec::new() };
        let texts = self.some_texts(field, "it would ask nothing");
        texts.into_iter().filter_map(|(_, node)| self.word_of(name, node, words)).collect()
    }

    fn ticket_pattern(&mut self, field: Field<'_>) -> Option<Regex> {
        let text = self.text(field)?;
        match RegexBuilder::new(text).size_limit(REGEX_LIMIT).build() {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let why = error.to_string();
                let last = why.lines().last().unwrap_or("").trim().trim_start_matches("error: ").to_owned();
                let message = format!("`ticket_pattern` is not a regular expression: {last}");
                self.report(Trouble::new(codes::BAD_PATTERN, field.value.range(), message));
                None
            }
        }
    }
}

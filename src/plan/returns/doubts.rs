//! What would have to be known.

use std::collections::BTreeSet;

use super::truth::{NUMBERED, Truth, Ways};
use crate::model::enrollment::Rule;
use crate::model::quote::{name, quoted};
use crate::model::{GroupId, ListId, TokenId};

/// Something that the account does not tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doubt<'a> {
    /// Whether a selector holds that nobody but Cloudflare can ask.
    Rule(&'a Rule),
    /// Whether a group holds that is not there; why, where none is.
    Group(&'a GroupId, Option<&'a str>),
    /// Whether a group holds of so many within one another that they are not followed.
    Depth(&'a GroupId),
    /// Whether a list holds whose items are not there; why, where no list's are.
    List(&'a ListId, Option<&'a str>),
    /// Whether a machine has this token.
    Token(&'a TokenId),
    /// Whether a decision of this name lets in.
    LetsIn(&'a str),
    /// Whether a decision of this name keeps out, where it does not let in.
    KeepsOut(&'a str),
}

impl Doubt<'_> {
    fn in_words(&self) -> String {
        match self {
            Self::Rule(Rule::Other { needs, .. }) => needs.to_string(),
            Self::Rule(_) => "what one of its rules means".to_owned(),
            Self::Group(_, Some(why)) | Self::List(_, Some(why)) => (*why).to_owned(),
            Self::Group(id, None) => format!("Access group {}", name(id.as_str())),
            Self::Depth(id) => format!("Access group {}, and the many within it", name(id.as_str())),
            Self::List(id, None) => format!("the items of Gateway list {}", name(id.as_str())),
            Self::Token(_) => "which service token the machine has".to_owned(),
            Self::LetsIn(word) | Self::KeepsOut(word) => format!("what the decision {} means", quoted(word)),
        }
    }
}

/// All that was met on the way, in order: the place is the number.
#[derive(Debug, Default)]
pub struct Doubts<'a>(Vec<Doubt<'a>>);

impl<'a> Doubts<'a> {
    /// In which ways something unknown is so.
    pub fn ask(&mut self, doubt: Doubt<'a>) -> Truth {
        let number = self.0.iter().position(|met| *met == doubt).unwrap_or_else(|| {
            self.0.push(doubt);
            self.0.len() - 1
        });
        if number < NUMBERED { Truth::of(number) } else { Truth::EITHER }
    }

    /// The ways in which a machine has at most one token.
    pub fn possible(&self) -> Ways {
        let is_token = |(number, doubt): (usize, &Doubt<'_>)| matches!(doubt, Doubt::Token(_)).then_some(number);
        let tokens: Vec<usize> = self.0.iter().enumerate().take(NUMBERED).filter_map(is_token).collect();
        let mut possible = Ways::ALL;
        for (place, one) in tokens.iter().enumerate() {
            for other in &tokens[place + 1..] {
                possible = possible & !(Ways::in_which(*one) & Ways::in_which(*other));
            }
        }
        possible
    }

    /// In words, what of it decides whether something is true.
    pub fn that_decide(&self, truth: Truth) -> BTreeSet<String> {
        let possible = self.possible();
        let is_loose = truth.is_loose(possible);
        let decides = |number: usize| if number < NUMBERED { truth.depends_on(number, possible) } else { is_loose };
        let met = self.0.iter().enumerate();
        met.filter(|(number, _)| decides(*number)).map(|(_, doubt)| doubt.in_words()).collect()
    }
}

//! Problems as they are found, gathered so that one run reports them all (product.md, section 1).

use std::ops::Range;

use super::codes::{self, Code};
use crate::model::{Class, Diagnostic, Label, Origin, SourceText};

/// More than this nobody reads; what is left out is counted.
const SHOWN: usize = 1_000;

/// A place in a file, kept for checks that look at several files.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) source: SourceText,
    pub(super) span: Range<usize>,
    pub(super) line: u32,
    pub(super) column: u32,
}

impl Place {
    pub(super) fn origin(&self) -> Origin {
        Origin { file: self.source.name.clone(), line: self.line, column: self.column }
    }
}

/// A problem before it is known in which file it is.
#[derive(Clone, Debug)]
pub(super) struct Trouble {
    code: Code,
    span: Range<usize>,
    message: String,
    label: String,
    related: Vec<Label>,
    help: Option<String>,
}

impl Trouble {
    pub(super) fn new(code: Code, span: Range<usize>, message: impl Into<String>) -> Self {
        Self { code, span, message: message.into(), label: String::new(), related: Vec::new(), help: None }
    }

    /// The sentence.
    pub(super) fn message(&self) -> &str {
        &self.message
    }

    /// What stands beside the caret.
    pub(super) fn label(mut self, text: impl Into<String>) -> Self {
        self.label = text.into();
        self
    }

    /// How to mend it.
    pub(super) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// The same, where there is something to say.
    pub(super) fn maybe_help(mut self, text: Option<String>) -> Self {
        self.help = text.or(self.help);
        self
    }

    /// A second place.
    pub(super) fn related(mut self, place: &Place, message: &str) -> Self {
        let Place { source, span, .. } = place.clone();
        self.related.push(Label { source, span, message: message.to_owned() });
        self
    }

    fn at(self, source: &SourceText) -> Diagnostic {
        let Self { code, span, message, label, related, help } = self;
        Diagnostic { code: code.name, class: code.class, message, source: source.clone(), span, label, related, help }
    }
}

/// Everything that is wrong with a door list and its includes.
#[derive(Debug, Default)]
pub(super) struct Problems {
    fatal: Pile,
    warnings: Pile,
    incomplete: bool,
}

/// Diagnostics up to the number that is shown.
#[derive(Debug, Default)]
struct Pile {
    found: Vec<Diagnostic>,
    left_out: usize,
}

impl Pile {
    fn push(&mut self, diagnostic: Diagnostic) {
        if self.found.len() >= SHOWN {
            self.left_out += 1;
        } else if !self.found.contains(&diagnostic) {
            self.found.push(diagnostic);
        }
    }

    fn sorted(mut self, files: &[String], class: Class) -> Vec<Diagnostic> {
        let rank = |found: &Diagnostic| files.iter().position(|name| **name == *found.source.name);
        self.found.sort_by_cached_key(|found| {
            (rank(found).unwrap_or(usize::MAX), found.span.start, found.code, found.message.clone())
        });
        if let (Some(last), true) = (self.found.last(), self.left_out > 0) {
            let source = SourceText { name: last.source.name.clone(), text: "".into() };
            let text = format!("there are {} more, which are not shown", self.left_out);
            let rest = Trouble::new(codes::TOO_MANY_PROBLEMS, 0..0, text).at(&source);
            self.found.push(Diagnostic { class, ..rest });
        }
        self.found
    }
}

impl Problems {
    /// Notes a problem at its place. What an alias repeats is noted once.
    pub(super) fn push(&mut self, source: &SourceText, trouble: Trouble) {
        let diagnostic = trouble.at(source);
        match diagnostic.class {
            Class::Problem | Class::Refusal => self.fatal.push(diagnostic),
            Class::Warning => self.warnings.push(diagnostic),
        }
    }

    /// Notes that a part of the door list could not be read, so that what is defined there cannot be missed.
    pub(super) fn incomplete(&mut self) {
        self.incomplete = true;
    }

    /// Whether everything that the door list consists of was read.
    pub(super) fn is_complete(&self) -> bool {
        !self.incomplete
    }

    /// Whether the run cannot go on.
    pub(super) fn is_fatal(&self) -> bool {
        !self.fatal.found.is_empty()
    }

    /// All of them in the order of `files`, from top to bottom, what stops the run before what does not.
    pub(super) fn sorted(self, files: &[String]) -> Vec<Diagnostic> {
        let mut all = self.fatal.sorted(files, Class::Problem);
        all.extend(self.warnings.sorted(files, Class::Warning));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn push(problems: &mut Problems, code: Code, at: usize) {
        let source = SourceText { name: "a".into(), text: "".into() };
        problems.push(&source, Trouble::new(code, at..at, "x"));
    }

    #[test]
    fn what_an_alias_repeats_is_noted_once() {
        let mut problems = Problems::default();
        (0..3).for_each(|_| push(&mut problems, codes::BAD_DATE, 7));
        assert_eq!(problems.sorted(&[]).len(), 1);
    }

    #[test]
    fn warnings_take_no_room_from_problems() {
        let mut problems = Problems::default();
        (0..SHOWN + 5).for_each(|at| push(&mut problems, codes::NO_EFFECT, at));
        assert!(!problems.is_fatal());
        push(&mut problems, codes::CSV_STALE, 0);
        assert!(problems.is_fatal());
        let all = problems.sorted(&[]);
        assert_eq!((all.len(), all[0].code), (SHOWN + 2, "csv-stale"));
        let last = all.last().expect("there are some");
        assert_eq!(
            (last.code, last.class, &*last.message),
            ("too-many-problems", Class::Warning, "there are 5 more, which are not shown")
        );
    }
}

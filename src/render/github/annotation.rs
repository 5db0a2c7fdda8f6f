//! One annotation, and how it is written.

use std::cmp::Reverse;

use crate::render::escape::{self, message, property};
use crate::render::words::number;

/// How much it matters, as GitHub words it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Severity {
    Error,
    Warning,
    Notice,
}

impl Severity {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
        }
    }
}

/// Lines of a message that are shown; the rest is counted.
const LINES: usize = 12;

/// Something to show beside a line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Annotation {
    pub(super) severity: Severity,
    /// Heavier ones of a severity come first.
    pub(super) weight: u64,
    pub(super) file: Option<String>,
    pub(super) line: Option<u32>,
    pub(super) title: String,
    /// What it says, then what it is about, one line each. Escaped for text already.
    pub(super) lines: Vec<String>,
}

/// All annotations, the most important first.
pub(super) fn write(mut annotations: Vec<Annotation>) -> String {
    annotations.sort_by(|a, b| {
        let key = |it: &Annotation| (it.severity, Reverse(it.weight));
        key(a).cmp(&key(b)).then_with(|| (&a.file, a.line, &a.title).cmp(&(&b.file, b.line, &b.title)))
    });
    annotations.iter().map(command).collect()
}

fn command(annotation: &Annotation) -> String {
    let Annotation { severity, weight: _, file, line, title, lines } = annotation;
    let mut properties = Vec::new();
    properties.extend(file.as_ref().map(|file| format!("file={}", property(&escape::inline(file)))));
    properties.extend(line.map(|line| format!("line={line}")));
    properties.push(format!("title={}", property(&escape::inline(title))));
    let mut shown: Vec<String> = lines.iter().take(LINES).cloned().collect();
    if lines.len() > LINES {
        shown.push(format!("and {} more, see the plan", number((lines.len() - LINES) as u64)));
    }
    format!("::{} {}::{}\n", severity.as_str(), properties.join(","), message(&shown.join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_important_comes_first_and_stays_on_its_line() {
        let annotation = |severity, weight, title: &str| Annotation {
            severity,
            weight,
            file: Some("a,b:c.yaml".to_owned()),
            line: Some(3),
            title: title.to_owned(),
            lines: vec!["100 % of\u{20}it".to_owned(), "two".to_owned()],
        };
        let written = write(vec![
            annotation(Severity::Notice, 9, "c"),
            annotation(Severity::Warning, 1, "b\n::error::x"),
            annotation(Severity::Warning, 2, "a"),
        ]);
        let lines: Vec<&str> = written.lines().collect();
        assert_eq!(lines[0], "::warning file=a%2Cb%3Ac.yaml,line=3,title=a::100 %25 of it%0Atwo");
        assert_eq!(
            lines[1],
            r"::warning file=a%2Cb%3Ac.yaml,line=3,title=b\u{a}%3A\u{3a}error%3A%3Ax::100 %25 of it%0Atwo"
        );
        assert_eq!(lines.len(), 3);
    }
}

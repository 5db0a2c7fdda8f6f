//! A published code explained: what it means, what leads to it, what mends it.

use serde::Serialize;

use super::escape::html as escaped;
use super::{Format, html, json, markdown_code as code, markdown_sentence as sentence};
use crate::config::codes;
use crate::model::lexicon;
use crate::model::{FindingCode, ReasonCode};

/// What is to be said of a code.
#[derive(Clone, Copy, Debug, Serialize)]
struct Lesson<'a> {
    code: &'a str,
    kind: Kind,
    meaning: &'a str,
    /// A piece of a door list, or a situation; none for a problem, which shows the line itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<&'a str>,
    mend: &'a str,
}

/// What the code is of.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
enum Kind {
    Reason,
    Finding,
    Problem,
}

impl Kind {
    const fn words(self) -> &'static str {
        match self {
            Self::Reason => "a reason",
            Self::Finding => "a finding",
            Self::Problem => "a problem of a door list",
        }
    }
}

/// The lesson of a code in a format, where the text is one: of a reason, a finding, or a problem of a door list.
/// `diff`, `github` and `sarif` are about changes: they give the text.
pub fn lesson(code: &str, format: Format) -> Option<String> {
    let lesson = find(code)?;
    Some(match format {
        Format::Json => json::pretty(&lesson),
        Format::Markdown => lesson.markdown(),
        Format::Html => lesson.html(),
        Format::Text | Format::Diff | Format::Github | Format::Sarif => lesson.text(),
    })
}

fn find(code: &str) -> Option<Lesson<'_>> {
    if let Some(reason) = ReasonCode::ALL.iter().find(|known| known.as_str() == code) {
        let lexicon::Lesson { example, mend } = lexicon::of_reason(*reason);
        return Some(Lesson { code, kind: Kind::Reason, meaning: reason.meaning(), example: Some(example), mend });
    }
    if let Some(finding) = FindingCode::ALL.iter().find(|known| known.as_str() == code) {
        let lexicon::Lesson { example, mend } = lexicon::of_finding(*finding);
        return Some(Lesson { code, kind: Kind::Finding, meaning: finding.meaning(), example: Some(example), mend });
    }
    let (code, meaning, mend) = codes::ALL.iter().find(|(known, _, _)| *known == code)?;
    Some(Lesson { code, kind: Kind::Problem, meaning, example: None, mend })
}

impl Lesson<'_> {
    fn text(&self) -> String {
        let Self { code, kind, meaning, example, mend } = self;
        let indented = |example: &str| example.lines().flat_map(|line| ["  ", line, "\n"]).collect::<String>();
        let example = example.map(|example| format!("Example:\n{}\n", indented(example))).unwrap_or_default();
        format!("{code}: {}\n\n{meaning}\n\n{example}Mend: {mend}\n", kind.words())
    }

    fn markdown(&self) -> String {
        let Self { code: name, kind, meaning, example, mend } = self;
        let example = match example {
            Some(example) if is_yaml(example) => format!("```yaml\n{example}\n```\n\n"),
            Some(example) => format!("**Example:** {}\n\n", sentence(example)),
            None => String::new(),
        };
        let (meaning, mend) = (sentence(meaning), sentence(mend));
        format!("## {}: {}\n\n{meaning}\n\n{example}**Mend:** {mend}\n", code(name), kind.words())
    }

    fn html(&self) -> String {
        let Self { code, kind, meaning, example, mend } = self;
        let lines = |example: &str| example.lines().map(escaped).collect::<Vec<_>>().join("\n");
        let example = match example {
            Some(example) if is_yaml(example) => format!("<pre><code>{}</code></pre>\n", lines(example)),
            Some(example) => format!("<p><b>Example:</b> {}</p>\n", ticked(example)),
            None => String::new(),
        };
        let heading = format!("<h1><code>{}</code>: {}</h1>\n", escaped(code), kind.words());
        let body = format!("<p>{}</p>\n{example}<p><b>Mend:</b> {}</p>\n", ticked(meaning), ticked(mend));
        html::page(&format!("doorlist: {code}"), &format!("{heading}{body}"))
    }
}

/// Text as HTML, with what stands in back-ticks as code.
fn ticked(text: &str) -> String {
    let part = |(index, part)| {
        let part = escaped(part);
        if index % 2 == 1 { format!("<code>{part}</code>") } else { part }
    };
    text.split('`').enumerate().map(part).collect()
}

fn is_yaml(example: &str) -> bool {
    example.contains(":\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_published_code_is_explained() {
        let reasons = ReasonCode::ALL.iter().map(|code| code.as_str());
        let findings = FindingCode::ALL.iter().map(|code| code.as_str());
        let problems = codes::ALL.iter().map(|(code, _, _)| *code);
        for code in reasons.chain(findings).chain(problems) {
            assert!(lesson(code, Format::Text).is_some_and(|text| text.contains("Mend: ")), "{code}");
            for format in Format::ALL {
                assert!(lesson(code, *format).is_some_and(|text| text.contains(code)), "{code} as {format}");
            }
        }
        assert_eq!(lesson("no_such_code", Format::Text), None);
    }

    #[test]
    fn a_lesson_is_an_object_in_json() {
        let json: serde_json::Value =
            serde_json::from_str(&lesson("stale", Format::Json).expect("a code")).expect("JSON");
        assert_eq!(json["code"], "stale");
        assert_eq!(json["kind"], "reason");
        assert_eq!(json["meaning"], ReasonCode::Stale.meaning());
        assert!(json["example"].as_str().is_some_and(|example| example.contains("90d")));
        assert!(json["mend"].is_string());
    }

    #[test]
    fn a_lesson_is_markdown_and_a_page() {
        insta::assert_snapshot!(lesson("over_limit", Format::Markdown).expect("a code"));
        let page = lesson("over_limit", Format::Html).expect("a code");
        insta::assert_snapshot!(page.split_once("<main>").expect("a body").1);
    }
}

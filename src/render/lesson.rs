//! A published code explained: what it means, what leads to it, what mends it.

use crate::config::codes;
use crate::model::lexicon::{self, Lesson};
use crate::model::{FindingCode, ReasonCode};

/// The lesson of a code, where the text is one: of a reason, a finding, or a problem of a door list.
pub fn lesson(code: &str) -> Option<String> {
    let reason = ReasonCode::ALL.iter().find(|known| known.as_str() == code);
    if let Some(reason) = reason {
        return Some(taught("a reason", code, reason.meaning(), lexicon::of_reason(*reason)));
    }
    let finding = FindingCode::ALL.iter().find(|known| known.as_str() == code);
    if let Some(finding) = finding {
        return Some(taught("a finding", code, finding.meaning(), lexicon::of_finding(*finding)));
    }
    let (_, meaning, mend) = codes::ALL.iter().find(|(known, _, _)| *known == code)?;
    Some(format!("{code}: a problem of a door list\n\n{meaning}\n\nMend: {mend}\n"))
}

fn taught(kind: &str, code: &str, meaning: &str, lesson: Lesson) -> String {
    let example: Vec<String> = lesson.example.lines().map(|line| format!("  {line}")).collect();
    format!("{code}: {kind}\n\n{meaning}\n\nExample:\n{}\n\nMend: {}\n", example.join("\n"), lesson.mend)
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
            assert!(lesson(code).is_some_and(|text| text.contains("Mend: ")), "{code}");
        }
        assert_eq!(lesson("no_such_code"), None);
    }
}

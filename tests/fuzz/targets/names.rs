//! Names in every place of a plan and of a report: no format lets one out of its place, and no redaction leaves it.

use doorlist::model::Plan;
use doorlist::render::{self, Format, Redact, Redactor, Style};

use super::hidden::is_hidden;
use named::{plan, report};

#[path = "../../laws/names/named.rs"]
mod named;
#[path = "../../it/render/sample.rs"]
#[expect(dead_code, reason = "shared with tests that use more of it")]
mod sample;

/// One name.
pub fn target(bytes: &[u8]) {
    let name = String::from_utf8_lossy(bytes);
    let (plan, report) = (plan(&name), report(&name));
    for format in Format::ALL {
        let written = [render::plan(&plan, *format, Style::PLAIN), render::report(&report, *format, Style::PLAIN)];
        for text in &written {
            assert!(!text.chars().any(is_hidden), "{format}: {text:?}");
            assert!(!text.contains("##[") && !text.contains("##vso"), "{format}: {text:?}");
            let command = |line: &str| line.trim_start().starts_with("::");
            assert!(*format == Format::Github || !text.lines().any(command), "{format}: {text:?}");
        }
        same_lines(*format, &written);
    }
    let json = render::plan(&plan, Format::Json, Style::PLAIN);
    assert_eq!(render::parse_plan(json.as_bytes()).expect("a plan"), plan);
    redacted(&plan, &name);
}

/// As many lines, of the same kinds, as with an ordinary name.
fn same_lines(format: Format, written: &[String; 2]) {
    let prefix = match format {
        Format::Diff => 1,
        Format::Text => 2,
        Format::Github | Format::Markdown => 0,
        Format::Json | Format::Sarif | Format::Html => return,
    };
    let kinds = |text: &str| -> Vec<String> {
        text.split('\n').map(|line| line.chars().take(prefix).filter(|c| !c.is_alphanumeric()).collect()).collect()
    };
    let ordinary = [
        render::plan(&plan("ordinary"), format, Style::PLAIN),
        render::report(&report("ordinary"), format, Style::PLAIN),
    ];
    for (text, ordinary) in written.iter().zip(&ordinary) {
        assert!(format != Format::Markdown || text.chars().count() <= 65_536, "{} characters", text.chars().count());
        // A comment that would be too long has fewer lines, and says so.
        if format == Format::Markdown && text.contains("too long for a comment") {
            continue;
        }
        assert_eq!(kinds(text).len(), kinds(ordinary).len(), "{format}: {text}");
    }
}

fn redacted(plan: &Plan, name: &str) {
    let redacted = render::redact(plan, Redact::ALL);
    assert_eq!(redacted, render::redact(plan, Redact::ALL));
    let redactor = Redactor::new("0123", Redact::ALL, ["carol@partner.example"], [name], [name]);
    let text = redactor.text(&format!("see {name} of carol@partner.example at 10.0.0.1"));
    assert!(!text.contains("carol@partner.example") && !text.contains("10.0.0.1"), "{text}");
    let is_word = name.len() > 8 && name.chars().all(char::is_alphanumeric);
    assert!(!is_word || !text.contains(name), "{text}");
    let emails = redacted.actions.iter().filter_map(|action| action.target.identity.as_ref()?.email.as_ref());
    assert!(emails.into_iter().all(|email| !email.contains("@acme.example")), "{redacted:?}");
}

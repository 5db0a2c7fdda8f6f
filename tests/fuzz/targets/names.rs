//! Names in every place of a plan and of a report: no format lets one out of its place, and no redaction leaves it.

use doorlist::model::Plan;
use doorlist::model::plan::Action;
use doorlist::model::report::Report;
use doorlist::render::{self, Format, Redact, Redactor, Style};

use super::common::is_hidden;

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

/// The name in every place of an action that has text from outside.
fn rename(action: &mut Action, name: &str) {
    let target = &mut action.target;
    if let Some(device) = &mut target.device {
        name.clone_into(&mut device.name);
        device.serial = device.serial.as_ref().map(|_| name.to_owned());
    }
    if let Some(identity) = &mut target.identity {
        // In front of an own domain, so that owners stay as many as they are.
        identity.email = identity.email.as_ref().map(|email| format!("{name}{email}"));
    }
    target.policies.iter_mut().for_each(|policy| name.clone_into(&mut policy.name));
    target.token.iter_mut().chain(&mut target.list).for_each(|named| name.clone_into(&mut named.name));
    let reason = &mut action.reason;
    reason.text = format!("{} {name}", reason.text);
    for note in [&mut reason.ticket, &mut reason.owner].into_iter().flatten() {
        name.clone_into(note);
    }
    if let Some(returns) = &mut action.returns {
        for policy in &mut returns.policies {
            name.clone_into(&mut policy.name);
            name.clone_into(&mut policy.rule);
        }
        returns.needs.iter_mut().for_each(|need| *need = format!("group {name}"));
        returns.remedy.iter_mut().for_each(|remedy| *remedy = format!("{remedy} {name}"));
    }
}

fn plan(name: &str) -> Plan {
    let mut plan = sample::refused();
    plan.actions.iter_mut().for_each(|action| rename(action, name));
    plan.account.name = Some(name.to_owned());
    plan.findings.iter_mut().for_each(|finding| finding.text = format!("{} {name}", finding.text));
    plan.summary.kept.iter_mut().for_each(|kept| kept.text = format!("by {name}"));
    plan
}

fn report(name: &str) -> Report {
    let mut report = sample::report();
    for outcome in &mut report.outcomes {
        rename(&mut outcome.action, name);
        outcome.detail = outcome.detail.as_ref().map(|detail| format!("{detail} {name}"));
    }
    report
}

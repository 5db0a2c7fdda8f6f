//! Names that try to leave their place, in every format (product.md, section 7). `tests/fixtures/hostile.txt` has one
//! on each line, as a JSON string. Read the snapshots for anything that looks like more than a name.

use doorlist::model::plan::{Action, ActionKind, Phase, Plan};
use doorlist::model::{ReasonCode, report::Report};
use doorlist::render::{self, Format, Style};
use insta::assert_snapshot;

use super::sample;

pub(crate) fn names() -> Vec<String> {
    include_str!("../../fixtures/hostile.txt")
        .lines()
        .map(|line| serde_json::from_str(line).expect("a JSON string"))
        .collect()
}

/// One removal for each name: of the machine, the serial, the owner and the ticket, and in the sentences.
fn plan() -> Plan {
    let names = names();
    let remove = |(index, name): (usize, &String)| {
        let number = u32::try_from(index).expect("few names");
        let target = sample::row(number, sample::person(&format!("{name}@acme.example")), name, Some(name), 3);
        let mut reason = sample::why(ReasonCode::UserNotListed, &format!("no entry permits {name}@acme.example"), 5);
        reason.ticket = Some(name.clone());
        let returns =
            sample::admitted(name, &format!("email {name}"), &format!("take {name} out of policy \"{name}\""));
        let action = sample::action(ActionKind::DeleteRegistration, Phase::Registrations, target, reason);
        Action { id: format!("delete_registration:{number}"), returns: Some(returns), ..action }
    };
    let actions: Vec<Action> = names.iter().enumerate().map(remove).collect();
    Plan { actions, remaining: Vec::new(), findings: Vec::new(), ..sample::rich() }
}

fn written(format: Format) -> String {
    render::plan(&plan(), format, Style::PLAIN)
}

#[test]
fn text_shows_hostile_names_on_their_lines() {
    let text = written(Format::Text);
    assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
    assert_eq!(text.lines().filter(|line| line.starts_with("  - delete ")).count(), names().len());
    assert_snapshot!(text);
}

#[test]
fn a_terminal_cannot_be_told_anything() {
    for width in [40, 80, 200] {
        let text = render::plan(&plan(), Format::Text, Style { color: false, width: Some(width) });
        assert!(text.chars().all(|c| c == '\n' || !c.is_control()));
        // A CI log reads commands at the start of a line, spaces aside, or anywhere after two hashes.
        assert!(!text.lines().any(|line| line.trim_start().starts_with("::")));
        assert!(!text.contains("##"));
    }
}

#[test]
fn markdown_shows_hostile_names_in_their_cells() {
    assert_snapshot!(written(Format::Markdown));
}

#[test]
fn html_shows_hostile_names_in_their_elements() {
    let page = written(Format::Html);
    assert_eq!(page.matches("<script").count() + page.matches("<img").count() + page.matches("<svg").count(), 0);
    assert_snapshot!(page.split_once("<main>").expect("a body").1);
}

#[test]
fn diffs_show_hostile_names_on_their_lines() {
    assert_snapshot!(written(Format::Diff));
}

#[test]
fn annotations_hold_hostile_names_in_one_command() {
    let annotations = written(Format::Github);
    assert!(annotations.lines().all(|line| line.matches("::").count() == 2));
    assert_snapshot!(annotations);
}

#[test]
fn json_shows_nothing_hidden_and_loses_nothing() {
    let written = written(Format::Json);
    assert!(written.chars().all(|c| c == '\n' || !c.is_control()));
    assert!(!written.contains("##") && !written.contains('\u{202e}') && !written.contains('\u{200b}'));
    assert_eq!(render::parse_plan(written.as_bytes()).expect("a plan"), plan());
}

#[test]
fn sarif_messages_have_no_links() {
    let log: serde_json::Value = serde_json::from_str(&written(Format::Sarif)).expect("JSON");
    for result in log["runs"][0]["results"].as_array().expect("results") {
        let text = result["message"]["text"].as_str().expect("a message");
        assert!(!text.contains("](") && !text.contains('\n') && text.chars().all(|c| !c.is_control()), "{text}");
    }
}

#[test]
fn reports_hold_hostile_names_as_well() {
    let mut report: Report = sample::report();
    let name = "x\n::error::owned\u{1b}[31m</td>|`@octocat`";
    for outcome in &mut report.outcomes {
        outcome.detail = Some(name.to_owned());
        outcome.action.reason.text = name.to_owned();
        if let Some(device) = &mut outcome.action.target.device {
            device.name = name.to_owned();
        }
    }
    for format in Format::ALL {
        let written = render::report(&report, *format, Style::PLAIN);
        assert!(written.chars().all(|c| c == '\n' || !c.is_control()), "{format}");
        assert!(*format == Format::Json || !written.contains("::error::owned"), "{format}");
    }
}

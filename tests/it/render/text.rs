//! Text for terminals and pipes. Read the snapshots as the person on call would.

use doorlist::model::ReasonCode;
use doorlist::model::plan::{ActionKind, Phase, Target};
use doorlist::render::{self, Format, Style};
use insta::assert_snapshot;

use super::sample;

const PIPE: Style = Style::PLAIN;

fn terminal(width: usize) -> Style {
    Style { color: false, width: Some(width) }
}

#[test]
fn a_plan_in_a_pipe_has_one_line_for_each_change() {
    let plan = sample::rich();
    let text = render::plan(&plan, Format::Text, PIPE);
    for action in plan.actions.iter().filter_map(|action| action.target.registration_id.as_ref()) {
        let lines: Vec<&str> = text.lines().filter(|line| line.contains(&format!("registration {action} |"))).collect();
        assert_eq!(lines.len(), 1, "{action}");
    }
    assert_snapshot!(text);
}

#[test]
fn a_plan_on_a_terminal_is_wrapped() {
    assert_snapshot!(render::plan(&sample::rich(), Format::Text, terminal(100)));
}

#[test]
fn a_plan_on_a_narrow_terminal_keeps_its_identifiers() {
    let text = render::plan(&sample::refused(), Format::Text, terminal(40));
    assert!(text.contains("4e600000-0000-4000-8000-000000000002\n"));
    assert_snapshot!(text);
}

#[test]
fn colour_adds_nothing_but_colour() {
    let style = Style { color: true, width: None };
    let coloured = render::plan(&sample::refused(), Format::Text, style);
    let plain = render::plan(&sample::refused(), Format::Text, PIPE);
    assert_ne!(coloured, plain);
    assert_eq!(console::strip_ansi_codes(&coloured), plain);
}

#[test]
fn an_empty_plan_is_short() {
    assert_snapshot!(render::plan(&sample::empty(), Format::Text, terminal(100)));
}

#[test]
fn a_refused_plan_says_what_would_pass_it() {
    let text = render::plan(&sample::refused(), Format::Text, PIPE);
    let plan = sample::refused();
    assert!(text.contains(&format!("--ack 7@{}\n", plan.digest)), "{text}");
    assert!(text.contains("Refused by 2 guards: removals and people."));
}

#[test]
fn several_accounts_follow_each_other() {
    let plans = [sample::empty(), sample::globex(&sample::empty())];
    assert_snapshot!(render::plans(&plans, Format::Text, terminal(100)));
}

#[test]
fn a_report_has_failures_first() {
    assert_snapshot!(render::report(&sample::report(), Format::Text, PIPE));
}

#[test]
fn a_converged_report_ends_with_exit_0() {
    assert_snapshot!(render::report(&sample::converged(), Format::Text, terminal(100)));
}

#[test]
fn an_interrupted_report_says_how_to_go_on() {
    assert_snapshot!(render::report(&sample::interrupted(), Format::Text, terminal(100)));
}

#[test]
fn an_explanation_names_rule_and_entries() {
    assert_snapshot!(render::explanation(&sample::explanation(), Format::Text, terminal(100)));
}

#[test]
fn many_steps_for_people_are_told_by_what_is_to_be_done() {
    let mut plan = sample::rich();
    let step = |address: &str, text: String| {
        let target = Target { identity: Some(sample::person(address)), ..Target::default() };
        sample::action(ActionKind::HumanStep, Phase::Seats, target, sample::why(ReasonCode::UserAbsent, &text, 7))
    };
    for number in 0..40 {
        let address = format!("Person{number}@acme.example");
        plan.actions.push(step(&address, format!("release the seat of {}", address.to_ascii_lowercase())));
    }
    let text = render::plan(&plan, Format::Text, PIPE);
    let lines: Vec<&str> = text.lines().filter(|line| line.starts_with("  ? ")).collect();
    // The two steps of the sample are about one person each and keep their words.
    assert_eq!(lines.len(), 3);
    assert!(lines.iter().any(|line| line.starts_with("  ? disable carol@partner.example in the identity provider")));
    assert!(
        lines.iter().any(|line| line.starts_with("  ? release the seat of … | each of 40: Person0@acme.example, "))
    );
    for format in [Format::Markdown, Format::Html] {
        let written = render::plan(&plan, format, PIPE);
        assert!(written.contains("release the seat of …") && !written.contains("Person39"), "{format}");
    }
}

#[test]
fn a_name_on_a_terminal_stays_in_its_quotes() {
    let forged = format!("x{}returns: no (policy none)", " ".repeat(42));
    let mut plan = sample::rich();
    for action in &mut plan.actions {
        if let Some(device) = &mut action.target.device {
            device.name.clone_from(&forged);
        }
        action.reason.text = format!("no entry permits {}", doorlist::model::quote::name(&forged));
    }
    for width in [40, 60, 80, 100] {
        let text = render::plan(&plan, Format::Text, terminal(width));
        assert!(!text.lines().any(|line| line.trim_start().starts_with("returns: no (policy none)")), "{text}");
        let of_name = text.lines().filter(|line| line.contains("\"x "));
        assert!(of_name.clone().count() > 0);
        for line in of_name {
            assert!(console::measure_text_width(line) <= width && line.matches('"').count() % 2 == 0, "{line}");
        }
    }
}

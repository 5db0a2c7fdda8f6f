//! The other formats: a snapshot each, and what must hold whatever they look like.

use doorlist::model::Plan;
use doorlist::render::{self, Format, Style};
use insta::assert_snapshot;

use super::sample;

fn plan(plan: &Plan, format: Format) -> String {
    render::plan(plan, format, Style::PLAIN)
}

#[test]
fn json_is_the_document_and_comes_back() {
    let written = plan(&sample::rich(), Format::Json);
    assert_eq!(render::parse_plan(written.as_bytes()).expect("a plan"), sample::rich());
    assert_snapshot!(written);
}

#[test]
fn json_of_several_accounts_is_an_array() {
    let plans = [sample::empty(), sample::globex(&sample::empty())];
    let written = render::plans(&plans, Format::Json, Style::PLAIN);
    assert_eq!(render::parse_saved(written.as_bytes()).expect("plans"), render::Saved::Plans(plans.to_vec()));
}

#[test]
fn a_saved_report_comes_back() {
    let written = render::report(&sample::report(), Format::Json, Style::PLAIN);
    assert_eq!(
        render::parse_saved(written.as_bytes()).expect("a report"),
        render::Saved::Reports(vec![sample::report()])
    );
    assert!(matches!(render::parse_plan(written.as_bytes()), Err(render::PlanError::IsReport)));
}

#[test]
fn keys_of_a_later_version_are_passed_over() {
    let written = plan(&sample::rich(), Format::Json).replacen('{', "{\n  \"later\": {\"a\": []},", 1);
    assert_eq!(render::parse_plan(written.as_bytes()).expect("a plan"), sample::rich());
}

#[test]
fn markdown_is_a_comment() {
    assert_snapshot!(plan(&sample::rich(), Format::Markdown));
}

#[test]
fn a_refused_plan_says_so_first_in_markdown() {
    assert_snapshot!(plan(&sample::refused(), Format::Markdown));
}

#[test]
fn an_empty_plan_is_short_in_markdown() {
    assert_snapshot!(plan(&sample::empty(), Format::Markdown));
}

#[test]
fn several_accounts_share_a_comment() {
    let plans = [sample::rich(), sample::globex(&sample::refused())];
    assert_snapshot!(render::plans(&plans, Format::Markdown, Style::PLAIN));
}

#[test]
fn a_large_plan_fits_into_a_comment_and_says_what_is_missing() {
    let comment = plan(&sample::large(), Format::Markdown);
    let length = comment.chars().count();
    assert!((50_000..65_536).contains(&length), "{length}");
    let shown = comment.matches("| `laptop-").count() as u64;
    let missing = comment.split("**… and ").nth(1).and_then(|rest| rest.split(' ').next()).expect("what is missing");
    assert_eq!(shown + missing.replace(',', "").parse::<u64>().expect("a number"), 3_000);
    assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
    let lines: Vec<&str> =
        comment.lines().filter(|line| !line.contains("| `laptop-") || line.contains("person-0000")).collect();
    assert_snapshot!(lines.join("\n"));
}

#[test]
fn many_large_accounts_fit_into_one_comment() {
    for count in [2, 10, 40, 400] {
        let plans = vec![sample::large(); count];
        let comment = render::plans(&plans, Format::Markdown, Style::PLAIN);
        assert!(comment.chars().count() < 65_536, "{count}: {}", comment.chars().count());
        assert!(comment.starts_with("<!-- doorlist:0123456789abcdef0123456789abcdef digest=sha256:d1"));
        assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
    }
}

#[test]
fn a_report_is_a_comment_with_failures_first() {
    assert_snapshot!(render::report(&sample::report(), Format::Markdown, Style::PLAIN));
}

#[test]
fn an_explanation_is_markdown_too() {
    assert_snapshot!(render::explanation(&sample::explanation(), Format::Markdown, Style::PLAIN));
}

#[test]
fn a_diff_has_one_line_for_each_registration() {
    assert_snapshot!(plan(&sample::rich(), Format::Diff));
}

#[test]
fn nothing_to_do_is_no_diff() {
    assert_eq!(plan(&sample::empty(), Format::Diff), "");
}

#[test]
fn a_report_as_a_diff_shows_what_was_done() {
    assert_snapshot!(render::report(&sample::report(), Format::Diff, Style::PLAIN));
}

#[test]
fn annotations_stand_at_the_entries() {
    assert_snapshot!(plan(&sample::refused(), Format::Github));
}

#[test]
fn a_large_plan_is_a_few_annotations() {
    let written = plan(&sample::large(), Format::Github);
    let warnings: Vec<&str> = written.lines().filter(|line| line.starts_with("::warning ")).collect();
    assert_eq!(warnings.len(), 3);
    assert!(warnings[0].contains("1%2C500") || warnings[0].contains("1,500"), "{}", warnings[0]);
}

#[test]
fn a_report_as_annotations_shows_what_was_not_done() {
    assert_snapshot!(render::report(&sample::report(), Format::Github, Style::PLAIN));
}

#[test]
fn sarif_has_rules_and_results() {
    let written = plan(&sample::refused(), Format::Sarif);
    let mut log: serde_json::Value = serde_json::from_str(&written).expect("JSON");
    // The rules are the published codes; the snapshot is about the results.
    let rules = log["runs"][0]["tool"]["driver"]["rules"].take();
    assert!(rules.as_array().is_some_and(|rules| rules.len() > 40));
    assert_snapshot!(serde_json::to_string_pretty(&log).expect("JSON"));
}

#[test]
fn the_same_plan_gives_the_same_bytes_in_every_format() {
    for format in Format::ALL {
        assert_eq!(plan(&sample::rich(), *format), plan(&sample::rich(), *format), "{format}");
    }
}

#[test]
fn html_is_one_page() {
    assert_snapshot!(plan(&sample::refused(), Format::Html));
}

#[test]
fn html_of_a_report_is_one_page() {
    assert_snapshot!(render::report(&sample::report(), Format::Html, Style::PLAIN));
}

#[test]
fn html_of_an_explanation_is_one_page() {
    assert_snapshot!(render::explanation(&sample::explanation(), Format::Html, Style::PLAIN));
}

#[test]
fn html_of_several_accounts_is_one_page() {
    let plans = [sample::empty(), sample::globex(&sample::rich())];
    let page = render::plans(&plans, Format::Html, Style::PLAIN);
    assert_eq!(page.matches("<article id=\"account-").count(), 2);
    assert_eq!(page.matches("<!doctype html>").count(), 1);
}

/// An ordinary account: a dozen people who leave, each with a machine, refused or not.
fn dozen(number: usize, refused: bool) -> Plan {
    let base = if refused { sample::refused() } else { sample::rich() };
    Plan {
        account: doorlist::model::plan::PlanAccount {
            id: format!("{number:032x}"),
            name: None,
            team: format!("team{number}"),
        },
        digest: format!("sha256:{number:064x}"),
        actions: sample::removals(50..62),
        ..base
    }
}

#[test]
fn ordinary_accounts_share_a_comment_and_what_is_missing_is_said() {
    for count in [8, 20, 100, 260] {
        let plans: Vec<Plan> = (0..count).map(|number| dozen(number, number % 50 == 3)).collect();
        let comment = render::plans(&plans, Format::Markdown, Style::PLAIN);
        assert!(comment.chars().count() < 65_536, "{count}: {}", comment.chars().count());
        assert_eq!(comment.matches("<details>").count(), comment.matches("</details>").count());
        let accounts = comment.lines().filter(|line| line.starts_with("| `team")).count();
        assert_eq!(accounts, count, "every account is in the table");
        let markers = comment.matches("<!-- doorlist:").count();
        let unmarked = format!("leave out the last {} accounts", count - markers);
        assert!(markers == count || comment.contains(&unmarked), "{count}: {markers}");
        for plan in plans.iter().filter(|plan| plan.is_refused()) {
            assert!(comment.contains(&format!("--ack {}@{}", plan.removals(), plan.digest)), "{}", plan.account.team);
        }
        let shown = comment.matches("<summary>team ").count();
        assert!(shown >= 3, "{count}: {shown}");
        let without = format!("… and {} accounts without room for their changes", count - shown);
        assert!(shown == count || comment.contains(&without), "{count}: {shown}");
    }
}

#[test]
fn a_comment_of_a_forged_plan_keeps_what_decides() {
    let mut plans = vec![dozen(1, true), dozen(2, false)];
    for plan in &mut plans {
        plan.generator = "x ".repeat(70_000);
        plan.summary.kept.clear();
    }
    let comment = render::plans(&plans, Format::Markdown, Style::PLAIN);
    assert!(comment.chars().count() < 65_536);
    assert!(comment.contains("| `team1`") && comment.contains("--ack 12@sha256:"), "{comment}");
    let one = render::plan(&plans[0], Format::Markdown, Style::PLAIN);
    assert!(one.chars().count() < 65_536 && one.contains("--ack 12@sha256:"), "{one}");
}

#[test]
fn reports_and_explanations_say_where_the_rest_is() {
    let mut report = sample::report();
    report.outcomes = report.outcomes.iter().cycle().take(600).cloned().collect();
    let comment = render::report(&report, Format::Markdown, Style::PLAIN);
    assert!(comment.contains("see the full report.") && !comment.contains("see the full plan"));
    let many = render::reports(&vec![sample::report(); 260], Format::Markdown, Style::PLAIN);
    assert!(many.chars().count() < 65_536 && many.contains("without room for their reports"));
    let mut explanation = sample::explanation();
    explanation.rows = explanation.rows.iter().cycle().take(600).cloned().collect();
    let comment = render::explanation(&explanation, Format::Markdown, Style::PLAIN);
    assert!(comment.contains("see the full explanation."));
}

fn fingerprints(plan: &Plan) -> Vec<String> {
    let log: serde_json::Value = serde_json::from_str(&render::plan(plan, Format::Sarif, Style::PLAIN)).expect("JSON");
    let results = log["runs"][0]["results"].as_array().expect("results");
    results.iter().map(|result| result["partialFingerprints"]["doorlist/v1"].to_string()).collect()
}

#[test]
fn findings_are_told_apart_and_stay_the_same_as_time_goes_by() {
    use doorlist::model::plan::{Finding, Level, TargetDevice};
    let ends = |person: u32, days: u32| Finding {
        subject: Some(format!("contractor{person}@partner.example")),
        ..sample::finding(
            "entry_ends_soon",
            Level::Warning,
            &format!("the permission of contractor{person}@partner.example ends after 2026-12-01 (in {days} days)"),
            6,
        )
    };
    let counted = |device: u32, count: u32| Finding {
        device: Some(TargetDevice { id: format!("d-{device}"), name: "pc".to_owned(), serial: None }),
        file: None,
        line: None,
        ..sample::finding(
            "count_mismatch",
            Level::Warning,
            &format!("the device list counts {count} active registrations on device d-{device}, and 0 were read"),
            0,
        )
    };
    let plan = |days, count| {
        let mut findings: Vec<Finding> = (1..3).map(|person| ends(person, days)).collect();
        findings.extend((0..40).map(|device| counted(device, count)));
        Plan { findings, ..sample::empty() }
    };
    let today = fingerprints(&plan(9, 2));
    assert_eq!(today.iter().collect::<std::collections::BTreeSet<_>>().len(), 42);
    assert_eq!(today, fingerprints(&plan(8, 3)));
}

#[test]
fn what_is_hidden_is_escaped_once() {
    let mut plan = sample::rich();
    for action in &mut plan.actions {
        if let Some(device) = &mut action.target.device {
            device.name = "red\u{1b}[31m \\ pc".to_owned();
        }
    }
    let log: serde_json::Value = serde_json::from_str(&render::plan(&plan, Format::Sarif, Style::PLAIN)).expect("JSON");
    let said = log["runs"][0]["results"].to_string();
    let github = render::plan(&plan, Format::Github, Style::PLAIN);
    for (text, once) in [(said, r#"\"red\\u{1b}[31m \\\\ pc\""#), (github, r#""red\u{1b}[31m \\ pc""#)] {
        assert!(text.contains(once), "{text}");
        assert!(!text.contains(r"\\u{1b}") || once.contains(r"\\u{1b}"), "{text}");
    }
}

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

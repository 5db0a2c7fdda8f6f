//! Which renderer has which format. Total: every format answers for every value.

use super::{Format, Style, diff, github, html, json, markdown, sarif, text};
use crate::model::checkup::Checkup;
use crate::model::explain::Explanation;
use crate::model::plan::Plan;
use crate::model::report::Report;
use crate::model::watch::Watched;

/// A plan in a format.
pub fn plan(plan: &Plan, format: Format, style: Style) -> String {
    plans(std::slice::from_ref(plan), format, style)
}

/// The plans of one run. JSON is the plan itself for one account and an array for several (fine print A29).
pub fn plans(plans: &[Plan], format: Format, style: Style) -> String {
    match format {
        Format::Text => text::plans(plans, style),
        Format::Json => json::one_or_array(plans),
        Format::Markdown => markdown::plans(plans),
        Format::Diff => diff::plans(plans),
        Format::Github => github::plans(plans),
        Format::Sarif => sarif::plans(plans),
        Format::Html => html::plans(plans),
    }
}

/// A report in a format.
pub fn report(report: &Report, format: Format, style: Style) -> String {
    reports(std::slice::from_ref(report), format, style)
}

/// The reports of one run: JSON as for [`plans`]; `diff` shows what was done, `github` and `sarif` what was not.
pub fn reports(reports: &[Report], format: Format, style: Style) -> String {
    match format {
        Format::Text => text::reports(reports, style),
        Format::Json => json::one_or_array(reports),
        Format::Markdown => markdown::reports(reports),
        Format::Diff => diff::reports(reports),
        Format::Github => github::reports(reports),
        Format::Sarif => sarif::reports(reports),
        Format::Html => html::reports(reports),
    }
}

/// Checkups, as text. Their JSON is [`super::json_documents`].
pub fn checkups(checkups: &[Checkup], style: Style) -> String {
    text::checkups(checkups, style)
}

/// Who came back, as text. Their JSON is [`super::json_documents`].
pub fn watched(watched: &[Watched], style: Style) -> String {
    text::watched(watched, style)
}

/// An explanation in a format. `diff`, `github` and `sarif` are about changes, which it is not: they give the text.
pub fn explanation(explanation: &Explanation, format: Format, style: Style) -> String {
    explanations(std::slice::from_ref(explanation), format, style)
}

/// The explanations of one subject in the accounts of one run. JSON has one for each account, as for [`plans`]; a
/// reader is shown those that have something to say.
pub fn explanations(explanations: &[Explanation], format: Format, style: Style) -> String {
    let all: Vec<&Explanation> = explanations.iter().filter(|one| !one.is_empty()).collect();
    match format {
        Format::Json => json::one_or_array(explanations),
        Format::Markdown => markdown::explanations(&all),
        Format::Html => html::explanations(&all),
        Format::Text | Format::Diff | Format::Github | Format::Sarif => text::explanations(&all, style),
    }
}

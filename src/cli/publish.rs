//! Plans and reports on stdout and in files, in the formats that were asked for.

use super::output::Output;
use super::settings::Wanted;
use crate::model::Plan;
use crate::model::report::Report;
use crate::render::{self, Format, Style};

/// Prints the plans of a run as `--format` asks and writes them as `--out` asks (fine print B2).
///
/// # Errors
/// A stream or a file that cannot be written; the others are written all the same.
pub(crate) fn plans(plans: &[Plan], wanted: &Wanted, style: Style, stdout: &Output) -> anyhow::Result<()> {
    let redacted: Vec<Plan>;
    let plans = if wanted.redact.is_empty() {
        plans
    } else {
        redacted = plans.iter().map(|plan| render::redact(plan, &wanted.redact)).collect();
        &redacted
    };
    publish(|format, style| render::plans(plans, format, style), wanted, style, stdout)
}

/// Prints the reports of a run as `--format` asks and writes them as `--out` asks.
///
/// # Errors
/// As for [`plans`].
pub(crate) fn reports(reports: &[Report], wanted: &Wanted, style: Style, stdout: &Output) -> anyhow::Result<()> {
    let redacted: Vec<Report>;
    let reports = if wanted.redact.is_empty() {
        reports
    } else {
        redacted = reports.iter().map(|report| render::redact_report(report, &wanted.redact)).collect();
        &redacted
    };
    publish(|format, style| render::reports(reports, format, style), wanted, style, stdout)
}

fn publish(
    render: impl Fn(Format, Style) -> String,
    wanted: &Wanted,
    style: Style,
    stdout: &Output,
) -> anyhow::Result<()> {
    let printed = stdout.write(&ended(render(wanted.format, style)));
    wanted.files.iter().fold(printed, |result, (format, target)| {
        let written = target.write(ended(render(*format, Style::PLAIN)).as_bytes());
        result.and(written)
    })
}

/// The text with a line end, where there is a text.
pub(crate) fn ended(text: String) -> String {
    if text.is_empty() || text.ends_with('\n') { text } else { text + "\n" }
}

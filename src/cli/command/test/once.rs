//! Runs a case.

use std::fmt::Write as _;
use std::process::{Command, Stdio};

use anyhow::Context as _;

use super::Found;

/// What the command printed and how it ended, as it is compared.
pub(super) fn run(found: &Found) -> anyhow::Result<String> {
    let program = std::env::current_exe().context("cannot find this program")?;
    let output = Command::new(program)
        .args(arguments(found))
        .current_dir(&found.folder)
        .env_clear()
        .env("LANG", "C.UTF-8")
        .env("NO_COLOR", "1")
        .stdin(Stdio::null())
        .output()
        .context("cannot run this program")?;
    let mut text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    if !output.stderr.is_empty() {
        let _ = write!(text, "--- stderr\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let code = output.status.code().map_or_else(|| "none".to_owned(), |code| code.to_string());
    let _ = writeln!(text, "--- exit {code}");
    Ok(text)
}

/// The words of the case, with door list, account and time behind the command, where no `--` of the case can turn them
/// into something else. An apply rehearses on the embedded API.
fn arguments(found: &Found) -> Vec<String> {
    let case = &found.case;
    let (command, rest) = case.command.split_first().map_or(("", &[][..]), |(command, rest)| (command.as_str(), rest));
    let (now, account) = (case.now.to_string(), case.account.as_str());
    let mut words = vec![command, "-f", &case.doorlist, "--now", &now];
    match command {
        "validate" => {}
        "apply" => words.extend(["--sandbox", account, "--auto-approve"]),
        _ => words.extend(["--offline", account]),
    }
    words.into_iter().chain(rest.iter().map(String::as_str)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory as _;

    use crate::cli::args::Cli;
    use crate::config::WRITING_OPTIONS;

    /// The options of what can be tested that write no file. A new option belongs here or to the others.
    const HARMLESS: &[&str] = &[
        "ack",
        "approved-by",
        "auto-approve",
        "batch",
        "color",
        "detailed-exitcode",
        "file",
        "format",
        "help",
        "kind",
        "list-accounts",
        "max-plan-age",
        "new-owner",
        "now",
        "offline",
        "reason",
        "redact",
        "requested-at",
        "requested-by",
        "sandbox",
        "sla",
        "speculative",
        "ticket",
    ];

    #[test]
    fn every_option_of_what_can_be_tested_is_known_to_write_or_not() {
        let program = Cli::command();
        let testable = ["plan", "apply", "offboard", "explain", "validate"];
        let commands = program.get_subcommands().filter(|command| testable.contains(&command.get_name()));
        let all: BTreeSet<String> = commands
            .flat_map(clap::Command::get_arguments)
            .filter_map(|argument| argument.get_long().map(str::to_owned))
            .collect();
        let unknown: Vec<&String> = all
            .iter()
            .filter(|option| !HARMLESS.contains(&option.as_str()) && !WRITING_OPTIONS.contains(&option.as_str()))
            .collect();
        assert!(unknown.is_empty(), "say whether they write: {unknown:?}");
        assert!(["write", "out", "evidence"].iter().all(|option| all.contains(*option)));
    }
}

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

/// The words of the case, with door list, account and time. An apply rehearses on the embedded API.
fn arguments(found: &Found) -> Vec<String> {
    let case = &found.case;
    let mut words = case.command.clone();
    let command = words.first().cloned().unwrap_or_default();
    words.extend(["-f".to_owned(), case.doorlist.clone(), "--now".to_owned(), case.now.to_string()]);
    match command.as_str() {
        "validate" => {}
        "apply" => words.extend(["--sandbox".to_owned(), case.account.clone(), "--auto-approve".to_owned()]),
        _ => words.extend(["--offline".to_owned(), case.account.clone()]),
    }
    words
}

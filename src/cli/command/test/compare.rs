//! Compares what came out with what is expected.

use std::fs;
use std::io::ErrorKind;

use anyhow::Context as _;
use similar::TextDiff;

use super::Found;
use crate::cli::write::{Readers, Target};

/// The file with the expected text.
const EXPECTED: &str = "expected.txt";

/// The difference, where there is one that is not written away, and whether the file was written.
pub(super) fn with_expected(found: &Found, output: &str, update: bool) -> anyhow::Result<(Option<String>, bool)> {
    let path = found.folder.join(EXPECTED);
    let expected = match fs::read_to_string(&path) {
        Ok(text) => Some(text.replace("\r\n", "\n")),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    if expected.as_deref() == Some(output) {
        return Ok((None, false));
    }
    if update {
        Target::new(&path.to_string_lossy(), Readers::Usual, true)?.write(output.as_bytes())?;
        return Ok((None, true));
    }
    let difference = match expected {
        None => format!("there is no {EXPECTED}; --update writes it"),
        Some(expected) => {
            TextDiff::from_lines(expected.as_str(), output).unified_diff().header("expected", "now").to_string()
        }
    };
    Ok((Some(difference), false))
}

//! A CSV file with its header, and what is asked of it.

use std::ops::Range;

use csv::{ReaderBuilder, StringRecord};
use jiff::SignedDuration;

use super::super::codes::{self, Code};
use super::super::files::{CSV_LIMIT, FileData, beside};
use super::super::node::Node;
use super::super::reader::{Field, Fields, Reader};
use super::super::text::decode;
use super::super::trouble::Trouble;
use super::super::words::did_you_mean;
use super::quotes::unbalanced_quote;
use crate::model::SourceText;

/// What a file must be to be relied on.
pub(in super::super) struct Demands {
    max_age: Option<(SignedDuration, String)>,
    min_members: u64,
}

/// A file with its header.
pub(in super::super) struct Sheet {
    /// As messages name it.
    pub(in super::super) name: String,
    text: String,
    header: Vec<String>,
}

impl Sheet {
    /// The file as a place for problems.
    pub(in super::super) fn source(&self) -> SourceText {
        SourceText { name: self.name.as_str().into(), text: self.text.as_str().into() }
    }

    /// The rows after the header, one at a time.
    pub(in super::super) fn rows(&self) -> impl Iterator<Item = Result<Row, csv::Error>> {
        let records = ReaderBuilder::new().from_reader(self.text.as_bytes()).into_records();
        records.map(|record| record.map(|cells| Row { line: line_of(&cells, &self.text), cells }))
    }
}

/// One row after the header.
pub(in super::super) struct Row {
    cells: StringRecord,
    /// Its bytes in the file.
    pub(in super::super) line: Range<usize>,
}

impl Row {
    /// The cell, trimmed.
    pub(in super::super) fn cell(&self, column: usize) -> &str {
        self.cells.get(column).unwrap_or("").trim()
    }
}

impl Reader<'_, '_> {
    /// `max_age` and `min_members`.
    pub(in super::super) fn demands(&mut self, fields: &Fields<'_>) -> Demands {
        Demands {
            max_age: fields.get("max_age").and_then(|field| self.duration(field)),
            min_members: fields.get("min_members").and_then(|field| self.whole(field, 1)).unwrap_or(1),
        }
    }

    /// Opens a file, and makes sure of its age and its header.
    pub(in super::super) fn sheet(&mut self, file: Field<'_>, path: &str, demands: &Demands) -> Option<Sheet> {
        let name = beside(&self.source.name, path);
        let data = match self.library.open(&name, CSV_LIMIT) {
            Ok(data) => data,
            Err(problem) => {
                self.refuse(codes::CSV_UNREADABLE, file.value, format!("`{name}` cannot be read: {problem}"), None);
                return None;
            }
        };
        let fresh = self.fresh(&name, &data, file.value, demands);
        let text = match decode(data.bytes) {
            Ok(text) => text,
            Err(problem) => {
                let help = "export it again, as CSV in UTF-8".to_owned();
                self.refuse(codes::CSV_BROKEN, file.value, format!("`{name}` {}", problem.what()), Some(help));
                return None;
            }
        };
        if let Some(byte) = unbalanced_quote(&text) {
            self.unbalanced(&name, text, byte);
            return None;
        }
        let header = self.header(&name, &text, file.value)?;
        fresh.then_some(Sheet { name, text, header })
    }

    /// A quote that is not closed would swallow the rows after it without a sound.
    fn unbalanced(&mut self, name: &str, text: String, byte: usize) {
        let source = SourceText { name: name.into(), text: text.into() };
        let message = format!("`{name}` is damaged: a quote is not closed, or goes on after it");
        let trouble = Trouble::new(codes::CSV_BROKEN, line_at(byte, &source.text), message);
        self.problems.push(&source, trouble.help("export it again; look whether the export broke off"));
    }

    fn fresh(&mut self, name: &str, data: &FileData, file: &Node, demands: &Demands) -> bool {
        let Some((max_age, written)) = &demands.max_age else { return true };
        let message = match self.library.age(data) {
            Some(age) if age <= *max_age => return true,
            Some(age) => format!("`{name}` is {} old, and `max_age` is {written}", in_words(age)),
            None => format!("the age of `{name}` is not known, and `max_age` is {written}"),
        };
        self.refuse(codes::CSV_STALE, file, message, Some("export it again".to_owned()));
        false
    }

    fn header(&mut self, name: &str, text: &str, file: &Node) -> Option<Vec<String>> {
        if text.trim().is_empty() {
            self.refuse(codes::CSV_TOO_SHORT, file, format!("`{name}` is empty"), Some("export it again".to_owned()));
            return None;
        }
        let mut reader = ReaderBuilder::new().from_reader(text.as_bytes());
        match reader.headers() {
            Ok(cells) => Some(cells.iter().map(|cell| cell.trim().to_owned()).collect()),
            Err(error) => {
                self.refuse(codes::CSV_BROKEN, file, format!("`{name}` is no CSV: {}", in_short(&error)), None);
                None
            }
        }
    }

    /// The column that has this name; exactly one must.
    pub(in super::super) fn column(&mut self, sheet: &Sheet, (field, wanted): (Field<'_>, &str)) -> Option<usize> {
        let found: Vec<usize> = (0..sheet.header.len()).filter(|at| sheet.header[*at] == wanted.trim()).collect();
        if let [only] = found[..] {
            return Some(only);
        }
        let (message, help) = if found.is_empty() {
            (format!("`{}` has no column `{wanted}`", sheet.name), column_help(sheet, wanted))
        } else {
            let message = format!("`{}` has the column `{wanted}` {} times", sheet.name, found.len());
            (message, "give the columns different names".to_owned())
        };
        self.refuse(codes::CSV_NO_COLUMN, field.value, message, Some(help));
        None
    }

    /// Notes that a row cannot be read.
    pub(in super::super) fn damaged(&mut self, sheet: &Sheet, file: Field<'_>, error: &csv::Error) {
        let message = format!("`{}` is damaged: {}", sheet.name, in_short(error));
        let help = "export it again; look whether the export broke off";
        match error.position().and_then(|at| usize::try_from(at.byte()).ok()) {
            Some(byte) => {
                let trouble = Trouble::new(codes::CSV_BROKEN, line_at(byte, &sheet.text), message);
                self.problems.push(&sheet.source(), trouble.help(help));
            }
            None => self.refuse(codes::CSV_BROKEN, file.value, message, Some(help.to_owned())),
        }
    }

    /// Whether the file has as many entries as it must have.
    pub(in super::super) fn enough(
        &mut self,
        sheet: &Sheet,
        have: usize,
        what: &str,
        file: Field<'_>,
        demands: &Demands,
    ) -> bool {
        let wanted = demands.min_members;
        if u64::try_from(have).unwrap_or(u64::MAX) >= wanted {
            return true;
        }
        let message = format!("`{}` has {have} {what}, and at least {wanted} must be there", sheet.name);
        let help = "export it again; look whether the export broke off".to_owned();
        self.refuse(codes::CSV_TOO_SHORT, file.value, message, Some(help));
        false
    }

    fn refuse(&mut self, code: Code, node: &Node, message: String, help: Option<String>) {
        self.report(Trouble::new(code, node.range(), message).maybe_help(help));
    }
}

/// The bytes of a record's first line.
fn line_of(cells: &StringRecord, text: &str) -> Range<usize> {
    line_at(cells.position().and_then(|at| usize::try_from(at.byte()).ok()).unwrap_or(0), text)
}

/// The bytes of the first line from a place on that is not empty.
fn line_at(start: usize, text: &str) -> Range<usize> {
    let rest = text.get(start..).unwrap_or("");
    let blank = rest.len() - rest.trim_start_matches(['\r', '\n']).len();
    let end = rest[blank..].find(['\r', '\n']).map_or(text.len(), |length| start + blank + length);
    start + blank..end
}

/// The library's complaint without what differs from run to run.
fn in_short(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { pos, expected_len, len } => {
            let line = pos.as_ref().map_or(0, csv::Position::line);
            format!("line {line} has {len} of {expected_len} cells")
        }
        _ => error.to_string(),
    }
}

/// Which columns there are. Long names are cut: a file that is no CSV shall not be shown.
fn column_help(sheet: &Sheet, wanted: &str) -> String {
    if let [only] = &sheet.header[..]
        && only.contains([';', '\t', '|'])
    {
        return "the columns must be separated by commas".to_owned();
    }
    let names = sheet.header.iter().map(String::as_str);
    did_you_mean(wanted, names.clone()).unwrap_or_else(|| {
        let shown: Vec<String> = names.take(8).map(|name| name.chars().take(24).collect()).collect();
        format!("its columns are {}", shown.join(", "))
    })
}

/// Whole units, rounded down.
fn in_words(age: SignedDuration) -> String {
    let (hours, minutes) = (age.as_hours(), age.as_mins());
    match hours {
        72.. => format!("{} days", hours / 24),
        2..72 => format!("{hours} hours"),
        _ => format!("{minutes} minutes"),
    }
}

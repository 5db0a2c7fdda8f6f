//! Rows to hunks.

use std::fmt::Write as _;

use similar::udiff::UnifiedHunkHeader;
use similar::{DiffOp, group_diff_ops};

/// Lines of context around a change, as `diff -u` has them.
const CONTEXT: usize = 3;

/// A line before and the same line after.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) before: Option<String>,
    pub(super) after: Option<String>,
}

impl Row {
    /// A line that stays.
    pub(super) fn same(line: String) -> Self {
        Self { before: Some(line.clone()), after: Some(line) }
    }

    pub(super) fn added(line: String) -> Self {
        Self { before: None, after: Some(line) }
    }

    pub(super) fn removed(line: String) -> Self {
        Self { before: Some(line), after: None }
    }

    /// What it is sorted by.
    pub(super) fn key(&self) -> String {
        self.before.clone().or_else(|| self.after.clone()).unwrap_or_default()
    }
}

/// The diff of the rows; empty where nothing changes.
pub(super) fn unified(file: &str, rows: &[Row]) -> String {
    let before: Vec<&str> = rows.iter().filter_map(|row| row.before.as_deref()).collect();
    let after: Vec<&str> = rows.iter().filter_map(|row| row.after.as_deref()).collect();
    let groups = group_diff_ops(ops(rows), CONTEXT);
    if groups.is_empty() {
        return String::new();
    }
    let mut out = format!("--- a/{file}\n+++ b/{file}\n");
    for ops in groups {
        hunk(&mut out, &ops, &before, &after);
    }
    out
}

fn hunk(out: &mut String, ops: &[DiffOp], before: &[&str], after: &[&str]) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "{}", UnifiedHunkHeader::new(ops));
    for op in ops {
        let mut lines = |sign: char, lines: Option<&[&str]>| {
            for line in lines.unwrap_or_default() {
                let _ = writeln!(out, "{sign}{line}");
            }
        };
        match op {
            DiffOp::Equal { .. } => lines(' ', before.get(op.old_range())),
            DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => {
                lines('-', before.get(op.old_range()));
                lines('+', after.get(op.new_range()));
            }
        }
    }
}

/// Row by row; runs of equal rows are one step, as the grouping expects.
fn ops(rows: &[Row]) -> Vec<DiffOp> {
    let (mut old_index, mut new_index) = (0, 0);
    let mut ops: Vec<DiffOp> = Vec::new();
    for row in rows {
        let (old_len, new_len) = (usize::from(row.before.is_some()), usize::from(row.after.is_some()));
        if row.before == row.after {
            match ops.last_mut() {
                Some(DiffOp::Equal { len, .. }) => *len += old_len,
                _ => ops.push(DiffOp::Equal { old_index, new_index, len: old_len }),
            }
        } else {
            ops.push(match (old_len, new_len) {
                (0, _) => DiffOp::Insert { old_index, new_index, new_len },
                (_, 0) => DiffOp::Delete { old_index, old_len, new_index },
                _ => DiffOp::Replace { old_index, old_len, new_index, new_len },
            });
        }
        (old_index, new_index) = (old_index + old_len, new_index + new_len);
    }
    ops
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `patch` does, for hunks that fit exactly.
    fn patched(before: &[String], diff: &str) -> Vec<String> {
        let mut after = Vec::new();
        let mut next = 0;
        for line in diff.lines().skip(2) {
            if let Some(header) = line.strip_prefix("@@ -") {
                let start: usize = header.split([',', ' ']).next().and_then(|text| text.parse().ok()).expect("a line");
                let has_none = header.split(' ').next().is_some_and(|range| range.ends_with(",0"));
                let until = if has_none { start } else { start - 1 };
                after.extend(before[next..until].iter().cloned());
                next = until;
                continue;
            }
            let (sign, text) = line.split_at(1);
            if sign != "+" {
                assert_eq!(before[next], text);
                next += 1;
            }
            if sign != "-" {
                after.push(text.to_owned());
            }
        }
        after.extend(before[next..].iter().cloned());
        after
    }

    #[test]
    fn the_diff_makes_the_second_list_of_the_first() {
        // Every combination of ten rows that stay, go, come and change, at all places.
        for seed in 0..4_u32.pow(5) {
            let mut rows: Vec<Row> = (0..30).map(|index| Row::same(format!("row {index}"))).collect();
            for (digit, row) in [0, 1, 9, 15, 29].into_iter().enumerate() {
                let line = format!("row {row}");
                match seed / 4_u32.pow(u32::try_from(digit).expect("small")) % 4 {
                    0 => {}
                    1 => rows[row] = Row::removed(line),
                    2 => rows[row] = Row::added(line),
                    _ => rows[row].after = Some("changed".to_owned()),
                }
            }
            let list =
                |of: fn(&Row) -> &Option<String>| rows.iter().filter_map(|row| of(row).clone()).collect::<Vec<_>>();
            let (before, after) = (list(|row| &row.before), list(|row| &row.after));
            assert_eq!(patched(&before, &unified("f", &rows)), after, "seed {seed}");
        }
    }

    #[test]
    fn nothing_changes_nothing_is_said() {
        assert_eq!(unified("f", &[Row::same("a".to_owned())]), "");
        assert_eq!(unified("f", &[]), "");
    }

    #[test]
    fn everything_may_go() {
        assert_eq!(unified("f", &[Row::removed("a".to_owned())]), "--- a/f\n+++ b/f\n@@ -1 +0,0 @@\n-a\n");
    }
}

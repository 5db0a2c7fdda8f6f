//! A new entry in its list.

use super::EditProblem;
use super::fields::{Fields, written_key};
use super::layout::{Part, Shape};
use super::page::{Page, Splice};

/// A section that is not there, behind the last.
pub(super) fn section(page: &Page<'_>, fields: &Fields) -> Vec<Splice> {
    let Page { text, layout, style, newline, .. } = page;
    let key = written_key(fields.section, *style);
    let Shape::Map { flow, pairs } = &layout.root.shape else { return Vec::new() };
    let first = pairs.first().map(|(key, _)| key);
    if *flow {
        let new = format!("{key}: [{}]", fields.flow(*style));
        let last = pairs.last().map(|(key, value)| value.end(text).max(key.span.end));
        return behind(page, &layout.root, first, last, &new);
    }
    let indent = first.map_or_else(String::new, |key| page.indent(key.span.start));
    let at = layout.end;
    let newline_before = if at == 0 || text[..at].ends_with(['\r', '\n']) { "" } else { newline };
    let entry = fields.flow(*style);
    vec![Splice::insert(at, format!("{newline_before}{indent}{key}:{newline}{indent}  - {entry}{newline}"))]
}

/// A section whose key is there without a value.
pub(super) fn under_key(page: &Page<'_>, key: &Part, fields: &Fields) -> Result<Vec<Splice>, EditProblem> {
    let colon = page.behind_colon(key, fields.section)?;
    let at = page.rest_of_line(colon).ok_or_else(|| EditProblem::Layout(format!("`{}`", fields.section)))?;
    Ok(vec![Splice::insert(at, line(page, &below(page, key), fields))])
}

/// As the list is written: in flow style among the others; in block style on a line of its own. Behind the last entry,
/// or before the first where the first that matches decides.
///
/// # Errors
///
/// A layout in which there is no place for it.
pub(super) fn item(page: &Page<'_>, key: &Part, list: &Part, fields: &Fields) -> Result<Vec<Splice>, EditProblem> {
    let wrong = || EditProblem::Layout(format!("`{}`", fields.section));
    let Shape::List { flow, items } = &list.shape else { return Err(wrong()) };
    let new = fields.flow(page.style);
    match items.as_slice() {
        [] => empty(page, key, list, fields),
        [first, ..] if *flow && fields.first_decides => Ok(before(page, list, first, &new)),
        [first, .., last] | [first @ last] if *flow => {
            Ok(behind(page, list, Some(first), Some(last.end(page.text)), &new))
        }
        [first, ..] if fields.first_decides => {
            let at = page.rest_of_line(page.behind_colon(key, fields.section)?).ok_or_else(wrong)?;
            Ok(vec![Splice::insert(at, line(page, &dash_indent(page, list, first, key), fields))])
        }
        [first, .., last] | [first @ last] => {
            let at = page.rest_of_line(last.end(page.text)).ok_or_else(wrong)?;
            Ok(vec![Splice::insert(at, line(page, &dash_indent(page, list, first, key), fields))])
        }
    }
}

fn line(page: &Page<'_>, indent: &str, fields: &Fields) -> String {
    format!("{}{indent}- {}", page.newline, fields.flow(page.style))
}

/// `[]` becomes a list in block style, unless the brackets hold a comment or have something before them.
fn empty(page: &Page<'_>, key: &Part, list: &Part, fields: &Fields) -> Result<Vec<Splice>, EditProblem> {
    let new = fields.flow(page.style);
    let colon = page.behind_colon(key, fields.section)?;
    let between = page.text.get(colon..list.span.start).unwrap_or("#");
    let in_block = matches!(page.layout.root.shape, Shape::Map { flow: false, .. });
    let bare = page.layout.comments_in(&list.span).next().is_none();
    if in_block && bare && between.chars().all(|c| c == ' ') {
        return Ok(vec![Splice { at: colon..list.span.end, with: line(page, &below(page, key), fields) }]);
    }
    if in_block && bare && page.own_line(list.span.start).is_some() {
        return Ok(vec![Splice { at: list.span.clone(), with: format!("- {new}") }]);
    }
    let close = list.span.end.saturating_sub(1);
    Ok(vec![if bare { Splice { at: list.span.start + 1..close, with: new } } else { Splice::insert(close, new) }])
}

/// Behind the last part of a flow collection, on a line of its own where the first is.
fn behind(page: &Page<'_>, all: &Part, first: Option<&Part>, last: Option<usize>, new: &str) -> Vec<Splice> {
    let (Some(first), Some(last)) = (first, last) else {
        return vec![Splice::insert(all.span.end.saturating_sub(1), new.to_owned())];
    };
    let spaces = page.text[last..].len() - page.text[last..].trim_start_matches(' ').len();
    let has_comma = page.text[last + spaces..].starts_with(',');
    let behind_comma = if has_comma { last + spaces + 1 } else { last };
    let line = page.own_line(first.span.start).zip(page.rest_of_line(behind_comma));
    match line.filter(|(_, end)| *end < all.span.end) {
        Some((indent, end)) => {
            let comma = Splice::insert(last, ",".to_owned());
            let tail = if has_comma { "," } else { "" };
            let new = Splice::insert(end, format!("{}{indent}{new}{tail}", page.newline));
            if has_comma { vec![new] } else { vec![comma, new] }
        }
        None => vec![Splice::insert(last, format!(", {new}"))],
    }
}

/// Behind the opening bracket of a flow collection.
fn before(page: &Page<'_>, all: &Part, first: &Part, new: &str) -> Vec<Splice> {
    let open = all.span.start + 1;
    let on_lines = page.own_line(first.span.start).zip(page.rest_of_line(open));
    if let Some((indent, end)) = on_lines.filter(|(_, end)| *end < first.span.start) {
        return vec![Splice::insert(end, format!("{}{indent}{new},", page.newline))];
    }
    let padded = page.text[open..].starts_with(' ');
    vec![Splice::insert(open, if padded { format!(" {new},") } else { format!("{new}, ") })]
}

/// The white space before an entry below a key.
fn below(page: &Page<'_>, key: &Part) -> String {
    page.indent(key.span.start) + "  "
}

/// The white space before the dash of the entries.
fn dash_indent(page: &Page<'_>, list: &Part, first: &Part, key: &Part) -> String {
    let dash = |byte: usize| page.text[byte..].starts_with('-').then(|| page.own_line(byte)).flatten();
    if let Some(indent) = dash(list.span.start) {
        return indent.to_owned();
    }
    // A list that begins at its key's column, or behind an anchor.
    let mut byte = first.span.start;
    while byte > key.span.end {
        let start = page.line_start(byte);
        let blank = page.text[start..].len() - page.text[start..].trim_start_matches(' ').len();
        if let Some(indent) = dash(start + blank) {
            return indent.to_owned();
        }
        byte = start.saturating_sub(1);
    }
    below(page, key)
}

//! A new entry in its list.

use super::entry::{Fields, last_byte};
use super::splice;
use crate::config::node::{Kind, Node};

/// A section that is not there, at the end of the file.
pub(super) fn section(text: &str, fields: &Fields) -> String {
    let newline = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    format!("{text}{newline}{}:\n  - {}\n", fields.section, fields.flow())
}

/// A section whose key is there without a value.
pub(super) fn under_key(text: &str, key: &Node, value: &Node, fields: &Fields) -> String {
    let colon = text[key.span.end as usize..].find(':').map_or(text.len(), |at| key.span.end as usize + at + 1);
    let end = (value.span.end as usize).max(colon);
    splice(text, colon..end, &format!("\n  - {}", fields.flow()))
}

/// As the list is written: in flow style behind the bracket; in block style on a line of its own, behind the last
/// entry, or before the first where the first that matches decides.
pub(super) fn item(text: &str, key: &Node, list: &Node, items: &[Node], fields: &Fields) -> String {
    let flow = list.span.end > list.span.start && text.as_bytes().get(list.span.start as usize) == Some(&b'[');
    match items.last() {
        None => splice(text, brackets(text, key, list), &format!("\n{}- {}", indent(key), fields.flow())),
        Some(_) if flow => {
            let start = list.span.start as usize + 1;
            splice(text, start..start, &format!("{}, ", fields.flow()))
        }
        Some(_) if fields.first_decides => {
            let end = end_of_line(text, key.span.end as usize);
            splice(text, end..end, &format!("{}- {}\n", dash_indent(text, &items[0], key), fields.flow()))
        }
        Some(last) => {
            let end = end_of_entry(text, last);
            let newline = if text[..end].ends_with('\n') { "" } else { "\n" };
            let tail = if end < text.len() || text.ends_with('\n') { "\n" } else { "" };
            splice(text, end..end, &format!("{newline}{}- {}{tail}", dash_indent(text, &items[0], key), fields.flow()))
        }
    }
}

/// An empty list with the white space before it. The tree knows only where a list begins.
fn brackets(text: &str, key: &Node, list: &Node) -> std::ops::Range<usize> {
    let start = list.span.start as usize;
    let end = text[start..].find(']').map_or(text.len(), |at| start + at + 1);
    let colon = key.span.end as usize + text[key.span.end as usize..start].find(':').map_or(0, |at| at + 1);
    colon..end
}

/// The start of the line after an entry's last byte, which for a block scalar is its last line.
fn end_of_entry(text: &str, last: &Node) -> usize {
    let end = last_byte(last) as usize;
    let end = if text[..end].ends_with('\n') { end - 1 } else { end };
    end_of_line(text, end)
}

/// The start of the next line.
fn end_of_line(text: &str, byte: usize) -> usize {
    text[byte..].find('\n').map_or(text.len(), |at| byte + at + 1)
}

fn indent(key: &Node) -> String {
    " ".repeat(key.column.saturating_sub(1) as usize + 2)
}

/// The white space before the dash of an entry.
fn dash_indent(text: &str, item: &Node, key: &Node) -> String {
    let start = match &item.kind {
        Kind::Map(pairs) => pairs.first().map_or(item.span.start, |(key, _)| key.span.start),
        _ => item.span.start,
    };
    let before = text.get(..start as usize).unwrap_or("");
    let dash = before.rfind('-');
    let line = dash.map(|dash| &before[before[..dash].rfind('\n').map_or(0, |at| at + 1)..dash]);
    line.filter(|line| line.chars().all(|c| c == ' ')).map_or_else(|| indent(key), str::to_owned)
}

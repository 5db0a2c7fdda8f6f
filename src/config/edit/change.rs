//! An entry that is there already.

use super::EditProblem;
use super::fields::{Fields, Value, pair};
use super::layout::{Part, Shape};
use super::page::{Page, Splice};

/// The pairs of an entry.
type Pairs = [(Part, Part)];

/// Sets state and annotations of an entry; `until`, which a state rules out, goes. Other keys stay.
///
/// # Errors
///
/// A layout in which the change would reach further.
pub(super) fn entry(page: &Page<'_>, item: &Part, fields: &Fields) -> Result<Vec<Splice>, EditProblem> {
    page.own(item, "the entry")?;
    let Shape::Map { flow, pairs } = &item.shape else { return Ok(Vec::new()) };
    let entry = Entry { page, pairs, flow: *flow };
    let (mut splices, mut new) = (Vec::new(), Vec::new());
    let mut until = entry.get("until");
    if let Some((_, old)) = until {
        page.not_repeated(old, "`until`")?;
    }
    for (key, value) in &fields.said {
        match entry.get(key) {
            Some((_, old)) if page.layout.text(old).is_some_and(|text| value.is(text)) => {}
            Some((own, old)) => splices.push(entry.replace(own, old, key, value)?),
            None if *key == "state" && until.is_some() => {
                splices
                    .extend(until.take().map(|(own, old)| entry.in_place_of(own, old, &pair(key, value, page.style))));
            }
            None => new.push(pair(key, value, page.style)),
        }
    }
    if !new.is_empty() {
        splices.push(entry.put(&new, fields)?);
    }
    if let Some((own, old)) = until {
        splices.push(entry.take_out(own, old));
    }
    Ok(splices)
}

struct Entry<'e> {
    page: &'e Page<'e>,
    pairs: &'e Pairs,
    flow: bool,
}

impl Entry<'_> {
    fn get(&self, name: &str) -> Option<(&Part, &Part)> {
        self.pairs.iter().find(|(key, _)| self.page.layout.text(key) == Some(name)).map(|(key, value)| (key, value))
    }

    /// The column of the keys.
    fn indent(&self) -> String {
        self.pairs.first().map_or_else(String::new, |(key, _)| self.page.indent(key.span.start))
    }

    fn replace(&self, key: &Part, old: &Part, name: &str, value: &Value) -> Result<Splice, EditProblem> {
        let page = self.page;
        page.not_repeated(old, &format!("`{name}`"))?;
        let written = value.written(page.style);
        if let Shape::Scalar { block: true, .. } = old.shape {
            // Its header stands before its bytes, perhaps with a comment.
            let at = page.behind_colon(key, name)?..old.end(page.text);
            let comment = page.comments(&at, &self.indent()).map_or_else(String::new, |comment| format!(" {comment}"));
            return Ok(Splice { at, with: format!(" {written}{comment}") });
        }
        let space = if old.span.is_empty() { " " } else { "" };
        Ok(Splice { at: old.span.clone(), with: format!("{space}{written}") })
    }

    /// A pair where another one was.
    fn in_place_of(&self, key: &Part, old: &Part, pair: &str) -> Splice {
        let at = key.span.start..old.end(self.page.text);
        let indent = self.indent();
        let with = match self.page.comments(&at, &indent) {
            None => pair.to_owned(),
            Some(comments) if self.flow => format!("{pair} {comments}{}{indent}", self.page.newline),
            Some(comments) => format!("{pair} {comments}"),
        };
        Splice { at, with }
    }

    /// New pairs behind the one that says whom the entry is about.
    fn put(&self, new: &[String], fields: &Fields) -> Result<Splice, EditProblem> {
        let page = self.page;
        let names = |(key, value): &&(Part, Part)| {
            let texts = page.layout.text(key).zip(page.layout.text(value));
            texts.is_some_and(|(key, text)| fields.is_about(key, text))
        };
        let wrong = || EditProblem::Layout("the entry".to_owned());
        let (_, value) = self.pairs.iter().find(names).ok_or_else(wrong)?;
        let end = value.end(page.text);
        if self.flow {
            return Ok(Splice::insert(end, format!(", {}", new.join(", "))));
        }
        let indent = self.indent();
        let lines: Vec<String> = new.iter().map(|pair| format!("{}{indent}{pair}", page.newline)).collect();
        Ok(Splice::insert(page.rest_of_line(end).ok_or_else(wrong)?, lines.concat()))
    }

    /// A pair that goes. The comments beside it stay.
    fn take_out(&self, key: &Part, value: &Part) -> Splice {
        let page = self.page;
        let indent = self.indent();
        let index = self.pairs.iter().position(|(own, _)| own.span == key.span).unwrap_or(0);
        let next = self.pairs.get(index + 1).map(|(key, _)| key.span.start);
        let before = index.checked_sub(1).and_then(|before| self.pairs.get(before)).map(|(_, value)| value);
        match (next, before) {
            (Some(next), _) if self.flow || index == 0 => {
                let at = key.span.start..next;
                let kept = page.comments(&at, &indent);
                Splice { at, with: kept.map_or_else(String::new, |kept| format!("{kept}{}{indent}", page.newline)) }
            }
            (_, Some(before)) if self.flow => {
                let at = before.end(page.text)..value.end(page.text);
                let kept = page.comments(&at, &indent);
                Splice { at, with: kept.map_or_else(String::new, |kept| format!(" {kept}{}{indent}", page.newline)) }
            }
            _ => {
                let at = page.line_start(key.span.start)..page.next_line(value.end(page.text));
                let kept = page.comments(&at, &indent);
                Splice { at, with: kept.map_or_else(String::new, |kept| format!("{indent}{kept}{}", page.newline)) }
            }
        }
    }
}

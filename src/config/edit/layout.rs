//! Where the parts of a YAML text stand, to the byte: brackets, aliases, anchors, comments. A `Node` says what a text
//! means; this tree says which bytes would have to be replaced to make it mean something else.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use serde_yaml::granit_parser::{Event, Parser, ScalarStyle, StrInput, StructureStyle};

/// A whole text.
#[derive(Debug)]
pub(super) struct Layout {
    /// The one document.
    pub(super) root: Part,
    /// Each from its `#` to the end of its line, in the order of the text.
    pub(super) comments: Vec<Range<usize>>,
    /// Where a further key of the document can stand at the latest: before `...`, else at the end of the text.
    pub(super) end: usize,
    anchors: Anchors,
}

/// What aliases stand for.
#[derive(Debug, Default)]
struct Anchors {
    parts: HashMap<usize, Part>,
    repeated: HashSet<usize>,
}

/// One value, or one key.
#[derive(Clone, Debug)]
pub(super) struct Part {
    /// From the first byte of its content, behind anchors and tags, to the last. Empty where nothing is written.
    pub(super) span: Range<usize>,
    pub(super) shape: Shape,
    anchor: usize,
}

/// What stands there.
#[derive(Clone, Debug)]
pub(super) enum Shape {
    Scalar { text: String, block: bool },
    Alias(usize),
    List { flow: bool, items: Vec<Part> },
    Map { flow: bool, pairs: Vec<(Part, Part)> },
}

impl Layout {
    /// The layout of a text; nothing where it is no YAML or holds no document.
    pub(super) fn of(text: &str) -> Option<Self> {
        let events = Parser::new_from_str(text);
        let mut reading = Reading { text, events, comments: Vec::new(), anchors: Anchors::default() };
        let (mut root, mut end) = (None, text.len());
        loop {
            let (event, span) = reading.next()?;
            match event {
                Event::StreamEnd => break,
                Event::DocumentEnd if !span.is_empty() => end = span.start,
                Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd => {}
                other => root = Some(reading.part(other, span)?),
            }
        }
        let Reading { mut comments, anchors, .. } = reading;
        comments.sort_by_key(|comment| comment.start);
        Some(Self { root: root?, comments, end, anchors })
    }

    /// What an alias stands for; anything else as it is.
    pub(super) fn meant<'l>(&'l self, part: &'l Part) -> &'l Part {
        match &part.shape {
            Shape::Alias(anchor) => self.anchors.parts.get(anchor).unwrap_or(part),
            Shape::Scalar { .. } | Shape::List { .. } | Shape::Map { .. } => part,
        }
    }

    /// The text of a scalar, also through an alias.
    pub(super) fn text<'l>(&'l self, part: &'l Part) -> Option<&'l str> {
        match &self.meant(part).shape {
            Shape::Scalar { text, .. } => Some(text),
            Shape::Alias(_) | Shape::List { .. } | Shape::Map { .. } => None,
        }
    }

    /// Whether what is changed here would change elsewhere, too.
    pub(super) fn is_repeated(&self, part: &Part) -> bool {
        self.anchors.repeated.contains(&part.anchor)
    }

    /// The comments that begin within these bytes.
    pub(super) fn comments_in(&self, bytes: &Range<usize>) -> impl Iterator<Item = &Range<usize>> {
        let bytes = bytes.clone();
        self.comments.iter().filter(move |comment| bytes.contains(&comment.start))
    }

    /// Behind the colon that follows a key.
    pub(super) fn behind_colon(&self, text: &str, key: &Part) -> Option<usize> {
        let mut at = key.span.end;
        loop {
            let rest = text.get(at..)?;
            at += rest.len() - rest.trim_start().len();
            match self.comments.iter().find(|comment| comment.start == at) {
                Some(comment) => at = comment.end,
                None => return text[at..].starts_with(':').then_some(at + 1),
            }
        }
    }
}

impl Part {
    /// Behind the last byte that belongs to it, the blank lines after a block scalar left out.
    pub(super) fn end(&self, text: &str) -> usize {
        match &self.shape {
            Shape::Scalar { block: true, .. } => {
                let written = text.get(self.span.clone()).unwrap_or("").trim_end();
                let header = text.get(..self.span.start).unwrap_or("").trim_end();
                if written.is_empty() { header.len() } else { self.span.start + written.len() }
            }
            Shape::List { flow: false, items } => items.last().map_or(self.span.end, |item| item.end(text)),
            Shape::Map { flow: false, pairs } => {
                pairs.last().map_or(self.span.end, |(key, value)| value.end(text).max(key.span.end))
            }
            Shape::Scalar { block: false, .. }
            | Shape::Alias(_)
            | Shape::List { flow: true, .. }
            | Shape::Map { flow: true, .. } => self.span.end,
        }
    }
}

/// The events of a text, comments put aside.
struct Reading<'t> {
    text: &'t str,
    events: Parser<'t, StrInput<'t>>,
    comments: Vec<Range<usize>>,
    anchors: Anchors,
}

impl<'t> Reading<'t> {
    fn next(&mut self) -> Option<(Event<'t>, Range<usize>)> {
        loop {
            let (event, span) = self.events.next_event()?.ok()?;
            let span = span.byte_range()?;
            self.text.get(span.clone())?;
            match event {
                Event::Comment(..) => self.comments.push(span),
                other => return Some((other, span)),
            }
        }
    }

    fn part(&mut self, event: Event<'t>, span: Range<usize>) -> Option<Part> {
        let part = match event {
            Event::Scalar(text, style, anchor, _) => {
                let block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                Part { span, shape: Shape::Scalar { text: text.into_owned(), block }, anchor }
            }
            Event::Alias(target) => {
                self.anchors.repeated.insert(target);
                Part { span, shape: Shape::Alias(target), anchor: 0 }
            }
            Event::SequenceStart(style, anchor, _) => self.list(style == StructureStyle::Flow, anchor, span)?,
            Event::MappingStart(style, anchor, _) => self.map(style == StructureStyle::Flow, anchor, span)?,
            _ => return None,
        };
        if part.anchor != 0 {
            self.anchors.parts.insert(part.anchor, part.clone());
        }
        Some(part)
    }

    fn list(&mut self, flow: bool, anchor: usize, start: Range<usize>) -> Option<Part> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, end) => {
                    return Some(Part {
                        span: collection(flow, &start, &end),
                        shape: Shape::List { flow, items },
                        anchor,
                    });
                }
                (event, span) => items.push(self.part(event, span)?),
            }
        }
    }

    fn map(&mut self, flow: bool, anchor: usize, start: Range<usize>) -> Option<Part> {
        let mut pairs = Vec::new();
        loop {
            match self.next()? {
                (Event::MappingEnd, end) => {
                    return Some(Part {
                        span: collection(flow, &start, &end),
                        shape: Shape::Map { flow, pairs },
                        anchor,
                    });
                }
                (event, span) => {
                    let key = self.part(event, span)?;
                    let (event, span) = self.next()?;
                    pairs.push((key, self.part(event, span)?));
                }
            }
        }
    }
}

/// A collection in block style has no bytes of its own.
fn collection(flow: bool, start: &Range<usize>, end: &Range<usize>) -> Range<usize> {
    if flow { start.start..end.end } else { start.start..start.start }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(part: &Part) -> &[(Part, Part)] {
        let Shape::Map { pairs, .. } = &part.shape else { panic!("a mapping: {part:?}") };
        pairs
    }

    #[test]
    fn brackets_have_an_end() {
        let text = "a: [\n  x, # ]\n  {y: ']'}\n]\nb: {}\n";
        let layout = Layout::of(text).expect("YAML");
        let [(_, a), (_, b)] = pairs(&layout.root) else { panic!("two keys") };
        assert_eq!(&text[a.span.clone()], "[\n  x, # ]\n  {y: ']'}\n]");
        assert_eq!(&text[b.span.clone()], "{}");
        assert_eq!(layout.comments.iter().map(|at| &text[at.clone()]).collect::<Vec<_>>(), ["# ]"]);
    }

    #[test]
    fn a_block_scalar_ends_with_its_last_word() {
        for (text, end) in
            [("a: |\n  x\n  y\n\n\nb: 1\n", "  y"), ("a: >- # why\n\nb: 1\n", "# why"), ("a: |\r  x\r\rb: 1\r", "x")]
        {
            let layout = Layout::of(text).expect("YAML");
            let (_, value) = &pairs(&layout.root)[0];
            assert!(text[..value.end(text)].ends_with(end), "{text:?}");
        }
    }

    #[test]
    fn an_alias_stands_where_it_is_written_and_has_the_text_of_its_anchor() {
        let text = "a: &x one\nb: *x\nc: &y two\n";
        let layout = Layout::of(text).expect("YAML");
        let [(_, a), (_, b), (_, c)] = pairs(&layout.root) else { panic!("three keys") };
        assert_eq!((&text[b.span.clone()], layout.text(b)), ("*x", Some("one")));
        assert!(layout.is_repeated(a) && !layout.is_repeated(b) && !layout.is_repeated(c));
    }

    #[test]
    fn a_document_ends_before_its_end_marker() {
        assert_eq!(Layout::of("a: 1\n...\n# b\n").expect("YAML").end, 5);
        assert_eq!(Layout::of("a: 1\n").expect("YAML").end, 5);
    }
}

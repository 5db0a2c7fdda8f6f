//! Lines on a page of some width, or of none.

use unicode_width::UnicodeWidthStr;

use super::paint::paint;
use crate::render::Style;
use crate::render::phrase::{Phrase, Tone};

/// Narrower terminals are taken to be this wide: an identifier of 36 characters fits behind its indent.
const NARROWEST: usize = 40;

/// Columns that are left to what touches a name: a sign before it, a bracket, a comma.
const TOUCHING: usize = 4;

/// Between the segments of a line.
const BAR: &str = " | ";

/// Text being laid out.
pub(in crate::render) struct Page {
    style: Style,
    out: String,
}

/// What stands between two spaces: pieces of text in their tones.
#[derive(Default)]
struct Word {
    runs: Vec<(Tone, String)>,
    width: usize,
}

impl Page {
    pub(in crate::render) fn new(style: Style) -> Self {
        Self { style, out: String::new() }
    }

    /// The finished text.
    pub(in crate::render) fn finish(self) -> String {
        self.out
    }

    /// Columns, where the text is wrapped.
    pub(super) fn width(&self) -> Option<usize> {
        self.style.width.map(|width| width.max(NARROWEST))
    }

    pub(in crate::render) fn blank(&mut self) {
        self.out.push('\n');
    }

    /// A line, wrapped under its own beginning.
    pub(in crate::render) fn line(&mut self, indent: usize, phrase: Phrase) {
        self.segments(indent, indent, vec![phrase]);
    }

    /// A heading with an empty line before it.
    pub(super) fn heading(&mut self, title: &str, rest: Phrase) {
        self.blank();
        self.line(0, Phrase::of(Tone::Strong, title).then(rest));
    }

    /// A line of segments with bars between them. Where it is too long, segments go to lines of their own, and a
    /// segment that is too long is broken between words; identifiers are never broken.
    pub(in crate::render) fn segments(&mut self, indent: usize, hanging: usize, segments: Vec<Phrase>) {
        let segments = segments.into_iter().filter(|segment| !segment.is_empty());
        match self.width() {
            None => self.one_line(indent, segments),
            Some(width) => self.wrapped(indent, hanging, width, segments),
        }
        self.out.push('\n');
    }

    fn one_line(&mut self, indent: usize, segments: impl Iterator<Item = Phrase>) {
        self.out.push_str(&" ".repeat(indent));
        for (index, segment) in segments.enumerate() {
            if index > 0 {
                self.out.push_str(BAR);
            }
            for piece in &segment.pieces {
                self.out.push_str(&paint(&piece.to_text(), piece.tone, self.style.color));
            }
        }
    }

    fn wrapped(&mut self, indent: usize, hanging: usize, width: usize, segments: impl Iterator<Item = Phrase>) {
        self.out.push_str(&" ".repeat(indent));
        let mut column = indent;
        for (index, segment) in segments.enumerate() {
            let words = words(&segment, width.saturating_sub(hanging));
            let length = words.iter().map(|word| word.width + 1).sum::<usize>().saturating_sub(1);
            if index > 0 && column + BAR.len() + length <= width {
                self.out.push_str(BAR);
                column += BAR.len();
            } else if index > 0 {
                column = self.new_line(hanging);
            }
            column = self.words(&words, column, hanging, width);
        }
    }

    /// Words from a column on; the column after them.
    fn words(&mut self, words: &[Word], mut column: usize, hanging: usize, width: usize) -> usize {
        for (index, word) in words.iter().enumerate() {
            if index > 0 && column + 1 + word.width > width && column > hanging {
                column = self.new_line(hanging);
            } else if index > 0 {
                self.out.push(' ');
                column += 1;
            }
            for (tone, text) in &word.runs {
                self.out.push_str(&paint(text, *tone, self.style.color));
            }
            column += word.width;
        }
        column
    }

    fn new_line(&mut self, indent: usize) -> usize {
        self.out.push('\n');
        self.out.push_str(&" ".repeat(indent));
        indent
    }
}

/// A phrase as words for lines of so many columns. Pieces that touch are one word. A name is not broken, whatever spaces
/// are in it, and loses its middle where a line cannot hold it: else a part of it could stand where a line of the
/// program's own would.
fn words(phrase: &Phrase, columns: usize) -> Vec<Word> {
    let mut words = vec![Word::default()];
    for piece in &phrase.pieces {
        let text = piece.to_text_within(columns.saturating_sub(TOUCHING));
        let is_name = piece.tone.is_name();
        let runs: Vec<&str> = if is_name { vec![&text] } else { text.split(' ').collect() };
        for (index, run) in runs.into_iter().enumerate() {
            if index > 0 {
                words.push(Word::default());
            }
            if let Some(word) = words.last_mut() {
                word.width += run.width();
                word.runs.push((piece.tone, run.to_owned()));
            }
        }
    }
    words
}

/// Text filled up with spaces to a number of columns.
pub(super) fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn laid_out(width: Option<usize>) -> String {
        let mut page = Page::new(Style { color: false, width });
        let id = Phrase::say("registration ").code("4e600000-0000-4000-8000-000000000002");
        page.segments(
            2,
            4,
            vec![Phrase::say("- delete ").name("bob’s laptop"), id, Phrase::say("last seen 3 days ago")],
        );
        page.finish()
    }

    #[test]
    fn a_pipe_gets_one_line() {
        assert_eq!(
            laid_out(None),
            "  - delete \"bob’s laptop\" | registration 4e600000-0000-4000-8000-000000000002 | last seen 3 days ago\n"
        );
    }

    #[test]
    fn a_narrow_terminal_gets_whole_identifiers() {
        assert_eq!(
            laid_out(Some(20)),
            "  - delete \"bob’s laptop\"\n    registration\n    4e600000-0000-4000-8000-000000000002\n    last seen 3 days ago\n"
        );
    }

    #[test]
    fn a_wide_terminal_breaks_between_segments() {
        assert_eq!(
            laid_out(Some(80)),
            "  - delete \"bob’s laptop\" | registration 4e600000-0000-4000-8000-000000000002\n    last seen 3 days ago\n"
        );
    }
}

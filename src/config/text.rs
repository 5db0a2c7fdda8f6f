//! Bytes to text.

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TextProblem {
    /// From this byte of the text on, which is shown with substitutes.
    NotUtf8 { at: usize, shown: String },
    /// It begins as UTF-16 does.
    Utf16,
    /// A NUL byte: not a text file at all.
    Nul,
}

impl TextProblem {
    /// What the file does, in words that follow its name.
    pub(super) fn what(&self) -> &'static str {
        match self {
            Self::NotUtf8 { .. } => "is not in UTF-8",
            Self::Utf16 => "is in UTF-16, not in UTF-8",
            Self::Nul => "is no text: it has NUL bytes",
        }
    }
}

/// The text of a file without its byte-order mark, with every line end as YAML sees it: a carriage return alone ends a
/// line, too, and is made a line feed so that lines are counted alike everywhere. No byte moves.
pub(super) fn decode(mut bytes: Vec<u8>) -> Result<String, TextProblem> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(TextProblem::Utf16);
    }
    if bytes.contains(&0) {
        return Err(TextProblem::Nul);
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        bytes.drain(..3);
    }
    for at in 0..bytes.len() {
        if bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n') {
            bytes[at] = b'\n';
        }
    }
    String::from_utf8(bytes).map_err(|error| TextProblem::NotUtf8 {
        at: error.utf8_error().valid_up_to(),
        shown: String::from_utf8_lossy(error.as_bytes()).into_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(decode(b"\xef\xbb\xbfa: 1".to_vec()).as_deref(), Ok("a: 1"));
    }

    #[test]
    fn a_carriage_return_alone_ends_a_line() {
        assert_eq!(decode(b"a\rb\r\nc\r".to_vec()).as_deref(), Ok("a\nb\r\nc\n"));
    }

    #[test]
    fn what_is_no_text_is_said() {
        assert_eq!(decode(b"ab\xff".to_vec()), Err(TextProblem::NotUtf8 { at: 2, shown: "ab\u{fffd}".into() }));
        assert_eq!(decode(b"PATH=x\0TOKEN=y\0".to_vec()), Err(TextProblem::Nul));
        assert_eq!(decode(b"\xff\xfea\0".to_vec()), Err(TextProblem::Utf16));
    }
}

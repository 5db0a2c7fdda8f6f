//! Texts that others wrote, made fit to stand in a message: one line, no control characters, not too long.

/// Characters of a foreign text that a message repeats.
const LONGEST: usize = 300;

/// The beginning of a text on one line. Control and format characters, which could colour a terminal or turn the
/// direction of writing, are shown by their number.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown = String::new();
    for (index, c) in text.trim().chars().enumerate() {
        if index == LONGEST {
            shown.push('…');
            break;
        }
        match c {
            '\n' | '\r' | '\t' => shown.push(' '),
            c if c.is_control() || is_format(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

/// Invisible characters that change how others are shown.
fn is_format(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_harmless_line() {
        assert_eq!(excerpt(" a\r\nb\tc "), "a  b c");
        assert_eq!(excerpt("\u{1b}[31mred\u{202e}"), "\\u{1b}[31mred\\u{202e}");
        assert_eq!(excerpt("žurnal 🚪"), "žurnal 🚪");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let cut = excerpt(&"ž".repeat(1_000));
        assert_eq!(cut.chars().count(), LONGEST + 1);
        assert!(cut.ends_with('…'));
    }
}

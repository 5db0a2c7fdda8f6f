//! Texts that others wrote, made fit to stand in a message: one line, not too long. What else is hidden in them is
//! made visible where the message is shown, as in every text from outside, and only there.

/// Characters of a foreign text that a message repeats.
const LONGEST: usize = 300;

/// The beginning of a text on one line: a control character, a line break among them, is a space.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown = String::new();
    for (index, c) in text.trim().chars().enumerate() {
        if index == LONGEST {
            shown.push('…');
            break;
        }
        shown.push(if c.is_control() { ' ' } else { c });
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_one_line() {
        assert_eq!(excerpt(" a\r\nb\tc "), "a  b c");
        assert_eq!(excerpt("\u{1b}[31mred\u{9b}x\u{202e}y"), " [31mred x\u{202e}y");
        assert_eq!(excerpt("žurnal 🚪"), "žurnal 🚪");
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let cut = excerpt(&"ž".repeat(1_000));
        assert_eq!(cut.chars().count(), LONGEST + 1);
        assert!(cut.ends_with('…'));
    }
}

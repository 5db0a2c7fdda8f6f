//! Characters that are not seen, or that change how others are seen.

/// Whether a character is invisible, moves the cursor, or changes the direction or look of its neighbours.
///
/// Control characters (C0, DEL, C1); soft hyphen and joiners; direction marks, overrides and isolates; line and
/// paragraph separators; fillers that look like nothing; variation selectors; interlinear and musical format
/// characters; tags; noncharacters.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
        || u32::from(c) & 0xfffe == 0xfffe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_hidden() {
        for c in ['\0', '\t', '\n', '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{202e}', '\u{2066}', '\u{200b}'] {
            assert!(is_hidden(c), "{:x}", u32::from(c));
        }
        for c in ['\u{2028}', '\u{feff}', '\u{fe0f}', '\u{e0041}', '\u{3164}', '\u{10ffff}'] {
            assert!(is_hidden(c), "{:x}", u32::from(c));
        }
    }

    #[test]
    fn what_people_write_is_not() {
        for c in "aZ0 é’ñ漢字العربية🦀\u{a0}".chars() {
            assert!(!is_hidden(c), "{c}");
        }
    }
}

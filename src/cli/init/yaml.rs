//! Text from outside as YAML and in comments.

use std::fmt::Write as _;

/// A text as a double-quoted scalar. Everything that is not plainly visible is escaped, so that nothing can end the
/// line, hide, or turn the direction of what stands beside it.
pub(crate) fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            ' '..='~' => out.push(c),
            _ if c.is_alphanumeric() => out.push(c),
            _ => escaped(&mut out, u32::from(c)),
        }
    }
    out.push('"');
    out
}

fn escaped(out: &mut String, code: u32) {
    // Writing to a string cannot fail.
    let _ = if code > 0xffff { write!(out, "\\U{code:08x}") } else { write!(out, "\\u{code:04x}") };
}

/// A list of texts in one line.
pub(crate) fn listed<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let all: Vec<String> = texts.into_iter().map(quoted).collect();
    format!("[{}]", all.join(", "))
}

/// A number with its noun.
pub(crate) fn count(number: usize, noun: &str) -> String {
    match (number, noun) {
        (1, noun) => format!("1 {noun}"),
        (_, "person") => format!("{number} people"),
        (number, noun) if noun.ends_with("ss") => format!("{number} {noun}es"),
        (number, noun) => format!("{number} {noun}s"),
    }
}

/// At most so many lines, and how many more there are.
pub(crate) fn capped(lines: Vec<String>, most: usize) -> Vec<String> {
    let more = lines.len().saturating_sub(most);
    let mut shown: Vec<String> = lines.into_iter().take(most).collect();
    if more > 0 {
        shown.push(format!("… and {more} more"));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_its_quotes() {
        assert_eq!(quoted("bob-xps"), r#""bob-xps""#);
        assert_eq!(quoted("a\"b\\c"), r#""a\"b\\c""#);
        assert_eq!(quoted("a\n- email: x\u{85}\u{2028}\t"), r#""a\u000a- email: x\u0085\u2028\u0009""#);
        assert_eq!(quoted("\u{202e}cod\u{feff}\0"), r#""\u202ecod\ufeff\u0000""#);
        assert_eq!(quoted("Ada’s 🦀 Mäc"), r#""Ada\u2019s \U0001f980 Mäc""#);
    }

    #[test]
    fn numbers_have_their_nouns() {
        assert_eq!(count(1, "person"), "1 person");
        assert_eq!(count(0, "person"), "0 people");
        assert_eq!(count(2, "address"), "2 addresses");
        assert_eq!(count(2, "registration"), "2 registrations");
    }
}

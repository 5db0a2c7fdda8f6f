//! E-mail addresses and the patterns over them (product.md, section 1).

use std::borrow::Borrow;
use std::fmt;

/// An address, folded to ASCII lower case, so that equality is the contract's "compares case-insensitively (ASCII)".
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(Box<str>);

impl Email {
    /// Trims nothing, folds ASCII case.
    pub fn new(text: &str) -> Self {
        Self(text.to_ascii_lowercase().into())
    }

    /// The folded text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the last `@`, or nothing.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

impl Borrow<str> for Email {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A pattern over a whole text, in which `*` stands for any run of characters, also an empty one, and nothing else
/// is special. ASCII case does not matter.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pattern(Box<str>);

impl Pattern {
    /// Every text is a pattern; one without `*` matches only itself.
    pub fn new(text: &str) -> Self {
        Self(text.to_ascii_lowercase().into())
    }

    /// The folded pattern.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has no `*`.
    pub fn is_exact(&self) -> bool {
        !self.0.contains('*')
    }

    /// Whether the whole of `text` matches.
    pub fn matches(&self, text: &str) -> bool {
        matches_bytes(self.0.as_bytes(), text.as_bytes())
    }
}

/// What keeps a text from being an address, or a pattern over one.
pub fn flaw(text: &str) -> Option<&'static str> {
    if text.chars().any(char::is_whitespace) {
        return Some("it contains white space");
    }
    if text.chars().any(char::is_control) {
        return Some("it contains a control character");
    }
    let pattern = text.contains('*');
    match text.rsplit_once('@') {
        None if pattern => None,
        None => Some("it has no `@`"),
        Some(("", _)) => Some("nothing stands before the `@`"),
        Some((_, "")) => Some("nothing stands after the `@`"),
        Some(_) => None,
    }
}

/// What keeps a text from being exactly one address: where a single person is meant, a pattern or a list of addresses
/// would be about others, too.
pub fn flaw_of_one(text: &str) -> Option<&'static str> {
    if text.contains('*') {
        return Some("it is a pattern, which may be about many");
    }
    let is_quoted = |local: &str| local.starts_with('"') && local.ends_with('"');
    let several = text.rsplit_once('@').is_some_and(|(local, _)| local.contains('@') && !is_quoted(local));
    flaw(text)
        .or_else(|| text.contains([',', ';', '<', '>']).then_some("it contains signs that are in no address"))
        .or_else(|| several.then_some("it has more than one `@`"))
}

/// Greedy matching with one step back: linear for the patterns people write, never exponential.
fn matches_bytes(pattern: &[u8], text: &[u8]) -> bool {
    let (mut p, mut t) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while t < text.len() {
        if p < pattern.len() && pattern[p] == b'*' {
            retry = Some((p + 1, t));
            p += 1;
        } else if p < pattern.len() && pattern[p] == text[t].to_ascii_lowercase() {
            p += 1;
            t += 1;
        } else if let Some((after_star, from)) = retry {
            retry = Some((after_star, from + 1));
            p = after_star;
            t = from + 1;
        } else {
            return false;
        }
    }
    pattern[p..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_over_the_whole_address() {
        let staff = Pattern::new("*@Acme.example");
        assert!(staff.matches("Alice@ACME.example"));
        assert!(staff.matches("@acme.example"));
        assert!(!staff.matches("x@acme.example.evil.test"));
        assert!(!staff.matches("x@notacme.example"));
    }

    #[test]
    fn a_star_is_the_only_special_character() {
        assert!(Pattern::new("*").matches(""));
        assert!(Pattern::new("a*b*c").matches("a-b-b-c"));
        assert!(!Pattern::new("a*b*c").matches("a-b-b"));
        assert!(!Pattern::new("a?c").matches("abc"));
        assert!(Pattern::new("a?c").matches("a?c"));
        assert!(Pattern::new("[ab]*").matches("[ab]x"));
    }

    #[test]
    fn only_ascii_case_is_folded() {
        assert!(!Pattern::new("Ä*").matches("äb"));
        assert_ne!(Email::new("Ä@x"), Email::new("ä@x"));
        assert_eq!(Email::new("A@X"), Email::new("a@x"));
    }

    #[test]
    fn an_address_has_two_parts_and_no_spaces() {
        for text in ["a@b", "*@acme.example", "*", "alice@*.acme.example", "\"a@b\"@c", "аlice@acme.example"] {
            assert_eq!(flaw(text), None, "{text}");
        }
        for text in ["alice", "@acme.example", "alice@", "al ice@acme.example", " a@b", "a@b\u{a0}", "a\u{1b}@b"] {
            assert!(flaw(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn one_address_is_no_pattern_and_no_list() {
        for text in ["a@b", "alice+x@acme.example", "\"a@b\"@c", "аlice@acme.example"] {
            assert_eq!(flaw_of_one(text), None, "{text}");
        }
        for text in ["*", "*@b", "a*@b", "a@b,c@d", "a@b;c@d", "a@b c@d", "A<a@b>", "a@b@c", "contractors", ""] {
            assert!(flaw_of_one(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn a_long_run_of_stars_is_not_exponential() {
        let pattern = Pattern::new(&"*a".repeat(2_000));
        assert!(!pattern.matches(&"a".repeat(1_999)));
    }
}
